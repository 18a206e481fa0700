"""Find the campaigns of a document: their names, other spellings, and the window they run in.

    决定从10月9日起至12月底，在全县深入开展决胜全面小康重点任务攻坚行动
    → 决胜全面小康重点任务攻坚行动, 10-09 to 12-31

A campaign that is only passing mentioned (a longer list of drives, one of another level) is none: a name
counts if the title, an opening directive or a second mention bears it out. A drive known only by its length
(百日攻坚) has no window.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from duban.facts.time_roles import Timed
from duban.lexicon import Lexicons
from duban.rules import Rule
from duban.segment import Layout
from duban.spans import Span

KIND_TAIL_RE = re.compile(r"(?:攻坚战|攻坚行动|攻坚活动|专项行动|专项整治|行动|活动|工作|战|计划)+$")
LAUNCH_RE = re.compile(r"(?:打响|打好打赢|列入了?|出台的?|纳入了?|深化|决定\S{0,4}开展|(?:部署|启动)\S{0,6}|打赢这场)$")
GENERIC_RE = re.compile(
    r"(?:环境|污染防治|攻坚|专项|整治|治理|调查|排查|提升|清理|创建|集中|综合|重点|百日|大|会|会战|[二三四五六七八九十两]大|各项|[这此本]次|该项?|确保|全[省市县]|自查自改|和){0,5}"
)
FULL_NAME_RE = re.compile(r"(?:行动|活动|战|整治|治理|计划|工作|”)$")
POINTS_BACK_RE = re.compile(r"(?:这次|此次|本次|这场|该项?)(?:百日)?(?:大?会战|行动|攻坚|整治|活动)")
MARKER_RE = re.compile(r"[一二三四五六七八九十]{1,3}(?:、|是|要)")
PLAN_TITLE_RE = re.compile("方案|计划|规划")
QUOTES_RE = re.compile("[“”]")
CLAUSE_MARKS = "，；。：,;\n"
AIMS_WITHIN, TITLE_REACH = 12, 40
MAIN_MENTIONS = 3
SENTENCE_RE = re.compile(r"[^。；！？\n]+")
DRIVE_RE = re.compile(
    r"特别防控|攻坚|[会灭击卫]战|专项|集中|综合整治|治理[行工]|整治[行工]|排查|创[建城]|大[走督比讨调]|行动|活动|百日|调查工作|“(?:大干|决战|奋战|冲刺)"
)
LONGEST_NAME = 64
SHORTEST_CORE = 2


class CampaignName(NamedTuple):
    """A name as it stands in the text."""

    span: Span
    name: str
    rule: str


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign; `start` and `end` are EDTF days or None, `mentions` all spans of its names."""

    name: str
    aliases: tuple[str, ...]
    start: str | None
    end: str | None
    mentions: tuple[Span, ...]
    rule: str


def find_campaign_names(text: str, lex: Lexicons) -> list[CampaignName]:
    """All names of campaigns in *text*, in order."""
    edges = lex.cached("campaign edges", _Edges)
    found = []
    for rule, match in _scan(text, lex):
        start = match.start() if match[0][0] == "“" else edges.behind(match[0]) + match.start()
        if (marker := MARKER_RE.match(text, start, match.end())) is not None:
            start = edges.behind(text[marker.end() : match.end()]) + marker.end()
        name = text[start : match.end()]
        if len(KIND_TAIL_RE.sub("", name).strip("“”")) >= SHORTEST_CORE:
            found.append(CampaignName(Span(start, match.end()), name, rule.id))
    return found


def _scan(text: str, lex: Lexicons) -> Iterator[tuple[Rule, re.Match[str]]]:
    """Scan only around the words that a kind of drive holds; a name is not longer than `LONGEST_NAME`."""
    table = lex.rules("campaigns")
    for sentence in SENTENCE_RE.finditer(text):
        kind = DRIVE_RE.search(text, *sentence.span())
        if kind is not None:
            yield from table.scan(text, max(sentence.start(), kind.start() - LONGEST_NAME), sentence.end())


class _Edges:
    """The words before which a name cannot begin."""

    def __init__(self, lex: Lexicons) -> None:
        self.anywhere = re.compile(lex.alternation("campaign_edges", key="where", value="anywhere"))
        self.head = re.compile(rf"(?:{lex.alternation('campaign_edges')}|[、和与及])+")

    def behind(self, surface: str) -> int:
        """The offset of the name: behind the last edge outside quotation marks, and the edge words that follow."""
        last = 0
        for match in self.anywhere.finditer(surface):
            quoted = surface.count("“", 0, match.start()) != surface.count("”", 0, match.start())
            if not quoted and match.end() < len(surface) - 2:
                last = match.end()
        head = self.head.match(surface, last)
        return head.end() if head and head.end() < len(surface) - 3 else last


def resolve_campaigns(layout: Layout, names: Sequence[CampaignName], times: Sequence[Timed]) -> list[Campaign]:
    """Group the names into campaigns and give each its window."""
    title = layout.text[layout.title.start : layout.title.end] if layout.title else ""
    campaigns: list[Campaign] = []
    starts = [unit.span.start for unit in layout.units]
    for mentions in _groups(names):
        key = next(m.name for m in mentions if not GENERIC_RE.fullmatch(_core(m.name)))
        window = _window(layout, mentions, _core(key), times, first=not campaigns)
        named = [m for m in mentions if not _in_a_title(layout.text, m.span)]
        dated = window[0] is not None and all((c.start, c.end) != window for c in campaigns)
        launched = any(_is_launched(layout, m) for m in named)
        units = {bisect_right(starts, m.span.start) for m in named}
        borne_out = len(units) > 1 or _core(key) in QUOTES_RE.sub("", title) or launched or dated
        if not borne_out:
            continue
        spellings = [mention.name for mention in mentions]
        name = max(dict.fromkeys(spellings), key=lambda s: (_is_full(s), spellings.count(s), len(s)))
        aliases = tuple(sorted(set(spellings) - {name}))
        main = layout.text.count(_core(name)) >= MAIN_MENTIONS or _core(name) in title or window[0] is not None
        start, end = window if main else (None, None)
        if end is None and _core(name) in title and PLAN_TITLE_RE.search(title):
            end = _planned_end(layout, times)
        campaigns.append(Campaign(name, aliases, start, end, tuple(m.span for m in mentions), mentions[0].rule))
    return [campaign for campaign in campaigns if not _is_part(campaign, campaigns)]


def _is_part(campaign: Campaign, campaigns: Sequence[Campaign]) -> bool:
    """A drive that only shares the window of one named more often: an earlier one, or one of its parts."""
    window = campaign.start, campaign.end
    shared = (other for other in campaigns if (other.start, other.end) == window and window != (None, None))
    return any(len(other.mentions) > len(campaign.mentions) for other in shared)


def _is_full(name: str) -> bool:
    """True for a name that says what is attacked and what kind of drive it is."""
    return FULL_NAME_RE.search(name) is not None and not GENERIC_RE.fullmatch(_core(name))


def _groups(names: Sequence[CampaignName]) -> list[list[CampaignName]]:
    """The spellings of one campaign together; a generic short form (治理工作) joins the long name that ends like it."""
    groups: dict[str, list[CampaignName]] = {}
    generic: list[CampaignName] = []
    for found in names:
        if GENERIC_RE.fullmatch(_core(found.name)):
            generic.append(found)
        else:
            groups.setdefault(_home(found.name, groups), []).append(found)
    for found in generic:
        home = next((group for group in groups.values() if group[0].name.endswith(found.name)), None)
        if home is not None:
            home.append(found)
    return [sorted(group) for group in groups.values()]


def _in_a_title(text: str, span: Span) -> bool:
    """《关于打赢脱贫攻坚战的决定》: the name belongs to another document's."""
    before = text[max(0, span.start - TITLE_REACH) : span.start]
    return before.rfind("《") > before.rfind("》")


def _is_launched(layout: Layout, mention: CampaignName) -> bool:
    """True if the words before the only mention launch it, or a heading carries it."""
    before = layout.text[max(0, mention.span.start - 12) : mention.span.start]
    return LAUNCH_RE.search(before) is not None


def _core(name: str) -> str:
    """What is attacked: the name without its generic words."""
    return QUOTES_RE.sub("", KIND_TAIL_RE.sub("", name))


def _home(name: str, groups: dict[str, list[CampaignName]]) -> str:
    """The campaign a spelling belongs to: the same core, or one core inside the other."""
    core = _core(name)
    for key in groups:
        other = _core(key)
        if core == other or (min(len(core), len(other)) >= 4 and (core in other or other in core)):
            return key
    return name


def _window(
    layout: Layout, mentions: Sequence[CampaignName], core: str, times: Sequence[Timed], first: bool
) -> tuple[str | None, str | None]:
    """A period of days in a unit that names the campaign or its goal; else the nearest deadline there.

    A bare year or half year says when work is planned, not how long the drive runs. 这次行动 is the first campaign.
    """
    deadlines: list[str] = []
    for unit in layout.units:
        named = core[:8] in unit.text or any(unit.span.holds(m.span) for m in mentions)
        if not named and not (first and POINTS_BACK_RE.search(unit.text)):
            continue
        for time in times:
            if not unit.span.holds(time.span) or not time.end:
                continue
            if time.role == "period" and time.start and _is_window(time):
                return time.start, time.end
            if (
                time.role == "deadline"
                and time.precision != "plan"
                and _in_its_clause(layout.text, unit.span, time.span, core, mentions)
            ):
                deadlines.append(time.end)
    return None, min(deadlines, default=None)


def _in_its_clause(text: str, unit: Span, time: Span, core: str, mentions: Sequence[CampaignName]) -> bool:
    """True if the time dates the clause that names the drive or its goal: 到2020年打赢脱贫攻坚战."""
    start = max(text.rfind(mark, unit.start, time.start) for mark in CLAUSE_MARKS) + 1
    ends = [at for mark in CLAUSE_MARKS if (at := text.find(mark, time.end, unit.end)) >= 0]
    span = Span(max(start, unit.start), min(ends, default=unit.end))
    clause = QUOTES_RE.sub("", text[span.start : span.end])
    return core[:8] in clause or any(span.holds(m.span) for m in mentions) or POINTS_BACK_RE.search(clause) is not None


def _planned_end(layout: Layout, times: Sequence[Timed]) -> str | None:
    """The target year of a plan: the first 到…年底 among its aims, in a document whose title is the drive's plan."""
    for unit in layout.units[:AIMS_WITHIN]:
        for time in times:
            if unit.span.holds(time.span) and time.role == "deadline" and time.precision == "year" and time.end:
                return time.end
    return None


def _is_window(time: Timed) -> bool:
    if time.precision == "year":
        return (time.start or "")[:4] != (time.end or "")[:4]
    return time.precision in {"day", "month"}
