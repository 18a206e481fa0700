"""Documents → rows → Arrow tables, one schema a kind; what could not be read is a row of `failures`."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from duban.contract import Document
from duban.store.kinds import KINDS, Kind, Origin, Page, kind_columns
from duban.version import __version__

if TYPE_CHECKING:
    import pyarrow as pa

TABLES_VERSION = "1"


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that gave no rows: *reason* is one of a few words, *message* says it in full.

    *trace* is a digest of the traceback: the same fault in many documents has the same digest.
    """

    doc: str
    locator: str
    stage: str
    reason: str
    message: str
    error: str | None = None
    trace: str | None = None
    bytes: int | None = None


TABLE_NAMES = (*(kind.name for kind in KINDS), "failures")


@dataclass(frozen=True, slots=True)
class Field:
    """A column as the codebook and the schema show it."""

    name: str
    kind: str
    source: str
    values: tuple[str, ...] = ()


def table_fields(name: str) -> list[Field]:
    """The columns of a table in order."""
    if name == "failures":
        kinds = {"bytes": "integer"}
        return [Field(f.name, kinds.get(f.name, "text"), "run") for f in fields(Failure)]
    kind = next(kind for kind in KINDS if kind.name == name)
    return [
        Field("doc", "text", "key of the document in this corpus"),
        *(Field(key, "text", "id of the item that holds it") for key in kind.keys),
        *(Field(c.name, c.kind, c.source, c.values) for c in kind_columns(name)),
        *(Field(m.name, m.kind, m.source) for m in kind.made),
    ]


def schema(name: str) -> "pa.Schema":
    """The Arrow schema of a table; its metadata names the versions that made it."""
    import pyarrow as pa

    types = {
        "text": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "truth": pa.bool_(),
        "day": pa.date32(),
    }
    columns = [pa.field(field.name, types[field.kind]) for field in table_fields(name)]
    return pa.schema(columns, metadata={"duban": __version__, "tables": TABLES_VERSION, "table": name})


class Rows:
    """Collects the rows of some documents, column by column."""

    def __init__(self) -> None:
        self._columns: dict[str, dict[str, list[Any]]] = {
            name: {field.name: [] for field in table_fields(name)} for name in TABLE_NAMES
        }
        self._writers = [(kind, self._columns[kind.name]) for kind in KINDS]

    def add(self, origin: Origin, document: Document) -> None:
        """The rows of one document."""
        page = Page(origin, document)
        for kind, columns in self._writers:
            _append(kind, columns, page)

    def fail(self, failure: Failure) -> None:
        """The row of one document that failed."""
        for name, values in self._columns["failures"].items():
            values.append(getattr(failure, name))

    def tables(self) -> "dict[str, pa.Table]":
        """All tables, the empty ones too."""
        import pyarrow as pa

        return {name: pa.table(columns, schema(name)) for name, columns in self._columns.items()}

    def counts(self) -> dict[str, int]:
        """How many rows each table has."""
        return {name: len(next(iter(columns.values()))) for name, columns in self._columns.items()}


def _append(kind: Kind, columns: Mapping[str, list[Any]], page: Page) -> None:
    items = list(kind.items(page))
    if not items:
        return
    columns["doc"].extend([page.origin.key] * len(items))
    for key in kind.keys:
        columns[key].extend(held[key] for _, held in items)
    for column in kind_columns(kind.name):
        get = column.get
        columns[column.name].extend([get(item) for item, _ in items])
    for made in kind.made:
        make = made.make
        columns[made.name].extend([make(page, item) for item, _ in items])
