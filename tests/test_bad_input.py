"""Input that errs ends in a clear message or in a document with warnings: never in a traceback, nothing lost."""

import os
import random
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import duban
from conftest import Run
from duban.contract import Document
from duban.invariants import broken_promises

SENTENCE = "会议要求，各乡镇要在6月底前完成高标准农田建设3000亩。"
TWENTY_MEGABYTES = 20_000_000
THOUSANDS = 5_000
PATIENCE = 300


def sound(done: "object", run_output: bytes) -> Document:
    document = Document.from_json(run_output)
    assert broken_promises(document) == [], done
    return document


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n \t\n",
        b"\xef\xbb\xbf",
        bytes(range(256)) * 40,
        random.Random(7).randbytes(4096),
        b"\x89PNG\r\n\x1a\n" + bytes(2000),
        b"PK\x03\x04" + bytes(500),
        b"\x00" * 5000,
        SENTENCE.encode("utf-16"),
        SENTENCE.encode()[:-1],
    ],
    ids=["empty", "blank", "bom", "all bytes", "noise", "png", "zip", "zeros", "utf-16", "cut"],
)
def test_bytes_that_are_no_article_end_well(run: Run, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "odd.txt").write_bytes(content)
    done = run("extract", "odd.txt")
    assert b"Traceback" not in done.stderr
    assert b"duban failed on it" not in done.stderr
    if done.returncode == 0:
        sound(content[:20], done.stdout)
    else:
        assert done.returncode == 1
        assert b"odd.txt" in done.stderr


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n" + bytes(2000)], ids=["empty", "binary"])
def test_what_holds_no_text_is_not_passed_over_in_silence(run: Run, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "odd.txt").write_bytes(content)
    done = run("extract", "odd.txt")
    assert done.stderr or Document.from_json(done.stdout).warnings


def test_a_missing_file_is_named(run: Run) -> None:
    done = run("extract", "missing.txt")
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"duban: missing.txt: there is no such file" in done.stderr


def test_a_folder_without_documents_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = run("extract", "empty")
    assert done.returncode == 1
    assert b"empty: the folder holds no documents" in done.stderr


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="everything may be read by this user")
def test_a_forbidden_file_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_bytes(b"")
    (tmp_path / "secret.txt").chmod(0)
    done = run("extract", "secret.txt")
    assert done.returncode == 1
    assert b"secret.txt: cannot be read (Permission denied)" in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="file names are text there")
def test_a_file_name_that_is_no_text_is_written_out(run: Run, tmp_path: Path) -> None:
    path = os.path.join(os.fsencode(tmp_path), b"\xb6\xbd.txt")
    with open(path, "wb") as file:
        file.write(SENTENCE.encode())
    done = run("extract", ".")
    assert done.returncode == 0
    assert "\ufffd\ufffd.txt" in done.stdout.decode()


def test_lone_surrogates_become_replacement_characters_with_a_warning() -> None:
    document = duban.extract(f"{SENTENCE}\ud83d{SENTENCE}\udc00")
    assert broken_promises(document) == []
    assert Document.from_json(document.to_json()) == document
    assert len(document.tasks) == 2
    assert document.warnings


def test_a_line_of_twenty_megabytes_is_read_to_its_end() -> None:
    filler = "全县上下凝心聚力真抓实干，"
    line = SENTENCE + filler * (TWENTY_MEGABYTES // len(filler.encode())) + "。" + SENTENCE
    started = time.perf_counter()
    document = duban.extract(line)
    assert [target.span.raw[0] > len(SENTENCE) for target in document.targets] == [False, True]
    assert time.perf_counter() - started < PATIENCE


def test_thousands_of_tasks_on_one_line_are_all_kept() -> None:
    document = duban.extract(SENTENCE * THOUSANDS)
    assert (len(document.tasks), len(document.targets)) == (THOUSANDS, THOUSANDS)


@pytest.mark.parametrize(
    "text",
    [
        "9" * 5000 + "亿元",
        "一亿" * 3000,
        "（" * 5000,
        "2020年" * 3000,
        "。" * 5000,
        "完成" + "1、" * 3000,
        "增长1e999%",
    ],
)
def test_hostile_text_ends_well(text: str) -> None:
    document = duban.extract(text)
    assert broken_promises(document) == []
    assert Document.from_json(document.to_json()) == document


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.text(st.characters(codec=None)), st.binary()))
def test_any_text_and_any_bytes_end_in_a_document_or_a_clear_error(source: str | bytes) -> None:
    try:
        document = duban.extract(source)
    except duban.DubanError as error:
        assert str(error)
    else:
        assert broken_promises(document) == []
        assert Document.from_json(document.to_json()) == document
