"""The codebook: every column of every table with its type, its labels and its place in the contract.

Columns and types are derived from the contract; only the labels are written by hand, in `labels.tsv` beside this
module, where a column may have one label for all tables or, as `table.column`, one of its own.
"""

import csv
import io
from functools import cache
from pathlib import Path
from typing import NamedTuple

from duban.store.tables import TABLE_NAMES, Field, table_fields

LABELS = Path(__file__).with_name("labels.tsv")
TYPES = {"text": "text", "integer": "integer", "number": "double", "truth": "boolean", "day": "date"}


class Label(NamedTuple):
    """What a table or column is called."""

    english: str
    chinese: str


@cache
def labels() -> dict[str, Label]:
    """All labels by `column`, `table.column` or `table.` for the table itself."""
    found: dict[str, Label] = {}
    for line in LABELS.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            name, english, chinese = line.split("\t")
            found[name] = Label(english, chinese)
    return found


def label(table: str, column: str = "") -> Label:
    """The label of a column in a table, or of the table; KeyError if there is none."""
    known = labels()
    return known.get(f"{table}.{column}") or known[column]


def codebook_rows() -> list[tuple[str, Field, Label]]:
    """Every column of every table."""
    return [(table, field, label(table, field.name)) for table in TABLE_NAMES for field in table_fields(table)]


def codebook_csv() -> str:
    """The codebook as CSV, one row a column."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["table", "column", "type", "label_en", "label_zh", "source", "values"])
    for table, field, (english, chinese) in codebook_rows():
        writer.writerow([table, field.name, TYPES[field.kind], english, chinese, field.source, "; ".join(field.values)])
    return out.getvalue()


def codebook_markdown() -> str:
    """The codebook as a page: one section a table."""
    lines = ["# Codebook", "", HEAD, ""]
    for table in TABLE_NAMES:
        english, chinese = label(table)
        lines += [f"## {table} · {chinese}", "", f"{english}.", "", "| column | type | meaning | 含义 | source |"]
        lines.append("|---|---|---|---|---|")
        for field in table_fields(table):
            meaning, chinese = label(table, field.name)
            values = f" ({', '.join(field.values)})" if field.values else ""
            cells = (f"`{field.name}`", TYPES[field.kind], meaning + values, chinese, field.source)
            lines.append("| " + " | ".join(cells) + " |")
        lines.append("")
    return "\n".join(lines)


HEAD = """One Parquet table for each kind of item; every table joins to `documents` on `doc`. Offsets count code points:
`raw_` in the source as it was decoded, `clean_` in `documents.clean_text`, both half open. Dates are EDTF text as the
document says them (unknown digits as X); a column `…_day` beside one is a date, null unless every digit is known.
`rule` names the rule or lexicon row that made the row."""
