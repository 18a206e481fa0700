"""Shards → tables: many small files become a few Parquet files for each kind, in the order of the shards' names."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from duban.errors import UnreadableSource
from duban.store.extras import need
from duban.store.packing import committed, digest, unpack
from duban.store.tables import TABLE_NAMES, schema

if TYPE_CHECKING:
    import pyarrow as pa

PART_DOCUMENTS = 50_000
GROUP_ROWS = 100_000
GROUP_BYTES = 16_000_000


class Packed(NamedTuple):
    """A committed shard to be merged: its name, the digest of its file, how many documents it holds."""

    name: str
    sha256: str
    documents: int


class Part(NamedTuple):
    """Some shards that make one file of each table."""

    name: str
    shards: tuple[Packed, ...]

    @property
    def digest(self) -> str:
        """What it is made from: a part with the same digest has the same bytes."""
        lines = "\n".join(f"{shard.name} {shard.sha256}" for shard in self.shards)
        return hashlib.sha256(lines.encode()).hexdigest()


def plan_parts(shards: Iterable[Packed], documents: int = PART_DOCUMENTS) -> Iterator[Part]:
    """Group shards, in the order they come, into parts of about *documents* documents."""
    held: list[Packed] = []
    count = number = 0
    for shard in shards:
        held.append(shard)
        count += shard.documents
        if count >= documents:
            yield Part(f"part-{number:05d}", tuple(held))
            held, count, number = [], 0, number + 1
    if held or number == 0:
        yield Part(f"part-{number:05d}", tuple(held))


def table_path(folder: Path, table: str, part: str) -> Path:
    """The file of one part of a table."""
    return folder / "tables" / table / f"{part}.parquet"


def is_whole(folder: Path, part: str) -> bool:
    """True if every table has this part."""
    return all(table_path(folder, name, part).is_file() for name in TABLE_NAMES)


def merge(
    part: Part, read: Callable[[str], bytes], open_table: Callable[[str], AbstractContextManager[IO[bytes]]]
) -> None:
    """Write one part of every table. *read* gives a shard's bytes, *open_table* a context with the file to write.

    Raises UnreadableSource if a shard is not what was committed.
    """
    need("pyarrow")
    with ExitStack() as stack:
        writers = {name: _Writer(name, stack.enter_context(open_table(name))) for name in TABLE_NAMES}
        for shard in part.shards:
            data = read(shard.name)
            if digest(data) != shard.sha256:
                raise UnreadableSource(shard.name, "the shard has changed since it was committed", "Run again")
            for name, table in unpack(data):
                writers[name].add(table)
        for writer in writers.values():
            writer.close()


def merge_into(folder: Path, part: Part, read: Callable[[str], bytes]) -> None:
    """Write one part of every table under *folder*, each file whole or not at all."""
    merge(part, read, lambda name: committed(table_path(folder, name, part.name)))


class _Writer:
    """One Parquet file, in row groups of a size that queries like; holds at most one of them."""

    def __init__(self, name: str, file: IO[bytes]) -> None:
        import pyarrow.parquet as pq

        self._schema = schema(name)
        self._writer = pq.ParquetWriter(file, self._schema, compression="zstd")
        self._held: list[pa.Table] = []
        self._rows = self._bytes = 0

    def add(self, table: "pa.Table") -> None:
        """Take some rows."""
        self._held.append(table.cast(self._schema))
        self._rows += table.num_rows
        self._bytes += table.nbytes
        if self._rows >= GROUP_ROWS or self._bytes >= GROUP_BYTES:
            self._flush()

    def close(self) -> None:
        """Write what is held and the foot of the file."""
        self._flush()
        self._writer.close()

    def _flush(self) -> None:
        import pyarrow as pa

        if self._held:
            self._writer.write_table(pa.concat_tables(self._held), row_group_size=self._rows)
        self._held, self._rows, self._bytes = [], 0, 0


def stale_files(folder: Path, parts: Sequence[str]) -> Iterator[Path]:
    """Files of tables that belong to none of *parts*."""
    for path in (folder / "tables").glob("*/*.parquet"):
        if path.stem not in parts:
            yield path
