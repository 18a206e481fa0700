"""Files that mean harm, or are broken, are rows of `failures` with a clear reason; the others of the run are read."""

import io
import os
import tarfile
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from corpora import HERE, read_all, reasons, texts, zipped
from duban.corpus.formats import Unsuitable, to_source
from duban.corpus.records import Record
from duban.corpus.settings import Limits
from duban.corpus.shards import Shard
from duban.corpus.work import Desk

pytest.importorskip("pyarrow")
TEXT = "县住建局要确保9月底前完成改造260套。"


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped(**{"big.txt": bytes(8_000_000), "good.txt": TEXT.encode()}))
    (tmp_path / "b.zip").write_bytes(zipped(**{f"{n}.txt": bytes(9_000_000) for n in range(9)}))
    items = read_all(tmp_path)
    assert reasons(items) == {"a.zip!big.txt": "bomb", "b.zip": "bomb"}
    assert texts(items) == [TEXT]


def test_a_gzip_bomb_is_stopped_while_it_unpacks(tmp_path: Path) -> None:
    import gzip

    small = replace(HERE, limits=Limits(bytes=1_000_000))
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(bytes(90_000_000), 9))
    assert reasons(read_all(tmp_path, settings=small)) == {"a.jsonl.gz": "bomb"}


@pytest.mark.parametrize("name", ["../../etc/cron.txt", "/etc/motd.txt", "C:\\a.txt", "a\\..\\..\\b.txt"])
def test_names_that_lead_out_of_an_archive_are_refused(tmp_path: Path, name: str) -> None:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        member = tarfile.TarInfo(name)
        member.size = len(TEXT.encode())
        archive.addfile(member, io.BytesIO(TEXT.encode()))
    (tmp_path / "a.tar").write_bytes(held.getvalue())
    (tmp_path / "b.zip").write_bytes(zipped(**{name: TEXT.encode(), "good.txt": TEXT.encode()}))
    items = read_all(tmp_path)
    assert [item.reason for item in items if not isinstance(item, Record)] == ["unsafe_name", "unsafe_name"]
    assert texts(items) == [TEXT]


def test_links_devices_and_pipes_are_not_followed(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (source / "link.txt").symlink_to(tmp_path / "secret.txt")
    (source / "loop").symlink_to(source)
    os.mkfifo(source / "pipe.txt")
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        for kind, name in ((tarfile.SYMTYPE, "s.txt"), (tarfile.LNKTYPE, "h.txt"), (tarfile.CHRTYPE, "d.txt")):
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, "/etc/passwd"
            archive.addfile(member)
    (source / "z.tar").write_bytes(held.getvalue())
    with zipfile.ZipFile(source / "z.zip", "w") as archive_of_links:
        info = zipfile.ZipInfo("s.txt")
        info.external_attr = 0o120777 << 16
        archive_of_links.writestr(info, "/etc/passwd")
    assert reasons(read_all(source)) == {
        "link.txt": "link",
        "loop": "link",
        "pipe.txt": "not_a_file",
        "z.tar!s.txt": "link",
        "z.tar!h.txt": "link",
        "z.tar!d.txt": "not_a_file",
        "z.zip!s.txt": "link",
    }


def test_a_line_that_never_ends_is_passed_by_without_being_held(tmp_path: Path) -> None:
    with (tmp_path / "a.jsonl").open("wb") as file:
        file.write(b'{"text": "\xe4\xb8\x80"}\n{"text": "')
        file.seek(600_000_000, os.SEEK_CUR)  # a hole: it takes no room
        file.write(b'"}\n{"text": "\xe4\xba\x8c"}\n')
    items = read_all(tmp_path)
    assert texts(items) == ["一", "二"]
    assert reasons(items) == {"a.jsonl#2": "too_large"}


def test_broken_rows_cost_only_themselves(tmp_path: Path) -> None:
    deep = "[" * 100_000
    lines = ['{"text": "一"}', "{", "[1]", '{"title": "x"}', '{"text": 5}', deep, '{"text": "二"}']
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    items = read_all(tmp_path)
    assert texts(items) == ["一", "二"]
    assert [item.reason for item in items if not isinstance(item, Record)] == [
        "broken", "broken", "no_text", "no_text", "broken",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "name", ["a.parquet", "a.arrow", "a.zip", "a.tar", "a.tar.gz", "a.jsonl.gz", "a.jsonl.zst", "a.warc.gz"]
)
def test_containers_that_are_none_are_one_failure(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"PAR1 this is no such thing " * 20)
    assert reasons(read_all(tmp_path)) == {name: "broken"}


def test_a_cut_archive_gives_what_it_has(tmp_path: Path) -> None:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w:gz") as archive:
        for number in range(3):
            member = tarfile.TarInfo(f"{number}.txt")
            content = os.urandom(60_000)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    (tmp_path / "a.tar.gz").write_bytes(held.getvalue()[:100_000])
    items = read_all(tmp_path)
    assert [type(item).__name__ for item in items] == ["Record", "Refused"]


def test_kinds_that_are_not_read_say_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "a.doc").write_bytes(b"x")
    (tmp_path / "b.zip").write_bytes(zipped(**{"c.rar": b"x", "d.zip": b"x"}))
    assert reasons(read_all(tmp_path)) == {
        "a.doc": "unsupported", "b.zip!c.rar": "unsupported", "b.zip!d.zip": "nested_archive",
    }  # fmt: skip


def pdf_without_text() -> bytes:
    writer = pytest.importorskip("pypdf").PdfWriter()
    writer.add_blank_page(100, 100)
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


def office_bomb() -> bytes:
    return zipped(**{"word/document.xml": bytes(80_000_000)})


@pytest.mark.parametrize(
    ("form", "make", "reason"),
    [
        ("html", lambda: b"<div>" * 100_000 + TEXT.encode(), "too_deep"),
        ("text", lambda: b"<div>" * 100_000 + TEXT.encode(), "too_deep"),
        ("pdf", pdf_without_text, "no_text"),
        ("docx", office_bomb, "bomb"),
        ("xlsx", office_bomb, "bomb"),
    ],
)
def test_documents_that_hold_nothing_good_say_so(form: str, make: "object", reason: str) -> None:
    assert callable(make)
    with pytest.raises(Unsuitable) as error:
        to_source(form, make(), "a", HERE)
    assert error.value.reason == reason


def test_a_shard_of_bad_documents_gives_one_row_of_failures_each() -> None:
    pytest.importorskip("pypdf")
    pytest.importorskip("docx")
    settings = replace(HERE, limits=Limits(characters=50, seconds=30))
    records = (
        Record("good.txt", "text", TEXT),
        Record("zero.txt", "text", b"\0\1\2\3" * 20),
        Record("long.txt", "text", "长" * 51),
        Record("image.txt", "text", b"\x89PNG\r\n\x1a\n\xff\xff"),
        Record("broken.pdf", "pdf", b"%PDF-1.4 nothing"),
        Record("broken.docx", "docx", b"PK"),
    )
    written: dict[str, bytes] = {}
    receipt = Desk(settings, "c").make(Shard("files-000000", records, "i"), written.__setitem__)
    assert (receipt.documents, receipt.failures) == (1, 5)
    from duban.store.packing import unpack

    failures = dict(unpack(written["files-000000"]))["failures"].to_pylist()
    assert {row["locator"]: row["reason"] for row in failures} == {
        "zero.txt": "unreadable", "long.txt": "too_long", "image.txt": "unreadable", "broken.pdf": "broken",
        "broken.docx": "broken",
    }  # fmt: skip
    assert all(row["message"] and row["doc"] for row in failures)
