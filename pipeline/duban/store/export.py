"""A corpus in the formats of others: CSV, Excel, JSON lines, SQLite, Stata. Tables are streamed."""

import csv
import io
import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from duban.errors import UsageError
from duban.store.codebook import label
from duban.store.database import Corpus
from duban.store.extras import need
from duban.store.packing import committed
from duban.store.tables import TABLE_NAMES, table_fields
from duban.store.writing import BOM, plain, safe_cell, write_workbook

STATA_TEXT = 2_045
BATCH = 5_000


def export(corpus: Corpus, form: str, output: Path, tables: Sequence[str]) -> list[Path]:
    """Write *tables* in *form*; the files written: one a table in the folder *output*, or *output* itself."""
    if form not in EXPORTS:
        raise UsageError("--format", f"{form!r} is no format", "Choose one", EXPORTS)
    return EXPORTS[form](corpus, output, tables)


def _rows(corpus: Corpus, table: str) -> Iterator[tuple[Any, ...]]:
    for batch in corpus.batches(table, BATCH):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _csv(corpus: Corpus, output: Path, tables: Sequence[str]) -> list[Path]:
    """One file a table, with a byte-order mark."""
    paths = []
    for table in tables:
        paths.append(output / f"{table}.csv")
        with committed(paths[-1]) as file:
            text = io.TextIOWrapper(file, "utf-8", newline="", write_through=True)
            text.write(BOM)
            writer = csv.writer(text, lineterminator="\r\n")
            writer.writerow(corpus.columns(table))
            writer.writerows([safe_cell(value) for value in row] for row in _rows(corpus, table))
            text.detach()
    return paths


def _jsonl(corpus: Corpus, output: Path, tables: Sequence[str]) -> list[Path]:
    """One file a table, one object a line; what is null is left out."""
    paths = []
    for table in tables:
        paths.append(output / f"{table}.jsonl")
        columns = corpus.columns(table)
        with committed(paths[-1]) as file:
            for row in _rows(corpus, table):
                filled = {name: plain(value) for name, value in zip(columns, row, strict=True) if value is not None}
                file.write(json.dumps(filled, ensure_ascii=False).encode() + b"\n")
    return paths


def _xlsx(corpus: Corpus, output: Path, tables: Sequence[str]) -> list[Path]:
    """One workbook, one sheet a table."""
    write_workbook(output, ((table, corpus.columns(table), _rows(corpus, table)) for table in tables))
    return [output]


def _sqlite(corpus: Corpus, output: Path, tables: Sequence[str]) -> list[Path]:
    """One database, indexed by document."""
    kinds = {"text": "TEXT", "integer": "INTEGER", "number": "REAL", "truth": "INTEGER", "day": "TEXT"}
    output.parent.mkdir(parents=True, exist_ok=True)
    part = output.with_name(f".{output.name}.part")
    part.unlink(missing_ok=True)
    base = sqlite3.connect(part)
    with base:
        for table in tables:
            known = {field.name: kinds[field.kind] for field in table_fields(table)} if table in TABLE_NAMES else {}
            columns = corpus.columns(table)
            declared = ", ".join(f'"{name}" {known.get(name, "")}' for name in columns)
            base.execute(f'CREATE TABLE "{table}" ({declared})')
            holes = ", ".join("?" * len(columns))
            rows = ([plain(value) for value in row] for row in _rows(corpus, table))
            base.executemany(f'INSERT INTO "{table}" VALUES ({holes})', rows)
            base.execute(f'CREATE INDEX "{table}_doc" ON "{table}" (doc)')
    base.close()
    part.replace(output)
    return [output]


def _stata(corpus: Corpus, output: Path, tables: Sequence[str]) -> list[Path]:
    """One .dta file a table (Stata 14 and later), with variable labels; each table is held in memory."""
    pandas = need("pandas")
    paths = []
    output.mkdir(parents=True, exist_ok=True)
    for table in tables:
        columns = corpus.columns(table)
        frame = pandas.DataFrame(list(_rows(corpus, table)), columns=list(columns))
        kinds = {field.name: field.kind for field in table_fields(table)} if table in TABLE_NAMES else {}
        long: list[str] = []
        days: dict[str, str] = {}
        for column in columns:
            kind = kinds.get(column, "text")
            if kind == "text":
                frame[column] = frame[column].fillna("").astype(str).astype(object)
                if frame[column].map(lambda text: len(text.encode())).max() > STATA_TEXT:
                    long.append(column)
            elif kind == "day":
                frame[column] = pandas.to_datetime(frame[column], errors="coerce")
                days[column] = "td"
            else:
                frame[column] = frame[column].astype("float64")
        titles = {column: label(table, column).chinese[:80] for column in columns} if table in TABLE_NAMES else None
        paths.append(output / f"{table}.dta")
        with committed(paths[-1]) as file:
            frame.to_stata(
                file, write_index=False, version=118, convert_strl=long, convert_dates=days, variable_labels=titles
            )
    return paths


EXPORTS: dict[str, Callable[[Corpus, Path, Sequence[str]], list[Path]]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "jsonl": _jsonl,
    "sqlite": _sqlite,
    "stata": _stata,
}
