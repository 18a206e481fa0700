"""From a scraped page to clean text."""

import contextlib
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duban.errors import UnreadableSource, UsageError
from duban.lexicon import load_lexicons
from duban.normalise import NormalisedText, normalise, replay
from duban.normalise.ngrams import learn, load_ngrams

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
def test_the_edits_replayed_on_the_source_give_the_clean_text(page: str) -> None:
    result = clean(page)
    assert replay(page, result.edits) == result.text
    assert result.alignment.raw_length == len(page)
    assert result.alignment.clean_length == len(result.text)
    for edit in result.edits:
        assert 0 <= edit.raw.start <= edit.raw.end <= len(page)
        assert 0 <= edit.clean.start <= edit.clean.end <= len(result.text)
        assert edit.reason


def test_edits_of_another_source_are_refused() -> None:
    with pytest.raises(ValueError, match="does not stand"):
        replay("增长8%", clean("增长８％").edits)


def test_edits_can_be_picked_by_number() -> None:
    edits = clean("增长８％,投资３亿元").edits
    assert edits[0] == next(iter(edits)) and edits[-1] == list(edits)[-1] and len(edits[:2]) == 2
    assert edits == tuple(edits) and len(edits) == len(list(edits))


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


def test_places_in_bytes_and_in_utf16() -> None:
    source = "\ufeff𠀀县実(shí)完成８％"
    result = clean(source.encode("utf-8"))
    at = result.text.index("8")
    start, end = result.to_raw_bytes((at, at + 1))
    assert source.encode("utf-8")[start:end].decode() == "８"
    start, end = result.to_raw_utf16((at, at + 1))
    assert source[1:].encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le") == "８"


@given(PAGES, st.sampled_from(["utf-8", "gb18030"]))
@settings(max_examples=50)
def test_places_in_bytes_are_where_the_encoding_puts_them(page: str, encoding: str) -> None:
    page = page.encode("utf-8", "ignore").decode("utf-8").replace("\0", "") + "，县委书记要求完成任务。"
    result = clean(page.encode(encoding))
    if result.source != page:
        return
    at = result.text.index("书记要求完成")
    start, end = result.to_raw_bytes((at, at + 2))
    assert page.encode(encoding)[start:end].decode(encoding) == "书记"


def test_a_choice_between_simplified_forms_names_the_others() -> None:
    edits = [edit for edit in clean("標誌著乾旱得到緩解").edits if edit.alternatives]
    assert [(edit.before, edit.after, edit.alternatives) for edit in edits] == [
        ("著", "着", ("著",)),
        ("乾", "干", ("乾",)),
    ]


def test_a_learnt_model_is_a_file_that_reads_the_same(tmp_path: Path) -> None:
    model = learn(["全县完成渠道改造任务。", "各乡镇完成渠道清淤任务。"])
    for name in ("model.txt", "model.gz"):
        model.save(tmp_path / name)
        assert load_ngrams(tmp_path / name).counts == model.counts
    assert model.total("完成渠道改造任务") > model.total("任务改造渠道完成")
    assert normalise("全县完成任务", LEX, model).text == "全县完成任务"


def test_a_file_that_is_no_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "no.txt").write_text("全县", "utf-8")
    with pytest.raises(UsageError, match="no model"):
        load_ngrams(tmp_path / "no.txt")


@pytest.mark.parametrize(
    "piece", ["?", "(", "?!", "?zhèn)", "縣(xiàn)", "鏄", "é", "\n", "&#2", "<p", "“", "1,", "县 "]
)
def test_time_is_linear_on_hostile_input(piece: str) -> None:
    clean(piece * 10)
    times = []
    for size in (20_000, 80_000):
        page = piece * (size // len(piece))
        started = time.process_time()
        clean(page)
        times.append(time.process_time() - started)
    assert times[1] < 0.5 or times[1] < 9 * times[0]
