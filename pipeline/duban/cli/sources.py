"""What the arguments of a command name: files, the documents of folders and globs, standard input."""

import glob
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from duban.errors import UnreadableSource

DOCUMENT_SUFFIXES = (".txt", ".text", ".md", ".html", ".htm", ".shtml", ".xhtml")
STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class Source:
    """One document to be read; *path* is None for standard input."""

    path: Path | None

    @property
    def name(self) -> str:
        """How messages and `source.uri` call it; bytes that are no UTF-8 in a file name become U+FFFD."""
        name = STANDARD_INPUT if self.path is None else self.path.as_posix()
        return os.fsencode(name).decode("utf-8", "replace")

    @property
    def uri(self) -> str | None:
        """The path as it was given; None for standard input, which has none."""
        return None if self.path is None else self.name

    @property
    def stem(self) -> str:
        """The name of the file without its folder and its last suffix; `stdin` for standard input."""
        return "stdin" if self.path is None else self.path.stem

    def read(self) -> bytes:
        """The bytes; UnreadableSource if they cannot be had."""
        try:
            return sys.stdin.buffer.read() if self.path is None else self.path.read_bytes()
        except OSError as error:
            raise UnreadableSource(self.name, f"cannot be read ({error.strerror})", "Check its permissions.") from None


def is_single(arguments: Sequence[str]) -> bool:
    """True if the arguments can only ever name one document, whatever the folders hold."""
    return len(arguments) == 1 and not (Path(arguments[0]).is_dir() or _is_glob(arguments[0]))


def find_sources(arguments: Iterable[str]) -> tuple[list[Source], list[UnreadableSource]]:
    """The documents in the order of the arguments, each once, and what names none.

    A folder gives its documents, sub-folders included, sorted by path; hidden files and files of other kinds
    (`DOCUMENT_SUFFIXES`) are passed over. A file that is named itself is read whatever its suffix.
    """
    found: dict[Path | None, Source] = {}
    failures = []
    for argument in arguments:
        try:
            for path in _paths(argument):
                found.setdefault(path, Source(path))
        except UnreadableSource as failure:
            failures.append(failure)
    return list(found.values()), failures


def _paths(argument: str) -> Iterator[Path | None]:
    if argument == STANDARD_INPUT:
        yield None
        return
    path = Path(argument)
    if path.is_dir():
        yield from _in_folder(path)
    elif path.exists():
        yield path
    elif _is_glob(argument):
        yield from _in_glob(argument)
    else:
        raise UnreadableSource(argument, "there is no such file or folder", "Check the path.")


def _in_folder(folder: Path) -> list[Path]:
    documents = [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in DOCUMENT_SUFFIXES and not path.name.startswith(".") and path.is_file()
    ]
    if not documents:
        known = " ".join(DOCUMENT_SUFFIXES)
        raise UnreadableSource(str(folder), f"the folder holds no documents ({known})", "Name the files themselves.")
    return documents


def _in_glob(pattern: str) -> Iterator[Path]:
    matches = sorted(glob.glob(pattern, recursive=True))
    if not matches:
        raise UnreadableSource(pattern, "no file matches this pattern", "Check the path; quote it for the shell.")
    for match in matches:
        path = Path(match)
        if path.is_dir():
            yield from _in_folder(path)
        else:
            yield path


def _is_glob(argument: str) -> bool:
    return glob.has_magic(argument) and not Path(argument).exists()


def name_outputs(sources: Sequence[Source], suffix: str = ".json") -> dict[Source, str]:
    """A file name for each source: its stem; a stem that is taken gets -2, -3, … in source order.

    Two names that differ only in case count as one, so that no file system loses a document.
    """
    natural = {f"{source.stem}{suffix}".casefold() for source in sources}
    taken: set[str] = set()
    names = {}
    for source in sources:
        name, number = f"{source.stem}{suffix}", 1
        while name.casefold() in taken or (number > 1 and name.casefold() in natural):
            number += 1
            name = f"{source.stem}-{number}{suffix}"
        taken.add(name.casefold())
        names[source] = name
    return names
