"""Whose government a text is: listed places with their codes, unlisted ones without, nothing without evidence."""

import pytest

from duban.lexicon import load_lexicons
from duban.mentions.places import find_jurisdiction

LEX = load_lexicons()


def place(text: str) -> tuple[str, str | None] | None:
    """Name and code, with the first line as the title."""
    found = find_jurisdiction(text, text.split("\n")[0], LEX)
    return (found.name, found.code) if found else None


LISTED = {
    "昌图县启动秋季秸秆整治\n昌图县政府召开会议，全县上下行动起来。": ("昌图县", "211224"),
    "铁岭市召开推进会\n昌图县、开原市负责同志参加。铁岭市政府要求，全市要抓紧。": ("铁岭市", "211200"),
    "国务院办公厅关于做好春耕的通知\n各省、自治区、直辖市人民政府：": ("中国", None),
}
UNLISTED = {
    "云岭县人民政府工作报告\n各位代表：2023年，全县生产总值增长6%。": ("云岭县", None),
    "工作简报\n丰禾县农业农村局\n全县春耕进展顺利。": ("丰禾县", None),
    "环湖路建设提速\n来源：沅湖日报\n记者在沅湖市二标段看到，全市交通提速。": ("沅湖市", None),
}
NOWHERE = [
    "关于做好春耕工作的通知\n新建高标准农田6万亩，其中平坝区4万亩，全县要抓紧。",
    "安全生产会议召开\n要确保群众平安顺利过节，全市不发生重大事故。",
    "动员大会召开\n在全县上下掀起热潮。",
]


@pytest.mark.parametrize(("text", "expected"), (LISTED | UNLISTED).items())
def test_the_place_is_the_one_that_speaks(text: str, expected: tuple[str, str | None]) -> None:
    assert place(text) == expected


@pytest.mark.parametrize("text", NOWHERE)
def test_no_place_is_forced_on_a_text(text: str) -> None:
    assert place(text) is None


def test_the_path_leads_down_from_the_province() -> None:
    found = find_jurisdiction("昌图县政府召开会议。全县要抓紧。", "昌图县召开会议", LEX)
    assert found is not None
    assert found.path == ("辽宁省", "铁岭市", "昌图县")
