"""Byte-shifted stretches of annotated pages: made on purpose, then read again."""

from duban.lexicon import load_lexicons
from duban.normalise import NormalisedText, normalise
from duban.normalise.corruption import corrupt

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
    return normalise(corrupt(page, READINGS, marked), LEX)


def test_an_undamaged_page_only_loses_its_annotations() -> None:
    assert "實(shí)現(xiàn)" in corrupt("實現", READINGS, "")
    result = mirrored("全縣要實現產業項目投資增長，確保設施建設。", "")
    assert result.text == "全县要实现产业项目投资增长，确保设施建设。"
    assert not result.damaged


def test_a_mark_inside_a_character_shifts_what_follows() -> None:
    assert corrupt("千金。”“幸福都是奮斗", {}, "！") == "千金?！薄靶腋６际菉^斗".replace("！", "!").replace("６", "6")


def test_the_shifted_stretch_is_read_again() -> None:
    shown = corrupt(PAGE, READINGS, "！。；，")
    assert "?" in shown
    result = normalise(shown, LEX)
    assert "确保设施建设按时完成。“今年要确保产业项目投产。”县长说。" in result.text
    assert {edit.certainty for edit in result.edits if edit.kind == "byte_shift"} == {"inferred"}


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
