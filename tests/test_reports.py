"""What is made of a corpus: exports, ledger, panel, comparison, audit."""

import csv
import json
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from corpora import HERE, QUIET, make_corpus
from duban.corpus.run import run_corpus
from duban.errors import UsageError
from duban.store.audit import draw, score, wilson
from duban.store.database import Corpus
from duban.store.diff import compare
from duban.store.export import export
from duban.store.ledger import judge, ledger, panel
from duban.store.writing import to_csv

pytest.importorskip("pyarrow")
pytest.importorskip("duckdb")
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of 30 announcements, ten of each kind."""
    return make_corpus(tmp_path_factory.mktemp("corpus"))[0]


def test_every_format_holds_every_row(folder: Path, tmp_path: Path) -> None:
    with Corpus(folder) as corpus:
        count = corpus.ask("SELECT count(*) FROM tasks").rows[0][0]
        (path,) = export(corpus, "csv", tmp_path, ["tasks"])
        assert path.read_bytes().startswith(b"\xef\xbb\xbfdoc,")
        assert len(list(csv.reader(path.read_text("utf-8-sig").splitlines()))) == count + 1
        (path,) = export(corpus, "jsonl", tmp_path, ["tasks"])
        assert {"doc", "text"} <= set(json.loads(path.read_text("utf-8").splitlines()[0]))
        (path,) = export(corpus, "sqlite", tmp_path / "a.sqlite", corpus.tables())
        base = sqlite3.connect(path)
        assert base.execute("SELECT count(*) FROM tasks").fetchone() == (count,)
        base.close()
        with pytest.raises(UsageError, match="is no format"):
            export(corpus, "spss", tmp_path, ["tasks"])


def test_a_workbook_and_stata(folder: Path, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    with Corpus(folder) as corpus:
        (path,) = export(corpus, "xlsx", tmp_path / "a.xlsx", ["tasks", "targets"])
        assert openpyxl.load_workbook(path, read_only=True).sheetnames == ["tasks", "targets"]
        pandas = pytest.importorskip("pandas")
        (path,) = export(corpus, "stata", tmp_path, ["targets"])
        with pandas.read_stata(path, iterator=True) as reader:
            assert reader.variable_labels()["indicator"] == "指标名称"
            assert reader.read()["due_day"].notna().any()


def test_the_ledger_sets_reports_beside_promises(folder: Path) -> None:
    with Corpus(folder) as corpus:
        rows = list(ledger(corpus, "固定资产投资").dicts())
    pairs = [row for row in rows if row["promised_doc"] and row["reported_doc"]]
    assert pairs
    assert {row["year"] for row in pairs} == {"2021"}
    assert {row["verdict"] for row in pairs} <= {"reached", "missed", "scopes differ"}
    assert all(row["promised_source"] and row["reported_source"] for row in pairs)


@pytest.mark.parametrize(
    ("comparator", "goal", "reached", "verdict"),
    [
        ("ge", 8, 8, "reached"),
        ("gt", 8, 8, "missed"),
        ("le", 3, 2, "reached"),
        ("approx", 10, 9.5, "reached"),
        ("eq", None, 1, None),
    ],
)
def test_a_promise_is_judged_by_its_comparator(
    comparator: str, goal: float | None, reached: float, verdict: str | None
) -> None:
    assert judge(comparator, goal, None, reached) == verdict


def test_a_panel_has_places_by_years(folder: Path) -> None:
    with Corpus(folder) as corpus:
        answer, several = panel(corpus, "固定资产投资", status="target", unit="CNY")
    assert answer.columns[0] == "place"
    assert several <= len(answer.rows) * (len(answer.columns) - 1)


def test_a_changed_rule_is_named_with_what_it_changed(tmp_path: Path) -> None:
    output, _ = make_corpus(tmp_path, 6)
    own = tmp_path / "own"
    own.mkdir()
    shipped = (ROOT / "lexicons" / "units.tsv").read_text("utf-8").splitlines()
    header = next(line for line in shipped if line.startswith("form\t"))
    (own / "units.tsv").write_text(f"#- 套\n{header}\n", "utf-8")
    other = tmp_path / "other"
    run_corpus([str(tmp_path / "rows.jsonl")], other, replace(HERE, lexicons=str(own)), QUIET)
    difference = compare(output, other)
    assert difference.lexicon == {"units:套": "removed"}
    assert set(difference.configuration) == {"lexicons"}
    blamed = [change for change in difference.changes if change.lexicon]
    assert blamed
    assert all("units:套 removed" in str(change.lexicon) for change in blamed)
    assert compare(output, output).changes == []
    assert sum(row[-1] for row in difference.summary()) == len(difference.changes)


def test_an_audit_is_drawn_by_strata_and_scored(folder: Path, tmp_path: Path) -> None:
    with Corpus(folder) as corpus:
        first, again, other = (draw(corpus, "tasks", 12, seed) for seed in ("1", "1", "2"))
        total = corpus.ask("SELECT count(*) FROM tasks").rows[0][0]
        with pytest.raises(UsageError, match="cannot be audited"):
            draw(corpus, "edits", 5)
    assert first == again
    assert first != other
    rows = list(first.dicts())
    assert sum({row["stratum"]: row["stratum_size"] for row in rows}.values()) == total
    assert all(row["text"] in row["context"] for row in rows)
    checked = [(*row[:-2], "0" if index == 0 else "1", "") for index, row in enumerate(first.rows)]
    path = tmp_path / "a.csv"
    path.write_text(to_csv(first.columns, checked), "utf-8")
    (precision,) = score(path)
    assert precision.low < precision.value < precision.high
    english, chinese = precision.sentences()
    assert f"Of {total:,} extracted tasks" in english
    assert f"从抽取的{total}条任务中" in chinese
    path.write_text(to_csv(first.columns, first.rows), "gb18030")
    with pytest.raises(UsageError, match="no row has a verdict"):
        score(path)


def test_wilson_is_within_bounds() -> None:
    assert wilson(1.0, 20)[1] == 1.0
    assert wilson(0.0, 20)[0] == 0.0


def test_the_commands_report(folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    from duban.cli import main

    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    audit = str(tmp_path / "a.csv")
    for words in (
        ["reprints", copy],
        ["ledger", copy, "--indicator", "固定资产投资", "--once"],
        ["panel", copy, "--indicator", "固定资产投资"],
        ["diff", folder, copy],
        ["audit", copy, "--sample", "5", "-o", audit],
        ["export", copy, "--tables", "tasks", "--format", "jsonl"],
    ):
        assert main([str(word) for word in words]) == 0, words
    assert "announcements" in capfd.readouterr().out
    assert main(["export", str(copy), "--tables", "nothing"]) == 2
    assert main(["audit", str(tmp_path / "none.csv"), "--score"]) == 2
