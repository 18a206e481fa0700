"""Text that was read in the wrong encoding: undone where that makes Chinese, left alone where it does not."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duban.lexicon import load_lexicons
from duban.normalise import normalise
from duban.normalise.bytelattice import LOST

LEX = load_lexicons()
SENTENCES = (
    "清源县召开防汛工作会议，要求各乡镇6月底前完成隐患排查，确保安全度汛。",
    "县财政局会同水利局每月通报一次工程进度，对进展缓慢的乡镇由分管副县长约谈主要负责人。",
    "今年以来，全市完成固定资产投资35.6亿元，新建农村公路120公里，解决了2万人的饮水困难。",
)
LOSSLESS: dict[str, Callable[[str], str]] = {
    "UTF-8 as Latin-1": lambda text: text.encode().decode("latin-1"),
    "UTF-8 as Windows-1251": lambda text: text.encode().decode("cp1251", "replace"),
    "UTF-8 as Mac Roman": lambda text: text.encode().decode("mac_roman"),
    "UTF-8 as code page 437": lambda text: text.encode().decode("cp437"),
    "UTF-8 as Latin-1, twice": lambda text: text.encode().decode("latin-1").encode().decode("latin-1"),
    "GBK as Latin-1": lambda text: text.encode("gbk").decode("latin-1"),
    "UTF-8 as Windows-1252": lambda text: text.encode().decode("latin-1").translate(WINDOWS),
}
WINDOWS = {code: bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(0x80, 0xA0)}


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("way", LOSSLESS)
def test_what_lost_no_byte_comes_back_whole(way: str, sentence: str) -> None:
    shown = LOSSLESS[way](sentence)
    result = normalise(shown, LEX)
    assert shown != sentence and result.text == sentence
    assert {edit.kind for edit in result.edits} == {"mojibake"}


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize(("wrong", "least"), [("gbk", 0.9), ("gb18030", 0.9), ("cp932", 0.8), ("cp949", 0.6)])
def test_what_lost_bytes_comes_back_mostly(wrong: str, least: float, sentence: str) -> None:
    result = normalise(sentence.encode().decode(wrong, "replace"), LEX).text
    same = sum(a == b for a, b in zip(result, sentence, strict=False))
    assert same >= least * len(sentence) or LOST in result


def test_offsets_lead_into_the_garbled_page() -> None:
    shown = SENTENCES[0].encode().decode("latin-1")
    result = normalise(shown, LEX)
    at = result.text.index("隐患")
    raw = result.alignment.to_raw((at, at + 2))
    assert shown[raw.start : raw.end] == "隐患".encode().decode("latin-1")


def test_a_character_with_a_lost_byte_is_inferred() -> None:
    result = normalise(SENTENCES[1].encode().decode("gbk", "replace"), LEX)
    assert {edit.certainty for edit in result.edits} == {"certain", "inferred"}
    assert any("lost" in edit.reason for edit in result.edits)


def test_a_lost_digit_stays_lost() -> None:
    shown = "县水利局完成投资" + "今年全县".encode().decode("gbk") + "3亿元"
    assert normalise(shown, LEX).text.endswith("3亿元")


@given(st.text(alphabet="äåæçèéêëÀÁÂÃ¡¢£¤¥ ab,.ñöüß", max_size=40))
@settings(max_examples=100)
def test_accented_letters_make_no_chinese_by_chance(text: str) -> None:
    clean = normalise(text, LEX).text
    assert sum("\u4e00" <= sign <= "\u9fff" for sign in clean) < 4
