"""duban as a spaCy pipeline: exact offsets, sentences, entities, spans that know their items."""

import pickle
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy import displacy
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc, Span

import duban
from conftest import sample_files
from duban.errors import LexiconError, UsageError
from duban.integrations import spacy_tokens
from duban.integrations.spacy import DubanTokenizer, load

SENTENCE = "县委书记张岚要求，县水利局要确保2021年6月底前完成投资3.5亿元。"
GROUPS = ("tasks", "targets", "times", "officials", "organisations")
PAGE = "實(shí)現(xiàn)到2021年6月底前完成(chéng)投資3.5億元，縣水利局要抓緊落實(shí)。"


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load()


@pytest.fixture(scope="module")
def doc(nlp: Language) -> Doc:
    return nlp(SENTENCE)


def marked(spans: object) -> list[tuple[str, str, str]]:
    return [(span.text, span.label_, span.id_) for span in spans]  # type: ignore[attr-defined]


class TestTokens:
    @pytest.mark.parametrize("path", sample_files(), ids=lambda path: path.stem)
    def test_the_text_is_the_clean_text_and_every_offset_counts_in_it(self, nlp: Language, path: Path) -> None:
        made = nlp.tokenizer(path.read_bytes())
        clean = duban.normalise(path.read_bytes()).text
        assert made.text == clean
        assert all(clean.startswith(token.text, token.idx) for token in made)

    @given(st.text(st.characters(codec="utf-8"), max_size=60))
    @settings(max_examples=60)
    def test_no_text_loses_a_character(self, text: str) -> None:
        tokenizer = DubanTokenizer(spacy.blank("zh").vocab, normalise=False)
        assert tokenizer(text).text == text

    def test_white_space_is_kept_as_everywhere_in_spacy(self) -> None:
        tokenizer = load(normalise=False).tokenizer
        made = tokenizer(" 安排 资金\n\n  5 项")
        assert [(t.text, t.whitespace_) for t in made] == [
            (" ", ""), ("安排", " "), ("资金", ""), ("\n\n  ", ""), ("5", " "), ("项", ""),
        ]  # fmt: skip

    def test_the_tags_are_those_of_jieba(self, nlp: Language) -> None:
        made = nlp.make_doc("县财政局安排资金，")
        assert [(t.text, t.tag_, t.pos_) for t in made][-3:] == [
            ("安排", "v", "VERB"), ("资金", "n", "NOUN"), ("，", "x", "PUNCT"),
        ]  # fmt: skip

    def test_jieba_itself_gives_the_same_tokens(self, nlp: Language) -> None:
        other = load(segmenter="jieba")
        assert [t.text for t in other.make_doc(SENTENCE)] == [t.text for t in nlp.make_doc(SENTENCE)]

    def test_a_lone_surrogate_does_not_stop_it(self, nlp: Language) -> None:
        assert nlp("投资\ud800 3亿元。").text == duban.normalise("投资\ud800 3亿元。").text
        assert load(normalise=False)("投资\ud8003亿元").text == "投资\ufffd3亿元"

    def test_a_word_is_cut_where_an_item_ends_within_it(self, nlp: Language) -> None:
        text = "市辖区建成区内要在2021年6月底前完成3处改造。"
        made = nlp(text)
        spans = [span for name in GROUPS for span in made.spans[name]]
        assert all(span.text == span._.duban.text for span in spans)
        whole = load(split_tokens=False)
        assert [t.text for t in whole(text)] == [t.text for t in nlp.make_doc(text)]


class TestAnnotation:
    @pytest.mark.parametrize("path", sample_files(), ids=lambda path: path.stem)
    def test_the_document_is_the_one_that_extract_gives(self, nlp: Language, path: Path) -> None:
        made, document = nlp(nlp.tokenizer(path.read_bytes())), duban.extract(path.read_bytes())
        assert made._.duban == document
        for name in ("tasks", "targets", "times"):
            assert [(s.text, s.id_) for s in made.spans[name]] == [(i.text, i.id) for i in getattr(document, name)]
        for name in ("officials", "organisations"):
            expected = [(m.text, i.id) for i in getattr(document, name) for m in i.mentions]
            assert sorted((s.text, s.id_) for s in made.spans[name]) == sorted(expected)

    def test_spans_have_the_attributes_of_their_items(self, doc: Doc) -> None:
        (task,) = doc.spans["tasks"]
        assert (task.label_, task._.modality, task._.due) == ("outcome", "binding", "2021-06-30")
        assert task._.owners == (("县水利局", "implementing"),)
        assert task._.issuer == "县委书记 张岚"
        (target,) = doc.spans["targets"]
        assert (target._.indicator, str(target._.value), target._.unit) == ("投资", "3.5", "亿元")
        (official,) = doc.spans["officials"]
        assert (official.label_, official._.name, official._.roles) == ("person", "张岚", ("speaker",))
        assert target._.modality == "binding"
        assert official._.modality is None
        assert doc[0:1]._.duban is None

    def test_entities_are_what_the_stages_found(self, doc: Doc) -> None:
        assert marked(doc.ents) == [
            ("张岚", "PERSON", "o1"), ("县水利局", "ORG", "b1"), ("2021年6月底前", "DATE", "t1"),
            ("3.5亿元", "MONEY", "g1"),
        ]  # fmt: skip
        assert doc.ents[0]._.duban == doc._.duban.officials[0]

    def test_places_and_shares_are_entities_too(self, nlp: Language) -> None:
        made = nlp("河北省邯郸市开工率达到85%，新建公路30公里。")
        assert {("河北省", "GPE", ""), ("邯郸市", "GPE", "")} <= set(marked(made.ents))
        assert [label for _, label, _ in marked(made.ents)][-2:] == ["PERCENT", "QUANTITY"]

    def test_sentences_are_the_units(self, nlp: Language) -> None:
        text = "会议要求，一要抓进度，二要抓质量。各乡镇要落实；各部门要配合。"
        assert [sent.text for sent in nlp(text).sents] == [unit.text for unit in duban.segment(text)]

    def test_relative_times_count_from_the_day_that_is_given(self, nlp: Language) -> None:
        made = nlp.make_doc("今年6月底前完成3项。")
        made._.published, made._.uri = "2020-03-01", "a.txt"
        document = nlp(made)._.duban
        assert document.times[0].end == "2020-06-30"
        assert document.source.uri == "a.txt"
        older = load(published="2019-03-01")("今年6月底前完成3项。")
        assert older.spans["times"][0]._.due == "2019-06-30"

    def test_nothing_is_something_too(self, nlp: Language) -> None:
        for text in ("", " ", "\n"):
            made = nlp(text)
            assert [len(made.spans[name]) for name in GROUPS] == [0] * 5
            assert not made.ents

    def test_the_score_is_that_of_plain_extraction(self, nlp: Language) -> None:
        texts = [duban.normalise(path.read_bytes()).source for path in sample_files()]
        piped = [made._.duban for made in nlp.pipe(texts)]
        assert piped == [duban.extract(text) for text in texts]


class TestRaw:
    def test_the_page_is_kept_beside_the_clean_text(self, nlp: Language) -> None:
        made = nlp(PAGE * 3)
        assert made._.raw == PAGE * 3
        assert "(shí)" not in made.text
        for name in GROUPS:
            for span in made.spans[name]:
                start, end = span._.raw
                places = getattr(span._.duban, "mentions", None) or [span._.duban]
                assert (start, end) in [place.span.raw for place in places]

    def test_without_normalisation_all_spans_stand_in_the_page(self) -> None:
        made = load(normalise=False)(PAGE * 3)
        assert made.text == made._.raw == PAGE * 3
        assert [s.text for s in made.spans["targets"]] == [
            made.text[slice(*target.span.raw)] for target in made._.duban.targets
        ]
        assert made._.duban == duban.extract(PAGE * 3)

    def test_the_source_may_be_bytes(self, nlp: Language) -> None:
        data = "会议要求，各乡镇要完成3000亩。".encode("gb18030")
        made = nlp(nlp.tokenizer(data))
        assert made._.duban == duban.extract(data)
        assert made._.raw == data.decode("gb18030")


class TestOtherPipelines:
    def test_another_tokenizer_keeps_its_text_and_the_offsets_are_the_pages(self) -> None:
        other = spacy.blank("zh")
        other.add_pipe("duban")
        made = other(PAGE * 3)
        assert made.text == PAGE * 3
        for name in ("tasks", "targets", "times"):
            assert [(s.start_char, s.end_char) for s in made.spans[name]] == [
                item.span.raw for item in getattr(made._.duban, name)
            ]

    def test_what_earlier_pipes_set_stays(self) -> None:
        other = load()
        ruler = other.add_pipe("entity_ruler", before="duban")
        ruler.add_patterns([{"label": "BODY", "pattern": "水利局"}])  # type: ignore[attr-defined]
        other.add_pipe("sentencizer", before="duban", config={"punct_chars": ["，", "。"]})
        made = other(SENTENCE)
        assert ("水利局", "BODY") in [(e.text, e.label_) for e in made.ents]
        assert "县水利局" not in [e.text for e in made.ents]
        assert len(list(made.sents)) == 2
        other.get_pipe("duban").settings.overwrite_ents = True  # type: ignore[attr-defined]
        assert "县水利局" in [e.text for e in other(SENTENCE).ents]

    @pytest.mark.parametrize("most_moves", [spacy_tokens.MOST_MOVES, 0], ids=["in place", "made anew"])
    def test_tokens_that_are_cut_keep_their_annotation(self, most_moves: int, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(spacy_tokens, "MOST_MOVES", most_moves)
        given = Doc(
            spacy.blank("zh").vocab, words=["周岚", "建成区内", "改造"], spaces=[False, True, False],
            tags=["nr", "n", "v"], pos=["PROPN", "NOUN", "VERB"], ents=["O", "B-GPE", "O"], sent_starts=[1, 1, 1],
        )  # fmt: skip
        given.spans["mine"] = [Span(given, 1, 3, label="X")]
        given.user_data["mine"] = 1
        made = spacy_tokens.split_tokens(given, {5})
        assert [(t.text, t.tag_, t.pos_, t.is_sent_start) for t in made] == [
            ("周岚", "nr", "PROPN", True), ("建成区", "n", "NOUN", True), ("内", "n", "NOUN", False),
            ("改造", "v", "VERB", True),
        ]  # fmt: skip
        assert [(e.text, e.label_) for e in made.ents] == [("建成区内", "GPE")]
        assert (made.text, made.user_data["mine"]) == ("周岚建成区内 改造", 1)
        assert [(s.text, s.label_) for s in made.spans["mine"]] == [("建成区内 改造", "X")]

    def test_settings_that_cannot_be_meant_are_refused(self) -> None:
        with pytest.raises(UsageError, match="rjieba, jieba"):
            load(segmenter="pkuseg")  # type: ignore[arg-type]
        with pytest.raises(UsageError, match="is no date"):
            load(published="soon")
        with pytest.raises(LexiconError, match="no such folder"):
            load(lexicons="nowhere")


def test_a_matcher_rule_over_tokens_finds_what_duban_tagged(nlp: Language) -> None:
    matcher = Matcher(nlp.vocab)
    matcher.add("ENSURE", [[{"TEXT": "确保"}, {"ENT_TYPE": "DATE", "OP": "+"}, {"TAG": "v"}]], greedy="LONGEST")
    made = nlp(SENTENCE)
    assert [made[start:end].text for _, start, end in matcher(made)] == ["确保2021年6月底前完成"]


def test_a_span_ruler_behind_it_adds_its_own_spans() -> None:
    own = load()
    own.add_pipe("span_ruler").add_patterns([{"label": "CUE", "pattern": [{"TEXT": "确保"}]}])  # type: ignore[attr-defined]
    made = own(SENTENCE)
    assert marked(made.spans["ruler"]) == [("确保", "CUE", "")]
    assert marked(made.spans["tasks"])


def test_displacy_draws_entities_and_spans(doc: Doc) -> None:
    entities = displacy.render(doc, style="ent", jupyter=False)
    assert "县水利局" in entities
    assert "MONEY" in entities
    assert "binding" not in entities
    spans = displacy.render(doc, style="span", jupyter=False, options={"spans_key": "targets"})
    assert "level" in spans


def test_a_long_page_is_annotated_as_a_short_one(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "市辖区建成区内要在2021年6月底前完成3处改造。\n" * 3
    here = nlp(text)
    monkeypatch.setattr(spacy_tokens, "MOST_MOVES", 0)
    ((there, context),) = nlp.pipe([(text, "row")], as_tuples=True)
    assert context == "row"
    assert [(t.text, t.tag_, t.ent_type_, t.is_sent_start) for t in here] == [
        (t.text, t.tag_, t.ent_type_, t.is_sent_start) for t in there
    ]
    assert there._.duban == here._.duban
    assert all(marked(there.spans[name]) == marked(here.spans[name]) for name in GROUPS)


def test_the_pipeline_can_be_pickled(nlp: Language) -> None:
    for part in (nlp.tokenizer, nlp.get_pipe("duban")):
        assert pickle.loads(pickle.dumps(part))  # what a fresh process of `n_process` is sent
