"""What changed between two corpora of the same sources, and which rule or lexicon row made the change.

Documents are matched by where they stand, rows by where they stand in the source; a row that stands in both and
differs in a field has changed. Beside each change: the rule that made the row before and after, and whether that
rule, as a row of the lexicons, was itself added, removed or changed between the two.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from duban.store.database import ALL_ROWS, Corpus

COMPARED: Mapping[str, tuple[str, ...]] = {
    "tasks": ("kind", "modality", "due", "owners", "issuer", "campaign_name"),
    "targets": (
        "indicator", "scope", "comparator", "value_exact", "value_max_exact", "unit", "kind", "direction", "status",
        "due",
    ),
    "times": ("role", "starts", "ends", "duration", "basis"),
    "officials": ("name", "post_names", "roles"),
    "organisations": ("name", "kind", "roles"),
    "campaigns": ("name", "starts", "ends"),
}  # fmt: skip
PLACED = frozenset({"tasks", "targets", "times", "officials", "organisations"})


class Change(NamedTuple):
    """One row that is not the same in both; *field* is None for a row that only one of them has."""

    table: str
    change: str
    field: str | None
    before: str | None
    after: str | None
    rule_before: str | None
    rule_after: str | None
    lexicon: str | None
    doc: str
    text: str | None


class Difference(NamedTuple):
    """All changes, what differs in the configurations, and which rows of the lexicons differ."""

    changes: list[Change]
    configuration: dict[str, tuple[str | None, str | None]]
    lexicon: dict[str, str]
    documents: tuple[int, int]

    def summary(self) -> list[tuple[str, str, str | None, str | None, str | None, str | None, int]]:
        """How often each rule made each change, most often first."""
        counts = Counter((c.table, c.change, c.field, c.rule_before, c.rule_after, c.lexicon) for c in self.changes)
        return [(*key, count) for key, count in sorted(counts.items(), key=lambda i: (-i[1], [k or "" for k in i[0]]))]


def compare(before: Path, after: Path) -> Difference:
    """The difference between two corpus folders."""
    old, new = _history(before), _history(after)
    rows = {name: _state(old["lexicons"].get(name), new["lexicons"].get(name)) for name in
            sorted({*old["lexicons"], *new["lexicons"]})}  # fmt: skip
    lexicon = {name: state for name, state in rows.items() if state}
    names = sorted({*old["configuration"], *new["configuration"]})
    settings = {n: (old["configuration"].get(n), new["configuration"].get(n)) for n in names}
    changes: list[Change] = []
    with Corpus(before) as left, Corpus(after) as right:
        shared = _documents(left) & _documents(right)
        apart = (len(_documents(left) - shared), len(_documents(right) - shared))
        for table in COMPARED:
            changes += _changes(table, _rows(left, table, shared), _rows(right, table, shared), lexicon)
    return Difference(changes, {n: pair for n, pair in settings.items() if pair[0] != pair[1]}, lexicon, apart)


def _documents(corpus: Corpus) -> set[str]:
    return {row[0] for row in corpus.ask("SELECT doc FROM documents", rows=ALL_ROWS).rows}


Rows = dict[tuple[Any, ...], list[tuple[Any, ...]]]


def _rows(corpus: Corpus, table: str, shared: set[str]) -> Rows:
    """The rows of a table by where they stand; several may stand in one place."""
    place = "raw_start, raw_end, text" if table in PLACED else "0, 0, name"
    fields = ", ".join(COMPARED[table])
    found: Rows = {}
    sql = f"SELECT doc, {place}, rule, {fields} FROM {table} ORDER BY ALL"
    for doc, start, end, text, *rest in corpus.ask(sql, rows=ALL_ROWS).rows:
        if doc in shared:
            found.setdefault((doc, start, end, text), []).append(tuple(rest))
    return found


def _changes(table: str, before: Rows, after: Rows, lexicon: Mapping[str, str]) -> list[Change]:
    changes = []
    for place in sorted({*before, *after}, key=lambda key: (key[0], key[1], key[2], key[3] or "")):
        old, new = before.get(place, []), after.get(place, [])
        gone = [row for row in old if row not in new]
        come = [row for row in new if row not in old]
        doc, text = place[0], place[3]
        for left, right in zip(gone, come, strict=False):
            rules = (left[0], right[0])
            pairs = zip(("rule", *COMPARED[table]), left, right, strict=True)
            differing = [(field, a, b) for field, a, b in pairs if a != b]
            named = [pair for pair in differing if pair[0] != "rule"] or differing
            changes += [
                Change(table, "changed", field, _text(a), _text(b), *rules, _blame(rules, lexicon), doc, text)
                for field, a, b in named
            ]
        for row in gone[len(come) :]:
            changes.append(
                Change(table, "removed", None, None, None, row[0], None, _blame(row[:1], lexicon), doc, text)
            )
        for row in come[len(gone) :]:
            changes.append(Change(table, "added", None, None, None, None, row[0], _blame(row[:1], lexicon), doc, text))
    return changes


def _blame(rules: tuple[str, ...], lexicon: Mapping[str, str]) -> str | None:
    """Which of the rules differs between the lexicons, and how."""
    said = [f"{rule} {lexicon[rule]}" for rule in dict.fromkeys(rules) if rule in lexicon]
    return ", ".join(said) or None


def _state(before: str | None, after: str | None) -> str | None:
    if before == after:
        return None
    return "added" if before is None else "removed" if after is None else "changed"


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _history(folder: Path) -> dict[str, dict[str, str]]:
    """What the manifest says of configuration and lexicons; nothing where it is not there."""
    found: dict[str, dict[str, str]] = {"configuration": {}, "lexicons": {}}
    path = folder / "manifest.sqlite"
    if path.is_file():
        base = sqlite3.connect(f"file:{path.resolve().as_posix()}?mode=ro", uri=True)
        for key in found:
            row = base.execute("SELECT value FROM run WHERE key = ?", (key,)).fetchone()
            found[key] = json.loads(row[0]) if row else {}
        base.close()
    return found
