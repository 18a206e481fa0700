"""Byte streams that cannot swell: decompression with a ratio, lines with a length."""

import io
from collections.abc import Iterator
from typing import IO, cast

from duban.errors import UnreadableSource
from duban.store.extras import need

COMPRESSED = (".gz", ".zst", ".bz2", ".xz")
FREE = 64_000_000
CHUNK = 1 << 18


class Swollen(UnreadableSource):
    """A stream that holds far more than its compressed size promises."""


class Guarded(io.RawIOBase):
    """Reads *stream*, which unpacks *packed*; stops once it has given more than *ratio* times what was read of it."""

    def __init__(self, stream: IO[bytes], packed: "Counted", ratio: int, where: str) -> None:
        self._packed, self._ratio, self._where = packed, ratio, where
        self._read = getattr(stream, "read1", stream.read)  # what a cut stream still holds comes before its error
        self._given = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill *buffer*; raise Swollen beyond the ratio."""
        data = self._read(len(buffer))
        buffer[: len(data)] = data
        self._given += len(data)
        if self._given > FREE and self._given > self._ratio * max(1, self._packed.taken):
            what = f"unpacks to more than {self._ratio} times its size ({self._given} bytes so far)"
            raise Swollen(self._where, what, "It looks like a bomb; unpack it yourself if you trust it")
        return len(data)


class Counted(io.RawIOBase):
    """Reads *stream* and knows how many bytes were taken from it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.taken = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill *buffer*."""
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        self.taken += len(data)
        return len(data)


def unpacked(stream: IO[bytes], name: str, ratio: int) -> IO[bytes]:
    """*stream* as it is, or decompressed if *name* ends in .gz, .zst, .bz2 or .xz; never beyond *ratio*."""
    ending = next((ending for ending in COMPRESSED if name.lower().endswith(ending)), None)
    if ending is None:
        return stream
    packed = Counted(stream)
    source = cast(IO[bytes], io.BufferedReader(packed, CHUNK))
    opened: IO[bytes]
    if ending == ".gz":
        import gzip

        opened = cast(IO[bytes], gzip.GzipFile(fileobj=source, mode="rb"))
    elif ending == ".bz2":
        import bz2

        opened = bz2.BZ2File(source)
    elif ending == ".xz":
        import lzma

        opened = lzma.LZMAFile(source)  # noqa: SIM115 (the caller closes it)
    else:
        decompressor = need("zstandard").ZstdDecompressor(max_window_size=1 << 27)
        opened = decompressor.stream_reader(source, read_across_frames=True)
    return cast(IO[bytes], io.BufferedReader(Guarded(opened, packed, ratio, name), CHUNK))


def bounded_lines(stream: IO[bytes], longest: int) -> Iterator[tuple[int, bytes | None, int]]:
    """Number (from 1), content and length of each line; None for a line above *longest*, which is never held whole."""
    number = 0
    while line := stream.readline(longest + 1):
        number += 1
        size = len(line)
        if size <= longest:
            yield number, line, size
            continue
        while not line.endswith(b"\n") and (line := stream.readline(CHUNK)):
            size += len(line)
        yield number, None, size
