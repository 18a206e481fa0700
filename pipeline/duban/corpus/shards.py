"""Cut the documents of a run into shards, the same way whoever does the work and however many there are.

A large container (archive, table) has shards of its own, each full at so many documents or bytes. All other files
are bundled by their number and size alone, so that a cluster can share them out without reading them. The name of
a shard comes from the container's place and a number, never from data.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from duban.corpus.forms import is_container
from duban.corpus.readers import Reader
from duban.corpus.records import Item, Record, Refused, items_digest
from duban.corpus.settings import MEGABYTE, Settings
from duban.corpus.sources import File

LARGE = MEGABYTE


@dataclass(frozen=True, slots=True)
class Shard:
    """Some documents, to be extracted together and committed as one."""

    name: str
    items: tuple[Item, ...]
    input: str


@dataclass(frozen=True, slots=True)
class Bundle:
    """Files that make one shard together."""

    name: str
    files: tuple[File | Refused, ...]

    def read(self, reader: Reader) -> Iterator[Item]:
        """Their documents, and the places that give none."""
        for file in self.files:
            if isinstance(file, Refused):
                yield file
            else:
                yield from reader.read(file)


@dataclass(frozen=True, slots=True)
class Container:
    """A file that makes shards of its own, named after *unit*."""

    unit: str
    file: File


Piece = Bundle | Container


def plan(files: Iterable[File | Refused], settings: Settings) -> Iterator[Piece]:
    """What the files are cut into, without reading them."""
    held: list[File | Refused] = []
    size = number = 0
    for file in files:
        if isinstance(file, File) and is_container(file.path) and file.size > LARGE:
            yield Container(hashlib.sha256(file.locator.encode()).hexdigest()[:12], file)
            continue
        held.append(file)
        size += file.size if isinstance(file, File) else 0
        if len(held) >= settings.shard_documents or size >= settings.shard_bytes:
            yield Bundle(f"files-{number:06d}", tuple(held))
            held, size, number = [], 0, number + 1
    if held:
        yield Bundle(f"files-{number:06d}", tuple(held))


def cut(pieces: Iterable[Piece], reader: Reader, settings: Settings) -> Iterator[Shard]:
    """The shards of *pieces*, in a fixed order; at most *settings.limit* documents in all."""
    left = settings.limit
    for piece in pieces:
        for shard in shards_of(piece, reader, settings):
            if left is None:
                yield shard
                continue
            if left <= 0:
                return
            yield shard if len(shard.items) <= left else _shard(shard.name, list(shard.items[:left]))
            left -= len(shard.items)


def shards_of(piece: Piece, reader: Reader, settings: Settings) -> Iterator[Shard]:
    """The shards of one piece, one at a time."""
    if isinstance(piece, Bundle):
        items = list(piece.read(reader))
        if items:
            yield _shard(piece.name, items)
        return
    held: list[Item] = []
    size = number = 0
    for item in reader.read(piece.file):
        held.append(item)
        size += item.size if isinstance(item, Record) else 0
        if len(held) >= settings.shard_documents or size >= settings.shard_bytes:
            yield _shard(f"{piece.unit}-{number:06d}", held)
            held, size, number = [], 0, number + 1
    if held:
        yield _shard(f"{piece.unit}-{number:06d}", held)


def _shard(name: str, items: list[Item]) -> Shard:
    return Shard(name, tuple(items), items_digest(items))
