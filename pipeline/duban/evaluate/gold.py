"""Read a gold document: what a careful person found, tied to the raw text.

A folder of gold holds `clean.txt` (the text as restored by hand), `align.json` (`raw`: the source file; `blocks`:
`[raw_start, raw_end, clean_start, clean_end]`, in order) and `gold.json` (the rows; their quotes stand verbatim in
the unit that they name). Comparisons are made in raw offsets, so that any sensible clean text scores alike.
"""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from duban.errors import UsageError
from duban.evaluate.likeness import RawSpan, shared

Row = dict[str, Any]

_STOP_RE = re.compile(r"[。！？；!?;\n][”’』」）)》〉】]*|[（(]|[）)]")
_MARKER_RE = re.compile(
    r"(?:(?<=[。！？；!?;\n:：,，\s])|^)"
    r"(?:[一二三四五六七八九十]{1,3}(?:是|要)(?=[\u4e00-\u9fff])|[（(][一二三四五六七八九十0-9]{1,3}[)）]|[①-⑳])"
)


def number_units(text: str) -> list[RawSpan]:
    """The units that the rows of gold files number: strong stops, line ends and markers cut, white space is trimmed.

    This is the fixed ruler of the gold format. It does not follow `duban.segment`, which may learn better cuts.
    """
    edges = sorted({0, len(text), *_stops(text), *(match.start() for match in _MARKER_RE.finditer(text))})
    trimmed = (_trim(text, start, end) for start, end in pairwise(edges))
    return [span for span in trimmed if span[0] < span[1]]


def _stops(text: str) -> Iterator[int]:
    depth = 0
    for match in _STOP_RE.finditer(text):
        first = match[0][0]
        if first in "（(":
            depth += 1
        elif first in "）)":
            depth = max(0, depth - 1)
        elif first == "\n":
            depth = 0
            yield from (match.start(), match.end())
        elif depth == 0:
            yield match.end()
        else:
            depth = max(0, depth - sum(c in "）)" for c in match[0]))


def _trim(text: str, start: int, end: int) -> RawSpan:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


class GoldDocument:
    """One gold document; `rows` is gold.json as it stands, `source` the file it was read from."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rows: Row = _load_json(folder / "gold.json")
        align = _load_json(folder / "align.json")
        self.source = Path(align["raw"])
        self.blocks: list[tuple[int, int, int, int]] = [tuple(block) for block in align["blocks"]]
        self.clean = (folder / "clean.txt").read_text("utf-8")
        self.units = number_units(self.clean)

    def to_raw(self, span: RawSpan) -> RawSpan:
        """The smallest raw region that a clean span came from."""
        start, end = span
        touched = [block for block in self.blocks if block[2] < end and block[3] > start]
        if not touched:
            raise UsageError(str(self.folder), f"clean span {start}-{end} lies in no block", "Mend align.json.")
        raw_start, raw_end, clean_start, _ = touched[0]
        last_start, last_end, last_clean, _ = touched[-1]
        first = raw_start + min(max(start - clean_start, 0), raw_end - raw_start)
        return first, last_start + min(end - last_clean, last_end - last_start)

    def unit_span(self, number: int) -> RawSpan:
        """Raw span of a unit."""
        return self.to_raw(self.units[number])

    def unit_text(self, number: int) -> str:
        """Clean text of a unit."""
        return self.clean[slice(*self.units[number])]

    def quote_span(self, row: Row) -> RawSpan:
        """Raw span of a row's quote: its nth occurrence in the row's unit."""
        start, end = self.units[row["unit"]]
        at = start - 1
        for _ in range(row.get("nth") or 1):
            at = self.clean.find(row["quote"], at + 1, end)
            if at < 0:
                what = f"unit {row['unit']} does not hold {row['quote']!r} that often"
                raise UsageError(str(self.folder / "gold.json"), what, "Quote the clean text as it stands.")
        return self.to_raw((at, at + len(row["quote"])))

    def mention_spans(self, quotes: Iterable[str]) -> list[RawSpan]:
        """Raw spans of all occurrences of some quotes; one inside a longer one does not count again."""
        spans: list[RawSpan] = []
        for quote in sorted(quotes, key=len, reverse=True):
            at = self.clean.find(quote)
            while at >= 0:
                span = at, at + len(quote)
                if not any(shared(span, other) for other in spans):
                    spans.append(span)
                at = self.clean.find(quote, at + 1)
        return [self.to_raw(span) for span in sorted(spans)]


def gold_folders(gold: Path) -> list[Path]:
    """The folders of gold documents below *gold*, sorted by name; UsageError if there is none."""
    folders = sorted(path.parent for path in gold.glob("*/gold.json"))
    if not folders:
        raise UsageError(str(gold), "holds no gold documents", "Name a folder of folders with gold.json in them.")
    return folders


def _load_json(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise UsageError(str(path), f"cannot be read ({error.strerror})", "Check the folder of gold.") from None
    except ValueError as error:
        raise UsageError(str(path), f"is no JSON: {error}", "Mend the file.") from None
