"""Where times lie on the calendar, what they lean on, and what they do in their sentence."""

import re
from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.facts.asked_times import read_times
from duban.facts.published import Published, infer_published
from duban.facts.time_roles import binding_times
from duban.facts.times import Time, resolve_times
from duban.lexicon import load_lexicons
from duban.mentions.times import find_times
from duban.segment import segment

LEX = load_lexicons()
DAY_RE = re.compile(r"(?:\d{4}|XXXX)-(?:0[1-9]|1[0-2]|XX)-(?:0[1-9]|[12]\d|3[01]|XX)")


@dataclass(frozen=True)
class Label:
    label: str


def resolve(text: str, label: str = "task", published: str | None = None) -> list[Time]:
    units = segment(text, LEX).units
    return resolve_times(find_times(text, LEX), text, units, [Label(label)] * len(units), published=published, lex=LEX)


def sides(times: list[Time]) -> list[tuple[str | None, str | None]]:
    return [(time.start, time.end) for time in times]


class TestAnchors:
    """What the words lean on."""

    def test_without_an_anchor_the_year_stays_unknown(self) -> None:
        (this, next_year) = resolve("今年6月底前完成设计，明年上半年开工。")
        assert (this.end, this.year_offset, this.basis) == ("XXXX-06-30", 0, "unresolved")
        assert (next_year.start, next_year.end, next_year.year_offset) == ("XXXX-01-01", "XXXX-06-30", 1)

    def test_a_range_into_next_year(self) -> None:
        assert sides(resolve("11月1日至明年3月31日", published="2021-10-20")) == [("2021-11-01", "2022-03-31")]

    def test_yesterday_of_a_known_month_has_no_day(self) -> None:
        assert sides(resolve("昨天下午召开会议。", "other", "2019-08")) == [("2019-08-XX", "2019-08-XX")]

    def test_month_of_a_january_report_is_last_year_s(self) -> None:
        assert sides(resolve("12月20日全线贯通。", "status", "2022-01-15")) == [("2021-12-20", "2021-12-20")]

    def test_month_of_a_november_order_is_next_year_s(self) -> None:
        assert sides(resolve("3月底前完成整改。", "task", "2022-11-15")) == [(None, "2023-03-31")]

    def test_the_heading_gives_its_year(self) -> None:
        text = "一、2018年工作回顾\n全年完成投资5亿元，同比增长3%。\n"
        assert sides(resolve(text, "status", "2019-02-01"))[1:] == [
            ("2018-01-01", "2018-12-31"),
            ("2017-01-01", "2017-12-31"),
        ]

    def test_same_span_leans_on_the_span_before_it(self) -> None:
        months, same = resolve("1-8月，工业用电同比增长4%。", "status", "2020-09-10")
        assert (same.start, same.end, same.role, same.anchor) == ("2019-01-01", "2019-08-31", "reference", 0)
        assert months.role == "event"

    def test_a_task_does_not_take_over_a_past_year(self) -> None:
        text = "在2017年试点的基础上，力争10月底前铺开。"
        assert resolve(text, "task", "2019-05-05")[-1].end == "2019-10-31"

    def test_the_campaign_gives_its_window(self) -> None:
        text = "决定从4月8日起至7月底，在全区开展排查整治行动。\n行动期间，每周报送进度。\n"
        assert sides(resolve(text, "task", "2021-04"))[-1] == ("2021-04-08", "2021-07-31")

    def test_an_occasion_keeps_the_month_the_text_gave_it(self) -> None:
        text = "6月份龙舟赛期间客流大增。今年龙舟赛期间无事故。"
        assert sides(resolve(text, "status", "2021-07"))[1] == ("2021-06-01", "2021-06-30")


class TestCalendar:
    """Days that need counting."""

    @pytest.mark.parametrize(
        ("text", "end"),
        {
            "2024年2月底前": "2024-02-29", "6月前": "2020-05-31", "1月前": "2019-12-31", "2021年前": "2020-12-31",
            "2021年春节前": "2021-02-11", "10月15日前": "2020-10-15", "到2035年": "2035-12-31", "本周内": "2020-06-14",
            "第二季度前": "2020-03-31", "“十四五”末": "2025-12-31",
        }.items(),
    )  # fmt: skip
    def test_limits(self, text: str, end: str) -> None:
        assert read_times(text, date(2020, 6, 10), LEX)[0].end == end

    def test_a_day_that_does_not_exist_has_no_sides(self) -> None:
        (time,) = read_times("2021年2月30日", None, LEX)
        assert (time.start, time.end, time.basis) == (None, None, "unresolved")

    def test_recurring_dates_have_no_year(self) -> None:
        assert read_times("每月25日前", date(2020, 6, 10), LEX)[0].end == "XXXX-XX-25"


class TestRoles:
    """What a time does."""

    @pytest.mark.parametrize(
        ("text", "label", "role"),
        [
            ("到2026年建成泵站5座。", "task", "deadline"),
            ("今年需完成投资2亿元。", "task", "deadline"),
            ("确保全年各项目标任务完成。", "task", "period"),
            ("比2019年下降3%。", "status", "reference"),
            ("现在距离年底只剩几周。", "status", "reference"),
            ("去年完成投资2亿元。", "status", "event"),
            ("到去年底已建成3座。", "status", "event"),
            ("以优异成绩迎接新中国成立75周年。", "task", "event"),
            ("今年是改革攻坚年。", "task", "event"),
            ("部署了下半年工作。", "other", "period"),
            ("从7月起执行新标准。", "task", "period"),
        ],
    )
    def test_role(self, text: str, label: str, role: str) -> None:
        assert resolve(text, label, "2022-06-10")[0].role == role


class TestBinding:
    """By which time a unit is due."""

    def due(self, text: str) -> list[str | None]:
        units = segment(text, LEX).units
        times = resolve(text, "task", "2022-03-01")
        return [times[bound.time].end if bound else None for bound in binding_times(units, times)]

    def test_the_last_of_several(self) -> None:
        assert self.due("2022年5月底前完成设计，2022年11月底前完成施工。") == ["2022-11-30"]

    def test_a_time_before_the_first_clause_dates_the_sentence(self) -> None:
        assert self.due("2022年6月底前，完成排查；建立台账。") == ["2022-06-30", "2022-06-30"]

    def test_a_recurring_date_binds_nothing(self) -> None:
        assert self.due("每月25日前报送进度。") == [None]

    def test_what_a_task_only_serves_binds_nothing(self) -> None:
        assert self.due("集中清理欠账，为确保全年目标任务奠定基础。") == [None]


class TestPublished:
    """When a document was published."""

    @pytest.mark.parametrize(
        ("text", "published"),
        {
            "发布时间：2015-11-02\n全县开展排查。\n": Published("2015-11-02", "metadata"),
            "请认真执行。\n县人民政府办公室\n2017年4月6日\n": Published("2017-04-06", "dateline"),
            "关于开展排查的通知\n县政办〔2018〕12号\n各乡镇：\n请于10月底前完成。\n": Published("2018", "inferred"),
            "某网1月9日讯 2019年，全市用电增长4%。2019年新增用户3万户。": Published("2020-01-09", "dateline"),
            "——2021年1月12日在县第九届人民代表大会第五次会议上\n": Published("2021-01-12", "dateline"),
            "到2025年建成泵站5座。": None,
            "力争今年完成投资3亿元。": None,
        }.items(),
    )
    def test_what_dates_a_document(self, text: str, published: Published | None) -> None:
        assert infer_published(text, segment(text, LEX).units, find_times(text, LEX), None, LEX) == published

    def test_a_given_date_is_kept(self) -> None:
        assert infer_published("", [], [], "2020-05", LEX) == Published("2020-05", "given")


@given(
    st.text(
        alphabet="今明去全年月日底初前到至从起以来期间上半季度第一二三十0129.-—“”五，。\n天个春节同比昨本周每",
        max_size=40,
    )
)
def test_every_side_is_a_day_and_nothing_raises(text: str) -> None:
    for anchor in (None, "2020", "2020-02", "2020-02-29"):
        for time in resolve(text, "status", anchor):
            assert all(side is None or DAY_RE.fullmatch(side) for side in (time.start, time.end))
            assert (time.basis == "unresolved") == ("X" in f"{time.start}{time.end}" or not (time.start or time.end))
