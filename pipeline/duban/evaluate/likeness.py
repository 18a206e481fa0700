"""When two spellings, numbers or spans count as the same.

Spellings are compared folded: width, white space and the shape of punctuation do not matter.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

RawSpan = tuple[int, int]

_PUNCTUATION = str.maketrans("，；：！？（）％．～﹣－", ",;:!?()%.~--")
_EDGES = "“”\"'‘’《》()的"
SIMILAR_AT = 0.75
NUMBER_TOLERANCE = 1e-9


def fold(text: str | None) -> str:
    """The text without what does not count: NFKC, ASCII punctuation, no white space.

    >>> fold("增长 １０％，")
    '增长10%,'
    """
    return "".join(unicodedata.normalize("NFKC", text or "").translate(_PUNCTUATION).split())


def similar(a: str | None, b: str | None) -> bool:
    """Same phrase, or one holds the other and is at least half as long, or three quarters of the characters agree.

    >>> similar("固定资产投资", "全年固定资产投资"), similar("开工率", "竣工面积")
    (True, False)
    """
    a, b = fold(a).strip(_EDGES), fold(b).strip(_EDGES)
    if a == b:
        return True
    if not a or not b:
        return False
    if (a in b or b in a) and min(len(a), len(b)) * 2 >= max(len(a), len(b)):
        return True
    common = (Counter(a) & Counter(b)).total()
    return 2 * common / (len(a) + len(b)) >= SIMILAR_AT


def same_number(a: object, b: object) -> bool:
    """Equal up to rounding; nothing equals only nothing."""
    if a is None or b is None:
        return a is b
    try:
        x, y = float(a), float(b)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return False
    return abs(x - y) <= NUMBER_TOLERANCE * max(1.0, abs(x))


def shared(a: RawSpan, b: RawSpan) -> int:
    """How many characters two spans have in common."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def overlap(a: RawSpan, b: RawSpan) -> float:
    """Common characters over all characters of both, 0 to 1."""
    common = shared(a, b)
    return common / (max(a[1], b[1]) - min(a[0], b[0])) if common else 0.0


def half_overlap(a: RawSpan, b: RawSpan) -> float:
    """`overlap`, or 0 where less than half is common: then the two are not about the same stretch."""
    value = overlap(a, b)
    return value if value >= 0.5 else 0.0


def pair_up(gold: Sequence[Any], found: Sequence[Any], score: Callable[[Any, Any], float]) -> list[tuple[int, int]]:
    """Pair gold rows with found rows one to one, best score first (0: no pair); ties go to the earlier row."""
    cells = [(-score(g, f), i, j) for i, g in enumerate(gold) for j, f in enumerate(found)]
    taken_gold: set[int] = set()
    taken_found: set[int] = set()
    pairs = []
    for _, i, j in sorted(cell for cell in cells if cell[0] < 0):
        if i not in taken_gold and j not in taken_found:
            taken_gold.add(i)
            taken_found.add(j)
            pairs.append((i, j))
    return pairs
