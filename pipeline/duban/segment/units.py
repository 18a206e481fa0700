"""Cut the clean text into units: what lies between strong delimiters, and between enumeration markers.

    完成投资3亿元；一要抓进度，二要抓质量。   →   完成投资3亿元； | 一要抓进度， | 二要抓质量。
    1.清理欠款。（市财政局负责）2.建立台账。   →   1.清理欠款。 | （市财政局负责） | 2.建立台账。

A delimiter inside brackets does not cut; a closing quotation mark or bracket stays with its unit. Offsets
count code points of the clean text; units never overlap and hold everything but white space.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from duban.lexicon import Lexicons
from duban.spans import Span

DELIMITER_RE = re.compile(r"[。！？；!?;][”’』」）)》〉】]*|\n|[（(]|[)）]")
OWNERS_END_RE = re.compile(r"(?:负责|牵头|配合|参与|落实|督办)[)）]")
LONGEST_MARKER = 12
CLAUSE_HEAD_RE = re.compile(r"[。！？；!?;\n:：,，\s]")
OPENING, CLOSING = "（(", ")）"


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit. `line` and `sentence` number what it stands in; `marker` is the item marker at its head.

    `role` is its part in the layout: title, kicker, heading, lead_in, addressee, byline, caption, portal,
    dateline, docnum, signature or body. `level` is the depth that its marker gives (1 outermost), 0 without.
    """

    index: int
    span: Span
    text: str
    line: int
    sentence: int
    marker: str | None
    level: int
    role: str
    section: int | None = None

    @property
    def body(self) -> str:
        """The text behind the marker."""
        return self.text[len(self.marker or "") :].lstrip()


@dataclass(frozen=True)
class Markers:
    """The item markers of `lexicons/markers.tsv`, compiled."""

    rows: tuple[tuple[str, int, bool, re.Pattern[str]], ...]

    @cached_property
    def clause_re(self) -> re.Pattern[str]:
        """The markers that open a unit inside a sentence; 一是 and 一要 only before a Chinese character."""
        forms = {name: pattern.pattern for name, _, clause, pattern in self.rows if clause}
        words = "|".join(forms.pop(name) for name in ("is", "must") if name in forms)
        return re.compile("|".join([f"(?:{words})(?=[\u4e00-\u9fff])" if words else "(?!)", *forms.values()]))

    @cached_property
    def head_re(self) -> re.Pattern[str]:
        """All markers, one numbered group each."""
        return re.compile("|".join(f"({pattern.pattern})" for *_, pattern in self.rows))

    def read(self, text: str) -> tuple[str | None, int]:
        """The marker at the head of *text* and its level; (None, 0) without one."""
        match = self.head_re.match(text)
        return (match[0], self.rows[(match.lastindex or 1) - 1][1]) if match else (None, 0)


def load_markers(lex: Lexicons) -> Markers:
    """Compile the marker list."""
    rows = ((e.form, int(e["level"]), e["where"] == "clause", re.compile(e["pattern"])) for e in lex.entries("markers"))
    return Markers(tuple(rows))


def cut_units(text: str, markers: Markers) -> Iterator[tuple[Span, bool]]:
    """Yield each unit's span, and whether a sentence ends with it (；and markers do not end one)."""
    ends = dict(_delimiter_cuts(text))
    for match in markers.clause_re.finditer(text):
        at = match.start()
        if at == 0 or CLAUSE_HEAD_RE.match(text, at - 1):
            ends.setdefault(at, False)
    for match in OWNERS_END_RE.finditer(text):
        if markers.read(text[match.end() : match.end() + LONGEST_MARKER])[0] is not None:
            ends.setdefault(match.end(), True)
    ends.setdefault(len(text), True)
    start = 0
    for end in sorted(ends):
        span = _trim(text, start, end)
        if span.start < span.end:
            yield span, ends[end]
        start = end


def _delimiter_cuts(text: str) -> Iterator[tuple[int, bool]]:
    depth = 0
    for match in DELIMITER_RE.finditer(text):
        found = match[0]
        if found == "\n":
            depth = 0
            yield match.start(), text[match.start() - 1 : match.start()] not in {"；", ";"}
            yield match.end(), False
        elif found in OPENING:
            depth += 1
        elif found in CLOSING:
            depth = max(0, depth - 1)
        elif depth == 0:
            yield match.end(), found[0] not in "；;"
        else:
            depth = max(0, depth - sum(char in CLOSING for char in found))


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
