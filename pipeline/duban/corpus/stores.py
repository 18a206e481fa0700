"""Where shards are committed: a folder with atomic renames, or any store that fsspec knows, with markers.

In a folder the rename is the commit, and the manifest its record. An object store may have no rename, and some show
half an object; there a shard counts only when its marker does: a small file written after it, with its size and
SHA-256. A torn marker does not parse, a torn shard does not match its marker; both are as if they were not there.
"""

import json
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol

from duban.corpus.receipts import Receipt
from duban.errors import UnreadableSource
from duban.store.extras import need
from duban.store.packing import committed, digest

SUFFIX = ".shard"
MARKER = ".done"


class Store(Protocol):
    """A place for shards."""

    def write(self, name: str, data: bytes) -> None:
        """Put a shard there, whole or not at all."""

    def seal(self, receipt: Receipt) -> None:
        """Say that it is there."""

    def has(self, receipt: Receipt) -> bool:
        """True if the shard of *receipt* is still there, by its size."""

    def find(self, name: str) -> Receipt | None:
        """The receipt that was sealed under *name*, where the store keeps them."""

    def read(self, name: str) -> bytes:
        """Its bytes."""

    def remove(self, name: str) -> None:
        """Take it out."""


def store_at(place: str) -> Store:
    """The store at a path or URL."""
    return UrlStore(place) if "://" in place else FolderStore(Path(place))


def shard_name(name: str) -> str:
    """Where a shard lies in its store: spread over folders, so that none holds a million files."""
    return f"{name.rpartition('-')[2][:3]}/{name}{SUFFIX}"


class FolderStore:
    """A folder of this machine, or of a file system that it mounts."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, name: str) -> Path:
        """The file of a shard."""
        return self._folder / shard_name(name)

    def write(self, name: str, data: bytes) -> None:
        """A temporary file, fsync, rename."""
        with committed(self.path(name)) as file:
            file.write(data)

    def seal(self, receipt: Receipt) -> None:
        """The rename has said it."""

    def has(self, receipt: Receipt) -> bool:
        """By the size of the file."""
        with suppress(OSError):
            return self.path(receipt.name).stat().st_size == receipt.bytes
        return False

    def find(self, name: str) -> Receipt | None:
        """The manifest keeps receipts, not the folder."""
        return None

    def read(self, name: str) -> bytes:
        """The file; OSError if it is not there."""
        return self.path(name).read_bytes()

    def remove(self, name: str) -> None:
        """Delete the file, if it is there."""
        self.path(name).unlink(missing_ok=True)


class UrlStore:
    """Any store of fsspec: s3://, gs://, hdfs://, memory://."""

    def __init__(self, url: str) -> None:
        self._fs: Any
        self._fs, self._root = need("fsspec").core.url_to_fs(url.rstrip("/"))

    def _path(self, name: str) -> str:
        return f"{self._root}/{shard_name(name)}"

    def write(self, name: str, data: bytes) -> None:
        """Overwrite the object; an old marker goes first, so that it never vouches for new bytes."""
        path = self._path(name)
        self._fs.makedirs(path.rpartition("/")[0], exist_ok=True)
        with suppress(FileNotFoundError):
            self._fs.rm_file(path + MARKER)
        self._fs.pipe_file(path, data)

    def seal(self, receipt: Receipt) -> None:
        """Write the marker."""
        self._fs.pipe_file(self._path(receipt.name) + MARKER, json.dumps(asdict(receipt)).encode())

    def has(self, receipt: Receipt) -> bool:
        """The marker says so, and the object has the size that it says."""
        return self.find(receipt.name) == receipt

    def find(self, name: str) -> Receipt | None:
        """What the marker says, if it can be believed."""
        path = self._path(name)
        with suppress(OSError, ValueError, TypeError, KeyError):
            receipt = Receipt(**json.loads(self._fs.cat_file(path + MARKER)))
            if receipt.name == name and self._fs.info(path)["size"] == receipt.bytes:
                return receipt
        return None

    def read(self, name: str) -> bytes:
        """The object; UnreadableSource if it is not what its marker says."""
        receipt = self.find(name)
        data = bytes(self._fs.cat_file(self._path(name))) if receipt else b""
        if receipt is None or digest(data) != receipt.sha256:
            raise UnreadableSource(name, "the shard is not what its marker says", "Run again: it is made anew")
        return data

    def remove(self, name: str) -> None:
        """The marker first."""
        for path in (self._path(name) + MARKER, self._path(name)):
            with suppress(FileNotFoundError):
                self._fs.rm_file(path)
