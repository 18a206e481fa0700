"""Say whose words each unit is: 「许勤指出，…。问题整改要有新成效」 → both are 许勤's.

A notice is its body's from end to end, a report to a congress its reader's. In news a verb of reporting opens a
speech; it goes on through the units behind it until another speaker is named or the paper speaks again. 会议要求 is
the body that called the meeting. Who is not named stays None.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from duban.facts.issuers import find_document_issuer
from duban.facts.officials import Official
from duban.facts.readings import Reading
from duban.lexicon import Lexicons
from duban.mentions.organisations import OrganisationMention
from duban.mentions.places import load_gazetteer
from duban.segment import Unit
from duban.spans import Span

Issuer = tuple[Literal["official", "organisation"], int]
MEETING_RE = re.compile(r"会议|全会|大会|座谈会|动员会|推进会|启动会|本次会")
NOUN_REQUIREMENT_RE = re.compile(r"(?:按照|按|根据|围绕|对照|落实|结合|符合|满足|达到|依据|贯彻)[^，。；：]*$")
NARRATES_RE = re.compile(
    r"^(?:记者|据悉|据了解|据介绍|截至|近日|日前|随后|当天|此外|目前|会上|会前|会后|会议(?:由|以|还|审议|传达|学习|听取|通报|宣读|期间)"
    r"|\d{1,2}月\d{1,2}日|去年|今年以来|近年来|[^，。；要]{0,12}(?:出席|参加|列席|陪同|主持)(?!好))|出席(?:会议|了)?[。，]|主持(?:了)?(?:会议|大会)。$"
)
DIRECTS_RE = re.compile(
    r"^(?:“|[一二三四五六七八九十]{1,2}[要是]|还?要|必须|务必|不得|决不|坚决|坚持|同时[，要]|另外|此外要|其中|[（(][一二三四五六七八九十]+[)）]|[①-⑳]|\d[.．、]"
    r"|(?:全[省市县区])?各|有关|相关|[^，。；]{0,14}?(?:一定)?(?:要|必须|务必|应当|应|需)(?!求|点|素|闻))"
)
WILL_RE = re.compile(r"将|拟|要(?!求)|须|应|必须|抓紧|尽快")
ATTENDS_RE = re.compile(r"主持|出席|参加|召开|在")
OBJECT_RE = re.compile(r"[与在对向赴从到给为]$")
THIRD_PERSON_WILL_RE = re.compile(r"^[^，。；“]{2,40}?将(?=[对于在陆适加及进会以通开组全根依按围继积])")
ADVERBIAL_RE = re.compile(r"[^。；！？“”]{0,60}")
NEAR_RE = re.compile(r"(?:[^，。；、“”]{0,16})|(?:[^，。；“”]{0,20}，[^，。；“”]{0,6})")
LEADING_RE = re.compile(r"(?<![\u4e00-\u9fff])(?P<body>[\u4e00-\u9fff]{2,14}?)(?:会同[^，。；]{2,16}?|联合[^，。；]{2,16}?)?(?:在[^，。；]{1,8}?|当天|近日|日前|今天|昨天|\d{1,2}月\d{1,2}日[^，。；]{0,4})?$")
SELF_RE = re.compile(r"^[该本我全这](?P<level>[省市县区州旗镇乡])$")
SEATED_RE = re.compile(r"(?P<body>国务院|[\u4e00-\u9fff]{0,8}?(?:人民政府|政府|党委|党组|[省市县区]委|常委会))[^，。；]{0,12}?(?:会议|全会|全体)")


class IssuingBody(NamedTuple):
    """A body whose words are reported or whose document it is."""

    name: str
    span: Span
    kind: str
    rule: str


@dataclass(frozen=True, slots=True)
class Speech:
    """The issuer of each unit, by unit index; `organisations` are what ('organisation', n) counts in."""

    issuers: tuple[Issuer | None, ...]
    organisations: tuple[IssuingBody, ...]


@dataclass(frozen=True, slots=True)
class _Hit:
    """One verb of reporting with its subject; `at` is its offset. `unnamed`: a subject that nobody can name."""

    at: int
    value: str
    issuer: Issuer | None
    unnamed: bool = False


@dataclass
class _Reader:
    """Walks through the units once and remembers who speaks."""

    text: str
    units: Sequence[Unit]
    officials: Sequence[Official]
    organisations: Sequence[OrganisationMention]
    lexicons: Lexicons
    bodies: list[IssuingBody] = field(default_factory=list)
    convener: int | None = None
    convened_in: int = -1

    def __post_init__(self) -> None:
        self.people = sorted((span, n) for n, row in enumerate(self.officials) for span in row.mentions)
        taken = [span for span, _ in self.people]
        self.organisations = [o for o in self.organisations if not any(o.span.touches(span) for span in taken)]

    def body(self, name: str, span: Span, kind: str, rule: str) -> int:
        """The number of the body with this name, entered if it is new."""
        for number, known in enumerate(self.bodies):
            if known.name == name:
                return number
        self.bodies.append(IssuingBody(name, span, kind, rule))
        return len(self.bodies) - 1

    def hits(self, unit: Unit) -> Iterator[_Hit]:
        """The verbs of reporting in *unit* that have a subject, left to right."""
        for rule, match in self.lexicons.rules("speech").scan(self.text, *unit.span):
            before = self.text[unit.span.start : match.start()]
            if rule.value == "convenes":
                self._remember_convener(unit, match, before)
                continue
            clause = re.split("[，。；]", before)[-1]
            if NOUN_REQUIREMENT_RE.search(clause) or (rule.value == "issues" and (WILL_RE.search(clause) or "将" in before)):
                continue
            hit = self._subject(unit, match.start(), rule.value, rule.id)
            if hit is not None:
                yield hit

    def _subject(self, unit: Unit, at: int, value: str, rule: str) -> _Hit | None:
        """The nearest person, meeting or body before the verb; a body must stand close to it."""
        person = self._person_before(unit, at)
        body = self._body_before(unit, at)
        meeting = max((m.end() + unit.span.start for m in MEETING_RE.finditer(self.text[unit.span.start : at])), default=-1)
        if meeting >= 0 and not NEAR_RE.fullmatch(self.text[meeting:at]):
            meeting = -1
        if person and meeting > person[0] and ATTENDS_RE.search(self.text[person[0] : meeting]):
            meeting = -1
        if person and body and body.span.start > person[0] and ATTENDS_RE.search(self.text[person[0] : body.span.start]):
            body = None
        if person and body and body.span.start > person[0] and self.text[body.span.start - 1] not in "，。；：、":
            body = None
        nearest = max(person[0] if person else -1, body.span.end if body else -1, meeting)
        if nearest < 0:
            if value == "issues" and at == unit.span.start and self.convened_in == unit.sentence and self.convener is not None:
                return _Hit(at, value, ("organisation", self.convener))
            return None
        if person and nearest == person[0]:
            return None if value == "issues" else _Hit(at, value, ("official", person[1]))
        if meeting == nearest:
            convener: Issuer | None = None if self.convener is None else ("organisation", self.convener)
            return _Hit(at, value, convener, unnamed=convener is None)
        assert body is not None
        return _Hit(at, value, ("organisation", self.body(self._own_name(body), body.span, body.kind, rule)))

    def _person_before(self, unit: Unit, at: int) -> tuple[int, int] | None:
        """Where the person nearest before *at* ends, and who it is; of a joined list the first."""
        inside = [(span, n) for span, n in self.people if unit.span.start <= span.start and span.end <= at]
        inside = [(span, n) for span, n in inside if ADVERBIAL_RE.fullmatch(self.text[span.end : at])]
        if not inside:
            return None
        span, number = inside[-1]
        end = span.end
        for earlier, other in reversed(inside[:-1]):
            if self.text[earlier.end : span.start] not in ("和", "、", "与", "及"):
                break
            span, number = earlier, other
        if re.search(r"(?:按照|根据|落实|贯彻|致电|对|向)(?:当地)?$", self.text[max(0, span.start - 4) : span.start]):
            remaining = [pair for pair in inside if pair[0].end < span.start]
            return (remaining[-1][0].end, remaining[-1][1]) if remaining else None
        return end, number

    def _body_before(self, unit: Unit, at: int) -> OrganisationMention | None:
        inside = [o for o in self.organisations if unit.span.start <= o.span.start and o.span.end <= at and not o.collective]
        for organisation in reversed(inside):
            object_of = OBJECT_RE.search(self.text[max(unit.span.start, organisation.span.start - 2) : organisation.span.start])
            if not object_of and NEAR_RE.fullmatch(self.text[organisation.span.end : at]):
                return self._first_of_list(organisation, inside)
        return None

    def _first_of_list(self, last: OrganisationMention, inside: Sequence[OrganisationMention]) -> OrganisationMention:
        first = last
        for earlier in reversed(inside):
            if earlier.span.end < first.span.start and self.text[earlier.span.end : first.span.start] in ("、", "和", "与", "会同"):
                first = earlier
        return replace(first, span=last.span) if first is not last else last

    def _remember_convener(self, unit: Unit, match: re.Match[str], before: str) -> None:
        """东源召开…会: 东源; 主持召开国务院常务会议: 国务院. The first meeting is the one that is reported."""
        self.convened_in = unit.sentence
        if (seated := SEATED_RE.search(match[0])) is not None:
            span = Span(match.start() + seated.start("body"), match.start() + seated.end("body"))
            name = re.sub("^(?:主持|组织|隆重|联合|胜利)?召开了?(?:全|本)?", "", seated["body"])
            if self.convener is None and len(name) > 1:
                self.convener = self.body(name, span, "government", "speech.convenes")
            return
        if self.convener is not None or self._person_before(unit, match.start()) is not None:
            return
        near = self._body_before(unit, match.start())
        inside = [o for o in self.organisations if unit.span.start <= o.span.start and o.span.end <= match.start() and not o.collective]
        if (joined := re.search(r"([\u4e00-\u9fff]{2,14})(?:会同|联合)[^，。；]{2,20}$", before)) and inside:
            near = next((o for o in inside if o.span.start >= unit.span.start + joined.start() - 1), near)
        if near is not None:
            self.convener = self.body(self._own_name(near), near.span, near.kind, "speech.convenes")
        elif head := LEADING_RE.search(before):
            span = Span(unit.span.start + head.start("body"), unit.span.start + head.end("body"))
            self.convener = self.body(self._full_name(head["body"]), span, "government", "speech.convenes")

    def _own_name(self, organisation: OrganisationMention) -> str:
        """该县 is the county named last, else the one named at all."""
        own = SELF_RE.match(organisation.name)
        if not own:
            return self._full_name(organisation.name)
        names = re.compile(rf"[\u4e00-\u9fff]{{2,4}}{own['level']}(?![级委政])")
        known = [o for o in self.organisations if names.fullmatch(o.name) and not SELF_RE.match(o.name) and o.kind == "government"]
        before = [o for o in known if o.span.end <= organisation.span.start]
        return (before or known)[-1].name if known else self._home(own["level"]) or organisation.name

    def _home(self, level: str) -> str | None:
        """The division of that level that the text names most, by its stem too (江苏 → 江苏省)."""
        gazetteer = self.lexicons.cached("gazetteer", load_gazetteer)
        counts = Counter(homes[0].name for _, homes in gazetteer.find(self.text) if len(homes) == 1 and homes[0].name.endswith(level))
        return counts.most_common(1)[0][0] if counts else None

    def _full_name(self, name: str) -> str:
        """东源 → 东源县, if the text says so anywhere."""
        if name[-1] in "省市县区州旗镇乡委府局厅办会组部":
            return name
        match = re.search(rf"{re.escape(name)}[省市县区州旗]", self.text)
        return match[0] if match else name


def attribute_speech(
    text: str,
    units: Sequence[Unit],
    readings: Sequence[Reading],
    officials: Sequence[Official],
    organisations: Sequence[OrganisationMention],
    lexicons: Lexicons,
) -> Speech:
    """Find the issuer of every unit; ('official', n) counts in *officials*."""
    reader = _Reader(text, units, officials, organisations, lexicons)
    whole = find_document_issuer(text, units, officials, organisations)
    if whole is not None:
        issuer: Issuer
        if isinstance(whole, int):
            issuer = ("official", whole)
        else:
            issuer = ("organisation", reader.body(whole.name, whole.span, whole.kind, whole.rule))
        return Speech(tuple(issuer for _ in units), tuple(reader.bodies))
    return Speech(tuple(_walk(reader, readings)), tuple(reader.bodies))


def _walk(reader: _Reader, readings: Sequence[Reading]) -> Iterator[Issuer | None]:
    """Yield each unit's issuer, carrying the speaker on."""
    current: _Hit | None = None
    broken = False
    line = -1
    for unit, reading in zip(reader.units, readings, strict=True):
        hits = list(reader.hits(unit))
        named = [hit for hit in hits if hit.issuer is not None or hit.unnamed]
        told = reading.label in ("task", "exhortation")
        if unit.role not in ("body", "lead_in") and not (unit.marker and unit.role == "heading"):
            current, broken = (current, True) if unit.role == "caption" else (None, False)
            yield None
            continue
        if named:
            current, broken, line = named[0], False, unit.line
            yield named[0].issuer
            continue
        if current is not None and _paper_speaks(unit, reading, current, told, broken, line):
            if told or NARRATES_RE.search(unit.text):
                current = None
            broken = broken or unit.line != line
            yield None
            continue
        line, broken = unit.line, False
        yield current.issuer if current else None


def _paper_speaks(unit: Unit, reading: Reading, current: _Hit, told: bool, broken: bool, line: int) -> bool:
    """True if *unit* is no longer the speaker's."""
    if NARRATES_RE.search(unit.text) or not told:
        return True
    if THIRD_PERSON_WILL_RE.search(unit.text):
        return True
    if current.value == "issues":
        return broken or not told
    same_paragraph = unit.line == line and not broken
    return not same_paragraph and unit.marker is None and not DIRECTS_RE.search(unit.text) and not unit.text.startswith("要求")
