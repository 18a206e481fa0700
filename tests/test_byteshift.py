"""Byte-shifted stretches of annotated pages: made on purpose, then read again."""

import re

from duban.lexicon import load_lexicons
from duban.normalise import NormalisedText, normalise
from duban.normalise.corruption import corrupt, mirror

LEX = load_lexicons()
READINGS = dict(
    pair.split("=")
    for pair in ["實=shí", "現=xiàn", "業=yè", "產=chǎn", "項=xiàng", "確=què", "設=shè", "縣=xiàn", "資=zī"]
)
PAGE = (
    "全縣要實現產業項目投資增長，確保設施建設按時完成。“今年要確保產業項目投產。”縣長說。\n"
    "到2021年底，全縣要實現產業增收。2021年是開局之年，群眾說：“日子好起來了。”2021年新項目開工。"
)


def mirrored(page: str = PAGE, marked: str = "。！；，") -> NormalisedText:
    """*page* as a mirror shows it, normalised."""
    return normalise(corrupt(page, READINGS, marked).shown, LEX)


def test_an_undamaged_page_only_loses_its_annotations() -> None:
    assert "實(shí)現(xiàn)" in corrupt("實現", READINGS, "").shown
    result = mirrored("全縣要實現產業項目投資增長，確保設施建設。", "")
    assert result.text == "全县要实现产业项目投资增长，确保设施建设。"
    assert not result.damaged


def test_a_mark_inside_a_character_shifts_what_follows() -> None:
    assert corrupt("千金。”“幸福都是奮斗", {}, "！").shown == "千金?!薄靶腋6际菉^斗"


def test_the_shifted_stretch_is_read_again() -> None:
    shown = corrupt(PAGE, READINGS, "！。；，").shown
    assert "?" in shown
    result = normalise(shown, LEX)
    assert "确保设施建设按时完成。“今年要确保产业项目投产。”县长说。" in result.text
    assert {edit.certainty for edit in result.edits if edit.kind == "byte_shift"} == {"certain", "inferred"}


def test_a_lost_digit_comes_back_only_with_evidence() -> None:
    result = mirrored(marked="。！；，")
    assert "2021年新项目开工" in result.text
    assert any(warning.code == "recovered_digit" for warning in result.warnings)
    page = "全縣要實現產業項目投資增長，確保設施建設。群眾說：“好。”317戶搬了新家。"
    lost = mirrored(page)
    assert "317户" not in lost.text and "17户" in lost.text
    at = lost.text.index("17户")
    assert any(span.start <= at - 1 < span.end for span in lost.damaged)


def test_a_page_without_annotations_is_not_read_again() -> None:
    text = "真的能完成吗?!能。为什么？！因为干。"
    assert not any(edit.kind == "byte_shift" for edit in normalise(text, LEX).edits)


def test_a_page_with_marks_alone_is_read_when_a_stretch_proves_the_mirror() -> None:
    page = "全县要实现产业项目投资增长，确保设施建设按时完成。“今年要确保产业项目投产，明年增收。”县长说。\n会议结束。"
    shown = corrupt(page, {}, "！，。").shown
    assert "?!" in shown
    assert "按时完成。“今年要确保产业项目投产" in normalise(shown, LEX).text


def test_two_marks_may_tear_a_character() -> None:
    page = (
        "全縣要實現產業項目設施增收，確保設施建設。縣長說，項目要按時完成。\n設施建設。縣資金到位，產業項目實現增收。"
    )
    shown = corrupt(page, READINGS, "，。！？").shown
    assert "??h(xiàn)" in shown
    assert "确保设施建设。县长说，" in normalise(shown, LEX).text


def test_the_mirror_draws_the_same_page_from_the_same_seed() -> None:
    text = "全县要实现产业项目投资增长。\n确保设施建设按时完成。"
    assert mirror(text, 7, LEX) == mirror(text, 7, LEX)
    assert mirror(text, 7, LEX) != mirror(text, 8, LEX)


def test_the_mirror_says_what_it_hurt() -> None:
    made = corrupt("千金。”“幸福都是奮斗", {}, "！")
    assert [(made.shown[slice(*hurt.shown)], made.page[slice(*hurt.page)]) for hurt in made.hurt] == [
        ("?!薄靶腋6际菉^", "。”“幸福都是奮")
    ]


def test_what_was_not_hurt_is_shown_as_it_was() -> None:
    made = mirror(PAGE, 3, LEX)
    for hurt in made.hurt:
        assert 0 <= hurt.shown.start <= hurt.shown.end <= len(made.shown)
        assert 0 <= hurt.page.start <= hurt.page.end <= len(made.page)


def test_sure_characters_have_both_bytes_on_the_page() -> None:
    shown = corrupt(PAGE, READINGS, "！。；，").shown
    edits = [edit for edit in normalise(shown, LEX).edits if edit.kind == "byte_shift"]
    assert all("lost" in edit.reason or edit.certainty == "certain" for edit in edits)
    assert any(edit.alternatives for edit in edits if edit.certainty == "inferred")


def test_no_digit_is_invented() -> None:
    page = "全縣要實現產業項目投資增長，確保設施建設。群眾說：“好。”317戶搬了新家，實現產業增收。"
    for marked in ("。！；，", "，。！", "！。"):
        text = normalise(corrupt(page, READINGS, marked).shown, LEX).text
        assert set(re.findall(r"\d+", text)) <= {"317", "17"}
