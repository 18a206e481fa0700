"""Find the campaigns of a document: their names, other spellings, and the window they run in.

    决定从10月9日起至12月底，在全县深入开展决胜全面小康重点任务攻坚行动
    → 决胜全面小康重点任务攻坚行动, 10-09 to 12-31

A campaign that is only passing mentioned (a longer list of drives, one of another level) is none: a name
counts if the title, an opening directive or a second mention bears it out. A drive known only by its length
(百日攻坚) has no window.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from duban.lexicon import Lexicons
from duban.segment import Layout
from duban.spans import Span

KIND_TAIL_RE = re.compile(r"(?:攻坚战|攻坚行动|攻坚活动|专项行动|专项整治|行动|活动|工作|战|计划)+$")
LAUNCH_RE = re.compile(r"(?:打赢|打响|打好打赢|列入了?|纳入了?|深化|决定\S{0,4}开展|(?:部署|启动)\S{0,6}|打赢这场)$")
SHORTEST_CORE = 2


class Timed(Protocol):
    """What a time must tell to date a campaign."""

    @property
    def span(self) -> Span: ...
    @property
    def role(self) -> str: ...
    @property
    def start(self) -> str | None: ...
    @property
    def end(self) -> str | None: ...
    @property
    def precision(self) -> str | None: ...


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
    edge = lex.cached("campaign edges", lambda lexicons: re.compile(lexicons.alternation("campaign_edges")))
    found = []
    for rule, match in lex.rules("campaigns").scan(text):
        start = match.start() if match[0][0] == "“" else _behind_edges(match[0], edge) + match.start()
        name = text[start : match.end()]
        if len(KIND_TAIL_RE.sub("", name).strip("“”")) >= SHORTEST_CORE:
            found.append(CampaignName(Span(start, match.end()), name, rule.id))
    return found


def _behind_edges(surface: str, edge: re.Pattern[str]) -> int:
    """The offset behind the last edge word that stands outside quotation marks."""
    last = 0
    for match in edge.finditer(surface):
        if surface.count("“", 0, match.start()) == surface.count("”", 0, match.start()) and match.end() < len(surface) - 2:
            last = match.end()
    return last


def resolve_campaigns(layout: Layout, names: Sequence[CampaignName], times: Sequence[Timed]) -> list[Campaign]:
    """Group the names into campaigns and give each its window."""
    groups: dict[str, list[CampaignName]] = {}
    for found in names:
        groups.setdefault(_home(found.name, groups), []).append(found)
    title = layout.text[layout.title.start : layout.title.end] if layout.title else ""
    campaigns = []
    for key, mentions in groups.items():
        borne_out = len(mentions) > 1 or _core(key) in title or _is_launched(layout, mentions[0])
        if not borne_out or len(_core(key)) < SHORTEST_CORE:
            continue
        spellings = [mention.name for mention in mentions]
        name = max(dict.fromkeys(spellings), key=lambda s: (spellings.count(s), len(s)))
        start, end = _window(layout, mentions, times)
        aliases = tuple(sorted(set(spellings) - {name}))
        campaigns.append(Campaign(name, aliases, start, end, tuple(m.span for m in mentions), mentions[0].rule))
    return campaigns


def _is_launched(layout: Layout, mention: CampaignName) -> bool:
    """True if the words before the only mention launch it, or a heading carries it."""
    before = layout.text[max(0, mention.span.start - 12) : mention.span.start]
    return LAUNCH_RE.search(before) is not None


def _core(name: str) -> str:
    """What is attacked: the name without its generic words."""
    return KIND_TAIL_RE.sub("", name).strip("“”")


def _home(name: str, groups: dict[str, list[CampaignName]]) -> str:
    """The campaign a spelling belongs to: the same core, or one core inside the other."""
    core = _core(name)
    for key in groups:
        other = _core(key)
        if core == other or (min(len(core), len(other)) >= 4 and (core in other or other in core)):
            return key
    return name


def _window(layout: Layout, mentions: Sequence[CampaignName], times: Sequence[Timed]) -> tuple[str | None, str | None]:
    """A period of days in a unit that names the campaign or its goal; else the nearest deadline there.

    A bare year or half year says when work is planned, not how long the drive runs.
    """
    core = _core(mentions[0].name)
    deadlines: list[str] = []
    for unit in layout.units:
        if core[:8] not in unit.text and not any(unit.span.holds(m.span) for m in mentions):
            continue
        for time in times:
            if not unit.span.holds(time.span) or not time.end:
                continue
            if time.role == "period" and time.start and _is_window(time):
                return time.start, time.end
            if time.role == "deadline" and time.precision != "plan":
                deadlines.append(time.end)
    return None, min(deadlines, default=None)


def _is_window(time: Timed) -> bool:
    if time.precision == "year":
        return (time.start or "")[:4] != (time.end or "")[:4]
    return time.precision in {"day", "month"}
