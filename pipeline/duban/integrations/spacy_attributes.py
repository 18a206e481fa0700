"""What duban adds to spaCy's `Doc` and `Span`: `doc._.duban`, `doc._.raw`, `span._.duban`, `span._.modality` ….

A span knows its item by its id (`span.id_` is `k1`, `g3`, `o2` …) and reads everything else from the document, so that
nothing is stored twice and a span that comes back from disk says the same.
"""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import srsly
from spacy.tokens import Doc, Span

from duban.contract import Document, Mention, Official, Organisation, Target, Task, Time
from duban.normalise import NormalisedText
from duban.readable import names

DOCUMENT, RAW, SOURCE, PAGE = "duban.document", "duban.raw", "duban.source", "duban.page"

Item = Task | Target | Time | Official | Organisation
GROUP_OF_PREFIX = {"k": "tasks", "g": "targets", "t": "times", "o": "officials", "b": "organisations"}
ID_RE = re.compile(r"(?P<prefix>[kgtob])(?P<number>[1-9][0-9]*)")
MODELS: tuple[type[Item], ...] = (Task, Target, Time, Official, Organisation)
NOT_COPIED = frozenset({"id", "text", "span", "mentions"})
FIELDS = tuple(dict.fromkeys(name for model in MODELS for name in model.model_fields if name not in NOT_COPIED))


def register_attributes() -> None:
    """Register the attributes once; an attribute of the same name that is already there is left alone."""
    _register(Doc, "duban", getter=document_of, setter=keep_document)
    _register(Doc, "raw", getter=raw_text)
    _register(Doc, "published", default=None)
    _register(Doc, "uri", default=None)
    _register(Span, "duban", getter=item_of)
    _register(Span, "raw", getter=raw_span)
    _register(Span, "due", getter=due)
    _register(Span, "owners", getter=owners)
    _register(Span, "issuer", getter=issuer)
    for name in FIELDS:
        _register(Span, name, getter=partial(field, name=name))


def register_encoder() -> None:
    """Teach spaCy's serialiser to write a document."""
    srsly.msgpack_encoders.register("duban", func=encode)


def _register(home: type[Doc] | type[Span], name: str, **how: Any) -> None:
    if not home.has_extension(name):
        home.set_extension(name, **how)


def document_of(doc: Doc) -> Document | None:
    """The duban document of *doc*; None before the component has seen it, or if user data was not stored."""
    kept = doc.user_data.get(DOCUMENT)
    if isinstance(kept, dict):  # read back from bytes: parsed when somebody asks
        kept = doc.user_data[DOCUMENT] = Document.from_json(kept[DOCUMENT])
    return kept if isinstance(kept, Document) else None


def keep_document(doc: Doc, document: Document) -> None:
    """Let *doc* have *document*."""
    doc.user_data[DOCUMENT] = document


def raw_text(doc: Doc) -> str:
    """The source that the text of *doc* was normalised from, decoded; `doc.text` where nothing was changed."""
    raw = doc.user_data.get(RAW)
    return raw if isinstance(raw, str) else doc.text


def item_of(span: Span) -> Item | None:
    """The task, target, time, official or organisation that *span* stands for."""
    match = ID_RE.fullmatch(span.id_)
    document = document_of(span.doc) if match else None
    if match is None or document is None:
        return None
    items: tuple[Item, ...] = getattr(document, GROUP_OF_PREFIX[match["prefix"]])
    number = int(match["number"])
    return items[number - 1] if number <= len(items) else None


def field(span: Span, name: str) -> Any:
    """One field of the item; None if it has no such field."""
    return getattr(item_of(span), name, None)


def raw_span(span: Span) -> tuple[int, int] | None:
    """Where the item stands in `doc._.raw`; of an official or organisation the mention under *span*."""
    item = item_of(span)
    if item is None:
        return None
    document = document_of(span.doc)
    side = "clean" if document is not None and span.doc.text == document.clean_text else "raw"
    places: list[Mention | Item] = [*getattr(item, "mentions", ()), item]
    here = (span.start_char, span.end_char)
    return next((place.span.raw for place in places if getattr(place.span, side) == here), item.span.raw)


def due(span: Span) -> str | None:
    """The last day (EDTF) of a task's or target's deadline; of a time, its own."""
    item = item_of(span)
    if isinstance(item, Time):
        return item.end
    document = document_of(span.doc)
    if document is None or not isinstance(item, Task | Target):
        return None
    return next((time.end for time in document.times if time.id == item.deadline), None)


def owners(span: Span) -> tuple[tuple[str, str], ...]:
    """Who answers for a task, as (name, role)."""
    item, document = item_of(span), document_of(span.doc)
    if document is None or not isinstance(item, Task):
        return ()
    who = names(document)
    return tuple((who.get(owner.official or owner.organisation or "", ""), owner.role) for owner in item.responsible)


def issuer(span: Span) -> str | None:
    """Whose words a task is: the official or body, by name."""
    item, document = item_of(span), document_of(span.doc)
    if document is None or not isinstance(item, Task) or item.issued_by is None:
        return None
    return names(document).get(item.issued_by)


def encode(value: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    """How the document goes into bytes (`Doc.to_bytes`, `DocBin`): as JSON. A page on its way is made again."""
    if isinstance(value, Document):
        return {DOCUMENT: value.to_json()}
    if isinstance(value, NormalisedText):
        return None
    return value if chain is None else chain(value)
