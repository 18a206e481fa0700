"""Say what part each unit plays on the page: title, heading, byline, caption, body.

A newspaper's page, a notice and a report lay out the same way: what stands before the first full sentence is
head matter, a short line without a full stop is a heading, and some lines (`lexicons/lines.toml`) are known
by their wording. Nothing is dropped: furniture of the page is a unit too, with its role.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from duban.rules import RuleTable
from duban.segment.units import Unit

LONGEST_HEADING = 48
LONGEST_KNOWN = 330
SENTENCE_END_RE = re.compile(r"(?:[。！？；!?;，,、：:…]|[。！？；!?;，,…][”’）)]+)$")
CLAUSE_COMMA_RE = re.compile(r"[，,。；]")
SILENT_ROLES = frozenset(
    {"portal", "byline", "dateline", "docnum", "addressee", "signature", "title", "kicker", "owner", "column_head"}
)


def name_roles(units: Sequence[Unit], rules: RuleTable) -> list[str]:
    """One role a unit; `rules` are the lines known by their wording."""
    per_line = Counter(unit.line for unit in units)
    roles: list[str] = []
    body_begun = titled = False
    for unit in units:
        known = rules.match_whole(unit.text) if len(unit.text) <= LONGEST_KNOWN else None
        role = known[0].value if known else _role_by_shape(unit, per_line[unit.line] == 1, body_begun, titled)
        titled = titled or role == "title"
        begins = role in {"body", "lead_in", "addressee"} or (role == "heading" and unit.marker is not None)
        body_begun = body_begun or begins
        roles.append(role)
    _choose_title(units, roles)
    _find_signature(units, roles)
    return roles


def _role_by_shape(unit: Unit, alone: bool, body_begun: bool, titled: bool) -> str:
    if unit.text.endswith(("：", ":")):
        return "lead_in"
    heading = alone and len(unit.text) <= LONGEST_HEADING and not SENTENCE_END_RE.search(unit.text)
    if not heading:
        return "body"
    if unit.marker in {"——", "--"} and not body_begun:
        return "kicker"
    if unit.marker is not None or body_begun:
        return "heading"
    return "kicker" if titled else "title"


def _choose_title(units: Sequence[Unit], roles: list[str]) -> None:
    """Of the head matter the title is the line that the page repeats (a portal does), else the first."""
    matter = [unit for unit in units if roles[unit.index] in {"title", "kicker"}]
    said_again = (u for u in matter if len(u.text) > 4 and any(u.text in other.text for other in units[: u.index]))
    title = next(said_again, None) or next((u for u in matter if roles[u.index] == "title"), None)
    for unit in matter:
        if not unit.text.startswith("原标题"):
            roles[unit.index] = "title" if unit is title else "kicker"


def _find_signature(units: Sequence[Unit], roles: list[str]) -> None:
    """A short line just before a closing date is the body that signs."""
    for before, after in pairwise(units):
        closes = roles[after.index] == "dateline" and after.index > len(units) // 2
        heading = roles[before.index] == "heading" and before.marker is None
        if closes and heading and not CLAUSE_COMMA_RE.search(before.text):
            roles[before.index] = roles[after.index] = "signature"
