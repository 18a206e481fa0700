"""What readers give: one document as it was found, or why there is none."""

import hashlib
import traceback
from dataclasses import dataclass
from typing import TypeAlias

from duban.errors import DubanError
from duban.store.tables import Failure


@dataclass(frozen=True, slots=True)
class Record:
    """One document before it is read: bytes of a file (its *form* says of which kind), or the text of a row.

    *locator* names the place: `news.zip!2021/a.txt`, `rows.csv#17`. *published* is as its source wrote it.
    """

    locator: str
    form: str
    content: bytes | str
    given_id: str | None = None
    given_title: str | None = None
    published: str | None = None
    url: str | None = None

    @property
    def size(self) -> int:
        """About how many bytes it holds."""
        return len(self.content) if isinstance(self.content, bytes) else 3 * len(self.content)


@dataclass(frozen=True, slots=True)
class Refused:
    """A place that gives no document, and why."""

    locator: str
    reason: str
    message: str
    error: str | None = None
    trace: str | None = None
    bytes: int | None = None


Item: TypeAlias = Record | Refused


def document_key(locator: str) -> str:
    """16 hex digits that name a document in a corpus: the same place has the same key in every run."""
    return hashlib.sha256(locator.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def printable(name: str) -> str:
    """A name from a file system or archive as text that every table can hold."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def refused(locator: str, reason: str, error: BaseException | str, size: int | None = None) -> Refused:
    """Refuse a place because of *error*; a foreign exception leaves the digest of its traceback."""
    if isinstance(error, str):
        return Refused(locator, reason, error, bytes=size)
    if isinstance(error, DubanError):
        return Refused(locator, reason, f"{error.what}. {error.remedy}".strip(". "), type(error).__name__, bytes=size)
    message = printable(str(error)) or "no reason given"
    return Refused(locator, reason, message[:500], type(error).__name__, trace_digest(error), size)


def trace_digest(error: BaseException) -> str:
    """12 hex digits of where in the code an error came from, the same on every machine."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"{frame.filename.rpartition('/')[2]}:{frame.name}:{frame.lineno}" for frame in frames]
    return hashlib.sha256("\n".join([type(error).__name__, *lines]).encode()).hexdigest()[:12]


def to_failure(item: Refused, stage: str = "read") -> Failure:
    """The row of `failures`."""
    return Failure(
        document_key(item.locator), item.locator, stage, item.reason, item.message, item.error, item.trace, item.bytes
    )


def items_digest(items: "list[Item]") -> str:
    """The content hash of a shard's input: every byte and every field of it, in order."""
    total = hashlib.sha256()
    for item in items:
        if isinstance(item, Refused):
            fields = ["refused", item.locator, item.reason, item.message]
            content = b""
        else:
            given = (item.given_id, item.given_title, item.published, item.url)
            fields = ["record", item.locator, item.form, *("\x00" if value is None else value for value in given)]
            content = item.content if isinstance(item.content, bytes) else item.content.encode("utf-8", "surrogatepass")
        for part in (*(field.encode("utf-8", "surrogatepass") for field in fields), content):
            total.update(f"{len(part)}:".encode() + part)
    return total.hexdigest()
