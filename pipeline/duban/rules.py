"""Rule tables: wordings as data, found by one scanner.

A table is a TOML file. Its head comment defines what `value` means there; `[parts]` names pieces of pattern
that rules use as `{name}`; each `[[rule]]` carries its reason, what it must find and what it must not.

A table whose head says `match = "whole"` reads one stretch as a whole: the first rule in the file that matches all of
it. Any other is scanned: the scanner takes the leftmost match, then the longest, then the one that stands first in the file. A table is
one alternation; only where that finds something are the other rules of the table asked, at that one place.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from duban.errors import LexiconError

PART_RE = re.compile(r"\{([a-z_][a-z0-9_]*)\}")
GROUP_NAME_RE = re.compile(r"\(\?P<(\w+)>")
BACKREFERENCE_RE = re.compile(r"\(\?P=|\\[1-9]")
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
    """The rules of one file, in file order, compiled on first use."""

    def __init__(self, rules: tuple[Rule, ...], whole: bool = False) -> None:
        self.rules = rules
        self.whole = whole
        self._any = re.compile("|".join(f"(?:{_anonymous(rule.regex.pattern)})" for rule in rules) or r"(?!)")

    def scan(self, text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[Rule, re.Match[str]]]:
        """Yield `(rule, match)` left to right, never overlapping; offsets count from the head of *text*.

        Lookaround sees the whole of *text* before *start*; nothing is matched past *end*.
        """
        stop = len(text) if end is None else end
        at = start
        while hit := self._any.search(text, at, stop):
            at = hit.start()
            best: tuple[Rule, re.Match[str]] | None = None
            for rule in self.rules:
                match = rule.regex.match(text, at, stop)
                if match and match.end() > at and (best is None or match.end() > best[1].end()):
                    best = rule, match
            if best is None:
                at += 1
                continue
            yield best
            at = best[1].end()

    def match_whole(self, text: str) -> tuple[Rule, re.Match[str]] | None:
        """The first rule, in file order, that matches the whole of *text*; a table says so by `match = "whole"`."""
        matches = ((rule, rule.regex.fullmatch(text)) for rule in self.rules)
        return next(((rule, match) for rule, match in matches if match), None)

    def by_id(self, rule_id: str) -> Rule:
        """The rule with this id; KeyError if there is none."""
        return next(rule for rule in self.rules if rule.id == rule_id)


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
            raise LexiconError(path, f"rule {number}", f"id {rule.id} stands already at rule {seen[rule.id]}", "rename one")
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
        raise LexiconError(path, where, f"unknown key {', '.join(unknown)}", f"known keys: {', '.join(sorted(KNOWN_KEYS))}")
    if not isinstance(row["accept"], dict) or not all(isinstance(v, str) for v in row["accept"].values()):
        raise LexiconError(path, where, "accept is no table of text = value", 'write accept = { "example" = "value" }')
    if BACKREFERENCE_RE.search(row["pattern"]):
        raise LexiconError(path, where, "a pattern refers back to a group", "write the pattern without \\1 or (?P=name)")
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
            raise LexiconError(path, where, f"unknown part {{{name}}}", f"known parts: {', '.join(sorted(parts)) or 'none'}")
        return f"(?:{parts[name]})"

    return PART_RE.sub(piece, pattern)
