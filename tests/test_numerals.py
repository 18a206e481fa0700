"""The arithmetic of numerals, and where a text has one."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.lexicon import load_lexicons
from duban.mentions.numerals import find_numerals, parse_numeral, parse_range

WRITINGS = {
    "三千五百": "3500", "三千零五": "3005", "两万余": "20000", "一点五万": "15000", "十五": "15", "二十": "20",
    "一万五": "15000", "三百万": "3000000", "一亿二千万": "120000000", "五千三百二十一万": "53210000",
    "三万零五十": "30050", "百分之五点五": "0.055", "四分之三": "0.75", "三成五": "0.35", "六成半": "0.65",
    "过半": "0.5", "一半": "0.5", "十几": "10", "3.5万": "35000", "1200多亿": "120000000000",
    "1万亿": "1000000000000", "3万5千": "35000", "75,000": "75000", "75 000": "75000", "２６０": "260",
    "1,234,567.5": "1234567.5",
    "二〇一八": "2018", "二零零八": "2008", "一九九八": "1998", "5千": "5000", "三十万": "300000",
}  # fmt: skip


@pytest.mark.parametrize(("surface", "number"), WRITINGS.items())
def test_each_writing_has_its_number(surface: str, number: str) -> None:
    assert parse_numeral(surface) == Decimal(number)


@pytest.mark.parametrize("surface", ["数百", "三五", "二三十", "一般", "", "五个", "零点", "分之", "一二.三"])
def test_what_writes_no_single_number_has_none(surface: str) -> None:
    assert parse_numeral(surface) is None


def test_neighbouring_digits_are_a_range() -> None:
    assert parse_range("一百二三十") == (Decimal(120), Decimal(130))
    assert parse_range("二〇一二") is None


@given(st.integers(min_value=1, max_value=10**12))
def test_arabic_digits_keep_their_value(number: int) -> None:
    assert parse_numeral(str(number)) == parse_numeral(f"{number:,}") == number


@given(st.text(alphabet="一二三十百千万亿零两点分之成半余多几数3.5,% ", max_size=12))
def test_no_writing_raises(surface: str) -> None:
    parse_numeral(surface)


@given(st.text(alphabet="一统般三千亿万12.,个年双过半", max_size=30))
def test_surface_stands_at_its_span(text: str) -> None:
    for numeral in find_numerals(text, load_lexicons()):
        assert text[numeral.span.start : numeral.span.end] == numeral.surface


def test_words_with_a_digit_are_no_numerals() -> None:
    assert [n.surface for n in find_numerals("统一部署一般项目三十个", load_lexicons())] == ["三十"]
