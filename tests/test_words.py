"""The two segmenters give jieba's words, and the words are the text."""

import random
from pathlib import Path

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

import duban
from conftest import sample_files
from duban.errors import UsageError
from duban.integrations.words import OUTSIDE_RE, cut_words, universal_tags

jieba.setLogLevel(30)
PIECES = (
    "会议要求", "各乡镇", "2021-09-20", "PM_2.5", "5G-A", "4.5%", "C++", "www.gov.cn", "㐀", "鿿", " ", "\r\n", "　",
    "（一）", "℃",
)  # fmt: skip


def words(text: str, segmenter: str = "rjieba") -> list[str]:
    return [word for word, _ in cut_words(text, segmenter)]  # type: ignore[arg-type]


@pytest.mark.parametrize("path", sample_files(), ids=lambda path: path.stem)
def test_both_segmenters_give_the_words_of_jieba(path: Path) -> None:
    text = duban.normalise(path.read_bytes()).text
    assert words(text) == words(text, "jieba") == jieba.lcut(text)


@given(st.lists(st.sampled_from(PIECES) | st.text(st.characters(codec="utf-8"), max_size=4), max_size=8))
def test_mixed_writing_is_cut_as_jieba_cuts_it(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert words(text) == jieba.lcut(text)
    assert "".join(words(text)) == text


def test_any_character_is_cut_as_jieba_cuts_it() -> None:
    draw = random.Random(1)
    characters = [chr(code) for code in (*range(0x20, 0x3100), *range(0x3400, 0xA000, 7), *range(0xF900, 0xFB00))]
    assert any(map(OUTSIDE_RE.match, characters))
    text = "".join(draw.choice(characters) + draw.choice("要a1-") for _ in range(6000))
    assert words(text) == jieba.lcut(text)


def test_words_of_the_dictionary_have_its_tags() -> None:
    text = "县财政局安排资金，确保2021年6月底前完成。"
    assert cut_words(text) == cut_words(text, "jieba")
    assert cut_words("安排资金3.5%") == [("安排", "v"), ("资金", "n"), ("3.5%", "m")]


def test_universal_tags_tell_punctuation_from_blanks() -> None:
    assert universal_tags(cut_words("安排 资金，")) == ["VERB", "SPACE", "NOUN", "PUNCT"]


def test_an_unknown_segmenter_is_refused() -> None:
    with pytest.raises(UsageError, match="rjieba, jieba"):
        words("安排", "hanlp")
