"""The scanner asks few rules, and finds what asking every rule everywhere would find."""

import re

from hypothesis import given
from hypothesis import strategies as st

from duban.openings import read_pattern
from duban.rules import Rule, RuleTable

PATTERNS = [
    "甲乙?",
    "乙(?:丙|丁{2})",
    r"\d+月",
    ".{2}丁",
    "(?<=甲)丙",
    "甲[^丁]{0,3}丁",
    "甲?乙?丙?丁?",
    r"[^\d]月",
    "(?!甲乙)甲.",
]


def _table(patterns: list[str], mode: str) -> RuleTable:
    rules = []
    for number, pattern in enumerate(patterns):
        rules.append(Rule(f"t.{number}", pattern, "", "", {}, (), {}, *read_pattern(pattern)))
    return RuleTable(tuple(rules), mode)


def _ask_all(patterns: list[str], text: str) -> list[tuple[str, int, int]]:
    found, at = [], 0
    while at < len(text):
        matches = [(f"t.{number}", re.compile(p).match(text, at)) for number, p in enumerate(patterns)]
        best = max((match.end() for _, match in matches if match), default=at)
        if best > at:
            found.append(next((rule, at, best) for rule, match in matches if match and match.end() == best))
        at = max(best, at + 1)
    return found


@given(st.lists(st.sampled_from(PATTERNS), min_size=1, max_size=6, unique=True), st.text("甲乙丙丁1２月", max_size=24))
def test_the_scan_is_leftmost_longest_first_in_the_file(patterns: list[str], text: str) -> None:
    assert [(rule.id, *match.span()) for rule, match in _table(patterns, "scan").scan(text)] == _ask_all(patterns, text)


@given(st.lists(st.sampled_from(PATTERNS), min_size=1, max_size=6, unique=True), st.text("甲乙丙丁1２月", max_size=6))
def test_a_whole_is_read_by_the_first_rule_that_fits(patterns: list[str], text: str) -> None:
    fitting = [f"t.{number}" for number, pattern in enumerate(patterns) if re.fullmatch(pattern, text)]
    whole = _table(patterns, "whole").match_whole(text)
    if text:
        assert (whole[0].id if whole else None) == (fitting[0] if fitting else None)
