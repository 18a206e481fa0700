"""Where units begin and end, and what each is on the page. A cut is written ‖."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.lexicon import load_lexicons
from duban.segment import segment

LEX = load_lexicons()
CUTS = [
    "完成投资3亿元；‖一要抓进度，‖二要抓质量。",
    "会议要求，‖一是早谋划；‖二是早落实。",
    "（一）摸底排查。‖各村逐户登记。‖（二）集中整改。",
    "建成学校3所（其中新建2所；改建1所）。‖招生900人。",
    "“今年一定要通车！”‖工程指挥部负责人说。",
    "全面排查①校舍，‖②食堂。",
    "落实“一是一、二是二”的作风。",
    "第一要务是发展。",
    "达到①级标准。",
    "标题没有句号‖\n正文从这里开始。",
    "(1)清淤；‖(2)护岸。",
    "1.清理欠款。‖（市财政局牵头，各县区负责）‖2.建立台账。",
    "（由市财政局负责）3.5亿元已到位。",
]


@pytest.mark.parametrize("case", CUTS)
def test_a_unit_ends_where_the_case_cuts(case: str) -> None:
    text = case.replace("‖", "")
    assert [unit.text for unit in segment(text, LEX).units] == [part.strip() for part in case.split("‖")]


@given(
    st.lists(
        st.sampled_from(["一要", "（一）", "抓好春耕", "。", "；", "（", "）", "”", "\n", " ", "3亿元", "，", "①"])
    ).map("".join)
)
def test_units_hold_all_that_is_no_white_space_in_order(text: str) -> None:
    units = segment(text, LEX).units
    assert "".join("".join(unit.text.split()) for unit in units) == "".join(text.split())
    assert all(text[unit.span.start : unit.span.end] == unit.text for unit in units)
    assert all(before.span.end <= after.span.start for before, after in pairwise(units))


def roles(text: str) -> list[str]:
    """The roles of the units of *text*."""
    return [unit.role for unit in segment(text, LEX).units]


def test_a_news_page_has_head_matter_body_and_byline() -> None:
    page = (
        "首页\n云岭县部署春耕备耕\n早谋划 早行动\n发布时间：2021-03-02\n"
        "县里昨天召开会议。\n压实责任\n会议要求抓紧育秧。\n（记者 周小禾）"
    )
    assert roles(page) == ["portal", "title", "kicker", "dateline", "body", "heading", "body", "byline"]


def test_the_title_is_the_line_that_a_portal_repeats() -> None:
    page = "栏目新闻\n青禾县修通环湖公路\n青禾县修通环湖公路\n发布时间：2020-05-01\n公路昨天通车。"
    layout = segment(page, LEX)
    assert layout.title is not None
    assert page[slice(*layout.title)] == "青禾县修通环湖公路"
    assert roles(page)[:3] == ["kicker", "kicker", "title"]


def test_a_notice_has_number_addressee_and_signature() -> None:
    notice = (
        "关于开展秋冬季防火工作的通知\n云政办发〔2020〕7号\n各乡镇人民政府，县政府各部门：\n现将有关事项通知如下：\n"
        "一、加强巡查\n各乡镇要每日巡查。\n（县林业局牵头，各乡镇配合）\n云岭县人民政府办公室\n2020年10月8日"
    )
    assert roles(notice) == [
        "title", "docnum", "addressee", "lead_in", "heading", "body", "owner", "signature", "signature",
    ]  # fmt: skip


def test_sections_follow_the_depth_of_their_markers() -> None:
    layout = segment("一、总体要求\n（一）目标\n建成。\n（二）原则\n坚持。\n二、任务\n修路。", LEX)
    told = [(section.heading, section.level, section.parent) for section in layout.sections]
    assert told == [("总体要求", 2, None), ("目标", 3, 0), ("原则", 3, 0), ("任务", 2, None)]
    assert [unit.section for unit in layout.units] == [0, 1, 1, 2, 2, 3, 3]


def test_the_rows_of_a_table_know_their_columns() -> None:
    layout = segment("序号\t任务\t牵头单位\t完成时限\n1\t新建学校2所\t县教育局\t8月底前\n说明\t合并", LEX)
    assert layout.tables.heads == {0}
    cells = [(cell.role, layout.text[slice(*cell.span)]) for cell in layout.tables.rows[1]]
    assert cells == [("number", "1"), ("task", "新建学校2所"), ("lead", "县教育局"), ("deadline", "8月底前")]
    assert 2 not in layout.tables.rows
