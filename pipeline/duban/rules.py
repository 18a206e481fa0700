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
from pathlib import Path
from typing import Any, cast

from duban.errors import LexiconError
from duban.openings import DIGIT, needed_characters, opening_characters

PART_RE = re.compile(r"\{([a-z_][a-z0-9_]*)\}")
GROUP_NAME_RE = re.compile(r"\(\?P<(\w+)>")
BACKREFERENCE_RE = re.compile(r"\(\?P=|\\[1-9]")
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


class RuleTable:
    """The rules of one file, in file order.

    A rule is asked only at characters that can open its match. The rules that can open anywhere are searched
    together, but only where a character stands that they cannot do without.
    """

    def __init__(self, rules: tuple[Rule, ...], mode: str = "scan") -> None:
        self.rules = rules
        self.mode = mode
        self._by_id = {rule.id: rule for rule in rules}
        self._asked: dict[str, list[Rule]] = {}
        self._rank = {rule.id: rank for rank, rule in enumerate(rules)}
        self._wholes: dict[str, tuple[Rule, ...]] = {}
        self._openings = [] if mode == "each" else [(rule, opening_characters(rule.regex.pattern)) for rule in rules]
        scanned = self._openings if mode == "scan" else []
        self._anywhere = [rule for rule, characters in scanned if characters is None]
        for rule, characters in scanned:
            for character in characters or ():
                self._asked.setdefault(character, []).append(rule)
        self._add_digits()
        self._opening_re = re.compile(_any_of(frozenset(self._asked)))
        needs = [(rule, needed_characters(rule.regex.pattern)) for rule in self._anywhere]
        self._needs = [(rule, None if need is None else re.compile(_any_of(need))) for rule, need in needs]
        self._together: dict[tuple[str, ...], re.Pattern[str]] = {}

    def _add_digits(self) -> None:
        """A rule that can open with any digit is asked at each digit that other rules name too."""
        for character, asked in self._asked.items():
            if character != DIGIT and character.isdecimal():
                missing = [rule for rule in self._asked.get(DIGIT, ()) if rule not in asked]
                asked.extend(missing)
                asked.sort(key=lambda rule: self._rank[rule.id])

    def scan(self, text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[Rule, re.Match[str]]]:
        """Yield `(rule, match)` left to right, never overlapping; offsets count from the head of *text*.

        Lookaround sees the whole of *text* before *start*; nothing is matched past *end*.
        """
        stop = len(text) if end is None else end
        free = [rule for rule, need in self._needs if need is None or need.search(text, start, stop)]
        if free:
            yield from self._scan_both(text, start, stop, free)
            return
        at = start
        digits = self._asked.get(DIGIT, [])
        for opening in self._opening_re.finditer(text, start, stop):
            here = opening.start()
            if here < at:
                continue
            best = _longest(self._asked.get(text[here], digits), text, here, stop)
            if best is not None:
                yield best
                at = best[1].end()

    def _scan_both(self, text: str, at: int, stop: int, free: Sequence[Rule]) -> Iterator[tuple[Rule, re.Match[str]]]:
        """Scan with rules that can open anywhere: wherever one of them or an opening character stands."""
        digits = self._asked.get(DIGIT, [])
        free_re = self._alternation(free)
        ahead = free_re.search(text, at, stop)
        while True:
            if ahead is not None and ahead.start() < at:
                ahead = free_re.search(text, at, stop)
            opening = self._opening_re.search(text, at, ahead.start() + 1 if ahead else stop)
            if opening is None and ahead is None:
                return
            here = opening.start() if opening else cast(re.Match[str], ahead).start()
            asked = self._asked.get(text[here], digits) if opening else []
            if ahead is not None and ahead.start() == here:
                asked = sorted([*asked, *free], key=lambda rule: self._rank[rule.id])
            best = _longest(asked, text, here, stop)
            if best is None:
                at = here + 1
            else:
                yield best
                at = best[1].end()

    def _alternation(self, rules: Sequence[Rule]) -> re.Pattern[str]:
        key = tuple(rule.id for rule in rules)
        if key not in self._together:
            self._together[key] = re.compile("|".join(f"(?:{_anonymous(rule.regex.pattern)})" for rule in rules))
        return self._together[key]

    def match_whole(self, text: str) -> tuple[Rule, re.Match[str]] | None:
        """The first rule, in file order, that matches the whole of *text*; a table says so by `match = "whole"`."""
        for rule in self._opening_with(text[:1]):
            if match := rule.regex.fullmatch(text):
                return rule, match
        return None

    def _opening_with(self, character: str) -> tuple[Rule, ...]:
        """The rules that can match a text with this first character, in file order."""
        if character not in self._wholes:
            self._wholes[character] = tuple(
                rule
                for rule, opening in self._openings
                if opening is None or character in opening or (DIGIT in opening and character.isdecimal())
            )
        return self._wholes[character]

    def shows(self, rule_id: str, text: str) -> bool:
        """True if the rule of this id matches anywhere in *text*; KeyError if there is no such rule."""
        return self._by_id[rule_id].regex.search(text) is not None

    def by_id(self, rule_id: str) -> Rule:
        """The rule with this id; KeyError if there is none."""
        return self._by_id[rule_id]


def _any_of(characters: frozenset[str]) -> str:
    """A pattern for one of the characters, `DIGIT` among them standing for all digits."""
    plain = "".join(re.escape(c) for c in sorted(characters) if c != DIGIT)
    return f"[{plain}{DIGIT if DIGIT in characters else ''}]" if characters else "(?!)"


def _longest(rules: Sequence[Rule], text: str, at: int, stop: int) -> tuple[Rule, re.Match[str]] | None:
    """The longest match at *at*; of equals the rule that stands first."""
    best: tuple[Rule, re.Match[str]] | None = None
    for rule in rules:
        match = rule.regex.match(text, at, stop)
        if match and match.end() > at and (best is None or match.end() > best[1].end()):
            best = rule, match
    return best


def _anonymous(pattern: str) -> str:
    """The pattern with its named groups made plain, so that rules can share one alternation."""
    return GROUP_NAME_RE.sub("(?:", pattern)


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
        regex = re.compile(pattern)
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
