"""Say what a time does in its sentence: a limit, the time a task runs in, when something was, or what is compared with.

The verdicts are rows of `lexicons/time_roles.toml`; this module writes the line that they are matched against.
"""

import re

from duban.facts.calendar import Day, Stretch
from duban.lexicon import Lexicons
from duban.mentions.times import TimeMention
from duban.segment.units import Unit

HEAD_ROLES = frozenset({"title", "kicker", "heading", "portal", "lead_in"})
_CLAUSE_STOP_RE = re.compile(r"[，。；：！？,;:!?\n⟪⟫|]")
_LONGEST_BEFORE, _LONGEST_AFTER = 24, 28


def role_of(mention: TimeMention, stretch: Stretch, unit: Unit, label: str, published: Day, lex: Lexicons) -> str:
    """The role of a resolved time, by its unit's label and the clause around it."""
    at, until = mention.span.start - unit.span.start, mention.span.end - unit.span.start
    before = _CLAUSE_STOP_RE.split(unit.text[max(0, at - _LONGEST_BEFORE) : at])[-1]
    behind = _CLAUSE_STOP_RE.split(unit.text[until : until + _LONGEST_AFTER])
    after = behind[0] or (behind[1] if len(behind) > 1 else "")
    form = f"length-{mention.side}" if mention.form == "length" else mention.form
    place = "head" if unit.role in HEAD_ROLES else "body"
    known = f"{form} {tense_of(stretch, published)} {stretch.precision or 'none'}"
    line = f"{label}|{place}|{before}⟪{known}⟫{after}"
    found = lex.rules("time_roles").match_whole(line)
    return found[0].value if found else "event"


def tense_of(stretch: Stretch, published: Day) -> str:
    """past, now or future, seen from the day of publication as far as it is known; else unknown."""
    first, last = stretch.first or stretch.last, stretch.last or stretch.first
    if first is None or last is None:
        return "unknown"
    if published.year is None or first.year is None or last.year is None:
        begun = first == last and first[1:] == (1, 1)
        if stretch.offset > 0:
            return "future"
        return "past" if stretch.offset < 0 or begun else "unknown"
    depth = 3 if published.day else 2 if published.month else 1
    now = tuple(published)[:depth]
    start, end = (tuple(piece or 0 for piece in day[:depth]) for day in (first, last))
    if end < now:
        return "past"
    return "future" if start > now else "now"
