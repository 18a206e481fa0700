"""Offsets through changes: what came from where."""

from hypothesis import given
from hypothesis import strategies as st

from duban.alignment import Alignment, Cut, replaced
from duban.spans import Span

WORDS = st.text(alphabet="县市完成90%,", max_size=4)


@st.composite
def changes(draw: st.DrawFn) -> tuple[str, list[Cut]]:
    """A text and cuts in it, in order and apart or touching."""
    text, cuts = "", []
    for kept, before, after in draw(st.lists(st.tuples(WORDS, WORDS, WORDS), max_size=8)):
        text += kept
        if before:
            cuts.append(Cut(len(text), len(text) + len(before), after))
            text += before
    return text + draw(WORDS), cuts


def test_deleted_text_belongs_to_no_character() -> None:
    alignment = Alignment.of_cuts([Cut(1, 6, "")], 8)  # 實(shí)現縣 without its annotation
    assert alignment.to_raw((0, 1)) == Span(0, 1)
    assert alignment.to_raw((1, 2)) == Span(6, 7)
    assert alignment.to_raw((0, 2)) == Span(0, 7)


def test_replaced_text_comes_from_all_that_it_replaced() -> None:
    alignment = Alignment.of_cuts([Cut(0, 8, "面"), Cut(8, 14, " ")], 20)
    assert alignment.to_raw((0, 1)) == Span(0, 8)
    assert alignment.to_raw((1, 2)) == Span(8, 14)
    assert alignment.to_clean((3, 5)) == Span(0, 1)


def test_a_change_of_equal_length_leaves_offsets_alone() -> None:
    assert Alignment.of_cuts([Cut(2, 4, "甲乙")], 6).is_identity


def test_deleted_text_becomes_an_empty_span() -> None:
    assert Alignment.of_cuts([Cut(2, 5, "")], 9).to_clean((2, 5)) == Span(2, 2)


def test_an_empty_span_stays_empty() -> None:
    assert Alignment.of_cuts([Cut(2, 5, "")], 9).to_raw((2, 2)) in (Span(2, 2), Span(5, 5))


@given(changes())
def test_copied_blocks_are_copies(change: tuple[str, list[Cut]]) -> None:
    text, cuts = change
    cuts = [cut for cut in cuts if len(cut.after) != cut.end - cut.start]
    after = replaced(text, cuts)
    alignment = Alignment.of_cuts(cuts, len(text))
    assert alignment.clean_length == len(after)
    for raw, clean, length in alignment.blocks:
        assert text[raw : raw + length] == after[clean : clean + length]


@given(changes())
def test_cuts_map_to_what_they_became(change: tuple[str, list[Cut]]) -> None:
    text, cuts = change
    alignment = Alignment.of_cuts(cuts, len(text))
    after = replaced(text, cuts)
    for cut in cuts:
        clean = alignment.to_clean(cut[:2])
        assert after[clean.start : clean.end] == cut.after
        if cut.after:
            assert alignment.to_raw(clean) == cut[:2]


@given(changes(), st.data())
def test_composition_is_one_after_the_other(change: tuple[str, list[Cut]], data: st.DataObject) -> None:
    text, cuts = change
    first = Alignment.of_cuts(cuts, len(text))
    middle = replaced(text, cuts)
    points = sorted(data.draw(st.sets(st.integers(0, len(middle)), max_size=6)))
    more = [Cut(a, b, data.draw(WORDS)) for a, b in zip(points[::2], points[1::2], strict=False)]
    both = first.compose(Alignment.of_cuts(more, len(middle)))
    after = replaced(middle, more)
    assert (both.raw_length, both.clean_length) == (len(text), len(after))
    for start in range(len(after)):
        near = first.to_raw(Alignment.of_cuts(more, len(middle)).to_raw((start, start + 1)))
        found = both.to_raw((start, start + 1))
        assert 0 <= found.start <= found.end <= len(text)
        assert found.start <= near.start and near.end <= found.end


@given(changes(), st.data())
def test_spans_in_order_stay_in_order(change: tuple[str, list[Cut]], data: st.DataObject) -> None:
    text, cuts = change
    alignment = Alignment.of_cuts(cuts, len(text))
    a, b, c = sorted(data.draw(st.tuples(*[st.integers(0, alignment.clean_length)] * 3)))
    assert alignment.to_raw((a, b)).start <= alignment.to_raw((b, c)).start
    assert alignment.to_raw((a, c)).end >= alignment.to_raw((a, b)).end
