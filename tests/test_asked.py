"""What somebody who asks for the quantities or the times of a text gets, beyond what a document's reader takes in."""

from decimal import Decimal

import pytest

from duban import find_quantities, find_times

DAY = "2021-06-16"

BARE = {
    "五十": "50", "二百三十五点六": "235.6", "负五": "-5", "两百亿": "20000000000", "1.2e3": "1200", "3又1/2": "3.5",
    "一又四分之三": "1.75", "肆佰贰拾": "420", "零点五": "0.5", "两万五千": "25000", "12 345 678": "12345678",
    "-3.5": "-3.5", "廿五": "25", "三千八百万四千零五": "38004005",
}  # fmt: skip


@pytest.mark.parametrize(("text", "value"), BARE.items())
def test_a_number_without_a_unit(text: str, value: str) -> None:
    (found,) = find_quantities(text)
    assert (found.value, found.unit, found.surface) == (Decimal(value), "", text)


MONEY_AND_MEASURES = {
    "三块五": ("3.5", "CNY"), "三块五毛钱": ("3.5", "CNY"), "5元3角": ("5.3", "CNY"), "五毛": ("0.5", "CNY"),
    "$12.5": ("12.5", "USD"), "港币3000元": ("3000", "HKD"), "一百卢布": ("100", "RUB"),
    "人民币100万": ("1000000", "CNY"), "一打": ("12", "个"), "两吨半": ("2500", "kg"), "三个半小时": ("3.5", "h"),
    "零下5摄氏度": ("-5", "degC"),
    "一米八": ("1.8", "m"), "六折": ("0.6", "ratio"), "八五折": ("0.85", "ratio"), "十万分之三": ("0.00003", "ratio"),
    "半成": ("0.05", "ratio"), "百分之百": ("1", "ratio"), "1/4": ("0.25", "ratio"), "3个亿": ("300000000", "1"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "canonical"), MONEY_AND_MEASURES.items())
def test_money_measures_and_shares_in_base_units(text: str, canonical: tuple[str, str]) -> None:
    (found,) = find_quantities(text)
    assert found.canonical is not None
    assert (found.canonical.value, found.canonical.unit) == (Decimal(canonical[0]), canonical[1])


BOUNDS = {
    "大于五且小于十": "range 5 10", "五百以上一千以下": "range 500 1000", "超过三百不到五百": "range 300 500",
    "至少50": "ge 50 None", "大于等于5": "ge 5 None", "≤10": "le 10 None", "不宜超过50": "le 50 None",
    "比5大": "gt 5 None", "5和10之间": "range 5 10", "从5到10": "range 5 10", "约50到60": "range 50 60",
    "一两个": "range 1 2", "十来个": "gt 10 None", "5或更多": "ge 5 None",
}  # fmt: skip


@pytest.mark.parametrize(("text", "bounds"), BOUNDS.items())
def test_bounds(text: str, bounds: str) -> None:
    (found,) = find_quantities(text)
    assert f"{found.comparator} {found.value} {found.value_max}" == bounds


@pytest.mark.parametrize("text", ["第三", "2019年3月5日", "十四届七次全会", "PM2.5", "一般", "统一部署"])
def test_what_is_no_quantity(text: str) -> None:
    assert find_quantities(text) == []


TIMES = {
    "今天下午三点": "2021-06-16/2021-06-16", "大后天": "2021-06-19/2021-06-19", "下周一": "2021-06-21/2021-06-21",
    "这个周末": "2021-06-19/2021-06-20", "上上个月": "2021-04-01/2021-04-30", "最近三天": "2021-06-13/2021-06-15",
    "未来三个月": "2021-06-17/2021-09-16", "三天后": "2021-06-19/2021-06-19", "五年前": "2016-06-16/2016-06-16",
    "3天内": "2021-06-16/2021-06-19", "去年国庆": "2020-10-01/2020-10-01", "3月的最后一天": "2021-03-31/2021-03-31",
    "今年第一季度末": "2021-03-31/2021-03-31", "2020年Q3": "2020-07-01/2020-09-30", "本季度": "2021-04-01/2021-06-30",
    "一、二季度": "2021-01-01/2021-06-30", "除夕": "2021-02-11/2021-02-11", "腊月": "2022-01-03/2022-01-31",
    "农历八月十五": "2021-09-21/2021-09-21", "本世纪20年代": "2020-01-01/2029-12-31", "98年": "1998-01-01/1998-12-31",
    "民国一百零四年五月": "2015-05-01/2015-05-31", "6/16": "2021-06-16/2021-06-16", "周五": "2021-06-18/2021-06-18",
    "月底前": "None/2021-06-30", "下周五之前": "None/2021-06-25", "2021年第20周": "2021-05-17/2021-05-23",
    "到 2025 年": "None/2025-12-31", "2021年 6 月底前": "None/2021-06-30",
}  # fmt: skip


@pytest.mark.parametrize(("text", "sides"), TIMES.items())
def test_a_time_counted_from_a_day(text: str, sides: str) -> None:
    (found,) = find_times(text, DAY)
    assert (f"{found.start}/{found.end}", found.surface) == (sides, text)


@pytest.mark.parametrize("text", ["十月革命", "目前", "近日", "第16号", "13/40", "先天与后天的"])
def test_what_is_no_time(text: str) -> None:
    assert find_times(text, DAY) == []


def test_without_a_day_lengths_stay_lengths() -> None:
    (found,) = find_times("未来三个月")
    assert (found.start, found.end, found.duration) == (None, None, "P3M")
