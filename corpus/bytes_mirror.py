"""The damage of a mirror that edits GBK bytes: annotations and marks go in without a look at character borders.

Step one encodes the page in GBK. Step two puts `(pinyin)` behind every occurrence of a character's two bytes and
a mark before every occurrence of a punctuation's, also where the two bytes belong to two neighbours. Step three
decodes what has become of it. Nothing is lost on the way in; the decoder then swallows what no longer fits.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

FIRST_TRAIL = 0x40


class Piece(NamedTuple):
    """A stretch of the raw page and the clean range that it stands for (empty for what was put in)."""

    text: str
    start: int
    end: int


class Token(NamedTuple):
    """What the decoder made of one or two bytes, and the pieces that these came from."""

    text: str
    owners: tuple[int, ...]


Bytes = list[tuple[int, int | None]]
"""Each byte with the index of its piece; None for a byte that was put in."""


def _insert(cells: Bytes, pattern: bytes, inserted: bytes, *, behind: bool) -> Bytes:
    """*cells* with *inserted* before or behind every occurrence of *pattern*, aligned with characters or not."""
    data = bytes(byte for byte, _ in cells)
    addition: Bytes = [(byte, None) for byte in inserted]
    out: Bytes = []
    done = 0
    while (at := data.find(pattern, done)) >= 0:
        cut = at + len(pattern)
        out += cells[done:at]
        out += cells[at:cut] + addition if behind else addition + cells[at:cut]
        done = cut
    return out + cells[done:]


def _decode(cells: Bytes, mark: int) -> Iterator[Token]:
    """Yield characters as cp936 reads them: `?` for a pair with a bad second byte, nothing for an unmapped pair."""
    at = 0
    while at < len(cells):
        byte, owner = cells[at]
        single = byte < 0x80 or at + 1 == len(cells)
        taken = cells[at : at + 1] if single else cells[at : at + 2]
        owners = tuple(sorted({k for _, k in taken if k is not None}))
        at += len(taken)
        if single:
            yield Token("" if byte == mark and owner is None else chr(byte), owners)
        elif taken[1][0] < FIRST_TRAIL:
            yield Token("?", owners)
        else:
            yield Token(bytes(b for b, _ in taken).decode("gbk", "ignore"), owners)


def _regroup(tokens: Iterator[Token], page: list[Piece]) -> Iterator[Piece]:
    """Give whole characters back as they were; a damaged run becomes one piece over all that it covers."""
    run: list[Token] = []
    at = 0
    for token in (*tokens, None):
        whole = token is not None and len(token.owners) == 1 and page[token.owners[0]].text == token.text
        if token is not None and not whole:
            run.append(token)
            continue
        owned = [k for k, item in enumerate(run) if item.owners]
        first, last = (owned[0], owned[-1] + 1) if owned else (len(run), len(run))
        yield from (Piece(item.text, at, at) for item in run[:first])
        if owned:
            hurt = [page[k] for item in run[first:last] for k in item.owners]
            at = hurt[-1].end
            yield Piece("".join(item.text for item in run[first:last]), hurt[0].start, at)
        yield from (Piece(item.text, at, at) for item in run[last:])
        run = []
        if token is not None:
            yield page[token.owners[0]]
            at = page[token.owners[0]].end


def damage(page: list[Piece], readings: Mapping[str, str], marked: str, mark: int) -> list[Piece]:
    """*page* after annotation with *readings* and marks before *marked*, both by byte replacement."""
    cells: Bytes = [(byte, k) for k, piece in enumerate(page) for byte in piece.text.encode("gbk")]
    for character, reading in readings.items():
        cells = _insert(cells, character.encode("gbk"), f"({reading})".encode("gbk"), behind=True)
    for character in marked:
        cells = _insert(cells, character.encode("gbk"), bytes([mark]), behind=False)
    return list(_regroup(_decode(cells, mark), page))
