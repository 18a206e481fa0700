"""Every numeral is read as something, and nearly always as what a careful reader would say."""

import re
from pathlib import Path

import pytest

from duban.cli.numerals import lines
from duban.extract import extract

CASES = Path(__file__).parent / "cases" / "synthetic" / "numerals.txt"
MARK_RE = re.compile(r"\{([^|}]*)\|([a-z]+)\}")
MARKED = [line for line in CASES.read_text("utf-8").splitlines() if line and not line.startswith("#")]
ENOUGH = 0.97


def readings(marked: str) -> list[tuple[str, str, str]]:
    """(numeral, what it should be read as, what it is read as) of one line."""
    document = extract(MARK_RE.sub(r"\1", marked), published="2023-06-20")
    expected = MARK_RE.findall(marked)
    found = [(numeral.text, numeral.read_as) for numeral in document.numerals]
    assert [text for text, _ in found] == [text for text, _ in expected]
    return [(text, should, does) for (text, should), (_, does) in zip(expected, found, strict=True)]


def test_nearly_every_numeral_is_read_rightly() -> None:
    rows = [row for marked in MARKED for row in readings(marked)]
    wrong = [row for row in rows if row[1] != row[2]]
    assert len(rows) >= 200
    assert len(wrong) <= (1 - ENOUGH) * len(rows), wrong


@pytest.mark.parametrize("marked", MARKED)
def test_no_numeral_is_left_unread(marked: str) -> None:
    assert all(does != "other" for _, _, does in readings(marked))


def test_what_is_unread_comes_first() -> None:
    document = extract("实际为329复线，全县完成投资3亿元。")
    assert [line.read_as for line in lines(document)] == sorted(
        (numeral.read_as for numeral in document.numerals), key=["other", "name", "target"].index
    )


def test_only_some_readings_are_listed() -> None:
    document = extract("到2025年，全县完成投资3亿元。")
    assert [line.numeral for line in lines(document, "time")] == ["2025"]
