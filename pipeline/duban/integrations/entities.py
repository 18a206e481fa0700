"""The named entities of a document, with the labels of spaCy's Chinese models.

PERSON ORG GPE DATE MONEY PERCENT ORDINAL QUANTITY: what the stages found, not another model's guess. A person is the
name within a mention of an official or of whoever made the article (县委书记张岚 → 张岚), a quantity is one that the
ledger of numerals does not count as part of a time, a name or a marker.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from duban.contract import Document, Official
from duban.lexicon import Lexicons
from duban.mentions.places import load_gazetteer
from duban.mentions.quantities import Quantity
from duban.spans import Span

PLACE_RULE = "organisations.place"
LABEL_OF_KIND = {"money": "MONEY", "ratio": "PERCENT", "rank": "ORDINAL"}
COUNTED = frozenset({"target", "scope", "count", "quantity", "other"})
LEVELS_OF_SHORT_NAMES = frozenset({"province", "prefecture"})
GAP = r"[ 　]*"


class Entity(NamedTuple):
    """One entity; `span` counts code points of the clean text, `id` is the item's in the document, or empty."""

    span: Span
    label: str
    id: str = ""


def find_entities(
    document: Document, quantities: Sequence[Quantity], place_words: Collection[tuple[int, int]], lexicons: Lexicons
) -> list[Entity]:
    """The entities in text order, never overlapping: of two that meet the longer one, then the earlier one counts.

    *place_words* are the spans of the words that are tagged as places: the short name of a province or prefecture
    (河北) counts only where it is such a word, a full name (临川区) everywhere. Short names of counties are too often
    ordinary words (新建) and do not count.
    """
    found = [
        *_people(document),
        *_bodies(document),
        *(Entity(Span(*time.span.clean), "DATE", time.id) for time in document.times),
        *_quantities(document, quantities),
        *_places(document.clean_text, place_words, lexicons),
    ]
    return _apart(found)


def _people(document: Document) -> Iterator[Entity]:
    for official in document.officials:
        yield from _names(official)
    for person in document.contributors:
        start, end = person.span.clean
        place = _find_name(person.name, document.clean_text[start:end])
        yield Entity(Span(start + place[0], start + place[1]) if place else Span(start, end), "PERSON")


def _names(official: Official) -> Iterator[Entity]:
    """The name in each mention that holds it; 他 and a post alone are mentions, but no names."""
    if official.name is None:
        return
    for mention in official.mentions:
        place = _find_name(official.name, mention.text)
        if place:
            at = mention.span.clean[0]
            yield Entity(Span(at + place[0], at + place[1]), "PERSON", official.id)


def _find_name(name: str, text: str) -> tuple[int, int] | None:
    """Where *name* stands in *text*; printers space it out (何 坚)."""
    at = text.find(name)
    if at >= 0:
        return at, at + len(name)
    match = re.search(GAP.join(map(re.escape, name)), text)
    return match.span() if match else None


def _bodies(document: Document) -> Iterator[Entity]:
    for body in document.organisations:
        if not body.collective:
            label = "GPE" if body.rule == PLACE_RULE else "ORG"
            for mention in body.mentions:
                yield Entity(Span(*mention.span.clean), label, body.id)


def _quantities(document: Document, quantities: Sequence[Quantity]) -> Iterator[Entity]:
    ledger = {numeral.span.clean[0]: numeral for numeral in document.numerals}
    for quantity in quantities:
        first = ledger.get(quantity.number.start)
        if first is None or first.read_as in COUNTED:
            held = first.ref if first is not None and first.read_as == "target" else None
            yield Entity(quantity.span, LABEL_OF_KIND.get(quantity.kind, "QUANTITY"), held or "")


def _places(text: str, place_words: Collection[tuple[int, int]], lexicons: Lexicons) -> Iterator[Entity]:
    gazetteer = lexicons.cached("gazetteer", load_gazetteer)
    for span, homes in gazetteer.find(text):
        name = text[slice(*span)]
        short = tuple(span) in place_words and any(home.level in LEVELS_OF_SHORT_NAMES for home in homes)
        if short or any(home.name == name for home in homes):
            yield Entity(span, "GPE")


def _apart(entities: Iterable[Entity]) -> list[Entity]:
    kept: list[Entity] = []
    taken: set[int] = set()
    for entity in sorted(entities, key=lambda e: (e.span.start - e.span.end, e.span.start)):
        within = range(*entity.span)
        if within and taken.isdisjoint(within):
            taken.update(within)
            kept.append(entity)
    return sorted(kept)
