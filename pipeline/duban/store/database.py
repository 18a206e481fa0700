"""Ask a corpus in SQL: read-only, without files or network beyond its own tables, within limits of time and rows."""

import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from duban.errors import DubanError, UsageError
from duban.store.extras import need
from duban.store.folder import view_names

MEMORY = "2GB"
SECONDS = 60.0
ROWS = 10_000
ALL_ROWS = 1 << 62
FIRST_ONLY = "WHERE doc NOT IN (SELECT doc FROM reprints WHERE NOT is_first)"


class QueryError(DubanError):
    """A question that cannot be answered: wrong SQL, more than reading, too slow."""


class Answer(NamedTuple):
    """Columns and rows; *more* is true if there were rows beyond the limit."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    more: bool

    def dicts(self) -> Iterator[dict[str, Any]]:
        """The rows by column name."""
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)


class Corpus:
    """A corpus folder, opened for questions. With *once*, only one of each group of reprints is there."""

    def __init__(self, folder: str | Path, *, once: bool = False) -> None:
        self.folder = Path(folder)
        if not (self.folder / "tables" / "documents").is_dir():
            what = "holds no tables of duban run"
            raise UsageError(
                str(folder), what, "Make them: duban run SOURCE -o DIR; a stopped run makes them at its end"
            )
        names = view_names(self.folder)
        if once and "reprints" not in names:
            raise UsageError("--once", "reprints have not been looked for", f"First run: duban reprints {folder}")
        self._base = need("duckdb").connect(":memory:")
        tables = (self.folder / "tables").resolve().as_posix()
        for name in sorted(names, key=lambda name: name != "reprints"):
            path = _quoted(f"{_literal_glob(tables)}/{name}/*.parquet")
            kept = "" if name == "reprints" or not once else FIRST_ONLY
            self._base.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet({path}) {kept}")
        self._base.execute(f"SET memory_limit = '{MEMORY}'")
        self._base.execute(f"SET threads = {os.cpu_count() or 1}")
        self._base.execute("SET temp_directory = ''")
        allowed = ", ".join(_quoted(path) for path in sorted({tables, _literal_glob(tables)}))
        self._base.execute(f"SET allowed_directories = [{allowed}]")
        self._base.execute("SET enable_external_access = false")
        self._base.execute("SET lock_configuration = true")

    def __enter__(self) -> "Corpus":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of it."""
        self._base.close()

    def ask(
        self, sql: str, values: Sequence[Any] | dict[str, Any] = (), *, rows: int = ROWS, seconds: float = SECONDS
    ) -> Answer:
        """The answer to one SELECT, its first *rows* rows. Raises QueryError."""
        duckdb = need("duckdb")
        try:
            statements = self._base.extract_statements(sql)
        except duckdb.Error as error:
            raise QueryError("SQL", _first_line(error), "See codebook.md for tables and columns") from None
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            raise QueryError("SQL", "only one SELECT can be asked, nothing that changes anything", "Ask one at a time")
        with _alarm(self._base, seconds) as late:
            try:
                cursor = self._base.execute(sql, values or None)
                found = cursor.fetchmany(rows + 1) if rows < ALL_ROWS else cursor.fetchall()
            except duckdb.Error as error:
                if late.is_set():
                    remedy = "Narrow it with WHERE, or raise --seconds"
                    raise QueryError("SQL", f"took more than {seconds:g} s", remedy) from None
                raise QueryError("SQL", _first_line(error), "See codebook.md for tables and columns") from None
        columns = tuple(column[0] for column in cursor.description)
        return Answer(columns, found[:rows], len(found) > rows)

    def batches(self, table: str, size: int = 10_000) -> Iterator[Any]:
        """A table as Arrow record batches, in the order of its files."""
        columns = ", ".join(f'"{name}"' for name in self.columns(table))
        yield from self._base.sql(f'SELECT {columns} FROM "{table}"').to_arrow_reader(size)

    def columns(self, table: str) -> tuple[str, ...]:
        """The columns of a table."""
        return tuple(row[0] for row in self._base.execute(f'DESCRIBE "{table}"').fetchall())

    def tables(self) -> tuple[str, ...]:
        """The tables that are there."""
        return tuple(view_names(self.folder))


def check_tables(corpus: Corpus, names: Iterable[str]) -> list[str]:
    """The named tables; UsageError for one that is not there."""
    known = corpus.tables()
    wanted = list(names)
    for name in wanted:
        if name not in known:
            raise UsageError("--tables", f"there is no table {name!r}", "Name some of these", known)
    return wanted


@contextmanager
def _alarm(base: Any, seconds: float) -> Iterator[threading.Event]:
    """Interrupt what *base* is doing after *seconds*."""
    late = threading.Event()

    def ring() -> None:
        late.set()
        base.interrupt()

    timer = threading.Timer(seconds, ring)
    timer.daemon = True
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _literal_glob(path: str) -> str:
    """A path in which nothing is a pattern."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in path)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
