"""Who is named, with which posts, and where the name ends."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.lexicon import load_lexicons
from duban.mentions.people import find_people

LEX = load_lexicons()
CASES = Path(__file__).parent / "cases"


def read_cases(kind: str) -> list[tuple[str, str]]:
    """Sentences and the officials they name: name=post+post; ..."""
    lines = (CASES / kind / "news_officials.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith(("#", "form\t")))
    return [(sentence, people) for sentence, people in rows]


def officials_in(sentence: str) -> str:
    """The named people in office, as the cases write them."""
    found: dict[str, list[str]] = {}
    for mention in find_people(sentence, LEX):
        if mention.name and mention.public:
            found.setdefault(mention.name, []).extend(post.text for post in mention.posts)
    return "; ".join(f"{name}={'+'.join(dict.fromkeys(posts))}" for name, posts in found.items()) or "-"


NAMED = {
    "市委书记李明主持会议。": [("李明", ["市委书记"])],
    "市委副书记、市长孙立军出席。": [("孙立军", ["市委副书记", "市长"])],
    "副书记吕平和省委常委、常务副省长任海生要求。": [("吕平", ["副书记"]), ("任海生", ["省委常委", "常务副省长"])],
    "市领导王强、李娜、曹和佳等参加会议。": [("王强", ["市领导"]), ("李娜", ["市领导"]), ("曹和佳", ["市领导"])],
    "国家水利委周建平副主任讲话。": [("周建平", ["国家水利委副主任"])],
    "按照马建国书记要求，抓紧整改。": [("马建国", ["书记"])],
    "县长 王 刚": [("王刚", ["县长"])],
    "区委副书记、区长候选人陈涛出席。": [("陈涛", ["区委副书记", "区长候选人"])],
    "自治区主席嘎玛顿珠作报告。": [("嘎玛顿珠", ["自治区主席"])],
    "市长艾合买提·吐尔逊主持会议。": [("艾合买提·吐尔逊", ["市长"])],
    "市环保局大气处处长于建平说，": [("于建平", ["市环保局大气处处长"])],
    "由县委常委、组织部长周涛任组长。": [("周涛", ["县委常委", "组织部长"])],
    "成员：赵强（县财政局局长）、孙丽（县教育局局长）": [("赵强", ["县财政局局长"]), ("孙丽", ["县教育局局长"])],
    "责令安泽县人民政府县长孙光明写出检查。": [("孙光明", ["安泽县人民政府县长"])],
    "马志远同志一行考察了园区。": [("马志远", [])],
}  # fmt: skip

NOBODY_NAMED = [
    "县委书记高度重视。",
    "总书记关于扶贫工作的论述",
    "市长办公会议研究了方案。",
    "处长三角地区核心，查处长春企业。",
    "区县书记和区县长任网格长。",
    "主任安排部署了工作。",
    "省委书记来我县调研。",
    "各地党委书记要亲自抓。",
    "加强党委领导，健全领导机制。",
]

PRIVATE = ["青峰公司董事长、党委书记李志明讲话。", "某矿业集团公司总经理王体正", "云岭大学校长孙立", "北风煤矿矿长周平"]


@pytest.mark.parametrize(("text", "people"), NAMED.items())
def test_people_are_read_with_their_posts(text: str, people: list[tuple[str, list[str]]]) -> None:
    found = [(m.name, [post.text for post in m.posts]) for m in find_people(text, LEX) if m.name and m.public]
    assert found == people


@pytest.mark.parametrize("text", NOBODY_NAMED)
def test_what_only_looks_like_a_name_is_none(text: str) -> None:
    assert [m.name for m in find_people(text, LEX) if m.name] == []


@pytest.mark.parametrize("text", PRIVATE)
def test_heads_of_companies_hold_no_public_office(text: str) -> None:
    found = [m for m in find_people(text, LEX) if m.name]
    assert found
    assert not any(m.public for m in found)


@pytest.mark.parametrize(("sentence", "people"), read_cases("synthetic"))
def test_news_names_its_officials(sentence: str, people: str) -> None:
    assert officials_in(sentence) == people


@pytest.mark.parametrize(("sentence", "people"), read_cases("known_failures"))
@pytest.mark.xfail(strict=True, reason="still misread")
def test_known_failures_of_names(sentence: str, people: str) -> None:
    assert officials_in(sentence) == people


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("副区长王俊被免职，村支书王俊杰被约谈，镇长王俊利被问责。", ["王俊", "王俊杰", "王俊利"]),
        ("县长赵和出席，赵和说要快。", ["赵和"]),
        ("副县长陈为民同志、局长买买提出席。", ["陈为民", "买买提"]),
        ("副州长阿不都·热依木主持会议。", ["阿不都·热依木"]),
        ("市长于今天上午抵达，书记向企业家承诺。", []),
    ],
)
def test_where_a_name_ends(text: str, name: list[str]) -> None:
    assert list(dict.fromkeys(m.name for m in find_people(text, LEX) if m.name)) == name


def test_recurrence_decides_where_a_name_ends() -> None:
    people = find_people("副县长张为民生工程奔走。张为说，张为还说。", LEX)
    assert [m.name for m in people] == ["张为"]


def test_posts_that_share_a_head_are_one_mention_each() -> None:
    people = find_people("安泽县、浮山县负责同志作了发言。", LEX)
    assert [m.posts[0].text for m in people] == ["安泽县负责同志", "浮山县负责同志"]
    assert {m.surface for m in people} == {"安泽县、浮山县负责同志"}


def test_a_qualifier_is_no_part_of_a_post() -> None:
    assert [m.posts[0].text for m in find_people("市应急局相关负责人表示", LEX)] == ["市应急局负责人"]


@given(st.text(alphabet="省市县委书记长主任王李和、，。（）·副局同志负责 \n", max_size=60))
def test_surfaces_stand_in_the_text(text: str) -> None:
    for mention in find_people(text, LEX):
        assert text[mention.span.start : mention.span.end] == mention.surface
