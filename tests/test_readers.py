"""Every kind of source gives its documents in a fixed order, with what their columns say."""

import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from pathlib import Path

import pytest

from corpora import HERE, read_all, reasons, rows, texts, with_columns, write_jsonl, zipped
from duban.corpus.dates import to_edtf
from duban.corpus.formats import to_source
from duban.corpus.records import Record
from duban.errors import UsageError

pa = pytest.importorskip("pyarrow")
TEXT = "县住建局要确保9月底前完成改造260套。"


def test_a_folder_is_read_in_the_order_of_its_names_without_hidden_and_foreign_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a.html", "c/d.txt", ".hidden.txt", "e.png", "c/.git/f.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    assert texts(read_all(tmp_path)) == ["a.html", "b.txt", "c/d.txt"]


def test_a_file_that_two_arguments_name_is_a_file_of_both_but_the_glob_sorts(tmp_path: Path) -> None:
    for name in ("2.txt", "1.txt"):
        (tmp_path / name).write_text(name)
    assert texts(read_all(tmp_path / "*.txt")) == ["1.txt", "2.txt"]


def test_a_source_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        read_all(tmp_path / "nothing")


@pytest.mark.parametrize("packed", ["", ".gz", ".bz2", ".xz", ".zst"])
def test_json_lines_in_any_packing(tmp_path: Path, packed: str) -> None:
    data = write_jsonl(tmp_path / "plain", 3).read_bytes()
    if packed == ".zst":
        data = pytest.importorskip("zstandard").ZstdCompressor().compress(data)
    else:
        data = {"": bytes, ".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress}[packed](data)
    path = tmp_path / f"rows.jsonl{packed}"
    path.write_bytes(data)
    items = read_all(path)
    assert texts(items) == [row["正文"] for row in rows(3)]
    first = items[0]
    assert isinstance(first, Record)
    assert (first.given_id, first.given_title, first.published) == ("n0", "第0号公告", "2021/1/5")
    assert first.url == "https://example.org/0"
    assert first.locator == f"{path.as_posix()}#1"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_in_the_encodings_that_people_save(tmp_path: Path, encoding: str) -> None:
    lines = ["标题,正文", f'一号,"{TEXT}\n第二行"', f"二号,{TEXT}"]
    (tmp_path / "a.csv").write_bytes("\r\n".join(lines).encode(encoding))
    items = read_all(tmp_path)
    assert texts(items) == [f"{TEXT}\n第二行", TEXT]
    assert [item.given_title for item in items if isinstance(item, Record)] == ["一号", "二号"]


def test_columns_are_named_where_no_known_name_is_there(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text(f"甲\t乙\n{TEXT}\t2021年3月\n", "utf-8")
    assert reasons(read_all(tmp_path)) == {"a.tsv": "no_text"}
    (item,) = read_all(tmp_path, settings=with_columns(text="甲", date="乙"))
    assert isinstance(item, Record)
    assert (item.content, item.published) == (TEXT, "2021年3月")


def test_parquet_and_arrow_and_a_saved_dataset(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    table = pa.Table.from_pylist(rows(5))
    pq.write_table(table, tmp_path / "a.parquet", row_group_size=2)
    saved = tmp_path / "saved"
    saved.mkdir()
    with (
        pa.OSFile(str(saved / "data-00000-of-00001.arrow"), "wb") as file,
        pa.ipc.new_stream(file, table.schema) as out,
    ):
        out.write_table(table)
    (saved / "cache-1.arrow").write_bytes(b"not part of it")
    (saved / "dataset_info.json").write_text("{}")
    (saved / "state.json").write_text(json.dumps({"_data_files": [{"filename": "data-00000-of-00001.arrow"}]}))
    wanted = [row["正文"] for row in rows(5)]
    assert texts(read_all(tmp_path / "a.parquet")) == wanted
    assert texts(read_all(saved)) == wanted


def test_a_hub_snapshot_is_read_without_its_card(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# a card")
    (tmp_path / ".gitattributes").write_text("")
    (tmp_path / "data").mkdir()
    write_jsonl(tmp_path / "data" / "train.jsonl", 2)
    assert len(texts(read_all(tmp_path))) == 2


def test_json_holds_one_object_or_a_list(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text(json.dumps({"text": "一"}))
    (tmp_path / "two.json").write_text(json.dumps([{"text": "二"}, {"text": "三"}, {"text": ""}]))
    items = read_all(tmp_path)
    assert texts(items) == ["一", "二", "三"]
    assert reasons(items) == {"two.json#3": "no_text"}


def test_zip_members_keep_their_chinese_names_and_tables_inside_are_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        old = zipfile.ZipInfo("公告.txt".encode("gb18030").decode("cp437"))
        archive.writestr(old, TEXT)
        archive.writestr("rows.jsonl", write_jsonl(tmp_path / "rows", 2).read_bytes())
        archive.writestr("picture.png", b"")
    items = read_all(tmp_path / "a.zip")
    assert [item.locator.rpartition("!")[2] for item in items][1:] == ["rows.jsonl#1", "rows.jsonl#2"]
    assert len(texts(items)) == 3


@pytest.mark.parametrize("ending", ["tar", "tar.gz", "tgz", "tar.xz", "tar.zst"])
def test_tar_in_any_packing(tmp_path: Path, ending: str) -> None:
    held = io.BytesIO()
    mode = {"tgz": "w:gz", "tar.gz": "w:gz", "tar.xz": "w:xz"}.get(ending, "w")
    with tarfile.open(fileobj=held, mode=mode) as archive:  # type: ignore[call-overload]
        for name in ("新闻/一.txt", "二.txt"):
            member = tarfile.TarInfo(name)
            member.size = len(TEXT.encode())
            archive.addfile(member, io.BytesIO(TEXT.encode()))
    data = held.getvalue()
    if ending == "tar.zst":
        data = pytest.importorskip("zstandard").ZstdCompressor().compress(data)
    (tmp_path / f"a.{ending}").write_bytes(data)
    assert texts(read_all(tmp_path / f"a.{ending}")) == [TEXT, TEXT]


def warc_record(kind: str, url: str, media_type: str, content: str) -> bytes:
    body = content.encode()
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2021-03-05T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:0>\r\nContent-Type: {media_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def test_a_web_archive_gives_its_pages_with_their_addresses(tmp_path: Path) -> None:
    pytest.importorskip("warcio")
    with gzip.open(tmp_path / "a.warc.gz", "wb") as file:
        for number, (status, kind, body) in enumerate(
            (("200 OK", "text/html", f"<p>{TEXT}</p>"), ("404 No", "text/html", "gone"), ("200 OK", "image/png", "x")),
            1,
        ):
            page = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n{body}"
            file.write(warc_record("response", f"http://example.org/{number}", "application/http", page))
        file.write(warc_record("conversion", "http://example.org/4", "text/plain", TEXT))
    items = read_all(tmp_path)
    assert texts(items) == [f"<p>{TEXT}</p>", TEXT]
    assert [item.url for item in items if isinstance(item, Record)] == ["http://example.org/1", "http://example.org/4"]


def test_any_store_that_fsspec_knows(tmp_path: Path) -> None:
    fsspec = pytest.importorskip("fsspec")
    fs = fsspec.filesystem("memory")
    fs.pipe_file("/news/b.txt", TEXT.encode())
    fs.pipe_file("/news/a.jsonl", write_jsonl(tmp_path / "rows", 1).read_bytes())
    assert texts(read_all("memory://news")) == [rows(1)[0]["正文"], TEXT]
    with pytest.raises(UsageError, match="nothing at this address"):
        read_all("memory://elsewhere")


def test_the_date_in_a_path_is_the_date_of_the_file_when_asked_for(tmp_path: Path) -> None:
    (tmp_path / "2021-03").mkdir()
    (tmp_path / "2021-03" / "20210305_12.txt").write_text(TEXT)
    assert [item.published for item in read_all(tmp_path) if isinstance(item, Record)] == [None]
    (item,) = read_all(tmp_path, settings=with_columns(date="name"))
    assert isinstance(item, Record)
    assert item.published == "2021-03-05"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2021-03-05T08:00:00+08:00", "2021-03-05"), ("2021年3月5日 08:00", "2021-03-05"), ("2021.3", "2021-03"),
        ("2021", "2021"), ("2021-02-30", None), ("5 March 2021", None), ("20211305", None),
    ],
)  # fmt: skip
def test_dates_as_sources_write_them(written: str, read: str | None) -> None:
    assert to_edtf(written) == read


def test_word_and_excel_give_paragraphs_and_rows(tmp_path: Path) -> None:
    docx, openpyxl = pytest.importorskip("docx"), pytest.importorskip("openpyxl")
    document = docx.Document()
    document.add_paragraph("第一段")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "任务", "县住建局"
    document.add_paragraph("第二段")
    document.save(tmp_path / "a.docx")
    book = openpyxl.Workbook()
    book.active.append(["任务", None, 260])
    book.save(tmp_path / "b.xlsx")
    found = {
        item.form: to_source(item.form, item.content, "", HERE)
        for item in read_all(tmp_path)
        if isinstance(item, Record)
    }
    assert found == {"docx": "第一段\n任务\t县住建局\n第二段", "xlsx": "任务\t\t260"}


def test_a_page_can_be_read_as_its_article(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    from dataclasses import replace

    page = f"<html><body><nav>首页 新闻</nav><article><h1>公告</h1><p>{TEXT * 8}</p></article></body></html>".encode()
    assert to_source("html", page, "", HERE) == page
    article = to_source("html", page, "", replace(HERE, html="article"))
    assert isinstance(article, str)
    assert TEXT in article
    assert "<p>" not in article


def test_a_table_inside_an_archive_that_needs_seeking_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped(**{"a.parquet": b"PAR1"}))
    assert reasons(read_all(tmp_path)) == {"a.zip!a.parquet": "unsupported"}
