"""What a unit is: each line of a case is one unit, its reading before the bar.

T task, E exhortation, S status, . none of these; behind T and E the modality: b binding, p planned, a aspirational.
"""

import pytest

from duban.facts.readings import read_units
from duban.lexicon import load_lexicons
from duban.segment import segment

LEX = load_lexicons()
LETTERS = {"task": "T", "exhortation": "E", "status": "S", "other": "."}
CASES = {
    "a notice": """
. |关于做好城区内涝治理工作的通知
. |各街道办事处，区政府各部门：
. |现将有关事项通知如下：
. |一、工作措施
Tb|（一）全面摸底排查。
Tb|各街道以社区为单位，逐条管网登记造册。
Tb|该项工作于2021年3月底前完成。
Tb|（二）集中整改。
Tb|对需要翻建的管网，原则上于2021年10月底前完工；
Tb|不得带病运行。
. |（区住建局牵头，各街道配合）
""",
    "a report that looks back, then ahead": """
. |政府工作报告
. |各位代表：
. |一、2029年工作回顾
S |新建公路120公里，改造危桥8座。
S |坚决打好蓝天保卫战，空气优良天数达到320天。
. |二、2030年重点工作
Tp|主要预期目标是：地区生产总值增长6%左右；
Tp|城镇新增就业3000人；
Tp|居民收入与经济增长同步。
Tb|（一）扩大有效投资
Tb|加快推进高铁新区建设，开工建设湖滨大道。
Tb|改造老旧小区12个。
""",
    "reported speech and the narrator": """
S |本报讯 今年以来，全县已建成高标准农田3万亩。
. |昨天，县委书记周岚主持召开春耕备耕会议。
Eb|周岚强调，各级各部门要提高政治站位，增强责任感。
Tb|要加快育秧进度，确保4月底前栽插完毕。
S |周岚指出，当前病虫害防治形势依然严峻。
. |副县长李衡出席会议。
""",
    "status and target of one project": """
S |记者了解到，环湖公路目前正在铺设路面。
Tp|全线已完成投资3亿元，今年将完成投资4亿元。
Tp|计划明年6月底通车。
Ta|其中湖西段力争年底前完工。
. |公路建成后，将极大方便沿线群众出行。
""",
    "a list that a sentence announces": """
Tb|我们要干好12件实事。
Tb|这3项重点工作是：加快管网改造；
Tb|实施危房改造；
Tb|加强政策宣传。
""",
    "meaning, meeting and thanks": """
. |记者 周小禾
. |开展这项行动，是改善人居环境的重要举措。
. |大会在县文化中心召开，各乡镇设分会场。
S |行动开展以来，得到了群众的广泛好评。
""",
}


@pytest.mark.parametrize("name", CASES)
def test_each_unit_reads_as_its_line_says(name: str) -> None:
    rows = [line.split("|") for line in CASES[name].strip().splitlines()]
    layout = segment("\n".join(text for _, text in rows), LEX)
    assert [unit.text for unit in layout.units] == [text for _, text in rows]
    readings, _ = read_units(layout, LEX)
    told = [(LETTERS[r.label] + (r.modality or " ")[0], r.rule) for r in readings]
    assert [letters for letters, _ in told] == [letters for letters, _ in rows], told


def reading(text: str) -> tuple[str, str | None]:
    """Label and modality of the only unit of a plan."""
    layout = segment("实施方案\n一、任务\n" + text, LEX)
    last = read_units(layout, LEX)[0][-1]
    return last.label, last.modality


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("力争年底前开工。", "aspirational"),
        ("将于年底前开工，确保明年通车。", "binding"),
        ("加快建设，力争年底前开工。", "binding"),
        ("将防火工作纳入年度考核。", "binding"),
        ("积极争取国家专项资金。", "binding"),
        ("计划年底前开工。", "planned"),
        ("完成年度计划的90%以上。", "binding"),
    ],
)
def test_of_several_modalities_the_strongest_wins(text: str, modality: str) -> None:
    assert reading(text) == ("task", modality)


@pytest.mark.parametrize(
    "text", ["提高政治站位，统一思想认识。", "凝聚共识，形成合力。", "要真抓实干，确保各项工作落到实处。"]
)
def test_what_could_never_be_checked_is_an_exhortation(text: str) -> None:
    assert reading(text)[0] == "exhortation"


def test_a_purpose_directs_nobody() -> None:
    layout = segment("本报讯 为确保群众安全过冬，县里储备了棉被2000床。", LEX)
    assert read_units(layout, LEX)[0][0].label == "status"
