"""Targets: one row per number and indicator, as the contract defines them."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.facts.ledger import account_for_numerals
from duban.facts.targets import Target, find_targets
from duban.lexicon import load_lexicons
from duban.mentions.numerals import find_numerals
from duban.mentions.quantities import find_quantities
from duban.mentions.times import find_times
from duban.spans import Span

LEX = load_lexicons()


@dataclass(frozen=True)
class Whole:
    """A text that is one unit, with its reading."""

    span: Span
    label: str = "task"
    modality: str | None = "binding"
    marker: str | None = None
    role: str = "body"


def read(text: str, label: str = "task") -> list[Target]:
    """The targets of a text that is one unit."""
    unit = Whole(Span(0, len(text)), label)
    return find_targets(text, [unit], [unit], find_quantities(text, LEX), find_times(text, LEX), LEX)


def rows(targets: Sequence[Target]) -> list[str]:
    """Rows in short: indicator, comparator, value, unit, kind."""
    return [f"{t.indicator} {t.comparator} {t.value} {t.unit} {t.kind}" for t in targets]


TASKS = {
    "确保完成工业投资86亿元以上": ["工业投资 ge 86 亿元 level"],
    "财政收入增长6%左右": ["财政收入 approx 6 % change"],
    "打造3个示范园区": ["示范园区 eq 3 个 level"],
    "城镇新增就业5万人": ["城镇新增就业 eq 5 万人 change"],
    "压减煤炭产能30万吨、水泥12万吨": ["煤炭产能 eq 30 万吨 change", "水泥 eq 12 万吨 change"],
    "新建书屋20个、“爱心驿站”8个": ["书屋 eq 20 个 level", "“爱心驿站” eq 8 个 level"],
    "补助标准从300元提高至500元": ["补助标准 eq 500 元 level"],
    "完成年度计划的85%": ["年度计划 eq 85 % progress"],
    "省道改造里程、桥梁数量等指标都要达到95%": ["省道改造里程 eq 95 % share", "桥梁数量 eq 95 % progress"],
    "参保率稳定在96%以上": ["参保率 ge 96 % share"],
    "常住人口城镇化率提高0.8个百分点": ["常住人口城镇化率 eq 0.8 个百分点 change"],
    "经济总量翻一番": ["经济总量 eq 1 番 multiple"],
    "增速高于全国1.2个百分点": ["增速 eq 1.2 个百分点 change"],
    "危房、旧桥全部改造": ["改造 eq 100 % coverage", "改造 eq 100 % coverage"],
    "30个重点村全部达标": ["达标 eq 30 个 coverage"],
    "收入增速不低于全省平均水平": ["收入增速 ge None None relative"],
    "居民收入与经济增长同步": ["居民收入 eq None None relative"],
    "民间投资占固定资产投资比重达45%": ["民间投资占固定资产投资比重 eq 45 % share"],
    "审批时限压缩至2个工作日": ["审批时限 eq 2 个工作日 level"],
    "办理时限压缩到3个工作日以内": ["办理时限 le 3 个工作日 level"],
    "供水普及率由86%提高到93%": ["供水普及率 eq 93 % level"],
    "产值增长8%，力争达到10%": ["产值 eq 8 % change", "产值 eq 10 % change"],
    "新建高标准果园2万亩": ["高标准果园 eq 2 万亩 level"],
    "县水利局要统筹整合资金2亿元": ["资金 eq 2 亿元 level"],
    "在2020年基础上产值翻一番": ["产值 eq 1 番 multiple"],
    "完成60%以上的整治任务": ["整治任务 ge 60 % progress"],
    "推动5个以上亿元项目开工建设": ["开工建设 ge 5 个 level"],
    "投资增速比上年同期快3个百分点": ["投资增速 eq 3 个百分点 change"],
    "收入比全国、全省分别高0.4个、0.2个百分点": ["收入 eq 0.4 个百分点 change", "收入 eq 0.2 个百分点 change"],
    "城乡居民收入比缩小至2.1:1": ["城乡居民收入比 eq 2.1  level"],
    "孕产妇死亡率控制在9/10万以内": ["孕产妇死亡率 le 9 /10万 share"],
}


@pytest.mark.parametrize(("text", "expected"), TASKS.items())
def test_a_task_states_its_targets(text: str, expected: list[str]) -> None:
    assert rows(read(text + "。")) == expected


def test_a_place_is_told_of_by_the_measure_of_the_lead_in() -> None:
    text = "从投资进度看，甲河县完成年度计划的58%，居全市第1位；乙山县、丙水县分别完成年度计划的55%、52%。"
    found = read(text, "status")
    assert [(t.indicator, t.scope, str(t.value)) for t in found] == [
        ("投资", "甲河县", "58"),
        ("投资", "甲河县", "1"),
        ("投资", "乙山县", "55"),
        ("投资", "丙水县", "52"),
    ]


def test_each_clause_has_its_own_status() -> None:
    (done, owed) = read("全市已淘汰老旧货车9000辆，年内计划再淘汰4000辆。")
    assert (done.status, owed.status, owed.kind, owed.direction) == ("actual", "target", "change", "down")


def test_of_two_hopes_each_keeps_its_strength() -> None:
    assert [t.modality for t in read("财政收入确保增长5%、力争增长8%。")] == ["binding", "aspirational"]


NOT_TARGETS = [
    "做到“两个维护”",
    "重点抓好六方面工作",
    "出台30条措施",
    "推动10个重点镇发展",
    "加快总投资60亿元的项目建设",
    "全长8.8公里的公路",
    "落实“八有”标准",
    "在28个省推广经验",
    "用三年时间完成",
]


@pytest.mark.parametrize("text", NOT_TARGETS)
def test_a_number_only_mentioned_is_no_target(text: str) -> None:
    assert read(text + "。") == []


def test_a_part_points_to_its_whole() -> None:
    found = read("3000万元以上项目开工50项（其中工业项目20项），竣工25项。")
    assert rows(found) == ["开工 eq 50 项 level", "开工 eq 20 项 level", "竣工 eq 25 项 level"]
    assert [t.whereof for t in found] == [None, 0, None]


def test_each_number_has_its_item() -> None:
    found = read("城镇居民、农村居民收入分别增长5%、6.5%左右。")
    assert rows(found) == ["城镇居民收入 approx 5 % change", "农村居民收入 approx 6.5 % change"]


def test_a_figure_for_several_rows_is_told_of_each() -> None:
    found = read("开发区完成投资12亿元，拓展面积6000亩，均完成年度计划的90%。", "status")
    assert rows(found)[2:] == ["投资 eq 90 % progress", "拓展面积 eq 90 % progress"]


def test_comparisons_keep_their_reference() -> None:
    found = read("优良天数300天，比2019年增加12天，居全省第4位。", "status")
    assert rows(found) == ["优良天数 eq 300 天 level", "优良天数 eq 12 天 change", "优良天数 eq 4 位 rank"]
    assert [t.reference for t in found] == [None, "2019年", "全省"]


def test_a_sentence_may_hold_what_is_and_what_shall_be() -> None:
    found = read("目前已完成投资近2亿元，今年将完成投资5亿元。")
    assert [(t.status, t.modality, t.comparator) for t in found] == [
        ("actual", None, "approx"),
        ("target", "planned", "eq"),
    ]


def test_units_that_commit_nobody_hold_no_targets() -> None:
    assert read("新建书屋20个。", "other") == read("新建书屋20个。", "exhortation") == []


def test_every_numeral_is_accounted_for() -> None:
    text = "（一）到2025年新建书屋20个，落实“八有”标准，出台3条措施，列第2批。"
    unit = Whole(Span(0, len(text)), marker="（一）")
    quantities, times = find_quantities(text, LEX), find_times(text, LEX)
    targets = find_targets(text, [unit], [unit], quantities, times, LEX)
    entries = account_for_numerals(text, find_numerals(text, LEX), [unit], quantities, targets, times, LEX)
    found = {text[slice(*e.span)]: e.read_as for e in entries}
    assert found == {"一": "marker", "2025": "time", "20": "target", "八": "name", "3": "count", "2": "ordinal"}


PIECES = [
    *(
        "确保",
        "新增",
        "投资",
        "增长",
        "分别",
        "全部",
        "其中",
        "占",
        "计划",
        "的",
        "、",
        "，",
        "和",
        "5%",
        "3个",
        "20亿元",
    ),
    *(
        "从",
        "提高至",
        "全覆盖",
        "居全省第3位",
        "翻番",
        "（",
        "）",
        "“",
        "”",
        "不低于",
        "全国平均水平",
        "2025年",
        "比",
        "村",
    ),
]


@given(st.lists(st.sampled_from(PIECES), max_size=25), st.sampled_from(["task", "status"]))
def test_no_text_raises_and_text_stands_at_its_span(pieces: list[str], label: str) -> None:
    text = "".join(pieces)
    for target in read(text, label):
        assert text[target.span.start : target.span.end] == target.text
        assert target.indicator
        assert target.whereof is None or target.whereof >= 0
