"""The tables of a corpus: which rows of a document go into which, and what each row carries beside its own fields.

Every row begins with `doc`, the key of its document in this corpus. What a reader would otherwise have to join
(the deadline's day, the names of owners and issuers, title, date and place of the document) stands in the row.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from typing import Any

from pydantic import BaseModel

from duban.contract import (
    Action,
    Campaign,
    Contributor,
    Cue,
    Document,
    DocumentWarning,
    Edit,
    Mention,
    Numeral,
    Official,
    Organisation,
    Responsibility,
    Section,
    Target,
    Task,
    Time,
)
from duban.readable import names, owners
from duban.store.columns import JOINED_BY, Column, columns_of, exact_day


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document of a corpus came from: *key* names it, *locator* finds it, the rest its source said."""

    key: str
    locator: str
    form: str
    given_id: str | None = None
    given_title: str | None = None


class Page:
    """A document with what its rows look up in it."""

    def __init__(self, origin: Origin, document: Document) -> None:
        self.origin = origin
        self.document = document
        self.who = names(document)
        self.times = {time.id: time for time in document.times}
        self.headings = {section.id: section.heading for section in document.sections}
        self.campaigns = {campaign.id: campaign.name for campaign in document.campaigns}

    @cached_property
    def task_of(self) -> dict[str, Task]:
        """The task that each target belongs to."""
        return {target: task for task in self.document.tasks for target in task.targets}

    def due(self, time_id: str | None) -> str | None:
        """The last day of a deadline, EDTF."""
        time = self.times.get(time_id or "")
        return time.end if time else None

    def due_text(self, time_id: str | None) -> str | None:
        """A deadline as written."""
        time = self.times.get(time_id or "")
        return time.text if time else None


@dataclass(frozen=True, slots=True)
class Made:
    """A column that no field of the contract holds by itself; *make* gets the page and the item."""

    name: str
    kind: Any
    source: str
    make: Callable[[Page, Any], Any]


Item = tuple[Any, Mapping[str, Any]]
RENAMED = {"start": "starts", "start_day": "starts_day", "end": "ends", "end_day": "ends_day"}  # end is a word of SQL


@dataclass(frozen=True, slots=True)
class Kind:
    """One table: its items come from *items*, each with the values of its *keys* (the items that hold it)."""

    name: str
    model: type[BaseModel]
    path: str
    items: Callable[[Page], Iterator[Item]]
    keys: tuple[str, ...] = ()
    made: tuple[Made, ...] = ()

    @property
    def columns(self) -> list[Column]:
        """Its columns from the contract."""
        found = columns_of(self.model, self.path)
        renamed = RENAMED | {"id": "document_id"} if self.model is Document else RENAMED
        return [replace(column, name=renamed.get(column.name, column.name)) for column in found]


def _all(field: str) -> Callable[[Page], Iterator[Item]]:
    return lambda page: ((item, {}) for item in getattr(page.document, field))


def _of_tasks(field: str) -> Callable[[Page], Iterator[Item]]:
    return lambda page: ((item, {"task": task.id}) for task in page.document.tasks for item in getattr(task, field))


def _mentions(page: Page) -> Iterator[Item]:
    actors: tuple[Official | Organisation, ...] = (*page.document.officials, *page.document.organisations)
    for actor in actors:
        yield from ((mention, {"of": actor.id}) for mention in actor.mentions)


def _day(edtf: str | None) -> date | None:
    return exact_day(edtf)


def _posts(page: Page, official: Official) -> str:
    return JOINED_BY.join((post.organisation or "") + post.title for post in official.posts)


HEAD = (
    Made("document_title", "text", "documents[].title.text", lambda p, _: p.document.title and p.document.title.text),
    Made("published", "text", "published.date", lambda p, _: p.document.published and p.document.published.date),
    Made("place", "text", "jurisdiction.name", lambda p, _: p.document.jurisdiction and p.document.jurisdiction.name),
    Made(
        "place_path",
        "text",
        "jurisdiction.path[]",
        lambda p, _: p.document.jurisdiction and "/".join(p.document.jurisdiction.path),
    ),
)
DUE = (
    Made("due", "text", "times[].end of the deadline", lambda p, item: p.due(item.deadline)),
    Made("due_day", "day", "times[].end of the deadline", lambda p, item: _day(p.due(item.deadline))),
    Made("deadline_text", "text", "times[].text of the deadline", lambda p, item: p.due_text(item.deadline)),
)
DOCUMENT = (
    Made("locator", "text", "where the source is", lambda p, _: p.origin.locator),
    Made("form", "text", "how the source was read", lambda p, _: p.origin.form),
    Made("given_id", "text", "the source's own id", lambda p, _: p.origin.given_id),
    Made("given_title", "text", "the source's own title", lambda p, _: p.origin.given_title),
    Made("characters", "integer", "length of clean_text", lambda p, _: len(p.document.clean_text)),
    Made("task_count", "integer", "number of tasks", lambda p, _: len(p.document.tasks)),
    Made("target_count", "integer", "number of targets", lambda p, _: len(p.document.targets)),
    Made("warning_count", "integer", "number of warnings", lambda p, _: len(p.document.warnings)),
)
TASK = (
    Made("heading", "text", "sections[].heading", lambda p, k: p.headings.get(k.section or "")),
    Made("campaign_name", "text", "campaigns[].name", lambda p, k: p.campaigns.get(k.campaign or "")),
    Made("issuer", "text", "name of issued_by", lambda p, k: p.who.get(k.issued_by or "")),
    Made("owners", "text", "names and roles of responsible[]", lambda p, k: owners(k, p.who)),
)
TARGET = (
    Made("task", "text", "tasks[].id that holds it", lambda p, g: (t := p.task_of.get(g.id)) and t.id),
    Made(
        "issuer",
        "text",
        "name of the task's issued_by",
        lambda p, g: (t := p.task_of.get(g.id)) and p.who.get(t.issued_by or ""),
    ),
)
WHO = (
    Made(
        "who",
        "text",
        "name of the official or organisation",
        lambda p, r: p.who.get(r.official or r.organisation or ""),
    ),
)

KINDS = (
    Kind("documents", Document, "document", lambda page: iter([(page.document, {})]), made=(*DOCUMENT, *HEAD)),
    Kind("sections", Section, "sections[]", _all("sections")),
    Kind("tasks", Task, "tasks[]", _all("tasks"), made=(*DUE, *TASK, *HEAD)),
    Kind("actions", Action, "tasks[].actions[]", _of_tasks("actions"), keys=("task",)),
    Kind("targets", Target, "targets[]", _all("targets"), made=(*DUE, *TARGET, *HEAD)),
    Kind("times", Time, "times[]", _all("times")),
    Kind(
        "officials",
        Official,
        "officials[]",
        _all("officials"),
        made=(Made("post_names", "text", "officials[].posts[]", _posts), *HEAD),
    ),
    Kind("organisations", Organisation, "organisations[]", _all("organisations"), made=HEAD),
    Kind("campaigns", Campaign, "campaigns[]", _all("campaigns"), made=HEAD),
    Kind(
        "responsibility",
        Responsibility,
        "tasks[].responsible[]",
        _of_tasks("responsible"),
        keys=("task",),
        made=WHO,
    ),
    Kind("cues", Cue, "tasks[].cues[]", _of_tasks("cues"), keys=("task",)),
    Kind("mentions", Mention, "officials[].mentions[], organisations[].mentions[]", _mentions, keys=("of",)),
    Kind("contributors", Contributor, "contributors[]", _all("contributors")),
    Kind("numerals", Numeral, "numerals[]", _all("numerals")),
    Kind("edits", Edit, "edits[]", _all("edits")),
    Kind("warnings", DocumentWarning, "warnings[]", _all("warnings")),
)


@cache
def kind_columns(name: str) -> tuple[Column, ...]:
    """The contract's columns of a table, derived once."""
    return tuple(next(kind for kind in KINDS if kind.name == name).columns)
