"""A run extracts every document exactly once, whatever happens to it, and writes the same bytes every time."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from conftest import CORPUS
from corpora import HERE, QUIET, make_corpus, write_jsonl
from duban.corpus import run as running
from duban.corpus.budget import OverTime, time_limit
from duban.corpus.manifest import Manifest
from duban.corpus.pool import Pool, RunStopped
from duban.corpus.receipts import Receipt
from duban.corpus.records import Record
from duban.corpus.run import Options, run_corpus
from duban.corpus.settings import Limits, Mapping, Settings
from duban.corpus.shards import Shard
from duban.errors import UsageError

pytest.importorskip("pyarrow")
pytest.importorskip("duckdb")
Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


def tables(output: Path) -> dict[str, str]:
    """The digest of each table's files."""
    return {
        path.relative_to(output).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((output / "tables").rglob("*.parquet"))
    }


def small(**changes: object) -> Settings:
    return replace(HERE, shard_documents=4, **changes)  # type: ignore[arg-type]


def test_two_workers_write_the_bytes_of_one_and_a_second_run_makes_nothing(tmp_path: Path) -> None:
    source = write_jsonl(tmp_path / "rows.jsonl", 18)
    one, two = tmp_path / "one", tmp_path / "two"
    for index in range(5):
        (tmp_path / "files").mkdir(exist_ok=True)
        (tmp_path / "files" / f"{index}.txt").write_bytes((CORPUS / "01_work_report.txt").read_bytes())
    sources = [str(source), str(tmp_path / "files")]
    first = run_corpus(sources, one, small(), QUIET)
    run_corpus(sources, two, small(workers=2), QUIET)
    assert (first.documents, first.failures) == (23, 0)
    assert tables(one) == tables(two)
    before = {path: path.stat().st_mtime_ns for path in one.rglob("*.parquet")}
    again = run_corpus(sources, one, small(), QUIET)
    assert (again.tally.documents, again.tally.resumed, again.documents) == (0, 23, 23)
    assert before == {path: path.stat().st_mtime_ns for path in one.rglob("*.parquet")}


def test_a_changed_file_is_read_again_and_a_lost_one_taken_out(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for index in range(9):
        write_jsonl(source / f"{index}.jsonl", 1)
    settings, output = small(), tmp_path / "out"
    run_corpus([str(source)], output, settings, QUIET)
    write_jsonl(source / "5.jsonl", 2)
    (source / "8.jsonl").unlink()
    summary = run_corpus([str(source)], output, settings, QUIET)
    assert (summary.documents, summary.dropped, summary.tally.documents) == (9, 1, 5)
    fresh = tmp_path / "fresh"
    run_corpus([str(source)], fresh, settings, QUIET)
    assert tables(fresh) == tables(output)


def test_what_was_made_otherwise_is_not_mixed_in(tmp_path: Path) -> None:
    output, _ = make_corpus(tmp_path, 3)
    source = [str(tmp_path / "rows.jsonl")]
    with pytest.raises(UsageError, match=r"changed: html.*--redo"):
        run_corpus(source, output, replace(HERE, html="article"), QUIET)
    with pytest.raises(UsageError, match="other sources"):
        run_corpus([str(CORPUS)], output, HERE, QUIET)
    with pytest.raises(UsageError, match="more than --limit 2"):
        run_corpus(source, output, replace(HERE, limit=2), QUIET)
    own = tmp_path / "own"
    own.mkdir()
    (own / "units.tsv").write_text(
        (Path(__file__).parent.parent / "lexicons" / "units.tsv").read_text("utf-8") + "\n", "utf-8"
    )
    with pytest.raises(UsageError, match="changed: lexicons"):
        run_corpus(source, output, replace(HERE, lexicons=str(own)), QUIET)
    redone = run_corpus(source, output, replace(HERE, html="article"), replace(QUIET, redo=True))
    assert (redone.tally.documents, redone.documents) == (3, 3)


def test_a_limit_stops_in_the_middle_and_a_later_run_goes_on(tmp_path: Path) -> None:
    source = [str(write_jsonl(tmp_path / "rows.jsonl", 10))]
    part = run_corpus(source, tmp_path / "out", small(limit=6), QUIET)
    whole = run_corpus(source, tmp_path / "out", small(), QUIET)
    assert (part.documents, whole.documents) == (6, 10)


def test_a_shard_that_is_lost_or_short_is_made_again(tmp_path: Path) -> None:
    output, _ = make_corpus(tmp_path, 3)
    before = tables(output)
    (shard,) = (output / "shards").rglob("*.shard")
    shard.write_bytes(shard.read_bytes()[:-1])
    (output / "tables" / "tasks" / "part-00000.parquet").unlink()
    (output / "shards" / ".x.shard.1.part").write_bytes(b"left by a writer that died")
    summary = run_corpus([str(tmp_path / "rows.jsonl")], output, HERE, QUIET)
    assert summary.tally.documents == 3
    assert tables(output) == before
    assert not list(output.rglob("*.part"))


def test_two_runs_in_one_folder_are_one_too_many(tmp_path: Path) -> None:
    pytest.importorskip("fcntl")
    output, _ = make_corpus(tmp_path, 1)
    with running.locked(output), pytest.raises(UsageError, match="another run is at work"):
        run_corpus([str(tmp_path / "rows.jsonl")], output, HERE, QUIET)


def test_killed_at_any_moment_a_run_goes_on_to_the_same_bytes(tmp_path: Path) -> None:
    source = write_jsonl(tmp_path / "rows.jsonl", 300)
    undisturbed, killed = tmp_path / "a", tmp_path / "b"
    settings = replace(HERE, shard_documents=20)
    run_corpus([str(source)], undisturbed, settings, QUIET)
    code = (
        "import sys; from dataclasses import replace; from corpora import HERE, QUIET; "
        "from duban.corpus.run import run_corpus; "
        "run_corpus([sys.argv[1]], sys.argv[2], replace(HERE, shard_documents=20, workers=1), QUIET)"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])}
    process = subprocess.Popen([sys.executable, "-c", code, str(source), str(killed)], env=environment)
    deadline = time.monotonic() + 60
    while not list(killed.rglob("*.shard")) and time.monotonic() < deadline:
        time.sleep(0.01)
    process.kill()
    process.wait()
    with Manifest(killed) as manifest:
        entered = manifest.totals()[0]
    assert entered <= len(list(killed.rglob("*.shard")))
    summary = run_corpus([str(source)], killed, settings, QUIET)
    assert summary.documents == 300
    assert tables(killed) == tables(undisturbed)


def test_a_killed_worker_costs_nothing(tmp_path: Path) -> None:
    receipts: list[Receipt] = []
    pool = Pool(small(workers=1), "c", str(tmp_path))
    hit = False

    def strike() -> None:
        nonlocal hit
        if not hit and pool._workers and pool._workers[0].ready:
            os.kill(pool._workers[0].process.pid, signal.SIGKILL)
            hit = True

    shards = iter(
        [Shard(f"files-{n:06d}", (Record(f"{n}", "row", "县长要求完成投资5亿元。" * 300),), "i") for n in range(3)]
    )
    pool.run(shards, receipts.append, strike)
    assert hit
    assert [(receipt.name, receipt.documents) for receipt in receipts] == [(f"files-{n:06d}", 1) for n in range(3)]


def test_a_document_over_its_time_or_memory_is_a_failure(tmp_path: Path) -> None:
    long = "县长要求完成投资5亿元，" * 60_000
    (tmp_path / "long.txt").write_text(long, "utf-8")
    (tmp_path / "short.txt").write_text("县长要求完成投资5亿元。", "utf-8")
    settings = replace(HERE, limits=Limits(seconds=0.3))
    summary = run_corpus([str(tmp_path / "*.txt")], tmp_path / "out", settings, QUIET)
    assert (summary.documents, summary.reasons) == (1, {"too_slow": 1})


def test_the_time_of_a_block_is_limited_in_any_thread() -> None:
    import threading

    caught: list[str] = []

    def spin() -> None:
        try:
            with time_limit(0.05):
                while True:
                    pass
        except OverTime:
            caught.append(threading.current_thread().name)

    spin()
    other = threading.Thread(target=spin, name="other")
    other.start()
    other.join(5)
    assert caught == [threading.main_thread().name, "other"]


def test_a_full_disk_stops_the_run_and_says_how_to_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = write_jsonl(tmp_path / "rows.jsonl", 3)

    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(running, "merge_into", full)
        with pytest.raises(RunStopped, match=r"No space left on device.*same command again"):
            run_corpus([str(source)], tmp_path / "out", HERE, QUIET)
    assert run_corpus([str(source)], tmp_path / "out", HERE, QUIET).tally.resumed == 3


def test_given_dates_addresses_and_titles_reach_the_tables(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    output, _ = make_corpus(tmp_path, 2)
    rows = pq.read_table(output / "tables" / "documents").to_pylist()
    assert [row["published_date"] for row in rows] == ["2021-01-05", "2021-02-05"]
    assert [row["source_uri"] for row in rows] == ["https://example.org/0", "https://example.org/1"]
    assert [row["given_title"] for row in rows] == ["第0号公告", "第1号公告"]
    assert rows[0]["clean_text"].startswith("第0号公告\n青禾县")
    unread = run_corpus(
        [str(tmp_path / "rows.jsonl")], tmp_path / "b", replace(HERE, columns=Mapping(date="编号")), QUIET
    )
    assert unread.rows["warnings"] >= 2


def test_the_output_may_not_lie_in_a_source(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "rows.jsonl", 1)
    with pytest.raises(UsageError, match="lies inside the source"):
        run_corpus([str(tmp_path)], tmp_path / "out", HERE, QUIET)
    with pytest.raises(UsageError, match="no documents here"):
        (tmp_path / "empty").mkdir()
        run_corpus([str(tmp_path / "empty")], tmp_path / "out", HERE, Options(quiet=True))


def test_the_command_says_what_it_did(run: Run, tmp_path: Path) -> None:
    write_jsonl(tmp_path / "rows.jsonl", 3)
    (tmp_path / "bad.pdf").write_bytes(b"x")
    done = run("run", "rows.jsonl", "bad.pdf", "-o", "out", "--workers", "0")
    said = done.stderr.decode()
    assert done.returncode == 1, said
    for line in ("documents", "failed", "broken", "rows of tasks", "docs/s", "duban query out"):
        assert line in said
    dry = run("run", "rows.jsonl", "-o", "nowhere", "--dry-run")
    assert dry.returncode == 0
    assert "documents" in dry.stderr.decode()
    assert not (tmp_path / "nowhere").exists()
    assert run("run", "rows.jsonl", "-o", "out", "--workers", "-1").returncode == 2


def test_ctrl_c_stops_and_the_same_command_goes_on(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "rows.jsonl", 3000)
    words = [sys.executable, "-m", "duban", "run", "rows.jsonl", "-o", "out", "--workers", "1"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    process = subprocess.Popen(words, cwd=tmp_path, stderr=subprocess.PIPE, env=environment)
    deadline = time.monotonic() + 60
    while not list(tmp_path.rglob("*.shard")) and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130, said.decode()
    assert "The same command goes on from here" in said.decode()
    assert not list(tmp_path.rglob("*.part"))
