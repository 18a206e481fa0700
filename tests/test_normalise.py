"""From a scraped page to clean text."""

import contextlib
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duban.errors import UnreadableSource
from duban.lexicon import load_lexicons
from duban.normalise import NormalisedText, normalise

CASES = Path(__file__).parent / "cases"
LEX = load_lexicons()
FRAGMENTS = st.one_of(
    st.sampled_from(["县委书记要求，", "確保實(shí)現(xiàn)產(chǎn)業(yè)", "完成投资3.5亿元", "2018年", "一、", "著"]),
    st.sampled_from(["\n", "\r\n", "\u3000\u3000", " ", "\t", "。", ",", "(", ")", "“", "”", "「", "」", "?!"]),
    st.sampled_from(["&nbsp;", "&amp;", "&#2", "0840;", "<p>", "</p>", "<script>", "<", ">", "\u200b", "\ue123"]),
    st.sampled_from(
        ["⼯", "１．５％", "?zhèn)", "锟斤拷", "\ud800", "\x00", "烟(yan)台市(shi)", "關於開展", "工作的通知"]
    ),
)
PAGES = st.lists(FRAGMENTS, max_size=30).map("".join)


def cases(kind: str) -> list[Any]:
    """The cases of one folder, named by what they show."""
    rows = tomllib.loads((CASES / kind / "normalise.toml").read_text("utf-8"))["case"]
    return [pytest.param(row["source"], row.get("clean", row["source"]), id=row["shows"]) for row in rows]


def clean(source: str | bytes) -> NormalisedText:
    """*source*, normalised with the shipped lexicons."""
    return normalise(source, LEX)


@pytest.mark.parametrize(("source", "expected"), [*cases("wild"), *cases("synthetic"), *cases("negative")])
def test_cases(source: str, expected: str) -> None:
    assert clean(source).text.strip("\n") == expected.strip("\n")


@pytest.mark.parametrize(("source", "expected"), cases("known_failures"))
@pytest.mark.xfail(strict=True)
def test_known_failures(source: str, expected: str) -> None:
    assert clean(source).text == expected


@pytest.mark.parametrize(("source", "expected"), [*cases("wild"), *cases("synthetic"), *cases("negative")])
def test_clean_text_passes_unchanged(source: str, expected: str) -> None:
    text = clean(source).text
    again = clean(text)
    assert again.text == text and again.alignment.is_identity and not again.edits


@given(PAGES)
@settings(max_examples=400)
def test_twice_is_once(page: str) -> None:
    once = clean(page).text
    assert clean(once).text == once


@given(PAGES)
def test_every_edit_is_replayable(page: str) -> None:
    result = clean(page)
    assert result.alignment.raw_length == len(page)
    assert result.alignment.clean_length == len(result.text)
    for edit in result.edits:
        assert 0 <= edit.raw.start <= edit.raw.end <= len(page)
        assert 0 <= edit.clean.start <= edit.clean.end <= len(result.text)


@given(PAGES)
def test_what_no_edit_touched_is_the_source(page: str) -> None:
    result = clean(page)
    touched = {at for edit in result.edits for at in range(*edit.raw)}
    for raw, start, length in result.alignment.blocks:
        for offset in range(length):
            if raw + offset not in touched:
                assert page[raw + offset] == result.text[start + offset]


@given(st.text(alphabet=st.characters(), max_size=60))
def test_no_text_raises(text: str) -> None:
    clean(text)


@given(st.binary(max_size=80))
def test_no_bytes_raise_but_by_refusal(data: bytes) -> None:
    with contextlib.suppress(UnreadableSource):
        clean(data)


def test_offsets_lead_back_to_the_annotated_page() -> None:
    source = "全縣實(shí)現(xiàn)產(chǎn)業(yè)轉(zhuǎn)型,確保項(xiàng)目按時(shí)開工。"
    result = clean(source)
    start = result.text.index("项目")
    raw = result.alignment.to_raw((start, start + 2))
    assert source[raw.start : raw.end] == "項(xiàng)目"


def test_an_edit_says_what_it_did() -> None:
    edit = clean("增长８％").edits[0]
    assert (edit.kind, edit.before, edit.after, edit.certainty) == ("width", "８％", "8%", "certain")


def test_bytes_tell_their_encoding() -> None:
    assert clean("完成投资３亿元。".encode("gbk")).encoding == "gb18030"


def test_a_half_character_is_a_warning() -> None:
    result = clean("投资\ud8003亿元")
    assert result.text == "投资\ufffd3亿元"
    assert [warning.code for warning in result.warnings] == ["lone_surrogate", "lost_characters"]


def test_unknown_private_use_characters_are_a_warning() -> None:
    assert [warning.code for warning in clean("县\ue123委").warnings] == ["private_use"]
