"""Flat, typed columns, derived from the models of the contract.

    SpanPair      → raw_start, raw_end, clean_start, clean_end
    a model       → its own columns behind its name: canonical_value, canonical_unit
    a Decimal     → a double, and `<name>_exact`, its digits as text
    an EDTF date  → the text as it is, and `<name>_day`, a date, where every digit is known
    a text list   → one text, joined by "; "
    a model list  → no column: it is a table of its own

Nothing here knows a field by name, so that a field added to the contract is a column the next time.
"""

import re
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, StringConstraints

from duban.contract import SpanPair
from duban.vocabulary import DAY_PATTERN, EDTF_PATTERN

DAY_RE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
JOINED_BY = "; "
SPAN_EDGES = (("raw", 0, "raw_start"), ("raw", 1, "raw_end"), ("clean", 0, "clean_start"), ("clean", 1, "clean_end"))

Get = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: *kind* is text, integer, number, truth or day; *source* is its place in the contract."""

    name: str
    kind: Literal["text", "integer", "number", "truth", "day"]
    source: str
    get: Get
    values: tuple[str, ...] = ()


def columns_of(model: type[BaseModel], source: str, prefix: str = "", get: Get = lambda item: item) -> list[Column]:
    """The columns of *model*, in the order of its fields."""
    found: list[Column] = []
    for name, field in model.model_fields.items():
        annotation = Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
        found += _field(annotation, f"{source}.{field.alias or name}", f"{prefix}{name}", _reach(get, name))
    return found


def exact_day(text: str | None) -> date | None:
    """The day that an EDTF text names; None if a digit of it is unknown or it names a month or year."""
    if text is None or not DAY_RE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _field(annotation: Any, source: str, name: str, get: Get) -> Iterator[Column]:
    kind, notes = _bare(annotation)
    origin = get_origin(kind)
    if kind is SpanPair:
        yield from _span(source, name, get)
    elif isinstance(kind, type) and issubclass(kind, BaseModel):
        yield from columns_of(kind, source, f"{name}_", get)
    elif origin is tuple:
        item, _ = _bare(get_args(kind)[0])
        if item is str or get_origin(item) is Literal:
            values = get_args(item) if get_origin(item) is Literal else ()
            yield Column(name, "text", f"{source}[]", _joined(get), values)
    elif origin is Literal:
        yield Column(name, "text", source, get, tuple(map(str, get_args(kind))))
    elif kind is Decimal:
        yield Column(name, "number", source, _as_float(get))
        yield Column(f"{name}_exact", "text", source, _as_digits(get))
    elif kind is str:
        yield Column(name, "text", source, get)
        if any(isinstance(n, StringConstraints) and n.pattern in (DAY_PATTERN, EDTF_PATTERN) for n in notes):
            yield Column(f"{name}_day", "day", source, _as_day(get))
    else:
        kinds: dict[Any, Literal["truth", "integer", "number"]] = {bool: "truth", int: "integer", float: "number"}
        yield Column(name, kinds[kind], source, get)


def _bare(annotation: Any) -> tuple[Any, list[Any]]:
    """The type inside Annotated and Optional, and what Annotated says of it."""
    notes: list[Any] = []
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation, *more = get_args(annotation)
            notes += more
        elif origin in (Union, types.UnionType):
            (annotation,) = (part for part in get_args(annotation) if part is not type(None))
        else:
            return annotation, notes


def _span(source: str, name: str, get: Get) -> Iterator[Column]:
    prefix = "" if name == "span" else name.removesuffix("span")
    for side, edge, column in SPAN_EDGES:
        yield Column(f"{prefix}{column}", "integer", f"{source}.{side}[{edge}]", _edge(get, side, edge))


def _edge(get: Get, side: str, edge: int) -> Get:
    def read(item: Any) -> Any:
        span = get(item)
        return None if span is None else getattr(span, side)[edge]

    return read


def _reach(get: Get, name: str) -> Get:
    def read(item: Any) -> Any:
        value = get(item)
        return None if value is None else getattr(value, name)

    return read


def _joined(get: Get) -> Get:
    def read(item: Any) -> str | None:
        values = get(item)
        return None if values is None else JOINED_BY.join(values)

    return read


def _as_float(get: Get) -> Get:
    def read(item: Any) -> float | None:
        value = get(item)
        return None if value is None else float(value)

    return read


def _as_digits(get: Get) -> Get:
    def read(item: Any) -> str | None:
        value = get(item)
        return None if value is None else f"{value:f}"

    return read


def _as_day(get: Get) -> Get:
    return lambda item: exact_day(get(item))
