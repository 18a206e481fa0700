"""From a file to its documents, whatever the file is; what cannot be read is refused with the reason, never raised."""

import re
from collections.abc import Callable, Iterator
from typing import IO

from duban.corpus.archives import read_tar, read_warc, read_zip
from duban.corpus.forms import compression_of, form_of
from duban.corpus.records import Item, Record, Refused, refused
from duban.corpus.rows import read_arrow, read_csv, read_json, read_jsonl, read_parquet
from duban.corpus.settings import FROM_NAME, Settings
from duban.corpus.sources import File
from duban.corpus.streams import Swollen, unpacked
from duban.errors import UsageError
from duban.store.extras import MissingExtra

ROWS: dict[str, Callable[..., Iterator[Item]]] = {
    "jsonl": read_jsonl,
    "json": read_json,
    "csv": read_csv,
    "tsv": read_csv,
    "parquet": read_parquet,
    "arrow": read_arrow,
}
NAME_DATE_RE = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<mark>[-_.年/]?)(?P<month>0[1-9]|1[0-2])[-_.月/]?(?P<day>0[1-9]|[12]\d|3[01])(?!\d)"
)


class Reader:
    """Reads files with the settings of a run."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._limits = settings.limits
        self._open: IO[bytes] | None = None

    @property
    def position(self) -> int:
        """How far it has come in the file that it is reading now."""
        try:
            return self._open.tell() if self._open else 0
        except (OSError, ValueError):
            return 0

    def read(self, file: File) -> Iterator[Item]:
        """The documents of one file. Raises MissingExtra when a library is needed that is not installed."""
        try:
            with file.open() as stream:
                self._open = stream
                plain = unpacked(stream, compression_of(file.path), self._limits.ratio)
                yield from self._stream(file.locator, file.path, plain, file.size, named=file.named)
        except MissingExtra:
            raise
        except Swollen as error:
            yield refused(file.locator, "bomb", error, file.size)
        except UsageError as error:
            yield refused(file.locator, "no_text", error, file.size)
        except Exception as error:  # one broken file must not cost the others
            yield refused(file.locator, "broken", error, file.size)
        finally:
            self._open = None

    def _stream(
        self, locator: str, name: str, stream: IO[bytes], size: int, *, named: bool = False, inner: bool = False
    ) -> Iterator[Item]:
        form = form_of(name) or ("text" if named else None)
        if form in ROWS:
            if inner and form in ("parquet", "arrow"):
                yield Refused(locator, "unsupported", "a Parquet or Arrow file inside an archive; unpack it first")
                return
            yield from ROWS[form](locator, stream, self._settings.columns, self._limits)
        elif form == "zip":
            yield from read_zip(locator, stream, size, self._limits, self._member)
        elif form == "tar":
            yield from read_tar(locator, stream, self._limits, self._member)
        elif form == "warc":
            yield from read_warc(locator, stream, self._limits)
        elif form:
            yield self._whole(locator, form, name, stream)

    def _member(self, locator: str, name: str, stream: IO[bytes], size: int) -> Iterator[Item]:
        """A member of an archive."""
        ending = compression_of(name)
        plain = unpacked(stream, ending, self._limits.ratio) if ending else stream
        try:
            yield from self._stream(locator, name, plain, size, inner=True)
        except Swollen as error:
            yield refused(locator, "bomb", error, size)
        except UsageError as error:
            if isinstance(error, MissingExtra):
                raise
            yield refused(locator, "no_text", error, size)

    def _whole(self, locator: str, form: str, name: str, stream: IO[bytes]) -> Item:
        data = stream.read(self._limits.bytes + 1)
        if len(data) > self._limits.bytes:
            message = f"more than {self._limits.bytes} bytes; raise --max-bytes if it is sound"
            return Refused(locator, "too_large", message)
        published = _date_in(name) if self._settings.columns.date == FROM_NAME else None
        return Record(locator, form, data, published=published)


def _date_in(name: str) -> str | None:
    """The last date in a path: news/2021-03/20210305_12.txt → 2021-03-05."""
    dates = list(NAME_DATE_RE.finditer(name))
    return f"{dates[-1]['year']}-{dates[-1]['month']}-{dates[-1]['day']}" if dates else None
