"""Which words are a time, and what they say without an anchor."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.lexicon import load_lexicons
from duban.mentions.times import find_times, parse_time

LEX = load_lexicons()

FOUND = {
    "力争到2025年全县通水，今年上半年完成勘测。": ["到2025年", "今年上半年"],
    "自去年10月启动改造以来，已完工3条。": ["自去年10月启动改造以来"],
    "从3月5日起至6月底开展排查": ["从3月5日起至6月底"],
    "“十四五”时期建成，“十五五”开局之年投用": ["“十四五”时期", "“十五五”"],
    "未来48小时内有雨，再干60天": ["未来48小时内", "60天"],
    "1.2023年6月底前上报": ["2023年6月底前"],
    "2019-2021年，2022—2025年": ["2019-2021年", "2022—2025年"],
    "9月1日至15日集中整治，22日下午验收": ["9月1日至15日", "22日下午"],
    "游客人次年均增长，PM2.5年均浓度下降": [],
    "《城东区2021年防汛方案》“5年见成效”": [],
    "县政办〔2020〕12号 2019级学生 安全年 以前年度": [],
    "目前 近期 当前 近年来 多年来 几个月来 今后一个时期": [],
    "实施三年行动，达标天数210天，每年考核一次": [],
    "张国庆说，五一路今天的面貌": [],
    "冬季清洁取暖": [],
}


@pytest.mark.parametrize(("text", "surfaces"), FOUND.items())
def test_times_and_what_only_looks_like_them(text: str, surfaces: list[str]) -> None:
    assert [mention.surface for mention in find_times(text, LEX)] == surfaces


LENGTHS = {
    "一年半时间": "P1Y6M", "两个半月的时间": "P2M15D", "半年多时间": "P6M", "3至5年时间": "P5Y", "未来72小时": "PT72H",
    "近三年": "P3Y", "这2个月": "P2M", "10个工作日内": "P10D", "两周时间": "P2W", "半天时间": "PT12H",
}  # fmt: skip


@pytest.mark.parametrize(("surface", "length"), LENGTHS.items())
def test_lengths_are_durations(surface: str, length: str) -> None:
    mention = parse_time(surface, LEX)
    assert mention is not None
    assert mention.length == length


def test_what_is_no_time_from_end_to_end_is_not_parsed() -> None:
    assert parse_time("2020年完成", LEX) is None
    assert parse_time("全县", LEX) is None


@given(
    st.text(
        alphabet="今明去全年月日底初前到至从起以来期间上半季度第一二三十0129.-—“”五《》，。\n天个时春节同比",
        max_size=40,
    )
)
def test_surface_stands_at_its_span(text: str) -> None:
    end = 0
    for mention in find_times(text, LEX):
        assert text[mention.span.start : mention.span.end] == mention.surface
        assert mention.span.start >= end
        end = mention.span.end


@pytest.mark.parametrize("piece", ["今年", "到2020", "1月", "自去年", "“", "《2020年", "1-", "期间", "十", "年以来"])
def test_time_is_linear_in_length(piece: str) -> None:
    def seconds(count: int) -> float:
        start = time.perf_counter()
        find_times(piece * count, LEX)
        return time.perf_counter() - start

    find_times(piece * 100, LEX)
    assert seconds(8000) < 12 * seconds(2000) + 0.2
