"""Say the rows of a document in a few words, for tables that people read."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from duban.contract import Document, Official, Target, Task

_SIGNS = {"eq": "", "ge": "≥ ", "gt": "> ", "le": "≤ ", "lt": "< ", "approx": "≈ ", "range": ""}
_ARROWS = {"up": "↑ ", "down": "↓ ", None: ""}


def names(document: Document) -> dict[str, str]:
    """How each official and organisation is called, by id."""
    officials = {official.id: official_name(official) for official in document.officials}
    return officials | {body.id: body.name for body in document.organisations}


def official_name(official: Official) -> str:
    """The posts and the name: 县委书记 张岚; the first mention where neither is known."""
    posts = "、".join((post.organisation or "") + post.title for post in official.posts)
    return " ".join(part for part in (posts, official.name) if part) or official.text


def owners(task: Task, who: Mapping[str, str]) -> str:
    """Who answers for a task, and as what."""
    return "; ".join(f"{who.get(o.official or o.organisation or '', '?')} ({o.role})" for o in task.responsible)


def due(document: Document) -> Callable[[Task | Target], str]:
    """A function that says when a task or target of *document* is due; inherited deadlines stand in brackets."""
    ends = {time.id: time.end or time.text for time in document.times}

    def say(item: Task | Target) -> str:
        day = ends.get(item.deadline or "", "")
        return f"({day})" if day and item.deadline_inherited else day

    return say


def kind(item: Task | Target) -> str:
    """What a task or target is and how strongly it binds: binding outcome; actual level; planned change."""
    strength = item.status if isinstance(item, Target) and item.status == "actual" else item.modality
    return f"{strength} {item.kind}" if strength else item.kind


def quantity(target: Target) -> str:
    """The value of a target with its sign: ≥ 8.5 %; a relative one says what it is measured against."""
    if target.value is None:
        return target.reference or ""
    upper = "" if target.value_max is None else f"–{_plain(target.value_max)}"
    sign = _ARROWS[target.direction] + _SIGNS[target.comparator]
    return f"{sign}{_plain(target.value)}{upper} {target.unit or ''}".rstrip()


def _plain(number: Decimal) -> str:
    return f"{number:f}"
