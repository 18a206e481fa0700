"""A quantity: the number, the unit as written, the comparator, the value in base units."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.lexicon import load_lexicons
from duban.mentions.quantities import Quantity, find_quantities
from duban.spans import Span

LEX = load_lexicons()


def only(text: str) -> Quantity:
    """The single quantity of *text*."""
    found = find_quantities(text, LEX)
    assert len(found) == 1, found
    return found[0]


READINGS = {
    "完成投资162亿元": "eq 162 亿元",
    "新增就业110万人以上": "ge 110 万人",
    "筹集资金600多万元": "gt 600 万元",
    "惠及500多个村": "gt 500 个",
    "约4.5万余人": "approx 4.5 万人",
    "失业率控制在5.5%以内": "le 5.5 %",
    "失业率控制在5.5%左右": "approx 5.5 %",
    "失业率控制在5.5%内": "le 5.5 %",
    "优良率不低于98%": "ge 98 %",
    "里程突破1000公里": "gt 1000 公里",
    "用电不足三成": "lt 3 成",
    "参保率百分之九十五以上": "ge 95 %",
    "减少四分之三": "eq 75 %",
    "任务过半": "gt 50 %",
    "进入前三名": "le 3 位",
    "进入前十名": "le 10 名",
    "投资1万亿元": "eq 1 万亿元",
    "供水三千二百万立方米": "eq 3200 万立方米",
    "产值超千亿元": "gt 1000 亿元",
    "产值突破万亿元": "gt 1 万亿元",
    "订单近亿元": "approx 1 亿元",
    "提高1.5个百分点": "eq 1.5 个百分点",
    "投资22亿": "eq 22 亿",
    "至少建成3座": "ge 3 座",
    "每周至少一次": "ge 1 次",
    "产值翻一番": "eq 1 番",
    "培训4万人次": "eq 4 万人次",
    "浓度77ug/m3": "eq 77 ug/m3",
}


@pytest.mark.parametrize(("text", "reading"), READINGS.items())
def test_number_unit_and_comparator(text: str, reading: str) -> None:
    found = only(text)
    assert f"{found.comparator} {found.value} {found.unit}" == reading


RANGES = {
    "增长5%—6%": (5, 6, "%"),
    "选派10至12个": (10, 12, "个"),
    "投入3-5万元": (3, 5, "万元"),
    "需要三五个": (3, 5, "个"),
    "二三十人": (20, 30, "人"),
    "投资8000万—1亿元": (Decimal("0.8"), 1, "亿元"),
}


@pytest.mark.parametrize(("text", "parts"), RANGES.items())
def test_a_range_has_both_ends(text: str, parts: tuple[Decimal, Decimal, str]) -> None:
    found = only(text)
    assert (found.comparator, found.value, found.value_max, found.unit) == ("range", *parts)


BASES = {
    "162亿元": ("16200000000", "CNY"),
    "90%": ("0.9", "ratio"),
    "1.5个百分点": ("0.015", "ratio"),
    "6840亩": ("4560000", "m2"),
    "3.2万人": ("32000", "人"),
    "1300亿斤": ("65000000000", "kg"),
    "三成五": ("0.35", "ratio"),
    "2689.5万吨": ("26895000000", "kg"),
    "1000万千瓦": ("10000000000", "W"),
}


@pytest.mark.parametrize(("text", "canonical"), BASES.items())
def test_canonical_values_are_exact(text: str, canonical: tuple[str, str]) -> None:
    found = only(text).canonical
    assert found is not None
    assert (str(found.value), found.unit) == canonical


@pytest.mark.parametrize(
    "text", ["2025年12月31日", "PM2.5", "第5位", "一般公共预算", "统一部署", "十四五", "两会", "近三年来"]
)
def test_what_is_no_quantity(text: str) -> None:
    assert [q for q in find_quantities(text, LEX) if q.kind != "duration"] == []


def test_a_step_is_no_range() -> None:
    assert [q.value for q in find_quantities("从5%到6%", LEX)] == [5, 6]


def test_damaged_digits_have_no_value() -> None:
    found = find_quantities("完成投资162亿元，新建30个", LEX, damaged=[Span(4, 5)])
    assert [(q.value, q.canonical is None) for q in found] == [(None, True), (30, False)]


@given(st.text(alphabet="一二三十百千万亿两0123456789.,，、—至%个元人成过半约超不低于以上内多余前名 ", max_size=40))
def test_surface_stands_at_its_span(text: str) -> None:
    for found in find_quantities(text, LEX):
        assert text[found.span.start : found.span.end] == found.surface
        assert found.span.holds(found.number)


def test_an_absurd_number_is_read_without_harm() -> None:
    assert find_quantities("9" * 5000 + "亿元", LEX)[0].value is None
    assert only("9" * 30 + "万亿元").canonical is not None
