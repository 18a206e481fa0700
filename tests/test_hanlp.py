"""HanLP's own loading and prediction, with a model that is trained here. `make test-hanlp` runs these."""

import socket
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import duban
import tiny_hanlp
from conftest import Run, sample_files
from duban.errors import UsageError
from duban.extract import extract
from duban.integrations.engines import load_engine
from duban.integrations.hanlp import HanlpNer

pytest.importorskip("hanlp", reason="HanLP has an environment of its own: make test-hanlp")
pytestmark = pytest.mark.filterwarnings("ignore")  # HanLP's and PyTorch's own

OPEN = "县长金山到青禾县调研。"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_hanlp.train(tmp_path_factory.mktemp("hanlp"))


@pytest.fixture(scope="module")
def ner(model: Path) -> HanlpNer:
    return HanlpNer(model)


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("the network was reached for")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def named(ner: HanlpNer, text: str) -> list[tuple[str, str]]:
    (row,) = ner.find_names([text])
    return [(text[name.start : name.end], name.kind) for name in row]


class TestModel:
    def test_the_model_is_small_and_loads_as_hanlp_loads(self, model: Path) -> None:
        assert sum(path.stat().st_size for path in model.iterdir()) < 200_000
        assert type(HanlpNer(model).component).__name__ == "RNNNamedEntityRecognizer"

    def test_names_of_all_three_kinds_are_found_where_they_stand(self, ner: HanlpNer) -> None:
        assert named(ner, "组长曹和佳赴青禾县督办。") == [("曹和佳", "person"), ("青禾县", "place")]
        assert named(ner, "会议要求，县水利局要抓紧落实。") == [("县水利局", "organisation")]

    def test_a_batch_is_read_as_its_texts_are(self, ner: HanlpNer) -> None:
        texts = ["组长曹和佳赴青禾县督办。", "", "副县长程远山主持会议。", " \n"] * 20
        assert ner.find_names(texts) == [ner.find_names([text])[0] for text in texts]

    def test_loading_a_folder_never_reaches_for_the_network(self, model: Path, no_network: None) -> None:
        assert named(HanlpNer(model), "副县长程远山主持会议。") == [("程远山", "person")]

    def test_a_folder_that_fails_to_load_does_not_either(
        self, tmp_path: Path, no_network: None, capsys: pytest.CaptureFixture[str]
    ) -> None:
        config = '{"classpath": "hanlp.components.ner.rnn_ner.RNNNamedEntityRecognizer", "hanlp_version": "2.1.5"}'
        (tmp_path / "config.json").write_text(config, "utf-8")
        with pytest.raises(UsageError, match="cannot be loaded"):
            HanlpNer(tmp_path)

    @pytest.mark.parametrize("name", ["no/such/folder", "NO_SUCH_MODEL_ZH"])
    def test_what_is_neither_folder_nor_hub_name_is_refused_offline(self, name: str, no_network: None) -> None:
        with pytest.raises(UsageError, match="is no folder, and no model of HanLP's hub"):
            HanlpNer(name)

    def test_a_folder_without_a_model_is_refused(self, tmp_path: Path, no_network: None) -> None:
        with pytest.raises(UsageError, match="is no folder with a config"):
            HanlpNer(tmp_path)

    def test_only_a_hub_name_reaches_for_the_hub(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        import hanlp

        asked: list[str] = []

        def load(name: str, **options: Any) -> object:
            asked.append(name)
            raise OSError("no route to host")

        monkeypatch.setattr(hanlp, "load", load)
        with pytest.raises(UsageError, match="a hub model needs the network once"):
            HanlpNer("MSRA_NER_ELECTRA_SMALL_ZH")
        assert asked == ["MSRA_NER_ELECTRA_SMALL_ZH"]


class TestExtraction:
    def test_an_open_name_is_settled_and_told(self, model: Path, ner: HanlpNer) -> None:
        document = duban.extract(OPEN, ner=ner)
        assert [(o.text, o.name, o.rule) for o in document.officials] == [("县长金山", "金山", f"hanlp:{model}")]
        assert document.provenance.engines == ("rules", f"hanlp:{model}")
        (warning,) = [warning for warning in document.warnings if warning.code == "engine_disagrees"]
        assert warning.message.endswith("reads 金山 (person), the rules no name; the engine's reading stands")

    @pytest.mark.parametrize("path", sample_files(), ids=lambda path: path.stem)
    def test_the_facts_of_the_samples_are_the_same_with_and_without(self, ner: HanlpNer, path: Path) -> None:
        data = path.read_bytes()
        left_out = {"provenance", "warnings"}
        assert extract(data, ner=ner).model_dump(exclude=left_out) == extract(data).model_dump(exclude=left_out)

    def test_the_command_line_takes_the_model(self, model: Path, run: Run) -> None:
        done = run("extract", "-", "--ner", f"hanlp:{model}", "--format", "jsonl", stdin=OPEN.encode())
        assert done.returncode == 0, done.stderr.decode()
        assert f'"engines":["rules","hanlp:{model}"]' in done.stdout.decode()
        assert '"name":"金山"' in done.stdout.decode()

    def test_the_command_line_names_what_is_wrong_with_a_model(self, run: Run) -> None:
        done = run("extract", "-", "--ner", "hanlp:nowhere", stdin=OPEN.encode())
        assert (done.returncode, done.stdout) == (2, b"")
        assert "nowhere: is no folder" in done.stderr.decode()

    def test_the_engine_is_known_by_name(self, model: Path) -> None:
        assert load_engine(f"hanlp:{model}").id == f"hanlp:{model}"


class MultiTask:
    """Answers as HanLP's multi-task models do: words, and names that count in them."""

    tasks = ("tok/fine", "ner/msra")

    def __call__(self, texts: Sequence[str], tasks: Sequence[str], batch_size: int) -> dict[str, list[Any]]:
        assert list(tasks) == ["ner/msra"]
        words = [["县长", "金山", "，", "到", "青禾县"] for _ in texts]
        names = [[("金山", "PERSON", 1, 2), ("青禾县", "LOCATION", 4, 5), ("到", "DATE", 3, 4)] for _ in texts]
        return {"tok/fine": words, "ner/msra": names}


def test_a_multi_task_model_counts_in_words(model: Path) -> None:
    ner = HanlpNer(model)
    ner.component = MultiTask()
    assert named(ner, "县长金山 到青禾县") == [("金山", "person"), ("青禾县", "place")]


def test_a_model_without_names_is_refused(model: Path) -> None:
    ner = HanlpNer(model)
    ner.component = MultiTask()
    ner.component.tasks = ("tok/fine", "dep")
    with pytest.raises(UsageError, match="has no task for names"):
        ner.find_names(["县长"])


def test_tags_that_make_no_sense_cost_only_their_own_text(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from hanlp.utils.span_util import InvalidTagSequence

    ner = HanlpNer(model)
    real = ner.component

    def fails_on_bad(texts: list[list[str]], **options: Any) -> Any:
        if ["坏"] in texts:
            raise InvalidTagSequence(["I-PERSON"])
        return real(texts, **options)

    ner.component = fails_on_bad
    assert ner.find_names(["坏", "副县长程远山主持会议。"]) == [[], real_names(ner, "副县长程远山主持会议。")]


def real_names(ner: HanlpNer, text: str) -> list[Any]:
    return ner.find_names([text])[0]
