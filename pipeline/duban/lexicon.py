"""Lexicons: the word tables and rule tables that a domain expert edits.

A folder holds `<name>.tsv` (lists: comment lines `#` that define the columns, a header row, rows) and
`<name>.toml` (rules, see `duban.rules`). A user's folder lies over the shipped one: a row with the same
`form` (or rule `id`) takes the place of the shipped row, other rows are added behind it, and a rule or row
whose only further key is `remove = true` (TSV: a line `#- form`) takes the shipped one out.
"""

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from duban.errors import LexiconError
from duban.locate import lexicons_folder
from duban.rules import MODES, Rule, RuleTable, expand, parse_rules

T = TypeVar("T")
TABLE_PART_RE = re.compile(r"@(?P<table>\w+)(?:\.(?P<column>\w+))?(?:\?(?P<key>\w+)=(?P<value>[\w|]+))?")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a list: the spelling in the text and what is known of it."""

    form: str
    fields: Mapping[str, str]
    id: str

    def __getitem__(self, column: str) -> str:
        """The value in *column*; KeyError for a column that the table does not have."""
        return self.fields[column]


def any_word(words: Iterable[str]) -> str:
    """A regex of the words, the longest first.

    Those that begin alike stand together behind their first character, so that a place where none can begin is
    passed over at once.
    """
    tails: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda w: (-len(w), w)):
        tails.setdefault(word[0], []).append(re.escape(word[1:]))
    branches = (f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in tails.items())
    openings = "".join(re.escape(first) for first in tails)
    return f"(?=[{openings}])(?:{'|'.join(branches)})" if tails else "(?!)"


class Lexicons:
    """All tables of one or two folders, each loaded and compiled once, on demand."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self.folders = folders
        self._made: dict[str, Any] = {}

    @property
    def digest(self) -> str:
        """16 hex digits over all the files: the same digest decides the same."""
        return self.cached("digest", lambda _: self._digest())

    def entries(self, name: str) -> tuple[Entry, ...]:
        """The rows of `<name>.tsv`, in file order, the user's rows over the shipped ones."""
        return self.cached(f"entries {name}", lambda _: self._load_entries(name))

    def forms(self, name: str) -> frozenset[str]:
        """The spellings of `<name>.tsv`."""
        return self.cached(f"forms {name}", lambda _: frozenset(entry.form for entry in self.entries(name)))

    def rules(self, name: str) -> RuleTable:
        """The rule table `<name>.toml`, the user's rules over the shipped ones."""
        return self.cached(f"rules {name}", lambda _: self._load_rules(name))

    def cached(self, key: str, build: Callable[["Lexicons"], T]) -> T:
        """What *build* makes of these lexicons, made once under *key*."""
        if key not in self._made:
            self._made[key] = build(self)
        made: T = self._made[key]
        return made

    def names(self, suffix: str) -> list[str]:
        """The names of all tables with this suffix (`.tsv`, `.toml`)."""
        return sorted({path.stem for folder in self.folders for path in folder.glob(f"*{suffix}")})

    def check(self) -> None:
        """Load every table, so that a wrong row shows now rather than when a text first needs it."""
        for name in self.names(".tsv"):
            self.entries(name)
        for name in self.names(".toml"):
            self.rules(name)

    def alternation(self, table: str, column: str = "form", key: str | None = None, value: str | None = None) -> str:
        """A regex of the spellings in one column, the longest first; only rows where *key* is one of *value* (a|b)."""
        wanted = set(value.split("|")) if value else set()
        rows = [e for e in self.entries(table) if key is None or e.fields.get(key) in wanted]
        forms = {e.form if column == "form" else e[column] for e in rows} - {""}
        return any_word(forms)

    def _digest(self) -> str:
        total = hashlib.sha256()
        for folder in self.folders:
            for path in sorted([*folder.glob("*.tsv"), *folder.glob("*.toml")]):
                content = path.read_bytes()
                total.update(f"{path.name} {len(content)}\n".encode() + content)
        return total.hexdigest()[:16]

    def _paths(self, name: str) -> list[Path]:
        paths = [folder / name for folder in self.folders if (folder / name).is_file()]
        if not paths:
            known = ", ".join(self.names(Path(name).suffix)) or "none"
            raise LexiconError(self.folders[0] / name, "file", "there is no such table", f"known tables: {known}")
        return paths

    def _load_entries(self, name: str) -> tuple[Entry, ...]:
        rows: dict[str, Entry] = {}
        for path in self._paths(f"{name}.tsv"):
            added, removed = _read_tsv(path, name)
            for form in removed:
                rows.pop(form, None)
            rows.update(added)
        return tuple(rows.values())

    def _load_rules(self, name: str) -> RuleTable:
        parts: dict[str, str] = {}
        rules: dict[str, Rule] = {}
        mode = "scan"
        for path in self._paths(f"{name}.toml"):
            data = _read_toml(path)
            mode = data.get("match", mode)
            if mode not in MODES:
                raise LexiconError(path, "match", f"{mode!r} is no way to match", f"known: {', '.join(MODES)}")
            for part, pattern in data.get("parts", {}).items():
                parts[part] = self._part(pattern, parts, path)
            removed = [row["id"] for row in data.get("rule", []) if row.get("remove") is True]
            data["rule"] = [row for row in data.get("rule", []) if row.get("remove") is not True]
            for rule_id in removed:
                rules.pop(rule_id, None)
            rules.update({rule.id: rule for rule in parse_rules(path, data, parts)})
        return RuleTable(tuple(rules.values()), mode)

    def _part(self, pattern: str, parts: Mapping[str, str], path: Path) -> str:
        """`@units?kind=money` is the alternation of a list; anything else a pattern with earlier parts in it."""
        table = TABLE_PART_RE.fullmatch(pattern)
        if table:
            return self.alternation(table["table"], table["column"] or "form", table["key"], table["value"])
        return expand(pattern, parts, path, "parts")


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LexiconError(path, "file", f"is no valid TOML: {error}", "mend the line it names") from error


def _read_tsv(path: Path, name: str) -> tuple[dict[str, Entry], list[str]]:
    """Rows by form, and the forms that a line `#- form` takes out."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise LexiconError(path, "file", f"is no UTF-8: {error}", "save it as UTF-8") from error
    rows: dict[str, Entry] = {}
    removed = [line[2:].strip() for line in lines if line.startswith("#-")]
    header: list[str] | None = None
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if header is None:
            if cells[0] != "form":
                raise LexiconError(
                    path, f"line {number}", "the header's first column is not `form`", "start the header with form"
                )
            header = cells
            continue
        if len(cells) != len(header):
            found = f"has {len(cells)} cells, the header {len(header)}"
            raise LexiconError(path, f"line {number}", found, f"separate by TAB: {', '.join(header)}")
        if not cells[0]:
            raise LexiconError(path, f"line {number}", "the form is empty", "name the spelling, or take the row out")
        if cells[0] in rows:
            raise LexiconError(path, f"line {number}", f"{cells[0]} stands twice", "keep one row")
        rows[cells[0]] = Entry(cells[0], dict(zip(header[1:], cells[1:], strict=True)), f"{name}:{cells[0]}")
    return rows, removed


@cache
def _load(folders: tuple[Path, ...]) -> Lexicons:
    return Lexicons(folders)


def load_lexicons(folder: Path | str | None = None) -> Lexicons:
    """The shipped lexicons, with the rows of *folder* over them if one is given.

    Raises LexiconError if *folder* is no folder or names a table that is not known; a wrong row raises it
    when its table is first used (`Lexicons.check` uses them all).
    """
    shipped = lexicons_folder()
    if folder is None:
        return _load((shipped,))
    own = Path(folder)
    if not own.is_dir():
        raise LexiconError(own, "folder", "there is no such folder", "name a folder that holds .tsv or .toml tables")
    known = {path.name for path in shipped.iterdir()}
    for path in sorted([*own.glob("*.tsv"), *own.glob("*.toml")]):
        if path.name not in known:
            raise LexiconError(
                path, "file", "there is no shipped table of that name", f"known: {', '.join(sorted(known))}"
            )
    return Lexicons((shipped, own))
