"""Say whose words each unit is: 「周涛指出，…。问题整改要有新成效」 → both are 周涛's.

A notice is its body's from end to end, a report to a congress its reader's. In news a verb of reporting opens a
speech; it goes on through the units behind it until another speaker is named or the paper speaks again. 会议要求 is
the body that called the meeting. Who is not named stays None.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from duban.facts.issuers import find_document_issuer
from duban.facts.officials import Official
from duban.facts.readings import Reading
from duban.facts.speakers import Issuer, IssuingBody, Report, SpeakerFinder
from duban.lexicon import Lexicons
from duban.mentions.organisations import OrganisationMention
from duban.segment import Unit

NAMED_BEHIND_RE = re.compile(r"[^，。；“：:]{2,40}(?:说|表示|强调|指出|介绍|坦言|透露|要求|告诉记者)(?:道)?[。，]")

__all__ = ["Issuer", "IssuingBody", "Speech", "attribute_speech"]


@dataclass(frozen=True, slots=True)
class Speech:
    """The issuer of each unit, by unit index; `organisations` are what ('organisation', n) counts in."""

    issuers: tuple[Issuer | None, ...]
    organisations: tuple[IssuingBody, ...]


def attribute_speech(
    text: str,
    units: Sequence[Unit],
    readings: Sequence[Reading],
    officials: Sequence[Official],
    organisations: Sequence[OrganisationMention],
    lexicons: Lexicons,
) -> Speech:
    """Find the issuer of every unit; ('official', n) counts in *officials*."""
    finder = SpeakerFinder(text, officials, organisations, lexicons)
    whole = find_document_issuer(text, units, officials, lexicons)
    if whole is None:
        issuers = list(_walk(finder, units, readings, lexicons))
        _give_quotations(units, issuers)
        return Speech(tuple(issuers), tuple(finder.bodies))
    issuer: Issuer
    issuer = ("official", whole) if isinstance(whole, int) else ("organisation", finder.enter(*whole))
    return Speech(tuple(issuer for _ in units), tuple(finder.bodies))


@dataclass(slots=True)
class _Turn:
    """Who has the word. `broken` when something else stood between; `line` is the speech's paragraph, `sentence`
    its last sentence."""

    report: Report | None = None
    broken: bool = False
    line: int = -1
    sentence: int = -1


def _walk(
    finder: SpeakerFinder, units: Sequence[Unit], readings: Sequence[Reading], lexicons: Lexicons
) -> Iterator[Issuer | None]:
    """Yield each unit's issuer, carrying the speaker on."""
    turn = _Turn()
    for unit, reading in zip(units, readings, strict=True):
        reports = list(finder.reports(unit))
        if unit.role not in ("body", "lead_in") and not (unit.marker and unit.role == "heading"):
            turn = _Turn(turn.report, True, turn.line, turn.sentence) if unit.role == "caption" else _Turn()
            yield None
        elif reports:
            turn = _Turn(reports[0], False, unit.line, unit.sentence)
            yield reports[0].issuer
        elif (speaker := turn.report) is None:
            yield None
        elif (end := _paper_speaks(unit, reading, turn, lexicons)) is None:
            turn = _Turn(speaker, False, unit.line, unit.sentence)
            yield speaker.issuer
        else:
            turn = (
                _Turn() if end else _Turn(turn.report, turn.broken or unit.line != turn.line, turn.line, turn.sentence)
            )
            yield None


def _give_quotations(units: Sequence[Unit], issuers: list[Issuer | None]) -> None:
    """“要早完工。”周涛说。: the quotation is his who is named behind it."""
    for unit in units[1:]:
        speaker = issuers[unit.index]
        before = unit.index - 1
        if speaker is None or not NAMED_BEHIND_RE.match(unit.text) or not units[before].text.endswith("”"):
            continue
        while before >= 0 and units[before].line == unit.line:
            issuers[before] = speaker
            if units[before].text.startswith("“"):
                break
            before -= 1


def _paper_speaks(unit: Unit, reading: Reading, turn: _Turn, lexicons: Lexicons) -> bool | None:
    """None if the speech goes on; True if the paper ends it with *unit*, False if it only breaks in."""
    told = reading.label in ("task", "exhortation")
    values = {rule.value for rule in lexicons.rules("speech_turns").rules if rule.regex.search(unit.text)}
    if "narrates" in values and not (told and unit.sentence == turn.sentence):
        return True
    issues = turn.report is not None and turn.report.value == "issues"
    if "announces" in values:
        return None
    if not told:
        return issues and unit.line != turn.line
    if "third_person_will" in values or (issues and turn.broken):
        return True
    same_paragraph = unit.line == turn.line and not turn.broken
    goes_on = issues or same_paragraph or unit.marker is not None or "directs" in values
    return None if goes_on else True
