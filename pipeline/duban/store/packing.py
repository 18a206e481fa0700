"""A shard on disk: one file that holds its tables, so that one rename commits it."""

import hashlib
import io
import json
import os
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from duban.store.extras import need

if TYPE_CHECKING:
    import pyarrow as pa

LONG_AGO = (1980, 1, 1, 0, 0, 0)
PART = ".part"


def pack(tables: "Mapping[str, pa.Table]", note: Mapping[str, object]) -> bytes:
    """The tables that have rows, and *note*, as one archive; the same tables give the same bytes."""
    need("pyarrow")
    import pyarrow.parquet as pq

    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(zipfile.ZipInfo("shard.json", LONG_AGO), json.dumps(note, sort_keys=True))
        for name, table in tables.items():
            if table.num_rows:
                member = io.BytesIO()
                pq.write_table(table, member, compression="zstd")
                archive.writestr(zipfile.ZipInfo(f"{name}.parquet", LONG_AGO), member.getvalue())
    return whole.getvalue()


def unpack(data: bytes) -> "Iterator[tuple[str, pa.Table]]":
    """The tables of a shard by name."""
    need("pyarrow")
    import pyarrow.parquet as pq

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith(".parquet"):
                yield name.removesuffix(".parquet"), pq.read_table(io.BytesIO(archive.read(name)))


def digest(data: bytes) -> str:
    """The SHA-256 of a committed file."""
    return hashlib.sha256(data).hexdigest()


@contextmanager
def committed(path: Path) -> Iterator[IO[bytes]]:
    """Write *path* so that it is either whole or not there: a temporary file, fsync, rename, fsync of the folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}{PART}")
    try:
        with part.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in *folder* durable, where the system can."""
    with suppress(OSError, AttributeError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def remove_parts(folder: Path) -> None:
    """Take away what writers that died have left."""
    for part in folder.rglob(f".*{PART}"):
        with suppress(OSError):
            part.unlink()
