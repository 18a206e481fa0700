"""Compare the items of one list with each other, and warn of what one of them lacks.

    two bodies in the lead of one task             two_leads
    an item without owner among items that have    missing_owner
    an item without limit among items that have    missing_deadline

Siblings are the marked items under one head and the rows of one table. A list of which many items lack the same
thing is no list with a gap.
"""

from collections.abc import Iterator, Sequence

from duban.facts.checks import Warned
from duban.facts.deadlines import Deadline
from duban.facts.readings import TASK, Reading
from duban.facts.responsibility import Owner
from duban.segment import Layout, Unit

FEWEST_SIBLINGS, MOST_HAVE = 4, 3 / 4


def check_owners(
    layout: Layout,
    readings: Sequence[Reading],
    parents: Sequence[int | None],
    owners: Sequence[Sequence[Owner]],
    deadlines: Sequence[Deadline | None],
) -> list[Warned]:
    """All warnings about who answers and by when, in text order."""
    found = list(_two_leads(layout, owners))
    for items in _siblings(layout, readings, parents):
        found += _gaps("missing_owner", "names nobody who answers", items, [bool(owners[u.index]) for u in items])
        found += _gaps("missing_deadline", "has no limit", items, [deadlines[u.index] is not None for u in items])
    return sorted(found, key=lambda warned: warned.span or (0, 0))


def _two_leads(layout: Layout, owners: Sequence[Sequence[Owner]]) -> Iterator[Warned]:
    """More than one body in the lead of a task; once for all the tasks in a row that have the same."""
    last: set[str] = set()
    for unit, answering in zip(layout.units, owners, strict=True):
        leads = [owner for owner in answering if owner.role == "lead"]
        bodies = {owner.body.name for owner in leads if owner.body is not None}
        if len(bodies) > 1 and bodies != last:
            yield Warned("two_leads", f"{len(bodies)} bodies in the lead", unit.span)
        last = bodies or last


def _siblings(layout: Layout, readings: Sequence[Reading], parents: Sequence[int | None]) -> Iterator[list[Unit]]:
    """The marked tasks of one level under one head, and the rows of each table."""
    groups: dict[tuple[object, ...], list[Unit]] = {}
    for unit in layout.units:
        if readings[unit.index].label != TASK:
            continue
        if unit.index in layout.tables.rows:
            groups.setdefault(("row",), []).append(unit)
        elif unit.marker is not None:
            groups.setdefault((unit.level, parents[unit.index], _part(layout, unit)), []).append(unit)
    yield from (items for items in groups.values() if len(items) >= FEWEST_SIBLINGS)


def _part(layout: Layout, unit: Unit) -> int | None:
    """The part that an item stands in; an item that heads a part of its own stands in the one above."""
    if unit.section is None:
        return None
    section = layout.sections[unit.section]
    return section.parent if section.head == unit.index else unit.section


def _gaps(code: str, what: str, items: Sequence[Unit], have: Sequence[bool]) -> Iterator[Warned]:
    if all(have) or sum(have) < MOST_HAVE * len(items):
        return
    for unit, has in zip(items, have, strict=True):
        if not has:
            yield Warned(code, f"{what}, unlike {sum(have)} of {len(items)} items beside it", unit.span)
