"""Rule tables: wordings as data, found by one scanner.

A table is a TOML file. Its head comment defines what `value` means there; `[parts]` names pieces of pattern
that rules use as `{name}`; each `[[rule]]` carries its reason, what it must find and what it must not.

A table whose head says `match = "whole"` reads one stretch as a whole: the first rule in the file that matches all of
it. Any other is scanned: the scanner takes the leftmost match, then the longest, then the one that stands first in
the file. With `match = "each"` every rule is asked by itself (`RuleTable.shows`).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from duban.errors import LexiconError
from duban.openings import ANYTHING, DIGIT, Characters, Opening, read_pattern

PART_RE = re.compile(r"\{([a-z_][a-z0-9_]*)\}")
BACKREFERENCE_RE = re.compile(r"\(\?P=|\\[1-9]")
PAIRS_KEPT = 1 << 14
MODES = ("scan", "whole", "each")
KNOWN_KEYS = {"id", "pattern", "value", "why", "accept", "reject", "extra"}
NEEDED_KEYS = ("id", "pattern", "value", "why", "accept")


@dataclass(frozen=True, slots=True)
class Rule:
    """One wording: what it looks like, what it is worth, and why.

    `accept` maps example texts to the value that must be read from them; `reject` lists near misses, which
    this rule must not win. `extra` holds further columns that a table defines in its head.
    """

    id: str
    pattern: str
    value: str
    why: str
    accept: Mapping[str, str]
    reject: tuple[str, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)
    regex: re.Pattern[str] = field(default=re.compile(""), repr=False, compare=False)
    opening: Opening = field(default=ANYTHING, repr=False, compare=False)
    needed: Characters = field(default=None, repr=False, compare=False)


class RuleTable:
    """The rules of one file, in file order.

    A rule is asked only at characters that can open its match. The rules that can open anywhere are searched
    together, but only where a character stands that they cannot do without. *gate* is a lookahead that must hold
    besides where an opening character stands.
    """

    def __init__(self, rules: tuple[Rule, ...], mode: str = "scan", gate: str = "") -> None:
        self.rules = rules
        self.mode = mode
        self._by_id = {rule.id: rule for rule in rules}
        self._rank = {rule.id: rank for rank, rule in enumerate(rules)}
        free = [rule for rule in rules if mode == "scan" and rule.opening.anywhere]
        self._needs = [(rule, None if rule.needed is None else _any_of(rule.needed)) for rule in free]
        self._asked = _Asked([rule for rule in rules if rule not in free])
        self._all = _Asked(rules) if free else self._asked
        self._opening_re = re.compile(gate + _any_of(self._asked.first_characters).pattern)

    def scan(self, text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[Rule, re.Match[str]]]:
        """Yield `(rule, match)` left to right, never overlapping; offsets count from the head of *text*.

        Lookaround sees the whole of *text* before *start*; nothing is matched past *end*.
        """
        stop = len(text) if end is None else end
        if self._needs:
            free = [rule for rule, need in self._needs if need is None or need.search(text, start, stop)]
            if free:
                yield from self._scan_both(text, start, stop, free)
                return
        at = start
        for opening in self._opening_re.finditer(text, start, stop):
            here = opening.start()
            if here < at or not (asked := self._asked.before(text[here : here + 2])):
                continue
            best = _longest(asked, text, here, stop)
            if best is not None:
                yield best
                at = best[1].end()

    def _scan_both(self, text: str, at: int, stop: int, free: Sequence[Rule]) -> Iterator[tuple[Rule, re.Match[str]]]:
        """Scan with rules that can open anywhere: each looks ahead to its own next match."""
        ahead = [(rule, match) for rule in free if (match := rule.regex.search(text, at, stop))]
        while at < stop:
            here = min((match.start() for _, match in ahead), default=stop)
            opening = self._opening_re.search(text, at, min(here + 1, stop))
            if opening is None and not ahead:
                return
            if opening is not None:
                here = opening.start()
            asked = self._asked.before(text[here : here + 2]) if opening else []
            best = _longest(asked, text, here, stop)
            for rule, match in ahead:
                if match.start() == here and match.end() > here and self._is_better((rule, match), best):
                    best = rule, match
            if best is not None:
                yield best
            at = here + 1 if best is None else best[1].end()
            ahead = [
                (rule, later)
                for rule, match in ahead
                if (later := match if match.start() >= at else rule.regex.search(text, at, stop))
            ]

    def _is_better(self, one: tuple[Rule, re.Match[str]], other: tuple[Rule, re.Match[str]] | None) -> bool:
        """True if *one* is longer, or as long and earlier in the file."""
        if other is None or one[1].end() != other[1].end():
            return other is None or one[1].end() > other[1].end()
        return self._rank[one[0].id] < self._rank[other[0].id]

    def opening_at(self, text: str, at: int) -> list[Rule]:
        """The rules, in file order, that can match *text* from *at*; whether they do is for the caller to see."""
        return self._all.before(text[at : at + 2])

    def match_whole(self, text: str) -> tuple[Rule, re.Match[str]] | None:
        """The first rule, in file order, that matches the whole of *text*; a table says so by `match = "whole"`."""
        for rule in self._asked.before(text[:2]):
            if match := rule.regex.fullmatch(text):
                return rule, match
        return None

    def shows(self, rule_id: str, text: str) -> bool:
        """True if the rule of this id matches anywhere in *text*; KeyError if there is no such rule."""
        return self._by_id[rule_id].regex.search(text) is not None

    def by_id(self, rule_id: str) -> Rule:
        """The rule with this id; KeyError if there is none."""
        return self._by_id[rule_id]


class _Asked:
    """Which rules can match where, by the two characters that stand there."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules
        self._by_first: dict[str, list[Rule]] = {}
        self.first_characters = frozenset[str]().union(*(rule.opening.first or () for rule in rules))
        self.before = lru_cache(PAIRS_KEPT)(self._before)

    def _before(self, pair: str) -> list[Rule]:
        """The rules, in file order, that can match a text that begins with *pair*, or is no longer than that."""
        first, second = pair[:1], pair[1:]
        if first not in self._by_first:
            kinds = {first, DIGIT} if first.isdecimal() else {first}
            opening = [rule for rule in self._rules if rule.opening.anywhere or kinds & (rule.opening.first or set())]
            self._by_first[first] = opening
        return [rule for rule in self._by_first[first] if rule.opening.allows(first, second)]


def _any_of(characters: frozenset[str]) -> re.Pattern[str]:
    """A pattern for one of the characters, `DIGIT` among them standing for all digits."""
    plain = "".join(re.escape(c) for c in sorted(characters) if c != DIGIT)
    return re.compile(f"[{plain}{DIGIT if DIGIT in characters else ''}]" if characters else "(?!)")


def _longest(rules: Sequence[Rule], text: str, at: int, stop: int) -> tuple[Rule, re.Match[str]] | None:
    """The longest match at *at*; of equals the rule that stands first."""
    best: tuple[Rule, re.Match[str]] | None = None
    for rule in rules:
        match = rule.regex.match(text, at, stop)
        if match and match.end() > at and (best is None or match.end() > best[1].end()):
            best = rule, match
    return best


def parse_rules(path: Path, data: Mapping[str, Any], parts: Mapping[str, str]) -> tuple[Rule, ...]:
    """The rules of one loaded TOML file; a wrong row is an error that says where and what to do."""
    seen: dict[str, int] = {}
    rules = []
    for number, row in enumerate(data.get("rule", []), 1):
        rule = _parse_rule(path, number, row, parts)
        if rule.id in seen:
            raise LexiconError(
                path, f"rule {number}", f"id {rule.id} stands already at rule {seen[rule.id]}", "rename one"
            )
        seen[rule.id] = number
        rules.append(rule)
    return tuple(rules)


def _parse_rule(path: Path, number: int, row: Mapping[str, Any], parts: Mapping[str, str]) -> Rule:
    where = f"rule {number} ({row.get('id', 'without id')})"
    missing = [key for key in NEEDED_KEYS if key not in row]
    if missing:
        raise LexiconError(path, where, f"lacks {', '.join(missing)}", f"every rule has {', '.join(NEEDED_KEYS)}")
    unknown = sorted(set(row) - KNOWN_KEYS)
    if unknown:
        raise LexiconError(
            path, where, f"unknown key {', '.join(unknown)}", f"known keys: {', '.join(sorted(KNOWN_KEYS))}"
        )
    if not isinstance(row["accept"], dict) or not all(isinstance(v, str) for v in row["accept"].values()):
        raise LexiconError(path, where, "accept is no table of text = value", 'write accept = { "example" = "value" }')
    if BACKREFERENCE_RE.search(row["pattern"]):
        raise LexiconError(
            path, where, "a pattern refers back to a group", "write the pattern without \\1 or (?P=name)"
        )
    pattern = expand(row["pattern"], parts, path, where)
    try:
        regex, opening, needed = read_pattern(pattern)
    except re.error as error:
        raise LexiconError(path, where, f"pattern does not compile: {error}", "mend the pattern") from error
    return Rule(
        id=row["id"],
        pattern=row["pattern"],
        value=row["value"],
        why=row["why"],
        accept=dict(row["accept"]),
        reject=tuple(row.get("reject", ())),
        extra=dict(row.get("extra", {})),
        regex=regex,
        opening=opening,
        needed=needed,
    )


def expand(pattern: str, parts: Mapping[str, str], path: Path, where: str) -> str:
    """Put the parts in place of `{name}`; `{1,3}` is a repeat and stays."""

    def piece(match: re.Match[str]) -> str:
        name = match[1]
        if name not in parts:
            raise LexiconError(
                path, where, f"unknown part {{{name}}}", f"known parts: {', '.join(sorted(parts)) or 'none'}"
            )
        return f"(?:{parts[name]})"

    return PART_RE.sub(piece, pattern)
