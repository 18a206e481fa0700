"""Find the verbs of reporting and whose they are: 「县长周涛在部署时要求」 → 周涛.

The subject is the nearest person, meeting or body before the verb in the same unit. A meeting speaks for the
body that called it, the first that the text says called one. The verbs are rules in `lexicons/speech.toml`.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from duban.facts.officials import Official
from duban.lexicon import Lexicons
from duban.mentions.organisations import OrganisationMention
from duban.mentions.places import load_gazetteer
from duban.segment import Unit
from duban.spans import Span

Issuer = tuple[Literal["official", "organisation"], int]
MEETING_RE = re.compile("会议|全会|大会|座谈会|动员会|推进会|启动会|本次会")
AS_ASKED_RE = re.compile(r"(?:按照|按|根据|围绕|对照|落实|结合|符合|满足|达到|依据|贯彻)[^，。；：]*$")
SOURCE_RE = re.compile(r"(?:根据|按照|按|依据|依照)$")
STILL_TO_DO_RE = re.compile("将|拟|要(?!求)|须|应|必须|抓紧|尽快")
ATTENDS_RE = re.compile("主持|出席|参加|召开|在")
OBJECT_RE = re.compile("[与在对向赴从到给为]$")
ADDRESSED_RE = re.compile(r"(?:按照|根据|落实|贯彻|致电|对|向)(?:当地)?$")
ADVERBIAL_RE = re.compile(r"[^。；！？“”]{0,120}")
NEAR_RE = re.compile(r"(?:[^，。；、“”]{0,16})|(?:[^，。；“”]{0,20}，[^，。；“”]{0,6})")
DAY = r"当天|近日|日前|今天|昨天|\d{1,2}月\d{1,2}日[^，。；]{0,4}"
LEADING_RE = re.compile(
    r"(?<![\u4e00-\u9fff])(?P<body>[\u4e00-\u9fff]{2,14}?)"
    rf"(?:(?:会同|联合)[^，。；]{{2,16}}?)?(?:在[^，。；]{{1,8}}?|{DAY})?$"
)
JOINTLY_RE = re.compile(r"[\u4e00-\u9fff]{2,14}(?:会同|联合)[^，。；]{2,20}$")
SELF_RE = re.compile(r"^[该本我全这](?P<level>[省市县区州旗镇乡])$")
SEATED_RE = re.compile(
    r"召开了?(?:全|本)?(?P<body>国务院|[\u4e00-\u9fff]{1,8}?(?:政府|党委|党组|[省市县区]委|常委会))[^，。；]{0,12}?(?:会议|全会|全体)"
)
REACH = 240
JOINED = frozenset({"、", "和", "与", "及", "会同"})
FULL_NAME_END = "省市县区州旗镇乡委府局厅办会组部室场院"


class IssuingBody(NamedTuple):
    """A body whose words are reported or whose document it is."""

    name: str
    span: Span
    kind: str
    rule: str


@dataclass(frozen=True, slots=True)
class Report:
    """One verb of reporting. `issuer` is None for a subject that nobody can name."""

    at: int
    value: str
    issuer: Issuer | None


class SpeakerFinder:
    """Walks through the units in order and remembers the bodies and who called the meeting."""

    def __init__(
        self,
        text: str,
        officials: Sequence[Official],
        organisations: Sequence[OrganisationMention],
        lexicons: Lexicons,
    ) -> None:
        self.text, self.lexicons = text, lexicons
        self.bodies: list[IssuingBody] = []
        self._numbers: dict[str, int] = {}
        self._full_names: dict[str, str] = {}
        self._convener: int | None = None
        self._convened_in = -1
        self._document: Issuer | None = None
        self._people = sorted((span, n) for n, row in enumerate(officials) for span in row.mentions)
        self._people_starts = [span.start for span, _ in self._people]
        single = (o for o in organisations if not o.collective)
        self._organisations = [o for o in single if not self._is_person(o.span)]
        self._organisation_starts = [o.span.start for o in self._organisations]

    def enter(self, name: str, span: Span, kind: str, rule: str) -> int:
        """The number of the body with this name, entered if it is new."""
        if name not in self._numbers:
            self._numbers[name] = len(self.bodies)
            self.bodies.append(IssuingBody(name, span, kind, rule))
        return self._numbers[name]

    def reports(self, unit: Unit) -> Iterator[Report]:
        """The verbs of reporting in *unit* that have a subject, left to right."""
        for rule, match in self.lexicons.rules("speech").scan(self.text, *unit.span):
            before = self.text[self._floor(unit, match.start()) : match.start()]
            clause = re.split("[，。；]", before)[-1]
            asked = AS_ASKED_RE.search(clause) is not None and not (
                rule.value == "issues" and self._is_source(unit, match.start())
            )
            if rule.value == "convenes":
                self._remember_convener(unit, match)
            elif rule.value == "adopts":
                self._document = self._meeting_speaks()
            elif rule.value == "document" and self._document is not None:
                yield Report(match.start(), "says", self._document)
            elif not asked and not (rule.value == "issues" and self._is_future(clause, before)):
                report = self._report(unit, match.start(), rule.value, rule.id)
                if report is not None:
                    self._document = report.issuer if rule.value == "issues" else self._document
                    yield report

    def _is_source(self, unit: Unit, at: int) -> bool:
        """根据市安委会印发的方案: the body between the two is whose document it is."""
        body = self._body(unit, at)
        return body is not None and SOURCE_RE.search(self.text, unit.span.start, body.span.start) is not None

    def _floor(self, unit: Unit, at: int) -> int:
        """How far back a subject is looked for."""
        return max(unit.span.start, at - REACH)

    def _is_future(self, clause: str, before: str) -> bool:
        return bool(STILL_TO_DO_RE.search(clause)) or "将" in before

    def _is_person(self, span: Span) -> bool:
        number = bisect_left(self._people_starts, span.end)
        return any(other.touches(span) for other, _ in self._people[max(0, number - 2) : number])

    def _report(self, unit: Unit, at: int, value: str, rule: str) -> Report | None:
        """The report that the nearest person, meeting or body before *at* makes."""
        person, body, meeting = self._person(unit, at), self._body(unit, at), self._meeting(unit, at)
        if person:
            said_between = self.text[person[0] : at]
            if meeting > person[0] and ATTENDS_RE.search(said_between[: meeting - person[0]]):
                meeting = -1
            if body and body.span.start > person[0] and not self._takes_over(body, person[0]):
                body = None
        nearest = max(person[0] if person else -1, body.span.end if body else -1, meeting)
        if nearest < 0:
            goes_on = value == "issues" and at == unit.span.start and self._convened_in == unit.sentence
            return Report(at, value, self._meeting_speaks()) if goes_on and self._convener is not None else None
        if person and nearest == person[0]:
            return None if value == "issues" else Report(at, value, ("official", person[1]))
        if meeting == nearest:
            return Report(at, value, self._meeting_speaks())
        assert body is not None
        number = self.enter(self._own_name(body), body.span, body.kind, rule)
        return Report(at, value, ("organisation", number))

    def _meeting_speaks(self) -> Issuer | None:
        return None if self._convener is None else ("organisation", self._convener)

    def _takes_over(self, body: OrganisationMention, behind: int) -> bool:
        """True if *body* opens a clause of its own after the person: X出席会议，市政府要求…."""
        opens = self.text[body.span.start - 1] in "，。；：、"
        return opens and not ATTENDS_RE.search(self.text[behind : body.span.start])

    def _meeting(self, unit: Unit, at: int) -> int:
        """Where the last meeting word before *at* ends, if it stands close enough to be the subject; else -1."""
        ends = [match.end() for match in MEETING_RE.finditer(self.text, self._floor(unit, at), at)]
        return ends[-1] if ends and NEAR_RE.fullmatch(self.text, ends[-1], at) else -1

    def _person(self, unit: Unit, at: int) -> tuple[int, int] | None:
        """Where the person nearest before *at* ends, and who it is; of a joined list the first."""
        low = bisect_left(self._people_starts, self._floor(unit, at))
        high = bisect_left(self._people_starts, at)
        inside = [pair for pair in self._people[low:high] if ADVERBIAL_RE.fullmatch(self.text, pair[0].end, at)]
        while inside and ADDRESSED_RE.search(self.text, max(0, inside[-1][0].start - 4), inside[-1][0].start):
            inside.pop()
        if not inside:
            return None
        span, number = inside[-1]
        end = span.end
        for earlier, other in reversed(inside[:-1]):
            if self.text[earlier.end : span.start] not in JOINED:
                break
            span, number = earlier, other
        return end, number

    def _inside(self, unit: Unit, at: int) -> list[OrganisationMention]:
        low = bisect_left(self._organisation_starts, self._floor(unit, at))
        high = bisect_left(self._organisation_starts, at)
        return [o for o in self._organisations[low:high] if o.span.end <= at]

    def _body(self, unit: Unit, at: int) -> OrganisationMention | None:
        """The body that stands close before *at* and is no object; of a joined list the first."""
        inside = self._inside(unit, at)
        for last in reversed(inside):
            lead = self.text[max(unit.span.start, last.span.start - 2) : last.span.start]
            if OBJECT_RE.search(lead) or not NEAR_RE.fullmatch(self.text, last.span.end, at):
                continue
            first = last
            for earlier in reversed(inside):
                between = self.text[earlier.span.end : first.span.start]
                if between in JOINED or earlier.span.end == first.span.start:
                    first = earlier
            opening = self.text[max(unit.span.start, first.span.start - 2) : first.span.start]
            return None if OBJECT_RE.search(opening) else replace(first, span=last.span)
        return None

    def _remember_convener(self, unit: Unit, match: re.Match[str]) -> None:
        """青禾召开…会: 青禾; 主持召开国务院常务会议: 国务院. The first meeting is the one that is reported."""
        self._convened_in = unit.sentence
        if self._convener is not None:
            return
        if (seated := SEATED_RE.search(match[0])) is not None:
            span = Span(match.start() + seated.start("body"), match.start() + seated.end("body"))
            self._convener = self.enter(seated["body"], span, "government", "speech.convenes")
        elif self._person(unit, match.start()) is None:
            self._convener = self._caller(unit, match.start())

    def _caller(self, unit: Unit, at: int) -> int | None:
        """The body that is the subject of 召开; of several (X会同Y) the first."""
        near = self._body(unit, at)
        floor = self._floor(unit, at)
        before = self.text[floor:at]
        if (joined := JOINTLY_RE.search(before)) is not None:
            first = (o for o in self._inside(unit, at) if o.span.start >= floor + joined.start() - 1)
            near = next(first, near)
        if near is not None:
            return self.enter(self._own_name(near), near.span, near.kind, "speech.convenes")
        if (head := LEADING_RE.search(before)) is not None:
            span = Span(floor + head.start("body"), floor + head.end("body"))
            return self.enter(self._full_name(head["body"]), span, "government", "speech.convenes")
        return None

    def _own_name(self, body: OrganisationMention) -> str:
        """该县 is the county named last, else the one that the text names most."""
        own = SELF_RE.match(body.name)
        if not own:
            return self._full_name(body.name)
        names = re.compile(rf"[\u4e00-\u9fff]{{2,4}}{own['level']}")
        known = [o for o in self._organisations if names.fullmatch(o.name) and o.kind == "government"]
        before = [o.name for o in known if o.span.end <= body.span.start]
        return before[-1] if before else known[0].name if known else self._home(own["level"]) or body.name

    def _home(self, level: str) -> str | None:
        """The division of that level that the text names most, by its stem too (江苏 → 江苏省)."""
        found = self.lexicons.cached("gazetteer", load_gazetteer).find(self.text)
        names = Counter(homes[0].name for _, homes in found if len(homes) == 1 and homes[0].name.endswith(level))
        return names.most_common(1)[0][0] if names else None

    def _full_name(self, name: str) -> str:
        """青禾 → 青禾县, if the text says so anywhere."""
        if name[-1] in FULL_NAME_END:
            return name
        if name not in self._full_names:
            match = re.search(rf"{re.escape(name)}[省市县区州旗]", self.text)
            self._full_names[name] = match[0] if match else name
        return self._full_names[name]
