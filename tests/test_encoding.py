"""Bytes to text: the encoding is found by reading, never by a label."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.errors import UnreadableSource
from duban.read.encoding import decode

SIMPLIFIED = "清源县召开防汛工作会议，要求各乡镇6月底前完成隐患排查，确保安全度汛。"
TRADITIONAL = "清源縣召開防汛工作會議，要求各鄉鎮6月底前完成隱患排查，確保安全度汛。"


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("gbk", "gb18030"),
        ("gb18030", "gb18030"),
        ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32-le"),
    ],
)
def test_simplified_text_is_read_whatever_its_encoding(encoding: str, found: str) -> None:
    assert decode(SIMPLIFIED.encode(encoding)) == (SIMPLIFIED, found, ())


@pytest.mark.parametrize(
    ("encoding", "found"),
    [("big5", "big5"), ("gb18030", "gb18030"), ("utf-8", "utf-8"), ("utf-16-le", "utf-16-le")],
)
def test_traditional_text_is_read_whatever_its_encoding(encoding: str, found: str) -> None:
    assert decode(TRADITIONAL.encode(encoding)) == (TRADITIONAL, found, ())


def test_hong_kong_characters_are_read() -> None:
    text = TRADITIONAL + "深水埗、邨、衞生、峯"
    assert decode(text.encode("big5hkscs"))[:2] == (text, "big5hkscs")


def test_a_label_is_not_believed() -> None:
    page = f'<meta charset="gb2312"><p>{SIMPLIFIED}</p>'
    assert decode(page.encode()).encoding == "utf-8"


def test_line_ends_stay() -> None:
    assert decode("甲\r\n乙".encode("gbk")).text == "甲\r\n乙"


def test_an_empty_source_is_a_warning() -> None:
    text, _, warnings = decode(b"")
    assert text == "" and [warning.code for warning in warnings] == ["empty_source"]


@pytest.mark.parametrize("broken", [SIMPLIFIED.encode()[:-1], SIMPLIFIED.encode() + b"\xff" + SIMPLIFIED.encode()])
def test_a_broken_byte_is_a_warning_not_an_error(broken: bytes) -> None:
    text, encoding, warnings = decode(broken)
    assert encoding == "utf-8" and SIMPLIFIED[:20] in text and "\ufffd" in text
    assert [warning.code for warning in warnings] == ["undecodable_bytes"]
    assert warnings[0].raw is not None and text[warnings[0].raw.start] == "\ufffd"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "PNG"),
        (b"PK\x03\x04\x14\x00\x08\x00", "zip"),
        (b"%PDF-1.4\n%\xe2\xe3\xcf\xd3", "PDF"),
        (b"\x01\x00\x02\xff" * 50, "zero bytes"),
    ],
)
def test_a_binary_file_is_refused_by_name(data: bytes, name: str) -> None:
    with pytest.raises(UnreadableSource, match=name):
        decode(data)


@given(st.binary())
def test_any_bytes_are_text_or_a_clear_refusal(data: bytes) -> None:
    try:
        text, encoding, _ = decode(data)
    except UnreadableSource:
        return
    assert isinstance(text, str) and encoding


@pytest.mark.parametrize(("other", "between"), [("gbk", "\n"), ("big5", "\n"), ("gbk", "")])
def test_a_stretch_in_another_encoding_is_read(other: str, between: str) -> None:
    inside = TRADITIONAL if other == "big5" else SIMPLIFIED
    data = (SIMPLIFIED + between).encode() + inside.encode(other) + (between + SIMPLIFIED).encode()
    found = decode(data)
    assert found.text == f"{SIMPLIFIED}{between}{inside}{between}{SIMPLIFIED}"
    assert [warning.code for warning in found.warnings] == ["mixed_encodings"]


def test_hz_is_told_by_its_brackets() -> None:
    assert decode(SIMPLIFIED.encode("hz"))[:2] == (SIMPLIFIED, "hz")
    assert decode(b"~{ is no bracket of ours ~}").encoding == "utf-8"
