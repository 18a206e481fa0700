"""Pages of two encodings: a stretch of GBK or Big5 inside UTF-8, as templates and pasted articles make them.

Each line whose bytes are no UTF-8 is read by itself: whole if it is Chinese in the other encoding, else only the
stretches of it that are no UTF-8.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

LOST = "\N{REPLACEMENT CHARACTER}"
WIDE = rb"\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]"
SURE = rb"(?:[\x00-\x7f]|" + WIDE + rb")"
UTF8_RUN_RE = re.compile(SURE + rb"(?:(?:[\xc2-\xdf][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{3}){0,4}" + SURE + rb")*")
HIGH_RE = re.compile(rb"[\x80-\xff]")
OTHERS = ("gb18030", "big5hkscs")
LIKELY = 0.25
LEAST = 4


class Mixed(NamedTuple):
    """The text, how many bytes stood in which other encoding, and how many were lost."""

    text: str
    others: dict[str, int]
    lost: int


def read_mixed(data: bytes, commonness: Callable[[str], float]) -> Mixed:
    """Read *data* as UTF-8 with stretches of GB 18030 or Big5; *commonness* is 1 for ordinary Chinese, 0 for none."""
    others: dict[str, int] = {}
    pieces: list[str] = []
    for line in data.splitlines(keepends=True) if b"\n" in data else [data]:
        try:
            pieces.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            pieces.append(_line(line, commonness, others))
    text = "".join(pieces)
    return Mixed(text, others, text.count(LOST))


def _line(line: bytes, commonness: Callable[[str], float], others: dict[str, int]) -> str:
    """A line that is no UTF-8 as a whole."""
    whole = _other(line, commonness, others)
    if whole is not None:
        return whole
    pieces: list[str] = []
    at = 0
    for run in UTF8_RUN_RE.finditer(line):
        if run.start() < at or not _real(run[0]):
            continue
        pieces += (_stretch(line[at : run.start()], commonness, others), run[0].decode("utf-8", "replace"))
        at = run.end()
    return "".join((*pieces, _stretch(line[at:], commonness, others)))


def _real(run: bytes) -> bool:
    """False for a few bytes that are UTF-8 by chance inside a stretch of another encoding."""
    return len(HIGH_RE.findall(run)) > 5 or HIGH_RE.search(run) is None or len(run) > 40


def _stretch(data: bytes, commonness: Callable[[str], float], others: dict[str, int]) -> str:
    if not data:
        return ""
    found = _other(data, commonness, others)
    return data.decode("utf-8", "replace") if found is None else found


def _other(data: bytes, commonness: Callable[[str], float], others: dict[str, int]) -> str | None:
    """*data* in the other encoding that makes Chinese of it; None if none does."""
    best: tuple[float, str, str] | None = None
    for encoding in OTHERS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if sum(sign > "\x7f" for sign in text) >= LEAST:
            best = max(best or (LIKELY, "", ""), (commonness(text), encoding, text))
    if best is None or not best[1]:
        return None
    others[best[1]] = others.get(best[1], 0) + len(data)
    return best[2]
