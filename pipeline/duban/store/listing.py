"""The lists that an office asks for: tasks, targets, officials, by place, person, date, status, words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from duban.errors import UsageError
from duban.store.database import Answer, Corpus
from duban.store.search import search, search_terms

DATE_RE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
LISTS: Mapping[str, tuple[str, ...]] = {
    "tasks": (
        "text", "kind", "modality", "due", "owners", "issuer", "place", "campaign_name", "document_title", "published",
        "doc", "id",
    ),
    "targets": (
        "indicator", "scope", "comparator", "value", "value_max", "unit", "kind", "direction", "status", "due",
        "issuer", "place", "document_title", "published", "text", "doc", "id",
    ),
    "officials": ("name", "post_names", "roles", "text", "place", "document_title", "published", "doc", "id"),
}  # fmt: skip
SEARCHED = {"tasks": ("text",), "targets": ("text", "indicator"), "officials": ("text", "name", "post_names")}
ORDER = {"tasks": "due, doc, clean_start", "targets": "indicator, due, doc, clean_start", "officials": "name, doc, id"}
TASK_OF_TARGET = "EXISTS (SELECT 1 FROM tasks t WHERE t.doc = l.doc AND t.id = l.task AND {condition})"
CONDITIONS: Mapping[str, Mapping[str, str]] = {
    "tasks": {
        "place": "(contains(place, $place) OR contains(place_path, $place))",
        "official": "(contains(owners, $official) OR contains(issuer, $official))",
        "organisation": "(contains(owners, $organisation) OR contains(issuer, $organisation))",
        "indicator": "EXISTS (SELECT 1 FROM targets g WHERE g.doc = l.doc AND g.task = l.id"
        " AND contains(g.indicator, $indicator))",
        "campaign": "contains(campaign_name, $campaign)",
        "kind": "kind = $kind",
        "modality": "modality = $modality",
    },
    "targets": {
        "place": "(contains(place, $place) OR contains(place_path, $place))",
        "official": "(contains(issuer, $official) OR "
        + TASK_OF_TARGET.format(condition="contains(t.owners, $official)") + ")",
        "organisation": "(contains(issuer, $organisation) OR "
        + TASK_OF_TARGET.format(condition="contains(t.owners, $organisation)") + ")",
        "indicator": "contains(indicator, $indicator)",
        "campaign": TASK_OF_TARGET.format(condition="contains(t.campaign_name, $campaign)"),
        "kind": "kind = $kind",
        "modality": "modality = $modality",
        "status": "status = $status",
    },
    "officials": {
        "place": "(contains(place, $place) OR contains(place_path, $place))",
        "official": "(contains(name, $official) OR contains(post_names, $official))",
        "organisation": "contains(post_names, $organisation)",
        "role": "contains(roles, $role)",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to list: equal or contained values by filter, dates by column, words to search for."""

    filters: Mapping[str, str]
    due: str | None = None
    published: str | None = None
    words: str | None = None
    document: str | None = None


def filters_of(table: str) -> tuple[str, ...]:
    """The filters that a list knows."""
    return tuple(CONDITIONS[table])


def list_rows(corpus: Corpus, table: str, wanted: Wanted, *, rows: int) -> Answer:
    """The rows of *table* that are wanted, the best or the earliest first."""
    conditions: list[str] = []
    values: dict[str, Any] = {}
    for name, value in wanted.filters.items():
        conditions.append(CONDITIONS[table][name])
        values[name] = value
    if wanted.due is not None:
        if table == "officials":
            raise UsageError("--due", "officials have no deadline", "Leave it out, or ask for tasks")
        conditions += date_conditions("due", wanted.due, values)
    if wanted.published is not None:
        conditions += date_conditions("published", wanted.published, values)
    if wanted.document is not None:
        conditions.append("doc = $document")
        values["document"] = wanted.document
    order = ORDER[table]
    terms = search_terms(wanted.words) if wanted.words else []
    if terms:
        found = search(SEARCHED[table], terms)
        conditions.append(found.condition)
        values |= {f"word{number}": term for number, term in enumerate(terms)}
        order = f"{found.score} DESC, {order}"
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    sql = f"SELECT {', '.join(LISTS[table])} FROM {table} l {where} ORDER BY {order} LIMIT {int(rows) + 1}"
    return corpus.ask(sql, values, rows=rows)


def date_conditions(column: str, written: str, values: dict[str, Any]) -> list[str]:
    """`2020-12` is any day of it; `2020-10..2020-12`, `..2020-12` and `2020-10..` are ranges, both ends in.

    Works on EDTF text, so that a date whose year is unknown is in no range.
    """
    start, dots, end = written.partition("..")
    if not dots:
        end = start
    for side in (start, end):
        if side and not DATE_RE.fullmatch(side):
            raise UsageError(
                f"--{column}", f"{side!r} is no date", "Write 2020, 2020-12, 2020-12-31 or 2020-10..2020-12"
            )
    conditions = [f"NOT contains({column}, 'X')"]
    if start:
        conditions.append(f"{column} >= $first_{column}")
        values[f"first_{column}"] = start
    if end:
        conditions.append(f"{column} <= $last_{column}")
        values[f"last_{column}"] = end + "~"
    return conditions
