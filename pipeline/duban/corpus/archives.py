"""Containers of files: zip, tar, WARC. Members are read one by one and never written anywhere under their own names."""

import re
import stat
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import IO

from duban.corpus.forms import CONTAINERS, OUTDATED, form_of
from duban.corpus.records import Item, Record, Refused, printable
from duban.corpus.settings import Limits
from duban.corpus.streams import FREE
from duban.store.extras import need

ReadMember = Callable[[str, str, IO[bytes], int], Iterator[Item]]
DRIVE_RE = re.compile(r"[A-Za-z]:")
TEXTS = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "text"}
NAMED_UTF8 = 0x800
ENCRYPTED = 0x1


def read_zip(locator: str, stream: IO[bytes], size: int, limits: Limits, read: ReadMember) -> Iterator[Item]:
    """The members of a zip archive in its own order; one that unpacks to far more than it holds is refused."""
    with zipfile.ZipFile(stream) as archive:
        members = archive.infolist()
        total = sum(member.file_size for member in members)
        if total > FREE and total > limits.ratio * max(1, size):
            message = f"would unpack to {total} bytes from {size}; it looks like a bomb"
            yield Refused(locator, "bomb", message, bytes=size)
            return
        for member in members[: limits.members]:
            name = _zip_name(member)
            where = f"{locator}!{printable(name)}"
            refusal = (
                None if member.is_dir() and not _unsafe(name) else _refusal(where, name, _zip_fault(member, limits))
            )
            if refusal:
                yield refusal
            elif not member.is_dir() and _wanted(name):
                try:
                    with archive.open(member) as content:
                        yield from read(where, name, content, member.file_size)
                except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
                    yield Refused(where, "broken", f"cannot be unpacked ({error})", type(error).__name__)


def read_tar(locator: str, stream: IO[bytes], limits: Limits, read: ReadMember) -> Iterator[Item]:
    """The members of a tar archive as they come."""
    with tarfile.open(fileobj=stream, mode="r|", errorlevel=2) as archive:
        for number, member in enumerate(archive):
            archive.members = []  # type: ignore[attr-defined]  # it would keep every header
            if number >= limits.members:
                yield Refused(locator, "too_large", f"more than {limits.members} members")
                return
            where = f"{locator}!{printable(member.name)}"
            refusal = (
                None
                if member.isdir() and not _unsafe(member.name)
                else _refusal(where, member.name, _tar_fault(member))
            )
            if refusal:
                yield refusal
            elif member.isreg() and _wanted(member.name):
                content = archive.extractfile(member)
                if content is not None:
                    yield from read(where, member.name, content, member.size)


def read_warc(locator: str, stream: IO[bytes], limits: Limits) -> Iterator[Item]:
    """The pages of a web archive: HTML and plain text of its responses, and the texts of WET files."""
    need("warcio")
    from warcio.archiveiterator import ArchiveIterator

    for number, record in enumerate(ArchiveIterator(stream), 1):
        where = f"{locator}#{number}"
        if record.rec_type == "conversion":
            form = "text"
        elif record.rec_type in ("response", "resource"):
            form = TEXTS.get(_media_type(record), "")
            status = record.http_headers.get_statuscode() if record.http_headers else "200"
            form = form if status == "200" else ""
        else:
            form = ""
        if not form:
            continue
        data = record.content_stream().read(limits.bytes + 1)
        if len(data) > limits.bytes:
            yield Refused(where, "too_large", f"more than {limits.bytes} bytes", bytes=len(data))
        else:
            url = record.rec_headers.get_header("WARC-Target-URI")
            yield Record(where, form, data, url=url and printable(url)[:2000])


def _media_type(record: "object") -> str:
    headers = getattr(record, "http_headers", None) or getattr(record, "rec_headers", None)
    value = headers.get_header("Content-Type") if headers else None
    return (value or "").partition(";")[0].strip().lower()


def _wanted(name: str) -> bool:
    return form_of(name) is not None and not PurePosixPath(name).name.startswith((".", "~$")) and "__MACOSX" not in name


def _refusal(where: str, name: str, fault: tuple[str, str] | None) -> Refused | None:
    """Why a member is not read, if it is not."""
    if _unsafe(name):
        return Refused(where, "unsafe_name", "its name leads out of the archive")
    if fault:
        return Refused(where, *fault)
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in OUTDATED:
        return Refused(where, "unsupported", f"is of a kind that is not read ({suffix}); {OUTDATED[suffix]}")
    if form_of(name) in CONTAINERS.values():
        return Refused(where, "nested_archive", "is an archive inside an archive; unpack the outer one first")
    return None


def _unsafe(name: str) -> bool:
    slashed = name.replace("\\", "/")
    return slashed.startswith("/") or bool(DRIVE_RE.match(slashed)) or ".." in slashed.split("/") or "\0" in name


def _zip_name(member: zipfile.ZipInfo) -> str:
    """The member's name; one that is not marked as UTF-8 was written by a Chinese Windows more often than not."""
    if member.flag_bits & NAMED_UTF8 or member.filename.isascii():
        return member.orig_filename if "\0" in member.orig_filename else member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return member.filename


def _zip_fault(member: zipfile.ZipInfo, limits: Limits) -> tuple[str, str] | None:
    if stat.S_ISLNK(member.external_attr >> 16):
        return "link", "is a symbolic link"
    if member.flag_bits & ENCRYPTED:
        return "encrypted", "needs a password"
    if member.file_size > FREE // 64 and member.file_size > limits.ratio * max(1, member.compress_size):
        return "bomb", f"would unpack to {member.file_size} bytes from {member.compress_size}; it looks like a bomb"
    return None


def _tar_fault(member: tarfile.TarInfo) -> tuple[str, str] | None:
    if member.issym() or member.islnk():
        return "link", "is a link to another file"
    if not member.isreg():
        return "not_a_file", "is a device or a pipe"
    return None
