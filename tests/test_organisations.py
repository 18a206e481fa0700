"""Which bodies stand where a body can be addressed, made to answer or quoted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.lexicon import load_lexicons
from duban.mentions.organisations import find_organisations

LEX = load_lexicons()

BODIES = {
    "各级各部门要抓紧排查。": ["各级各部门"],
    "全省各级各部门要坚持目标。": ["各级各部门"],
    "各有关地区和部门、各工业园区要落实责任。": ["各有关地区", "各有关部门", "各工业园区"],
    "（财政部、农业农村部等和各省级人民政府负责）": ["财政部", "农业农村部", "各省级人民政府"],
    "6个推进组将制定方案。": ["推进组"],
    "县防汛抗旱指挥部出台了方案。": ["县防汛抗旱指挥部"],
    "市政府办公室印发市委文件。": ["市政府办公室"],
    "省委省政府决定，动员全省。": ["省委", "省政府"],
    "由市教育局会同市财政局落实。": ["市教育局", "市财政局"],
    "教育部门要加强监管，有关部门要配合。": ["教育部门", "有关部门"],
    "各县区、各行业主管部门要制定方案。": ["各县区", "各行业主管部门"],
    "县委督查室要跟踪督办。": ["县委督查室"],
    "由市文化和旅游局牵头。": ["市文化和旅游局"],
    "东篱市政府召开会议。": ["东篱市政府"],
    "成立县农田水利会战指挥部，": ["县农田水利会战指挥部"],
    "根据市政府下达的目标，": ["市政府"],
    "我代表市人民政府报告工作。": ["市人民政府"],
}


NO_BODIES = [
    "新增公办幼儿园学位900个，",
    "争创国家新型工业化示范区，",
    "委托办成普惠性民办园的，",
    "形成区域协调发展新格局，",
    "改造城镇老旧小区，",
    "运行良好。服务民营企业，",
]


@pytest.mark.parametrize("text", NO_BODIES)
def test_what_only_ends_like_a_body_is_none(text: str) -> None:
    assert [body.name for body in find_organisations(text, LEX)] == []


@pytest.mark.parametrize(
    ("text", "deeds"),
    [
        ("按照市委、市政府统一部署，", {"市委": "deploys", "市政府": "deploys"}),
        ("市政府印发了方案，", {"市政府": "issues"}),
        ("成立百日攻坚领导小组，", {"百日攻坚领导小组": "set_up"}),
        ("现在，我代表县人民政府报告工作。", {"县人民政府": "represented"}),
        ("向市政府报告。", {"市政府": ""}),
    ],
)
def test_what_a_body_does_is_read_beside_it(text: str, deeds: dict[str, str]) -> None:
    assert {body.name: body.deed for body in find_organisations(text, LEX)} == deeds


@pytest.mark.parametrize(("text", "names"), BODIES.items())
def test_bodies_are_read_by_name(text: str, names: list[str]) -> None:
    assert [body.name for body in find_organisations(text, LEX)] == names


def test_many_bodies_under_one_word_are_collective() -> None:
    assert [body.collective for body in find_organisations("各乡镇、县水利局要抓紧。", LEX)] == [True, False]


def test_the_kind_follows_from_the_name() -> None:
    kinds = {body.name: body.kind for body in find_organisations("市委、市政府、市水利局、市防汛指挥部", LEX)}
    assert kinds == {"市委": "party", "市政府": "government", "市水利局": "department", "市防汛指挥部": "working_group"}


@given(st.text(alphabet="省市县各级部门局委办（）、和由要政府有关地区单位财教育 \n", max_size=60))
def test_spans_lie_in_the_text_in_order(text: str) -> None:
    found = find_organisations(text, LEX)
    assert all(0 <= body.span.start < body.span.end <= len(text) for body in found)
    assert [body.span for body in found] == sorted(body.span for body in found)
