"""Say in what light each unit is read: a plan, a look back, somebody's reported directive or words, or plain news.

The same words are a task under 「2030年重点工作」 and a result under 「2029年工作回顾」. A frame comes from the kind of
document, from the heading above, from the sentence that opens a paragraph, and from the verb of reporting
that opens a speech; the wordings are `lexicons/frames.toml`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from duban.lexicon import Lexicons
from duban.mentions.cues import Cue
from duban.rules import RuleTable
from duban.segment import Layout, Section, Unit

PLAN, REVIEW, SPEECH, WORDS, BACKGROUND, NEWS = "plan", "review", "speech", "words", "background", "news"
MOSTLY = 0.4
FIRST_UNITS, LONGEST_TITLE, PAGE_EDGE = 3, 120, 12
ENDS_SPEECH = frozenset({"meeting"})
FEWEST_FIRST_PERSON = 3


@dataclass(frozen=True, slots=True)
class Frames:
    """The kind of the document and one frame a unit, in the order of the units.

    `listed` are the units of lists that a sentence announces (这3项重点工作是：A；B。).
    """

    document: str
    units: tuple[str, ...]
    listed: frozenset[int]


def find_frames(layout: Layout, cues: Sequence[Sequence[Cue]], lex: Lexicons) -> Frames:
    """Decide the frame of every unit."""
    document = _document_frame(layout, cues, lex.rules("shapes"))
    shapes = lex.rules("shapes")
    of_section = _section_frames(layout, lex, document)
    frames: list[str] = []
    listed: set[int] = set()
    speech_line: int | None = None
    speech, before = SPEECH, set[str]()
    review_part: tuple[int | None, int | None] | None = None
    listed_sentence: int | None = None
    for unit, found in zip(layout.units, cues, strict=True):
        values = {cue.value for cue in found}
        base = document if unit.section is None else of_section[unit.section]
        part = (unit.section, unit.line if document == NEWS else None)
        if base == document and _looks_back(unit, lex):
            review_part = part
        if base == document and review_part == part:
            base = REVIEW
        if shapes.shows("shapes.list_lead", unit.text):
            listed_sentence = unit.sentence
        if listed_sentence == unit.sentence and base != REVIEW:
            base = PLAN
            listed.add(unit.index)
        if values & {"orders", "says"}:
            speech_line, speech = unit.line, SPEECH if "orders" in values else WORDS
        elif speech_line is not None:
            speech_line = unit.line if _speech_goes_on(unit, speech_line, values) else None
        if speech == WORDS and frames and frames[-1] == WORDS and "binding" in before:
            speech = SPEECH  # words that turned to directing go on so
        before = values
        frames.append(speech if speech_line is not None and base == NEWS else base)
    return Frames(document, tuple(frames), frozenset(listed))


def _speech_goes_on(unit: Unit, line: int, values: set[str]) -> bool:
    """A speech ends with its paragraph, unless the next one opens with an item marker or a bare 要."""
    if unit.role not in {"body", "lead_in"} or (values & ENDS_SPEECH and "binding" not in values):
        return False
    return unit.line == line or unit.marker is not None or unit.text.startswith(("要", "还要", "必须"))


def _document_frame(layout: Layout, cues: Sequence[Sequence[Cue]], shapes: RuleTable) -> str:
    units = layout.units
    titles = [unit.text for unit in units[:FIRST_UNITS] if len(unit.text) <= LONGEST_TITLE]
    if layout.title:
        titles.append(layout.text[layout.title.start : layout.title.end])
    press = any(shapes.shows("shapes.press", unit.text) for unit in (*units[:PAGE_EDGE], *units[-PAGE_EDGE:]))
    roles = {unit.role for unit in units}
    if any(shapes.shows("shapes.circular_title", title) for title in titles):
        return NEWS
    lays_down = any(shapes.shows("shapes.official_title", title) for title in titles)
    if roles & {"docnum", "addressee", "signature"} or (lays_down and not press):
        return PLAN
    if press:
        return NEWS
    if _share_looking_back(layout, cues) > MOSTLY:
        return REVIEW
    first_person = sum(shapes.shows("shapes.first_person", unit.text) for unit in units)
    if first_person >= FEWEST_FIRST_PERSON or any(section.marker for section in layout.sections):
        return PLAN
    return NEWS


def _share_looking_back(layout: Layout, cues: Sequence[Sequence[Cue]]) -> float:
    """How much of the body reports what happened or how things stand: an analysis does so almost throughout."""
    body = [unit.index for unit in layout.units if unit.role == "body"]
    told = sum(any(cue.value in {"reached", "standing"} for cue in cues[index]) for index in body)
    return told / len(body) if body else 0.0


def _section_frames(layout: Layout, lex: Lexicons, document: str) -> list[str]:
    frames: list[str] = []
    for section in layout.sections:
        own = _heading_frame(section, lex, document)
        above = frames[section.parent] if section.parent is not None else document
        frames.append(own or _sibling_frame(section, layout, frames) or above)
    return frames


def _sibling_frame(section: Section, layout: Layout, frames: Sequence[str]) -> str | None:
    """Heads of newspapers have no depth: an unmarked head goes on in the frame of the unmarked head before."""
    if section.marker is not None or section.index == 0:
        return None
    before = layout.sections[section.index - 1]
    return frames[before.index] if before.marker is None and before.parent == section.parent else None


def _heading_frame(section: Section, lex: Lexicons, document: str) -> str | None:
    """A newspaper's subhead must be no more than the wording; a numbered head may hold it."""
    if lex.rules("shapes").shows("shapes.background_heading", section.heading):
        return BACKGROUND
    for rule, match in lex.rules("frames").scan(section.heading):
        whole = len(match[0]) >= len(section.heading) - 4
        if rule.id != "frames.review_lead" and (document != NEWS or section.marker or whole):
            return rule.value
    return None


def _looks_back(unit: Unit, lex: Lexicons) -> bool:
    rule = lex.rules("frames").by_id("frames.review_lead")
    return rule.regex.match(unit.text) is not None
