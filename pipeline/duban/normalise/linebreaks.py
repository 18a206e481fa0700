"""Line breaks inside sentences: 很有针⏎对性 → 很有针对性.

Every line end without a full stop is a candidate; the rules below are asked in turn, and the first that says
JOIN or KEEP decides. The words that settle many cases (how a line starts that is one of its own, how one ends
that needs the next) are data: `lexicons/line_edges.tsv`.

Lists, headings, bylines, captions and table cells stay lines of their own. A page that was wrapped at a fixed
width is told by its many unfinished lines of that width.
"""

import re
from collections.abc import Callable, Iterator
from enum import Enum
from typing import NamedTuple

from duban.alignment import Cut
from duban.lexicon import Lexicons
from duban.normalise.aligned import AlignedText, Fix

JOIN_FIX = Fix("line_join", "linebreaks.join", "the line ends inside a sentence", "inferred")
LINE_END_RE = re.compile(r"\n+")
NO_CANDIDATE = frozenset("。！？；：…!?;:|｜")
STOP_RE = re.compile("[。！？；!?;]")
ENDED_RE = re.compile("[。！？；…!?;：:][”’』」）)》〉】]{1,3}$|[。！？”!?][（(][^（）()]{1,60}[）)]$")
MARKER_RE = re.compile(
    r"[一二三四五六七八九十百]{1,3}[、.．]|[（(〔][一二三四五六七八九十百\d]{1,3}[）)〕]"
    r"|\d{1,3}(?:[、．)）]|\.(?!\d))|[①-⑳⑴-⒇⒈-⒛]"
    r"|第[一二三四五六七八九十百\d]{1,4}[章节条款篇编部][　 \t]|[■□●○◆◇▲△▼▽★☆※◎►▶•·]|——|[-*+] "
    r"|[\d一二三四五六七八九十]{1,3}[是要](?=[\u4e00-\u9fff])"
)
PAIRS = {"“": "”", "（": "）", "(": ")", "《": "》", "‘": "’", "【": "】", "「": "」"}
OPENER_RE = re.compile("[“（(《‘【「][^“”（）()《》‘’【】「」]{0,120}$")
HAN_TAIL_RE = re.compile("[\u4e00-\u9fff]{1,8}$")
HAN_HEAD_RE = re.compile("[\u4e00-\u9fff]{1,8}")
PROSE_LENGTH = 40
WRAP_LEAST = 20
WRAP_LINES = 3
ROUNDS = 5


class Verdict(Enum):
    """What a rule says of a line end."""

    JOIN = "join"
    KEEP = "keep"


class Break(NamedTuple):
    """A line end: the lines left and right of it, and whether `left` fills the page's width."""

    left: str
    right: str
    full: bool
    continued: bool
    edges: "Edges"


class Edges(NamedTuple):
    """How lines start and end, compiled from `line_edges.tsv`."""

    own: re.Pattern[str]
    label: re.Pattern[str]
    credit: re.Pattern[str]
    joined: re.Pattern[str]
    dangling: re.Pattern[str]
    document: re.Pattern[str]


def tabular(line: Break) -> Verdict | None:
    """…2⇥改造管网⇥6月底前⏎3⇥…: the rows of a table, whatever they begin and end with."""
    return Verdict.KEEP if "\t" in line.left or "\t" in line.right else None


def ended(line: Break) -> Verdict | None:
    """…完成。”⏎ or …完成。（记者 张三）⏎: the sentence is over."""
    return Verdict.KEEP if ENDED_RE.search(line.left[-70:]) else None


def marked(line: Break) -> Verdict | None:
    """⏎（二）… ⏎■… ⏎一是…: an item of its own."""
    return Verdict.KEEP if MARKER_RE.match(line.right) else None


def on_its_own(line: Break) -> Verdict | None:
    """⏎责任单位：… ⏎来源：… ⏎本报记者 …: a line of its own, whatever stands before."""
    return Verdict.KEEP if line.edges.own.match(line.right) else None


def credited(line: Break) -> Verdict | None:
    """…本报记者 李明 摄⏎: a byline or a caption's end."""
    return Verdict.KEEP if line.edges.credit.search(line.left[-30:]) else None


def labelled(line: Break) -> Verdict | None:
    """…落到实处。会议发言⏎: a label that stuck to the end of the paragraph."""
    tail = STOP_RE.split(line.left[-40:])[-1]
    return Verdict.KEEP if len(tail) <= 8 and line.edges.label.search(tail) else None


def pair_open(line: Break) -> Verdict | None:
    """营造“⏎比力度、比成效”: the quotation or bracket is closed on the next line."""
    opened = OPENER_RE.search(line.left)
    if not opened:
        return None
    closer = re.search("[“”（）()《》‘’【】「」]", line.right)
    return Verdict.JOIN if closer and closer[0] == PAIRS[opened[0][0]] else None


def tail_first(line: Break) -> Verdict | None:
    """⏎，并… ⏎的目标…: no line starts like this."""
    return Verdict.JOIN if line.edges.joined.match(line.right) else None


def head_left(line: Break) -> Verdict | None:
    """…上新台阶，⏎ …全市和⏎: no line ends like this."""
    return Verdict.JOIN if line.edges.dangling.search(line.left[-8:]) else None


def title_split(line: Break) -> Verdict | None:
    """…关于开展⏎…工作的通知: a document's title over two lines."""
    about = line.left.rfind("关于")
    short = len(line.left) <= 40 and len(line.right) <= 40
    opened = about >= 0 and short and not line.edges.document.search(line.left)
    return Verdict.JOIN if opened and line.edges.document.search(line.right) else None


def word_split(line: Break) -> Verdict | None:
    """…很有针⏎对性: a word of the dictionary stands across the line end, and what is left of it is no heading."""
    told = MARKER_RE.sub("", line.left, count=1) if MARKER_RE.match(line.left) else line.left
    prose = line.continued or STOP_RE.search(told) or re.search("[，,、]", told) or len(told) >= PROSE_LENGTH
    left, right = HAN_TAIL_RE.search(line.left), HAN_HEAD_RE.match(line.right)
    if not prose or not left or not right:
        return None
    at = 0
    for word in _words(left[0] + right[0]):
        at += len(word)
        if at >= len(left[0]):
            break
    return Verdict.JOIN if at > len(left[0]) else None


def wrapped(line: Break) -> Verdict | None:
    """The line fills the width that the page was wrapped at."""
    return Verdict.JOIN if line.full else None


def unfinished(line: Break) -> Verdict | None:
    """Running prose without its full stop, and the next line runs on as prose."""
    long = len(line.left) >= PROSE_LENGTH and re.search("[，,]", line.left)
    prose = line.continued or long or STOP_RE.search(line.left)
    ends_open = line.left[-1].isalnum() or line.left[-1] in "％%”》"
    runs_on = re.search("[，。；、,;]", line.right) and (line.right[0].isalnum() or line.right[0] in "“《（(")
    return Verdict.JOIN if prose and ends_open and runs_on else None


RULES: tuple[Callable[[Break], Verdict | None], ...] = (
    tabular,
    ended,
    marked,
    on_its_own,
    credited,
    labelled,
    pair_open,
    tail_first,
    head_left,
    title_split,
    word_split,
    wrapped,
    unfinished,
)


def join_broken_lines(page: AlignedText, lex: Lexicons) -> AlignedText:
    """Take out the line ends that stand inside a sentence; blank lines in between go with them."""
    for _ in range(ROUNDS):
        gaps = list(_candidates(page.text))
        cuts = list(_joins(page.text, gaps, lex.cached("normalise.line_edges", _edges))) if gaps else []
        if not cuts:
            break
        page = page.cut(JOIN_FIX, cuts)  # a line that grew may show what the next one is
    return page


def decide(line: Break) -> tuple[Verdict, str]:
    """The verdict on a line end, and the name of the rule that gave it."""
    for rule in RULES:
        verdict = rule(line)
        if verdict:
            return verdict, rule.__name__
    return Verdict.KEEP, "default"


def _candidates(text: str) -> Iterator[tuple[int, int]]:
    """The line ends without a full stop before them."""
    for match in LINE_END_RE.finditer(text):
        start, end = match.span()
        if start > 0 and end < len(text) and text[start - 1] not in NO_CANDIDATE and text[end] not in "|｜":
            yield start, end


def _joins(text: str, gaps: list[tuple[int, int]], edges: Edges) -> Iterator[Cut]:
    columns, letters = _wrap_width(text, _width, 3), _wrap_width(text, len, 2)
    joined = -1
    for start, end in gaps:
        head = text.rfind("\n", 0, start) + 1
        tail = text.find("\n", end)
        left, right = text[head:start], text[end : tail if tail >= 0 else len(text)]
        full = bool(columns and _width(left) >= columns - 3) or bool(letters and len(left) >= letters - 2)
        if decide(Break(left, right, full, joined == head, edges))[0] is Verdict.JOIN:
            joined = end
            yield Cut(start, end, " " if _spaced(left[-1], right[0]) else "")


def _words(text: str) -> list[str]:
    """A few characters as words of the dictionary, which is loaded on first use."""
    import rjieba

    return rjieba.cut(text, hmm=False)


def _spaced(left: str, right: str) -> bool:
    """True between two Latin words."""
    return left.isascii() and right.isascii() and left.isalpha() and right.isalpha()


def _width(line: str) -> int:
    """Columns that a line takes: two for a Chinese character."""
    return len(line.encode("gb18030", "replace"))


def _wrap_width(text: str, measure: Callable[[str], int], slack: int) -> int:
    """The width at which the page was wrapped; 0 if it was not.

    Only unfinished lines tell: wrapped text has many, and hardly one is longer than the rest.
    """
    lines = [(measure(line), line[-2:]) for line in text.split("\n") if len(line) >= WRAP_LEAST]
    unfinished_lines = [width for width, end in lines if not STOP_RE.search(end)]
    if len(unfinished_lines) < WRAP_LINES:
        return 0
    widest = max(unfinished_lines)
    near = sum(width >= widest - slack for width in unfinished_lines)
    common = near >= WRAP_LINES and near >= len(unfinished_lines) / 2
    return widest if common and max(lines)[0] <= widest + slack else 0


def _edges(lex: Lexicons) -> Edges:
    def words(kind: str) -> str:
        forms = (entry.form for entry in lex.entries("line_edges") if kind in entry["kind"].split())
        return "|".join(map(re.escape, sorted(forms, key=len, reverse=True)))

    return Edges(
        own=re.compile(f"[（(【]?(?:{words('own')})"),
        label=re.compile(f"(?:{words('label')})$"),
        credit=re.compile(rf"(?:{words('credit')})[）)]?$|\s摄$|[日月]电$|记者[^，。]{{1,20}}[摄文]$"),
        joined=re.compile(rf"[，。、；：！？）”》】’%,;:!?)]|(?:{words('joined')})"),
        dangling=re.compile(f"(?:[，、,（(“《‘]|{words('dangling')})$"),
        document=re.compile(f"(?:{words('document')})[）)》]?$"),
    )
