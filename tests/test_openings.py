"""With which characters a match can begin: what the scanner relies on to leave rules unasked."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.openings import read_pattern


@pytest.mark.parametrize(
    ("pattern", "pair", "allowed"),
    [
        ("确保|坚决", "确保", True),
        ("确保|坚决", "确决", False),  # the second belongs to the other word
        ("确保|坚决", "保确", False),
        (r"\d{1,2}月", "8月", True),
        (r"\d{1,2}月", "12", True),
        (r"\d{1,2}月", "1年", False),
        ("要(?!求)", "要强", True),  # one character is a whole match: whatever follows
        ("要求?", "要点", True),
        ("(?:力争)?完成", "完工", False),
        ("(?:力争)?完成", "力争", True),
        ("“?十[三四]五", "“十", True),
        ("“?十[三四]五", "十五", False),
        ("(?<=到)20[0-9]{2}年", "20", True),
        ("全?面?", "任何", True),  # an empty match opens anywhere
    ],
)
def test_a_pattern_opens_with_these_two(pattern: str, pair: str, allowed: bool) -> None:
    assert read_pattern(pattern).opening.allows(*pair) is allowed


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [(".{2}年", {"年"}), (r"[^，]{1,9}(?:工程|项目)", {"工", "项"}), (".*", None), ("(?:年)?.", None)],
)
def test_a_match_needs_one_of_these(pattern: str, needed: set[str] | None) -> None:
    assert read_pattern(pattern).needed == needed


PIECES = st.sampled_from(
    ["甲", "乙", r"\d", "[甲丙]", "[^乙]", "(?:甲乙|丙)", "甲?", "(?:乙|丙丁){0,2}", "丁{2}", "(?=甲)", "."]
)


@given(st.lists(PIECES, min_size=1, max_size=4), st.text("甲乙丙丁1２", max_size=5))
def test_no_match_is_left_out(pieces: list[str], text: str) -> None:
    pattern = "".join(pieces)
    regex, opening, needed = read_pattern(pattern)
    match = re.match(pattern, text)
    found = regex.match(text)
    assert (found and found.span()) == (match and match.span())
    if match and match.end():
        assert opening.allows(text[0], text[1:2])
        assert needed is None or needed & set(match[0]) or (r"\d" in needed and any(c.isdecimal() for c in match[0]))
