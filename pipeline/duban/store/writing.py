"""Rows → what people open: a table at a terminal, CSV for Excel, JSON, a workbook.

Text that a spreadsheet would take for a formula gets an apostrophe in front, in CSV; a workbook holds it as text.
"""

import csv
import io
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from duban.errors import UsageError
from duban.store.extras import need
from duban.store.packing import committed

FORMATS = ("table", "csv", "json", "xlsx")
FORMULA = ("=", "@", "\t", "\r")
SIGNS = ("+", "-")
CELL = 32_000
WIDTH = 140
SHOWN = 60
BOM = "\ufeff"


def write_rows(
    columns: Sequence[str], rows: Sequence[Sequence[Any]], form: str, output: str | None = None, title: str = ""
) -> None:
    """Write to *output*, or to standard output; a workbook needs a file."""
    if form == "xlsx":
        if output is None:
            raise UsageError("--format", "a workbook goes into a file", "Name it with -o")
        write_workbook(Path(output), [(title or "rows", columns, rows)])
    elif form == "table" and output is None:
        _print_table(columns, rows)
    else:
        text = to_json(columns, rows) if form == "json" else to_csv(columns, rows)
        if output is None:
            sys.stdout.write(text)
        else:
            with committed(Path(output)) as file:
                file.write(text.encode())


def to_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """CSV with a byte-order mark, so that Excel reads it as UTF-8."""
    out = io.StringIO()
    out.write(BOM)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([safe_cell(value) for value in row] for row in rows)
    return out.getvalue()


def to_json(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A list of objects, Chinese as it is."""
    objects = [{name: plain(value) for name, value in zip(columns, row, strict=True)} for row in rows]
    return json.dumps(objects, ensure_ascii=False, indent=1) + "\n"


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def safe_cell(value: Any) -> Any:
    """Text that no spreadsheet takes for a formula; numbers stay numbers."""
    if isinstance(value, str) and value:
        if value.startswith(FORMULA) or (value.startswith(SIGNS) and not value[1:2].isdigit()):
            return f"'{value}"
    elif value is None:
        return ""
    return value


def write_workbook(path: Path, sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[Any]]]]) -> None:
    """An Excel file with one sheet a table; every text is text, never a formula."""
    openpyxl = need("openpyxl")
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = openpyxl.Workbook(write_only=True)
    for name, columns, rows in sheets:
        sheet = book.create_sheet(name[:31])
        sheet.freeze_panes = "A2"
        sheet.append(list(columns))
        for count, row in enumerate(rows, 2):
            if count > 1_048_576:
                raise UsageError("--format", f"{name} has more rows than a sheet can hold", "Export it as csv")
            cells = []
            for value in row:
                if isinstance(value, str):
                    text = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", value)
                    cell = WriteOnlyCell(sheet, text if len(text) <= CELL else f"{text[:CELL]}…")
                    cell.data_type = "s"
                    cells.append(cell)
                else:
                    cells.append(plain(value) if isinstance(value, Decimal) else value)
            sheet.append(cells)
    with committed(path) as file:
        book.save(file)


def _print_table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(file=sys.stdout, width=None if sys.stdout.isatty() else WIDTH)
    filled = [index for index in range(len(columns)) if any(row[index] not in (None, "") for row in rows)]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for index in filled:
        table.add_column(columns[index], overflow="fold")
    for row in rows:
        table.add_row(*(Text(_short(row[index])) for index in filled))
    console.print(table)


def _short(value: Any) -> str:
    if value is None:
        return ""
    text = " ".join((f"{value:g}" if isinstance(value, float) and abs(value) < 1e15 else str(value)).split())
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
