"""Find the numbered item that an owner line closes: （市发改委牵头，…） under （一）."""

from duban.segment.layout import Layout
from duban.segment.units import Unit

DEEPEST_ITEM = 6


def item_before(layout: Layout, owner: Unit) -> list[int]:
    """The units of the numbered item that an owner line closes, its head included."""
    item: list[int] = []
    for unit in reversed(layout.units[: owner.index]):
        if unit.role == "owner":
            if item:
                break
            continue
        if unit.role in {"title", "kicker", "portal"}:
            break
        item.append(unit.index)
        if unit.marker is not None and unit.level <= DEEPEST_ITEM:
            break
        if unit.marker is None and unit.role == "heading":
            break
    return item[::-1]
