"""Tables of documents, one row at a time: JSON lines, JSON, CSV, Parquet, Arrow."""

import csv
import io
import json
from collections.abc import Iterator
from typing import IO, Any

from duban.corpus.records import Item, Record, Refused, refused
from duban.corpus.settings import Limits, Mapping
from duban.corpus.streams import bounded_lines
from duban.errors import DubanError
from duban.read.encoding import decode
from duban.store.extras import need

BATCH = 64
SAMPLE = 100_000


def read_jsonl(locator: str, stream: IO[bytes], columns: Mapping, limits: Limits) -> Iterator[Item]:
    """One object a line; a line that is none is refused by itself."""
    for number, line, size in bounded_lines(stream, limits.bytes):
        where = f"{locator}#{number}"
        if line is None:
            yield Refused(where, "too_large", f"a line of {size} bytes, the limit is {limits.bytes}", bytes=size)
        elif line.strip():
            yield _object(where, line, columns)


def read_json(locator: str, stream: IO[bytes], columns: Mapping, limits: Limits) -> Iterator[Item]:
    """A list of objects, or one object."""
    data = stream.read(limits.bytes + 1)
    if len(data) > limits.bytes:
        message = f"more than {limits.bytes} bytes of JSON in one piece; write one object a line (jsonl)"
        yield Refused(locator, "too_large", message)
        return
    try:
        found = json.loads(decode(data).text)
    except (ValueError, RecursionError, DubanError) as error:
        yield refused(locator, "broken", error, len(data))
        return
    if isinstance(found, dict):
        yield _row(locator, found, columns)
    elif isinstance(found, list):
        for number, row in enumerate(found, 1):
            yield _row(f"{locator}#{number}", row, columns)
    else:
        yield Refused(locator, "broken", "holds neither an object nor a list of objects")


def read_csv(locator: str, stream: IO[bytes], columns: Mapping, limits: Limits) -> Iterator[Item]:
    """Rows under a header; UTF-8, or whatever its beginning is found to be written in."""
    reader_of_bytes = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(_Raw(stream))
    sample = reader_of_bytes.peek(SAMPLE)[:SAMPLE]
    sample = sample[: sample.rfind(b"\n") + 1] or sample
    encoding = decode(sample).encoding if sample else "utf-8"
    overlong: list[Refused] = []

    def lines() -> Iterator[str]:
        for number, line, size in bounded_lines(reader_of_bytes, limits.bytes):
            if line is None:
                message = f"a line of {size} bytes, the limit is {limits.bytes}"
                overlong.append(Refused(f"{locator}#line {number}", "too_large", message, bytes=size))
                continue
            text = line.decode(encoding, "replace")
            yield (text.removeprefix("\ufeff") if number == 1 else text).replace("\0", "")

    csv.field_size_limit(limits.bytes)
    header_line = decode(sample).text.partition("\n")[0]
    delimiter = max("\t,;", key=header_line.count)
    rows = csv.reader(lines(), delimiter=delimiter)
    header: list[str] | None = None
    number = 0
    while True:
        try:
            cells = next(rows, None)
        except csv.Error as error:
            number += 1
            yield refused(f"{locator}#{number}", "broken", error)
            continue
        yield from _drained(overlong)
        if cells is None:
            return
        if header is None:
            header = [cell.strip() for cell in cells]
            columns.resolve(header)
        elif cells:
            number += 1
            yield _row(f"{locator}#{number}", dict(zip(header, cells, strict=False)), columns)


def read_parquet(locator: str, stream: IO[bytes], columns: Mapping, limits: Limits) -> Iterator[Item]:
    """Rows of a Parquet file; only the columns that are needed are read, a few rows at a time."""
    need("pyarrow")
    import pyarrow.parquet as pq

    file = pq.ParquetFile(stream, pre_buffer=False, buffer_size=1 << 20)
    wanted = sorted(set(columns.resolve(file.schema_arrow.names).values()))
    number = 0
    for batch in file.iter_batches(batch_size=BATCH, columns=wanted, use_threads=False):
        for row in batch.to_pylist():
            number += 1
            yield _row(f"{locator}#{number}", row, columns)


def read_arrow(locator: str, stream: IO[bytes], columns: Mapping, limits: Limits) -> Iterator[Item]:
    """Rows of an Arrow file as `datasets` saves them: a stream, or a file with a foot."""
    need("pyarrow")
    import pyarrow as pa

    if stream.read(6) == b"ARROW1":
        reader = pa.ipc.open_file(stream)
        batches = (reader.get_batch(index) for index in range(reader.num_record_batches))
    else:
        stream.seek(0)
        batches = pa.ipc.open_stream(stream)
    number = 0
    for batch in batches:
        wanted = sorted(set(columns.resolve(batch.schema.names).values()))
        for start in range(0, batch.num_rows, BATCH):
            for row in batch.select(wanted).slice(start, BATCH).to_pylist():
                number += 1
                yield _row(f"{locator}#{number}", row, columns)


def _object(where: str, line: bytes, columns: Mapping) -> Item:
    try:
        text = line.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = line.decode("gb18030", "replace")
    try:
        row = json.loads(text)
    except (ValueError, RecursionError) as error:
        return refused(where, "broken", error, len(line))
    return _row(where, row, columns)


def _row(where: str, row: Any, columns: Mapping) -> Item:
    """A record from one row: its text, and what else its columns say."""
    if not isinstance(row, dict):
        return Refused(where, "broken", "the row is no object with named fields")
    try:
        found = columns.resolve(list(row))
    except DubanError as error:
        return refused(where, "no_text", error)
    text = row[found["text"]]
    if not isinstance(text, str) or not text.strip():
        return Refused(where, "no_text", f"the column {found['text']!r} holds no text")
    given = {purpose: _said(row[column]) for purpose, column in found.items() if purpose != "text"}
    return Record(where, "row", text, given.get("id"), given.get("title"), given.get("date"), given.get("url"))


def _said(value: Any) -> str | None:
    """A cell as text; None for an empty one."""
    text = "" if value is None else str(value).strip()
    return text[:2000] or None


def _drained(refusals: list[Refused]) -> Iterator[Refused]:
    while refusals:
        yield refusals.pop(0)


class _Raw(io.RawIOBase):
    """Any readable stream as a raw one, so that it can be buffered and peeked into."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
