"""What the arguments of a run name: the files of folders, globs, archives and remote stores, in one fixed order.

Links, devices and pipes inside a folder are refused, not followed; hidden files and files of foreign kinds are passed
over and counted. A file that is named itself is read whatever it is called.
"""

import glob
import json
import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, cast

from duban.corpus.forms import OUTDATED, form_of, is_table
from duban.corpus.records import Refused, printable, refused
from duban.errors import UsageError
from duban.store.extras import need

BUFFER = 1 << 20


@dataclass(frozen=True, slots=True)
class File:
    """One file of a run; *unit* is the folder or container whose shards it goes into."""

    path: str
    size: int
    named: bool = False

    @property
    def locator(self) -> str:
        """Its path as tables and messages show it."""
        return printable(self.path)

    @property
    def is_remote(self) -> bool:
        """True for a URL of a store that fsspec knows."""
        return is_remote(self.path)

    def open(self) -> IO[bytes]:
        """Its bytes."""
        if self.is_remote:
            return cast(IO[bytes], need("fsspec").open(self.path, "rb").open())
        return Path(self.path).open("rb", buffering=BUFFER)


def is_remote(argument: str) -> bool:
    """True for what is no path of this machine: `s3://bucket/news`."""
    return "://" in argument


def find_files(arguments: Iterable[str], passed: Counter[str], *, follow: bool = False) -> Iterator[File | Refused]:
    """The files in the order of the arguments, folders by name; *passed* counts what is passed over.

    *follow* reads links to files too; folders are never entered through a link. Raises UsageError for an argument
    that names nothing.
    """
    for argument in arguments:
        if is_remote(argument):
            yield from _remote(argument, passed)
        elif os.path.isdir(argument):
            yield from _in_folder(argument, passed, follow)
        elif os.path.exists(argument):
            yield _named(argument)
        elif glob.has_magic(argument):
            yield from _in_glob(argument, passed, follow)
        else:
            raise UsageError(argument, "there is no such file or folder", "Check the path")


def _named(path: str) -> File | Refused:
    status = os.stat(path)
    if not stat.S_ISREG(status.st_mode):
        return Refused(printable(path), "not_a_file", "is a device, a pipe or a socket")
    return File(path, status.st_size, named=True)


def _in_glob(pattern: str, passed: Counter[str], follow: bool) -> Iterator[File | Refused]:
    matches = sorted(glob.glob(pattern, recursive=True))
    if not matches:
        raise UsageError(pattern, "no file matches this pattern", "Check the path; quote it for the shell")
    for match in matches:
        if os.path.isdir(match):
            yield from _in_folder(match, passed, follow)
        else:
            yield _named(match)


def _in_folder(folder: str, passed: Counter[str], follow: bool) -> Iterator[File | Refused]:
    """Depth first; only one folder's names are held at a time on each level."""
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        yield refused(printable(folder), "unreadable", error)
        return
    names = {entry.name for entry in entries}
    data = _dataset_files(folder, names)
    for entry in entries:
        path = Path(folder, entry.name).as_posix()
        if entry.name.startswith(".") or (data is not None and entry.name not in data and not entry.is_dir()):
            passed["hidden" if entry.name.startswith(".") else "dataset description"] += 1
        elif entry.is_symlink() and not (follow and entry.is_file()):
            yield Refused(printable(path), "link", "is a symbolic link; name its target, or use --follow-links")
        elif entry.is_dir():
            yield from _in_folder(path, passed, follow)
        elif not entry.is_file():
            yield Refused(printable(path), "not_a_file", "is a device, a pipe or a socket")
        else:
            yield from _chosen(File(path, entry.stat().st_size), passed)


def _chosen(file: File, passed: Counter[str]) -> Iterator[File | Refused]:
    """A file of a folder, if its name promises a document."""
    suffix = PurePosixPath(file.path).suffix.lower()
    if suffix in OUTDATED:
        yield Refused(file.locator, "unsupported", f"is of a kind that is not read ({suffix}); {OUTDATED[suffix]}")
    elif form_of(file.path) is None:
        passed[suffix or "no suffix"] += 1
    else:
        yield file


def _dataset_files(folder: str, names: set[str]) -> set[str] | None:
    """The data files of a saved dataset (datasets.save_to_disk, or a snapshot of a hub); None for any other folder."""
    if "state.json" in names and any(name.endswith(".arrow") for name in names):
        try:
            state = json.loads(Path(folder, "state.json").read_text("utf-8"))
            listed = {str(entry["filename"]) for entry in state["_data_files"]}
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            listed = set()
        return listed & names or {name for name in names if name.endswith(".arrow")}
    if "dataset_dict.json" in names:
        return set()
    if "README.md" in names and ({"data", ".gitattributes", "dataset_infos.json"} & names or any(map(is_table, names))):
        return {name for name in names if is_table(name)}
    return None


def _remote(url: str, passed: Counter[str]) -> Iterator[File | Refused]:
    fsspec = need("fsspec")
    try:
        fs, path = fsspec.core.url_to_fs(url)
        found: dict[str, Any] = fs.glob(path, detail=True) if glob.has_magic(path) else fs.find(path, detail=True)
    except (OSError, ValueError, ImportError) as error:
        raise UsageError(url, f"cannot be listed ({error})", "Check the address and your access to it") from None
    if not found:
        raise UsageError(url, "there is nothing at this address", "Check it")
    for name in sorted(found):
        if found[name].get("type") != "file":
            continue
        file = File(fs.unstrip_protocol(name), int(found[name].get("size") or 0), named=name == path)
        if file.named:
            yield file
        elif not PurePosixPath(name).name.startswith("."):
            yield from _chosen(file, passed)
