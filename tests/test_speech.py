"""Whose words each unit is."""

import pytest

from duban.facts.contributors import find_contributors
from duban.facts.officials import resolve_officials
from duban.facts.readings import read_units
from duban.facts.speech import attribute_speech
from duban.lexicon import load_lexicons
from duban.mentions.organisations import find_organisations
from duban.mentions.people import find_people
from duban.segment import segment

LEX = load_lexicons()


def issuers(text: str) -> list[str | None]:
    """The name of each unit's issuer."""
    layout = segment(text, LEX)
    readings = read_units(layout, LEX)[0]
    people = resolve_officials(text, layout.units, find_people(text, LEX), find_contributors(text, LEX), LEX)
    speech = attribute_speech(text, layout.units, readings, people, find_organisations(text, LEX), LEX)
    names: list[str | None] = []
    for issuer in speech.issuers:
        if issuer is None:
            names.append(None)
        else:
            kind, number = issuer
            names.append(people[number].name if kind == "official" else speech.organisations[number].name)
    return names


SPEECHES = {
    "县委书记李岚强调，要抓进度。要保质量。": ["李岚", "李岚"],
    "县委书记李岚强调，要抓进度。\n一要保质量。": ["李岚", "李岚"],
    "县委书记李岚强调，要抓进度。\n县长周涛要求，要保质量。要早完工。": ["李岚", "周涛", "周涛"],
    "县委书记李岚强调，要抓进度。\n据了解，目前已完成一半。\n计划年底完工。": ["李岚", None, None],
    "县委书记李岚强调，要抓进度。市水利局将对进度督促检查。": ["李岚", None],
    "青禾县召开动员大会，部署整改工作。会议要求，要抓进度。": [None, "青禾县"],
    "会议要求，各部门要抓进度。": [None],
    "李岚县长主持召开专题会议，强调要抓进度。": ["李岚"],
    "按照省委部署要求，各地要抓进度。": [None],
    "县防汛指挥部出台了《整改方案》，明确任务。": ["县防汛指挥部"],
    "省委副书记吕平和常务副省长任海生要求各地抓进度。": ["吕平"],
    "“要早完工。”县长周涛说。": ["周涛", "周涛"],
    "根据市防指印发的工作方案，各地要抓进度。方案明确，要保质量。": ["市防指", "市防指"],
    "市长周涛主持召开市政府常务会议。会议要求，要抓进度。": [None, "市政府"],
    "县长李岚强调，要抓进度；10月1日起，要开展排查；": ["李岚", "李岚"],
    "县长李岚强调，要抓进度。\n村民王小山说，家里通水了。": ["李岚", None],
}


@pytest.mark.parametrize(("text", "expected"), SPEECHES.items())
def test_a_speech_goes_on_until_somebody_else_has_the_word(text: str, expected: list[str | None]) -> None:
    assert issuers(text) == expected


def test_a_notice_is_its_bodys_from_end_to_end() -> None:
    text = "青禾县人民政府办公室关于开展排查的通知\n各乡镇：\n一、全面排查。\n要不留死角。"
    assert set(issuers(text)) == {"青禾县人民政府办公室"}


def test_a_signature_says_whose_text_it_is() -> None:
    text = "一、全面排查。\n各乡镇要抓紧排查。\n二、抓紧整改。\n要限期整改。\n青禾县水利局\n2019年5月6日"
    assert set(issuers(text)) == {"青禾县水利局"}


def test_of_two_bodies_in_a_title_the_first_issues() -> None:
    text = "云岭省水利厅云岭省林业局关于做好造林工作的通知\n要抓紧造林。"
    assert set(issuers(text)) == {"云岭省水利厅"}


def test_a_report_is_its_readers() -> None:
    text = "政府工作报告\n青禾县人民政府县长 周涛\n各位代表：\n现在，我代表县人民政府向大会报告工作。\n要抓好水利建设。"
    assert set(issuers(text)) == {"周涛"}


def test_an_unnamed_first_person_is_nobody() -> None:
    assert issuers("同志们，我们要抓好落实。下面，我讲三点意见。") == [None, None]


def test_a_speech_is_its_speakers_who_is_named_under_the_title() -> None:
    text = "在全县植树动员大会上的讲话\n（2022年3月5日）\n县委书记 李岚\n同志们：\n今年要植树5万亩。\n各乡镇要抓紧。"
    assert set(issuers(text)) == {"李岚"}
