"""What spaCy writes and reads: configs, pipelines, docs, in one process and in several."""

import re
from itertools import cycle, islice
from pathlib import Path

import pytest
import spacy
from spacy import displacy
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc, DocBin
from spacy.util import load_config, load_model_from_config

import duban
from conftest import ROOT, run_python, sample_files
from duban.integrations.spacy import load

SENTENCE = "县委书记张岚要求，县水利局要确保2021年6月底前完成投资3.5亿元。"
SAMPLES = [duban.normalise(path.read_bytes()).source for path in sample_files()]
SETTINGS = {"segmenter": "jieba", "published": "2020-03-01", "ents": False, "split_tokens": False}


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load()


def facts(doc: Doc) -> tuple[object, ...]:
    """All that a doc says."""
    groups = {name: [(s.text, s.label_, s.id_, s._.due) for s in group] for name, group in doc.spans.items()}
    tokens = [(t.text, t.whitespace_, t.tag_, t.pos_, t.is_sent_start) for t in doc]
    document = doc._.duban.to_json()  # fractions of more than 17 digits are cut in JSON
    return doc.text, doc._.raw, document, tokens, groups, [(e.text, e.label_, e.id_) for e in doc.ents]


class TestConfig:
    def test_the_settings_stand_in_the_config(self) -> None:
        config = load(**SETTINGS).config  # type: ignore[arg-type]
        assert config["nlp"]["tokenizer"]["segmenter"] == "jieba"
        assert {key: config["components"]["duban"][key] for key in ("published", "ents", "split_tokens")} == {
            "published": "2020-03-01", "ents": False, "split_tokens": False,
        }  # fmt: skip

    def test_a_config_file_makes_the_same_pipeline(self, tmp_path: Path) -> None:
        first = load(**SETTINGS)  # type: ignore[arg-type]
        first.config.to_disk(tmp_path / "config.cfg")
        second = load_model_from_config(load_config(tmp_path / "config.cfg"), auto_fill=True)
        assert second.config.to_str() == first.config.to_str()
        assert facts(second("今年6月底前完成3项。")) == facts(first("今年6月底前完成3项。"))

    def test_a_wrong_setting_is_named(self) -> None:
        with pytest.raises(ValueError, match="colour"):
            spacy.blank("zh").add_pipe("duban", config={"colour": "red"})


class TestPipeline:
    def test_a_saved_pipeline_comes_back(self, nlp: Language, tmp_path: Path) -> None:
        nlp.to_disk(tmp_path / "pipeline")
        again = spacy.load(tmp_path / "pipeline")
        assert again.config.to_str() == nlp.config.to_str()
        assert facts(again(SENTENCE)) == facts(nlp(SENTENCE))

    def test_a_fresh_process_loads_it_without_naming_duban(self, nlp: Language, tmp_path: Path) -> None:
        nlp.to_disk(tmp_path / "pipeline")
        code = (
            f"import spacy; doc = spacy.load({str(tmp_path / 'pipeline')!r})({SENTENCE!r});"
            "print(doc._.duban.tasks[0].modality)"
        )
        done = run_python("-c", code)
        assert done.stdout.decode().strip() == "binding", done.stderr.decode()

    def test_bytes_do_as_well(self, nlp: Language) -> None:
        assert facts(load().from_bytes(nlp.to_bytes())(SENTENCE)) == facts(nlp(SENTENCE))

    def test_the_settings_can_be_changed_on_loading(self, nlp: Language, tmp_path: Path) -> None:
        nlp.to_disk(tmp_path / "pipeline")
        changed = spacy.load(tmp_path / "pipeline", config={"components": {"duban": {"published": "2020-03-01"}}})
        doc = changed("今年6月底前完成3项。")
        assert doc._.duban.times[0].end == "2020-06-30"


class TestDocs:
    def test_a_doc_survives_bytes(self, nlp: Language) -> None:
        doc = nlp(SAMPLES[8])
        assert doc._.raw != doc.text
        assert facts(Doc(nlp.vocab).from_bytes(doc.to_bytes())) == facts(doc)

    def test_a_doc_that_the_pipe_has_not_seen_survives_bytes_too(self, nlp: Language) -> None:
        made = Doc(nlp.vocab).from_bytes(nlp.make_doc(SAMPLES[8]).to_bytes())
        assert facts(nlp(made)) == facts(nlp(SAMPLES[8]))

    def test_a_doc_seen_twice_says_the_same(self, nlp: Language) -> None:
        doc = nlp(SAMPLES[8])
        before = facts(doc)
        assert facts(nlp(doc)) == before

    def test_a_docbin_keeps_the_document_with_user_data(self, nlp: Language, tmp_path: Path) -> None:
        docs = list(nlp.pipe(SAMPLES[:3]))
        DocBin(docs=docs, store_user_data=True).to_disk(tmp_path / "docs.spacy")
        again = list(DocBin().from_disk(tmp_path / "docs.spacy").get_docs(nlp.vocab))
        assert [facts(doc) for doc in again] == [facts(doc) for doc in docs]

    def test_a_docbin_without_user_data_keeps_the_spans(self, nlp: Language) -> None:
        (again,) = DocBin().from_bytes(DocBin(docs=[nlp(SENTENCE)]).to_bytes()).get_docs(nlp.vocab)
        assert [(s.text, s.id_) for s in again.spans["tasks"]] == [(SENTENCE, "k1")]
        assert again._.duban is None
        assert again.spans["tasks"][0]._.modality is None

    def test_two_processes_give_what_one_gives(self, nlp: Language) -> None:
        one = [facts(doc) for doc in nlp.pipe(SAMPLES)]
        assert [facts(doc) for doc in nlp.pipe(SAMPLES, n_process=2, batch_size=4)] == one

    def test_contexts_travel_along(self, nlp: Language) -> None:
        pairs = nlp.pipe([(SENTENCE, {"row": 7})], as_tuples=True)
        assert [(len(doc.spans["tasks"]), context) for doc, context in pairs] == [(1, {"row": 7})]

    def test_json_says_where_the_spans_are(self, nlp: Language) -> None:
        told = nlp(SENTENCE).to_json()
        assert told["spans"]["tasks"][0]["label"] == "outcome"
        assert len(told["sents"]) == 1


def test_the_script_that_spacys_documentation_leads_to(tmp_path: Path) -> None:
    nlp = load()
    matcher = Matcher(nlp.vocab)
    matcher.add("DUE", [[{"ENT_TYPE": "DATE", "OP": "+"}, {"POS": "VERB"}]], greedy="LONGEST")
    docs = list(nlp.pipe(islice(cycle(SAMPLES), 100), batch_size=20))
    assert len(docs) == 100
    assert sum(len(matcher(doc)) for doc in docs) > 100
    page = displacy.render(docs[:5], style="ent", page=True, jupyter=False)
    assert page.count('class="entities"') == 5
    bin_of_docs = DocBin(attrs=["TAG", "POS", "ENT_IOB", "ENT_TYPE", "ENT_ID", "SENT_START"], store_user_data=True)
    for doc in docs:
        bin_of_docs.add(doc)
    bin_of_docs.to_disk(tmp_path / "docs.spacy")
    again = list(DocBin().from_disk(tmp_path / "docs.spacy").get_docs(nlp.vocab))
    assert [doc.text for doc in again] == [doc.text for doc in docs]
    assert again[0]._.duban.to_json() == docs[0]._.duban.to_json()
    assert [(e.text, e.label_) for e in again[99].ents] == [(e.text, e.label_) for e in docs[99].ents]


def test_the_example_project_trains_a_classifier(tmp_path: Path) -> None:
    project = ROOT / "examples" / "spacy_textcat"
    done = run_python(project / "make_data.py", ROOT / "corpus" / "gold", tmp_path / "data")
    assert done.returncode == 0, done.stderr.decode()
    arguments = ("--paths.train", tmp_path / "data" / "train.spacy", "--paths.dev", tmp_path / "data" / "dev.spacy")
    short = ("--training.max_steps", "20", "--training.eval_frequency", "20", "--output", tmp_path / "model")
    done = run_python("-m", "spacy", "train", project / "config.cfg", *arguments, *short)
    assert done.returncode == 0, done.stderr.decode()
    trained = spacy.load(tmp_path / "model" / "model-last")
    assert set(trained("各乡镇要在6月底前完成整改。").cats) == {"task", "exhortation", "status", "other"}


def test_the_examples_of_the_guide_print_what_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    guide = (ROOT / "docs" / "spacy.md").read_text("utf-8")
    names: dict[str, object] = {}
    for code in re.findall(r"^```python\n(.*?)^```$", guide, re.M | re.S):
        exec(code, names)
        shown = [line.removeprefix("# ") for line in code.splitlines() if line.startswith("# ")]
        assert capsys.readouterr().out.splitlines() == shown
