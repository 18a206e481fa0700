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
UTF8_CHARACTER_RE = re.compile(rb"[\x00-\x7f\xc2-\xf4]")
UTF8_HAN_RE = re.compile(rb"(?:[\xe4-\xe9][\x80-\xbf]{2}|\xef\xbc[\x80-\xbf]|\xe3\x80[\x80-\xbf]){4}")
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
    whole = None if UTF8_HAN_RE.search(line) else _other(line, commonness, others)
    if whole is not None:
        return whole
    pieces: list[str] = []
    at = 0
    for run in UTF8_RUN_RE.finditer(line):
        if run.start() < at or not _real(run[0]):
            continue
        end, text = _stretch(line, at, run, commonness, others)
        pieces += (text, line[end : run.end()].decode("utf-8", "replace"))
        at = run.end()
    rest = _other(line[at:], commonness, others)
    return "".join((*pieces, line[at:].decode("utf-8", "replace") if rest is None else rest))


def _stretch(
    line: bytes, at: int, run: re.Match[bytes], commonness: Callable[[str], float], others: dict[str, int]
) -> tuple[int, str]:
    """What stands between *at* and a run of UTF-8, whose first characters may be UTF-8 by chance; where it ends."""
    if run.start() == at:
        return at, ""
    borders = [border.start() for border in UTF8_CHARACTER_RE.finditer(line, run.start(), run.start() + 10)]
    for end in borders[:3]:
        found = _other(line[at:end], commonness, others)
        if found is not None:
            return end, found
    return run.start(), line[at : run.start()].decode("utf-8", "replace")


def _real(run: bytes) -> bool:
    """False for a few bytes that are UTF-8 by chance inside a stretch of another encoding."""
    return len(HIGH_RE.findall(run)) > 5 or HIGH_RE.search(run) is None or len(run) > 40


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
