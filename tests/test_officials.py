"""One row a person or post, with posts, mentions and roles; and those who only made the article."""

import pytest

from duban.facts.contributors import find_contributors, find_outlet
from duban.facts.officials import Official, resolve_officials
from duban.lexicon import load_lexicons
from duban.mentions.people import find_people
from duban.segment import segment

LEX = load_lexicons()


def officials(text: str) -> list[Official]:
    units = segment(text, LEX).units
    return resolve_officials(text, units, find_people(text, LEX), find_contributors(text, LEX), LEX)


def rows(text: str) -> list[tuple[str, list[str]]]:
    """Name or post, and the roles."""
    return [(row.name or row.posts[0].text, list(row.roles)) for row in officials(text)]


ROLES = {
    "市长周涛主持会议。": [("周涛", ["presider"])],
    "市委书记李岚出席会议并讲话，市长周涛主持会议。": [("李岚", ["attendee", "speaker"]), ("周涛", ["presider"])],
    "县委书记负总责，县长为指挥长，每项工作由一名县领导负责。": [
        ("县委书记", ["lead"]), ("县长", ["lead"]), ("县领导", ["responsible"]),
    ],
    "深入学习贯彻周涛总书记关于水利工作的重要论述。": [("周涛", ["cited"])],
    "周涛总书记指出，要兴修水利。": [("周涛", ["speaker"])],
    "副镇长吕平受到行政记过处分。": [("吕平", ["responsible"])],
    "组长：李岚（县委书记）\n副组长：周涛（县长）": [("李岚", ["lead"]), ("周涛", ["responsible"])],
    "市长周涛当场致电县领导，要求本周上报。": [("周涛", ["speaker"]), ("县领导", ["responsible"])],
    "县委常委、秘书长吕平，副县长孙立、马国强出席。": [
        ("吕平", ["attendee"]), ("孙立", ["attendee"]), ("马国强", ["attendee"]),
    ],
    "县领导挂钩联系制度进一步健全。": [],
    "青峰公司董事长李岚说，投产在即。": [],
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ROLES.items())
def test_roles_are_read_from_what_stands_behind(text: str, expected: list[tuple[str, list[str]]]) -> None:
    assert rows(text) == expected


def test_all_mentions_of_a_person_join() -> None:
    text = "县委书记李岚要求，要抓进度。\n李岚强调，要保质量。\n他要求，要早完工。\n"
    text += "按照李岚书记要求推进。\n县委书记负总责。"
    (only,) = officials(text)
    surfaces = [text[span.start : span.end] for span in only.mentions]
    assert surfaces == ["县委书记李岚", "李岚", "他", "李岚书记", "县委书记"]
    assert [post.text for post in only.posts] == ["县委书记"]


def test_a_surname_with_a_rank_takes_up_somebody_named() -> None:
    text = "市水利局副主任崔远山带队。\n崔主任一行考察了水库。"
    (only,) = officials(text)
    assert len(only.mentions) == 2


def test_a_post_with_two_holders_is_nobodys() -> None:
    rows_ = officials("副县长孙立、副县长吕平出席。副县长牵头整改。")
    assert [row.name for row in rows_] == ["孙立", "吕平", None]


def test_leading_a_group_is_a_role_and_no_post() -> None:
    (only,) = officials("领导小组组长、县长李岚主持会议。")
    assert [post.text for post in only.posts] == ["县长"]
    assert set(only.roles) == {"lead", "presider"}


CREDITS = {
    "本报讯（记者何远山、孙立）昨日": {("何远山", "reporter"), ("孙立", "reporter")},
    "本报记者 何 坚 摄": {("何坚", "photographer")},
    "策划：李东 李远 责任编辑：卢小川": {("李东", "editor"), ("李远", "editor"), ("卢小川", "editor")},
    "要抓好落实。\n（何远山）": {("何远山", "reporter")},
    "记者了解到，工程已开工。": set(),
    "工地负责人告诉记者，月底完工。": set(),
}


@pytest.mark.parametrize(("text", "people"), CREDITS.items())
def test_those_who_made_the_article_are_credited(text: str, people: set[tuple[str, str]]) -> None:
    assert {(person.name, person.role) for person in find_contributors(text, LEX)} == people


@pytest.mark.parametrize("text", CREDITS)
def test_those_who_made_the_article_are_no_officials(text: str) -> None:
    assert not [row for row in officials(text) if row.name]


def test_the_house_is_named_or_none() -> None:
    outlet = find_outlet("云岭网1月8日讯（记者 何远山）", LEX)
    assert outlet is not None and outlet.name == "云岭网"
    assert find_outlet("本报讯（记者 何远山）", LEX) is None
