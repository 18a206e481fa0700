"""`duban normalise` as a filter."""

import json
from pathlib import Path

import pytest

from duban.cli import main


@pytest.fixture
def page(tmp_path: Path) -> str:
    path = tmp_path / "page.txt"
    path.write_bytes("完成投资８亿元,增长10%".encode("gbk"))
    return str(path)


def test_the_clean_text_is_printed(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["normalise", page]) == 0
    assert capsys.readouterr().out == "完成投资8亿元，增长10%\n"


def test_every_edit_is_explained(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["normalise", "--explain", page]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "gb18030" in lines[0] and lines[1].split("\t")[2:5] == ["certain", "characters.width", "'８' → '8'"]


def test_a_diff_shows_both(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["normalise", "--diff", page]) == 0
    out = capsys.readouterr().out
    assert "-完成投资８亿元" in out and "+完成投资8亿元" in out


def test_a_row_of_json_holds_edits_that_can_be_replayed(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["normalise", "--format", "jsonl", page]) == 0
    row = json.loads(capsys.readouterr().out)
    assert row["encoding"] == "gb18030" and row["text"].startswith("完成投资8亿元")
    assert {"kind", "raw", "before", "after", "rule", "reason", "step", "at"} <= row["edits"][0].keys()


def test_a_missing_file_does_not_stop_the_others(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["normalise", "nowhere.txt", page]) == 1
    shown = capsys.readouterr()
    assert "完成投资8亿元" in shown.out and "nowhere.txt" in shown.err


def test_a_model_is_learnt_and_used(page: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    model = str(tmp_path / "model.gz")
    assert main(["normalise", "--learn", str(tmp_path), "-o", model]) == 0
    assert main(["normalise", "--model", model, page]) == 0
    assert "完成投资8亿元" in capsys.readouterr().out


def test_learning_needs_a_place_to_write(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["normalise", "--learn", str(tmp_path)]) == 2
    assert "-o model" in capsys.readouterr().err
