"""Make the raw pages of this folder and their alignments from the clean texts, or check that they are what it makes.

usage: make_noisy.py [--check]

Reads gold/<nn>/clean.txt and noise.toml; writes <nn>_<slug>.txt and gold/<nn>/align.json. Offsets count code points
of the decoded page without its byte order mark. The same input gives the same bytes, always.
"""

import json
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from bytes_mirror import Piece, damage

FOLDER = Path(__file__).parent
LINE = 37
"""Characters after which `wrap` breaks a line."""
LONG = 20
"""A line from this length on is a paragraph, which `indent` indents."""
NO_BREAK_BEHIND = "。！？；：\n"
GLUED = frozenset("0123456789.%")
HALF_WIDTH = str.maketrans("，；：！？（）", ",;:!?()")
WIDE_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")

Page = list[Piece]


def clean_page(text: str) -> Page:
    """*text* as it is, one piece a character."""
    return [Piece(character, k, k + 1) for k, character in enumerate(text)]


def replaced(page: Page, table: Mapping[int, str] | Mapping[int, int]) -> Page:
    """Translate characters one to one; an insertion is translated too, a range never moves."""
    return [piece._replace(text=piece.text.translate(table)) for piece in page]


def indent(page: Page) -> Page:
    """Two ideographic spaces before every paragraph."""
    out: Page = []
    text = "".join(piece.text for piece in page)
    lengths = iter([len(line) for line in text.split("\n")])
    for k, piece in enumerate(page):
        if (k == 0 or page[k - 1].text == "\n") and next(lengths) >= LONG:
            out.append(Piece("\u3000\u3000", piece.start, piece.start))
        out.append(piece)
    return out


def blank_lines(page: Page) -> Page:
    """An empty line behind every line that ends where it should."""
    out: Page = []
    for piece in page:
        out.append(piece)
        if piece.text == "\n":
            out.append(Piece("\n", piece.end, piece.end))
    return out


def wrap(page: Page) -> Page:
    """Break lines inside sentences: never behind a full stop, never inside a number, and two or more left over."""
    out: Page = []
    width = 0
    for k, piece in enumerate(page):
        rest = "".join(p.text for p in page[k : k + 3])
        before = page[k - 1].text
        inside = before not in NO_BREAK_BEHIND and "\n" not in rest and not (before in GLUED and rest[0] in GLUED)
        if width >= LINE and inside and len(rest) == 3:
            out.append(Piece("\n\n", piece.start, piece.start))
            width = 0
        width = 0 if piece.text == "\n" else width + 1
        out.append(piece)
    return out


def crlf(page: Page) -> Page:
    """Line ends as Windows writes them."""
    return [piece._replace(text="\r\n") if piece.text == "\n" else piece for piece in page]


def _pairs(text: str) -> dict[int, str]:
    letters = "".join(text.split())
    return {ord(simplified): traditional for simplified, traditional in zip(letters[::2], letters[1::2], strict=True)}


def steps_of(settings: Mapping[str, Any]) -> dict[str, Callable[[Page], Page]]:
    """Every step that noise.toml may name."""
    tables = {name: _pairs(text) for name, text in settings["traditional"].items()}
    marks = settings["marks"]
    return {
        "indent": indent,
        "blank_lines": blank_lines,
        "wrap": wrap,
        "crlf": crlf,
        "mirror": lambda page: replaced(page, tables["mirror"]),
        "careful": lambda page: replaced(page, tables["careful"]),
        "fold_punctuation": lambda page: replaced(page, HALF_WIDTH),
        "wide_digits": lambda page: replaced(page, WIDE_DIGITS),
        "bytes": lambda page: damage(page, settings["readings"], marks["order"], marks["mark"]),
    }


def blocks(page: Page) -> list[list[int]]:
    """[raw start, raw end, clean start, clean end] of each stretch that runs character by character, or is damaged."""
    out: list[list[int]] = []
    raw = 0
    whole_before = False
    for text, start, end in page:
        whole = len(text) == end - start == 1
        if whole and whole_before and out[-1][1] == raw and out[-1][3] == start:
            out[-1][1], out[-1][3] = raw + 1, end
        elif end > start:
            out.append([raw, raw + len(text), start, end])
        whole_before = whole if end > start else whole_before
        raw += len(text)
    return out


def encoded(text: str, encoding: str) -> bytes:
    """The bytes of a page; UTF-16 carries its byte order mark."""
    return (("\ufeff" if encoding.startswith("utf-16") else "") + text).encode(encoding)


def files(folder: Path = FOLDER) -> Iterator[tuple[Path, bytes]]:
    """Yield every file that this program makes, with the bytes that it should hold."""
    settings = tomllib.loads((folder / "noise.toml").read_text("utf-8"))
    steps = steps_of(settings)
    for entry in settings["page"]:
        gold = folder / "gold" / entry["name"].split("_")[0]
        page = clean_page((gold / "clean.txt").read_bytes().decode("utf-8"))
        for step in entry["steps"]:
            page = steps[step](page)
        raw_name = f"{entry['name']}.txt"
        yield folder / raw_name, encoded("".join(piece.text for piece in page), entry["encoding"])
        yield gold / "align.json", (json.dumps({"raw": raw_name, "blocks": blocks(page)}) + "\n").encode()


def differences(folder: Path = FOLDER) -> list[str]:
    """Names of the files that are missing or not what this program makes."""
    return [
        str(path.relative_to(folder))
        for path, content in files(folder)
        if not path.exists() or path.read_bytes() != content
    ]


def main(arguments: list[str]) -> int:
    """Write the files, or with --check say which of them differ."""
    if arguments == ["--check"]:
        wrong = differences()
        for name in wrong:
            print(f"{name}: not what make_noisy.py makes from the clean text; run it without --check", file=sys.stderr)
        return bool(wrong)
    if arguments:
        print(__doc__, file=sys.stderr)
        return 2
    for path, content in files():
        path.write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
