"""Questions are answered from the tables, in SQL or by filter, and can do nothing but read."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpora import HERE, QUIET, make_corpus
from duban.corpus.reprints import find_reprints, signature, similarity
from duban.corpus.run import run_corpus
from duban.errors import UsageError
from duban.store.database import Corpus, QueryError
from duban.store.listing import Wanted, list_rows
from duban.store.search import search_terms
from duban.store.writing import safe_cell, to_csv, write_rows

pytest.importorskip("pyarrow")
pytest.importorskip("duckdb")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of 30 announcements, ten of each kind."""
    return make_corpus(tmp_path_factory.mktemp("it's, [a] corpus*"))[0]


@pytest.fixture
def corpus(folder: Path) -> Iterator[Corpus]:
    with Corpus(folder) as opened:
        yield opened


def listed(corpus: Corpus, table: str, **wanted: str) -> list[dict[str, object]]:
    filters = {name: value for name, value in wanted.items() if name not in ("due", "published", "words")}
    dates = {name: value for name, value in wanted.items() if name in ("due", "published", "words")}
    return list(list_rows(corpus, table, Wanted(filters, **dates), rows=1000).dicts())


def test_sql_sees_every_table(corpus: Corpus) -> None:
    for table in corpus.tables():
        assert corpus.ask(f"SELECT count(*) AS n FROM {table}").columns == ("n",)
    assert corpus.ask("SELECT count(*) FROM documents").rows == [(30,)]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM glob('/etc/*')",
        "SELECT * FROM read_csv('https://example.org/a.csv')",
        "COPY tasks TO '/tmp/x.csv'",
        "ATTACH '/tmp/x.db'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "CREATE TABLE t AS SELECT 1",
        "DROP VIEW tasks",
        "PRAGMA database_list",
        "SELECT 1; SELECT 2",
        "SELECT nothing FROM tasks",
        "no SQL",
        "",
    ],
)
def test_sql_can_only_read_these_tables(corpus: Corpus, sql: str) -> None:
    with pytest.raises(QueryError):
        corpus.ask(sql)


def test_a_question_ends_after_its_time_and_its_rows(corpus: Corpus) -> None:
    with pytest.raises(QueryError, match=r"more than 0\.2 s"):
        corpus.ask("SELECT sum(a.range * b.range) FROM range(100000) a, range(1000000) b", seconds=0.2)
    answer = corpus.ask("SELECT * FROM range(100)", rows=7)
    assert (len(answer.rows), answer.more) == (7, True)
    assert not corpus.ask("SELECT * FROM range(7)", rows=7).more


def test_tasks_by_place_owner_date_and_strength(corpus: Corpus) -> None:
    every = listed(corpus, "tasks")
    binding = listed(corpus, "tasks", modality="binding", due="2021-09")
    assert 0 < len(binding) <= 10
    assert {row["due"] for row in binding} == {"2021-09-30"}
    assert 0 < len(listed(corpus, "tasks", organisation="水利局")) < len(every)
    assert listed(corpus, "tasks", due="..2021-08") == []
    assert 0 < len(listed(corpus, "tasks", due="2021-10..2022-12")) < len(every)
    assert 0 < len(listed(corpus, "tasks", indicator="固定资产投资")) < len(every)
    with pytest.raises(UsageError, match="is no date"):
        listed(corpus, "tasks", due="soon")


def test_targets_tell_promise_from_report(corpus: Corpus) -> None:
    promised = listed(corpus, "targets", indicator="固定资产投资", status="target")
    reported = listed(corpus, "targets", indicator="固定资产投资", status="actual")
    assert {row["value"] for row in promised} >= {20.0, 23.0}
    assert {row["value"] for row in reported} >= {21.0, 24.0}


def test_two_characters_are_found_in_either_script_and_ranked(corpus: Corpus) -> None:
    found = [str(row["text"]) for row in listed(corpus, "tasks", words="棚改")]
    assert found == []
    found = [str(row["text"]) for row in listed(corpus, "tasks", words="棚戶 改造")]
    assert found
    assert all("棚户" in text for text in found)
    ranked = [str(row["text"]) for row in listed(corpus, "tasks", words="改造")]
    assert len(ranked) > len(found)
    assert "棚户区" in ranked[0]
    assert listed(corpus, "tasks", words="%_'\"") == []


def test_terms_are_simplified() -> None:
    assert search_terms("棚戶區　改造 ") == ["棚户区", "改造"]


def test_a_spreadsheet_takes_no_text_for_a_formula(tmp_path: Path) -> None:
    assert [safe_cell(v) for v in ("=1+1", "@a", "+cmd", "-5%", "-x", -5, None)] == [
        "'=1+1", "'@a", "'+cmd", "-5%", "'-x", -5, "",
    ]  # fmt: skip
    openpyxl = pytest.importorskip("openpyxl")
    write_rows(("甲",), [("=1+1",), ("a\x01b",), ("长" * 40_000,)], "xlsx", str(tmp_path / "a.xlsx"))
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert [(cell.value[:3], cell.data_type) for cell in sheet["A"][1:3]] == [
        ("=1+", "s"),
        ("a\N{REPLACEMENT CHARACTER}b", "s"),
    ]


def test_csv_opens_in_excel() -> None:
    assert to_csv(("文", "n"), [("一,二", 1.5)]) == '\ufeff文,n\r\n"一,二",1.5\r\n'


def test_copies_are_one_group_and_counted_once(tmp_path: Path) -> None:
    text = Path(__file__).parent.parent.joinpath("corpus", "02_mobilisation_speech.txt").read_text("utf-8")
    other = Path(__file__).parent.parent.joinpath("corpus", "03_meeting_news.txt").read_text("utf-8")
    for name, content in (("a", "来源：甲网\n" + text), ("b", text + "\n责任编辑：李四"), ("c", other), ("d", "短")):
        (tmp_path / f"{name}.txt").write_text(content, "utf-8")
    output = tmp_path.with_name("reprints_out")
    run_corpus([str(tmp_path)], output, HERE, QUIET)
    with pytest.raises(UsageError, match="duban reprints"):
        Corpus(output, once=True)
    assert find_reprints(output) == {"documents": 4, "announcements": 3, "groups": 1, "copies": 2}
    with Corpus(output) as every, Corpus(output, once=True) as once:
        count = "SELECT count(*) FROM documents"
        assert (every.ask(count).rows, once.ask(count).rows) == ([(4,)], [(3,)])
        assert every.ask("SELECT max(copies) FROM reprints").rows == [(2,)]
    (tmp_path / "e.txt").write_text(text, "utf-8")
    run_corpus([str(tmp_path)], output, HERE, QUIET)
    assert not (output / "tables" / "reprints").exists()


def test_signatures_estimate_what_texts_share() -> None:
    words = [f"第{n}项工作要按时完成并且报告进展情况" for n in range(200)]
    whole, most = "".join(words), "".join(words[20:])
    alike = similarity(signature(whole).tobytes(), signature(most).tobytes())
    assert 0.75 < alike < 1
    assert similarity(signature(whole).tobytes(), signature("完全不同的一段话" * 9).tobytes()) < 0.1


def test_the_commands_answer_in_every_format(folder: Path, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    from duban.cli import main

    assert (
        main(["tasks", str(folder), "--official", "周明", "--due", "2021-09", "--format", "json", "--rows", "3"]) == 0
    )
    out, err = capfd.readouterr()
    assert len(json.loads(out)) == 3
    assert "raise --rows" in err
    assert main(["targets", str(folder), "--indicator", "固定资产投资", "--format", "csv"]) == 0
    rows = list(csv.reader(io.StringIO(capfd.readouterr().out.removeprefix("\ufeff"))))
    assert rows[0][0] == "indicator"
    assert main(["officials", str(folder)]) == 0
    assert "周明" in capfd.readouterr().out
    assert main(["query", str(folder), "SELECT kind, count(*) AS n FROM tasks GROUP BY 1"]) == 0
    assert main(["query", str(folder), "DROP VIEW tasks"]) == 2
    assert main(["tasks", str(tmp_path)]) == 2
    assert main(["targets", str(folder), "--format", "xlsx", "-o", str(tmp_path / "t.xlsx")]) == 0
    assert (tmp_path / "t.xlsx").stat().st_size > 1000
