"""What a corpus folder holds: one SQLite row for each committed shard, written after its file and never before."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import astuple, fields
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from duban.corpus.receipts import Receipt
from duban.errors import UsageError

NAME = "manifest.sqlite"
FORMAT = "1"
SCHEMA = """
CREATE TABLE IF NOT EXISTS run (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS shards (
    name TEXT PRIMARY KEY, input TEXT NOT NULL, configuration TEXT NOT NULL, documents INTEGER NOT NULL,
    failures INTEGER NOT NULL, bytes INTEGER NOT NULL, sha256 TEXT NOT NULL, read INTEGER NOT NULL,
    seconds REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS parts (name TEXT PRIMARY KEY, digest TEXT NOT NULL) WITHOUT ROWID;
"""


class Manifest:
    """The manifest of the corpus in *folder*; one process writes it at a time."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        path = folder / NAME
        if not create and not path.is_file():
            raise UsageError(str(folder), "is no corpus that duban run has made", "Make one: duban run SOURCE -o DIR")
        self._base = sqlite3.connect(path, isolation_level=None, timeout=10)
        try:
            self._base.execute("PRAGMA synchronous = FULL")
            if create:
                self._base.executescript(SCHEMA)
                self._base.execute("INSERT OR IGNORE INTO run VALUES ('format', ?)", (FORMAT,))
            if self.get("format") != FORMAT:
                raise UsageError(str(path), "was made by another version of duban", "Name a new folder")
        except sqlite3.DatabaseError as error:
            self._base.close()
            raise UsageError(str(path), f"is no manifest ({error})", "Name another folder") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._base.close()

    def get(self, key: str) -> str | None:
        """What is noted under *key*."""
        row = self._base.execute("SELECT value FROM run WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def note(self, **values: str) -> None:
        """Note some values, together."""
        with self._base:
            self._base.executemany("INSERT OR REPLACE INTO run VALUES (?, ?)", values.items())

    def note_json(self, key: str, value: Any) -> None:
        """Note a value that is no text."""
        self.note(**{key: json.dumps(value, ensure_ascii=False, sort_keys=True)})

    def get_json(self, key: str) -> Any:
        """What `note_json` noted; None if nothing was."""
        value = self.get(key)
        return None if value is None else json.loads(value)

    def commit(self, receipt: Receipt) -> None:
        """Enter a shard whose file is committed."""
        holes = ", ".join("?" * len(fields(Receipt)))
        self._base.execute(f"INSERT OR REPLACE INTO shards VALUES ({holes})", astuple(receipt))

    def find(self, name: str) -> Receipt | None:
        """The receipt of a shard."""
        row = self._base.execute("SELECT * FROM shards WHERE name = ?", (name,)).fetchone()
        return None if row is None else Receipt(*row)

    def of_unit(self, unit: str) -> Iterator[Receipt]:
        """The receipts of one unit's shards: `files-000001`, or all that begin with a container's unit."""
        sql = "SELECT * FROM shards WHERE name = ? OR (name > ? AND name < ?) ORDER BY name"
        return (Receipt(*row) for row in self._base.execute(sql, (unit, f"{unit}-", f"{unit}.")))

    def shards(self) -> Iterator[Receipt]:
        """All receipts by name."""
        return (Receipt(*row) for row in self._base.execute("SELECT * FROM shards ORDER BY name"))

    def totals(self) -> tuple[int, int, int]:
        """How many shards, documents and failures are committed."""
        row = self._base.execute("SELECT count(*), sum(documents), sum(failures) FROM shards").fetchone()
        return int(row[0]), int(row[1] or 0), int(row[2] or 0)

    def configurations(self) -> set[str]:
        """The configurations that the shards were made with."""
        return {str(row[0]) for row in self._base.execute("SELECT DISTINCT configuration FROM shards")}

    def drop(self, names: Iterable[str]) -> None:
        """Take shards out; their files are the caller's business."""
        self._base.executemany("DELETE FROM shards WHERE name = ?", ((name,) for name in names))

    def part(self, name: str) -> str | None:
        """The digest of what a merged part was made from."""
        row = self._base.execute("SELECT digest FROM parts WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def set_part(self, name: str, digest: str) -> None:
        """Enter a merged part."""
        self._base.execute("INSERT OR REPLACE INTO parts VALUES (?, ?)", (name, digest))

    def drop_parts(self, names: Iterable[str]) -> None:
        """Take parts out."""
        self._base.executemany("DELETE FROM parts WHERE name = ?", ((name,) for name in names))

    def parts(self) -> set[str]:
        """The names of the merged parts."""
        return {str(row[0]) for row in self._base.execute("SELECT name FROM parts")}
