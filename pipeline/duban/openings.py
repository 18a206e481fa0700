"""Tell with which two characters a match of a pattern can begin, and which it cannot do without.

    确保|坚决   opens with 确 or 坚, then 保 or 决       \\d{1,2}月  opens with a digit, then a digit or 月
    .{2}年      opens with anything, but needs 年

A scanner that knows this asks a rule only where it can match. The answers err on the safe side: None, which
means any character, for whatever is not understood. Read off the parse tree of `re`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from re import (  # type: ignore[attr-defined]
    _compiler,
    _parser,
)
from re import _constants as sre  # type: ignore[attr-defined]
from typing import Any, NamedTuple

WIDEST_RANGE = 2_000
ASSERTIONS = {sre.ASSERT, sre.ASSERT_NOT, sre.AT}
DIGIT = r"\d"
NOTHING: frozenset[str] = frozenset()
Characters = frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Opening:
    """How a match can begin.

    `pairs` maps each first character to the second characters that can follow it, and is None where any character
    can stand first; a set of None means any character. The token `DIGIT` stands for every decimal digit that
    Unicode has. `singles` are the characters that can be the whole match; `empty` tells if it can have none.
    """

    pairs: Mapping[str, Characters] | None
    singles: frozenset[str] = NOTHING
    empty: bool = False

    @property
    def anywhere(self) -> bool:
        """True if a match can begin at any character."""
        return self.pairs is None or self.empty

    @property
    def first(self) -> Characters:
        """The first characters of a match."""
        return None if self.pairs is None else frozenset(self.pairs)

    def then(self, other: "Opening") -> "Opening":
        """How a match begins that has *other* behind this."""
        if self.pairs is None:
            return self
        longer = {c: _union(s, other.first if c in self.singles else NOTHING) for c, s in self.pairs.items()}
        opening = Opening(longer, self.singles if other.empty else NOTHING)
        return opening | other if self.empty else opening

    def __or__(self, other: "Opening") -> "Opening":
        empty = self.empty or other.empty
        if self.pairs is None or other.pairs is None:
            return Opening(None, empty=empty)
        pairs = dict(self.pairs)
        for character, seconds in other.pairs.items():
            pairs[character] = _union(pairs.get(character, NOTHING), seconds)
        return Opening(pairs, self.singles | other.singles, empty)

    def allows(self, first: str, second: str) -> bool:
        """True if a match can begin with these two characters, or with *first* alone before *second*."""
        if self.empty or self.pairs is None:
            return True
        kinds = (first, DIGIT) if first.isdecimal() else (first,)
        return any(kind in self.singles or _fits(self.pairs.get(kind, NOTHING), second) for kind in kinds)


NO_CHARACTER = Opening({}, empty=True)
IMPOSSIBLE = Opening({})
ANYTHING = Opening(None)


class Read(NamedTuple):
    """A pattern compiled, how its match can begin, and characters of which it holds one (None if none is known).

    The compiled pattern does not know its own text: it is made from the tree, since to parse is what costs.
    """

    regex: re.Pattern[str]
    opening: Opening
    needed: Characters


def read_pattern(pattern: str) -> Read:
    """Compile *pattern* and read off what its matches have in common; `re.error` if it cannot be compiled."""
    tree = _parser.parse(pattern)
    return Read(_compiler.compile(tree), _of_sequence(tree), _needed_by_sequence(tree))


def _fits(characters: Characters, character: str) -> bool:
    if characters is None or character in characters:
        return True
    return DIGIT in characters and character.isdecimal()


def _union(one: Characters, other: Characters) -> Characters:
    return None if one is None or other is None else one | other


def _of_sequence(items: Any) -> Opening:
    total = NO_CHARACTER
    for operation, argument in items:
        total = total.then(_of_item(operation, argument))
        if not total.empty and not total.singles:
            break
    return total


def _of_item(operation: Any, argument: Any) -> Opening:
    if operation in ASSERTIONS:
        return NO_CHARACTER
    if operation is sre.LITERAL:
        return _of_characters(frozenset(chr(argument)))
    if operation is sre.IN:
        return _of_characters(_of_set(argument))
    if operation is sre.BRANCH:
        return _of_branches(argument[1])
    if operation is sre.SUBPATTERN:
        return _of_sequence(argument[3])
    if operation in {sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT}:
        return _of_repeat(*argument)
    if operation is sre.ATOMIC_GROUP:
        return _of_sequence(argument)
    return ANYTHING


def _of_characters(characters: Characters) -> Opening:
    return ANYTHING if characters is None else Opening(dict.fromkeys(characters, NOTHING), characters)


def _of_branches(branches: Any) -> Opening:
    total = IMPOSSIBLE
    for branch in branches:
        total |= _of_sequence(branch)
    return total


def _of_repeat(least: int, most: int, items: Any) -> Opening:
    """Two rounds tell the first two characters of any number of them."""
    once = _of_sequence(items)
    again = NO_CHARACTER | once
    total = once if least else again
    if most > 1:
        total = total.then(once if least > 1 else again)
    return total if most else NO_CHARACTER


def _of_set(members: Any) -> Characters:
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


def _needed_by_sequence(items: Any) -> Characters:
    """The smallest set that one of the items needs."""
    needs = [need for operation, argument in items if (need := _needed_by_item(operation, argument)) is not None]
    return min(needs, key=len, default=None)


def _needed_by_item(operation: Any, argument: Any) -> Characters:
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
