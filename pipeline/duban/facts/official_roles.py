"""Read what an official does: speak, preside, attend, lead, answer for, be cited.

The words behind a mention tell, up to the next person; a list (甲、乙出席) shares the words behind its last name.
What follows a verb of reporting is the speech itself and tells nothing of the speaker. The wordings are
`lexicons/official_roles.toml`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from duban.lexicon import Lexicons
from duban.mentions.posts import Post
from duban.segment import Unit
from duban.segment.tables import find_tables
from duban.spans import Span

TOP_TITLES = frozenset({"总书记", "总理", "国家主席", "主席", "委员长"})
TOP_BODIES = frozenset({None, "国务院", "中共中央", "国家", "中央"})
LIST_JOIN_RE = re.compile(r"\s*(?:[、，]|和|及|以及|与|同|暨)\s*(?:有关|相关|\d{1,3}个?)?\s*|\s*等\s*")
CLAUSE_BREAK_RE = re.compile("[，,；;：:]")
FOLLOWED_RE = re.compile("(?:以|按照|根据|落实|贯彻|学习|深入|牢记|遵循)$")
ADDRESSED_RE = re.compile("(?:致电|约谈|责令|督促|对|向|通知|提醒|会见了?|陪同)了?(?:当地|有关|相关|其)?$")
PARTY_LEADER_RE = re.compile("同志为(?:核心|总书记)")
TOP_SPEAKS_RE = re.compile("(?:指出|强调|要求|表示|说)(?=[，：:])")
READS_REPORT_RE = re.compile(
    r"政\s*府\s*工\s*作\s*报\s*告|我代表|上\s*的(?:动员|总结|表态)?(?:讲话|致辞|发言|报告)|讲话提纲|讲话稿"
)
GROUP_LABEL_RE = re.compile(
    r"(?:(?P<head>(?<!副)(?:组\s*长|指挥长|总指挥|召集人|牵头领导))"
    r"|副\s*组\s*长|成\s*员|副指挥长|副总指挥|责任人|(?:责任|包[保联抓案]|分管|挂点|联系|主管)领导)"
    r"[ 　]*[：:][^：:。；]*$"
)
LABEL_REACH = 160
LONGEST_LIST, LONGEST_STRETCH = 60, 400
HEAD_ROLES = frozenset({"byline", "kicker", "heading", "title", "signature", "body"})
HEAD_LENGTH = 800
NAME_LINE = 30
PRESIDES_WITHIN = 16
CELL_ROLES = {"lead": "lead", "responsible": "responsible", "implementing": "responsible"}


@dataclass(slots=True)
class Draft:
    """An official while its mentions are gathered."""

    name: str | None
    collective: bool
    rule: str
    posts: list[Post] = field(default_factory=list)
    mentions: list[Span] = field(default_factory=list)
    roles: set[str] = field(default_factory=set)

    def add_posts(self, posts: Iterable[Post]) -> None:
        """Take over posts that are not known yet, not even in a longer form (书记 of 省委书记)."""
        for post in posts:
            if not any(known.text.endswith(post.text) for known in self.posts):
                self.posts = [known for known in self.posts if not post.text.endswith(known.text)]
                self.posts.append(post)


def is_top(draft: Draft) -> bool:
    """True for a leader of the party or the state, who is mostly cited."""
    central = all(post.organisation in TOP_BODIES for post in draft.posts)
    return central and any(post.title in TOP_TITLES for post in draft.posts)


def read_roles(text: str, units: Sequence[Unit], drafts: Sequence[Draft], lexicons: Lexicons) -> None:
    """Give each draft the roles that the words behind its mentions say."""
    places = sorted(((span, n) for n, draft in enumerate(drafts) for span in draft.mentions))
    rows = find_tables(units, lexicons).rows
    at = 0
    for unit in units:
        inside = []
        while at < len(places) and places[at][0].start < unit.span.end:
            inside.append(places[at])
            at += 1
        spans = [span for span, _ in inside]
        for rank, (span, number) in enumerate(inside):
            draft = drafts[number]
            cell = next((cell for cell in rows.get(unit.index, ()) if cell.span.holds(span)), None)
            if cell is not None and cell.role in CELL_ROLES:
                draft.roles.add(CELL_ROLES[cell.role])
                continue
            later = spans[rank + 1 : rank + 1 + LONGEST_LIST]
            draft.roles |= set(_roles_at(text, unit, span, later, draft, lexicons))


def _roles_at(
    text: str, unit: Unit, span: Span, later: Sequence[Span], draft: Draft, lexicons: Lexicons
) -> Iterator[str]:
    before = text[max(unit.span.start, span.start - 6) : span.start]
    top = is_top(draft)
    if PARTY_LEADER_RE.match(text, span.end - 2) or FOLLOWED_RE.search(before):
        yield "cited"
        return
    if ADDRESSED_RE.search(before) and not top:
        yield "responsible"
        return
    if (label := GROUP_LABEL_RE.search(text, max(unit.span.start, span.start - LABEL_REACH), span.start)) is not None:
        yield "lead" if label["head"] else "responsible"
        return
    start, end = _stretch(text, unit, span, later)
    found = list(_said(text[start:end], lexicons))
    silent = not TOP_SPEAKS_RE.search(text, start, end) and not _presides(unit, span, found)
    if not found and _signs_report(text, unit, draft):
        yield "speaker"
    elif found[:1] == ["cited"] or (top and silent):
        yield "cited"
    else:
        yield from (role for role in found if role != "cited")


def _signs_report(text: str, unit: Unit, draft: Draft) -> bool:
    """省长 X on a line of its own under the title of a report."""
    line = unit.role in HEAD_ROLES and len(unit.text) <= NAME_LINE and unit.span.start < HEAD_LENGTH
    return line and draft.name is not None and bool(READS_REPORT_RE.search(text[:HEAD_LENGTH]))


def _presides(unit: Unit, span: Span, found: Sequence[str]) -> bool:
    """国务院总理 X 主持召开… at the head of the sentence: elsewhere the meeting is only referred to."""
    head = unit.text[: span.start - unit.span.start]
    near = "主持" in unit.text[span.end - unit.span.start :][:PRESIDES_WITHIN]
    return found[:1] == ["presider"] and near and not CLAUSE_BREAK_RE.search(head)


def _said(stretch: str, lexicons: Lexicons) -> Iterator[str]:
    """The roles in the words behind a mention."""
    for rule, match in lexicons.rules("official_roles").scan(stretch):
        yield rule.value
        if rule.value == "speaker" and not stretch.startswith("会", match.end()):
            return


def _stretch(text: str, unit: Unit, span: Span, following: Sequence[Span]) -> tuple[int, int]:
    """From behind the list that the mention stands in to the next person who is not merely addressed."""
    later = [other for other in following if other.start >= span.end]
    start = span.end
    while later and LIST_JOIN_RE.fullmatch(text, start, later[0].start):
        start = later.pop(0).end
    free = (other.start for other in later if not ADDRESSED_RE.search(text, max(start, other.start - 6), other.start))
    return start, max(start, min(next(free, unit.span.end), start + LONGEST_STRETCH))
