"""Tell with which characters a match of a pattern can begin, and which it cannot do without.

    确保|坚决   opens with 确 or 坚       \\d{1,2}月  opens with a digit
    .{2}年      opens with anything, but needs 年

A scanner that knows this asks a rule only where it can match. The answers err on the safe side: None, which
means any character, for whatever is not understood. Read off the parse tree of `re`.
"""

from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

WIDEST_RANGE = 2_000
ASSERTIONS = {sre.ASSERT, sre.ASSERT_NOT, sre.AT}


DIGIT = r"\d"


def opening_characters(pattern: str) -> frozenset[str] | None:
    """The characters that can open a match; None if any can, or if a match can be empty.

    The token `DIGIT` in the set stands for every decimal digit that Unicode has.
    """
    found, empty = _of_sequence(_parser.parse(pattern))
    return None if empty else found


def _of_sequence(items: Any) -> tuple[frozenset[str] | None, bool]:
    """(characters or None for any, whether the sequence can match nothing)."""
    total: frozenset[str] = frozenset()
    for operation, argument in items:
        if operation in ASSERTIONS:
            continue
        found, empty = _of_item(operation, argument)
        if found is None:
            return None, False
        total |= found
        if not empty:
            return total, False
    return total, True


def _of_item(operation: Any, argument: Any) -> tuple[frozenset[str] | None, bool]:
    if operation is sre.LITERAL:
        return frozenset(chr(argument)), False
    if operation is sre.IN:
        return _of_set(argument), False
    if operation is sre.BRANCH:
        return _of_branches(argument[1])
    if operation is sre.SUBPATTERN:
        return _of_sequence(argument[3])
    if operation in {sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT}:
        found, empty = _of_sequence(argument[2])
        return found, empty or argument[0] == 0
    if operation is sre.ATOMIC_GROUP:
        return _of_sequence(argument)
    return None, False


def _of_branches(branches: Any) -> tuple[frozenset[str] | None, bool]:
    total: frozenset[str] = frozenset()
    any_empty = False
    for branch in branches:
        found, empty = _of_sequence(branch)
        if found is None:
            return None, False
        total |= found
        any_empty = any_empty or empty
    return total, any_empty


def _of_set(members: Any) -> frozenset[str] | None:
    total: frozenset[str] = frozenset()
    for operation, argument in members:
        if operation is sre.LITERAL:
            total |= {chr(argument)}
        elif operation is sre.RANGE and argument[1] - argument[0] < WIDEST_RANGE:
            total |= {chr(code) for code in range(argument[0], argument[1] + 1)}
        elif operation is sre.CATEGORY and argument is sre.CATEGORY_DIGIT:
            total |= {DIGIT}
        else:
            return None
    return total


def needed_characters(pattern: str) -> frozenset[str] | None:
    """Characters of which every match holds at least one; None if nothing is known to be needed."""
    return _needed_by_sequence(_parser.parse(pattern))


def _needed_by_sequence(items: Any) -> frozenset[str] | None:
    """The smallest set that one of the items needs."""
    needs = [need for operation, argument in items if (need := _needed_by_item(operation, argument)) is not None]
    return min(needs, key=len, default=None)


def _needed_by_item(operation: Any, argument: Any) -> frozenset[str] | None:
    if operation is sre.LITERAL:
        return frozenset(chr(argument))
    if operation is sre.IN:
        return _of_set(argument)
    if operation is sre.BRANCH:
        needs = [_needed_by_sequence(branch) for branch in argument[1]]
        return None if None in needs else frozenset().union(*(need for need in needs if need))
    if operation is sre.SUBPATTERN:
        return _needed_by_sequence(argument[3])
    if operation in {sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT} and argument[0] > 0:
        return _needed_by_sequence(argument[2])
    return None
