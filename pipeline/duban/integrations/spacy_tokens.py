"""Offsets and cuts of the tokens of a spaCy `Doc`, in arrays: no token object is made for what a column can tell."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc, Token

Offsets = npt.NDArray[np.int64]

KEPT_FIELDS: list[int | str] = [
    "TAG",
    "POS",
    "MORPH",
    "DEP",
    "ENT_TYPE",
    "ENT_KB_ID",
    "ENT_ID",
    "ENT_IOB",
    "SENT_START",
]
MOST_MOVES = 300_000  # cuts times tokens; a tenth of a second
IOB_BEGIN, IOB_INSIDE = 3, 1
START, NOT_START = np.uint64(1), np.uint64(2**64 - 1)  # 1 and -1, as spaCy keeps them in its arrays


def token_edges(doc: Doc) -> tuple[Offsets, Offsets]:
    """Where each token begins and ends, in code points of `doc.text`; a blank behind a token is outside."""
    columns = doc.to_array(["LENGTH", "SPACY"]).astype(np.int64).reshape(-1, 2)
    ends_with_blank = columns.sum(axis=1).cumsum()
    ends = ends_with_blank - columns[:, 1]
    return ends - columns[:, 0], ends


def places_tagged(doc: Doc, tag: str) -> set[tuple[int, int]]:
    """The spans of the tokens with this tag."""
    starts, ends = token_edges(doc)
    chosen = doc.to_array(["TAG"]).reshape(-1) == np.uint64(doc.vocab.strings.add(tag))
    return set(zip(starts[chosen].tolist(), ends[chosen].tolist(), strict=True))


def set_sentences(doc: Doc, offsets: list[int]) -> None:
    """Let a sentence begin at each of *offsets*; white space between two sentences belongs to the former."""
    if not len(doc):
        return
    values = np.full(len(doc), NOT_START, dtype=np.uint64)
    starts, _ = token_edges(doc)
    values[np.maximum(np.searchsorted(starts, offsets, side="right") - 1, 0)] = START
    values[0] = START
    doc.from_array(["SENT_START"], values)  # type: ignore[arg-type]  # spaCy names its own array types


def split_tokens(doc: Doc, edges: Collection[int]) -> Doc:
    """Cut the tokens of *doc* in which one of *edges* (offsets in its text) falls; the parts keep its annotation.

    Entities and span groups that are there already stay where they were. The doc comes back itself; only where
    spaCy's retokenizer, which moves the whole doc at each cut, would take longer than making it anew, a new one does.
    """
    cuts = _cuts_inside(doc, edges)
    if not cuts:
        return doc
    values = _values_of_parts(doc, cuts)
    groups = {name: [_as_row(span) for span in group] for name, group in doc.spans.items()}
    is_plain = not doc.has_annotation("DEP") and not doc.tensor.size
    doc = _made_anew(doc, cuts) if is_plain and len(cuts) * len(doc) > MOST_MOVES else _retokenized(doc, cuts)
    doc.from_array(KEPT_FIELDS, values)
    for name, rows in groups.items():
        spans = (doc.char_span(*place, **labels) for place, labels in rows)
        doc.spans[name] = [span for span in spans if span is not None]
    return doc


def _values_of_parts(doc: Doc, cuts: Mapping[int, Sequence[int]]) -> Any:
    """The annotation of the tokens to be; a later part begins no entity and no sentence."""
    counts = np.ones(len(doc), dtype=np.int64)
    counts[list(cuts)] += [len(inner) for inner in cuts.values()]
    values = np.repeat(doc.to_array(KEPT_FIELDS), counts, axis=0)
    later = np.ones(len(values), dtype=bool)
    later[counts.cumsum() - counts] = False
    _replace(values, "ENT_IOB", np.uint64(IOB_BEGIN), np.uint64(IOB_INSIDE), later)
    _replace(values, "SENT_START", START, NOT_START, later)
    return values


def _parts(token: Token, inner: Sequence[int]) -> list[str]:
    bounds = [0, *(edge - token.idx for edge in inner), len(token)]
    return [token.text[start:end] for start, end in pairwise(bounds)]


def _retokenized(doc: Doc, cuts: Mapping[int, Sequence[int]]) -> Doc:
    with doc.retokenize() as retokenizer:
        for index, inner in cuts.items():
            parts = _parts(doc[index], inner)
            retokenizer.split(doc[index], parts, heads=[(doc[index], 0)] * len(parts))
    return doc


def _made_anew(doc: Doc, cuts: Mapping[int, Sequence[int]]) -> Doc:
    words: list[str] = []
    spaces: list[bool] = []
    for token in doc:
        parts = _parts(token, cuts[token.i]) if token.i in cuts else [token.text]
        words += parts
        spaces += [False] * (len(parts) - 1) + [bool(token.whitespace_)]
    made = Doc(doc.vocab, words=words, spaces=spaces, user_data=doc.user_data)
    made.cats = doc.cats
    made._context = doc._context
    return made


def _cuts_inside(doc: Doc, edges: Collection[int]) -> dict[int, list[int]]:
    """By token, the edges that fall within it."""
    starts, ends = token_edges(doc)
    if not len(starts) or not edges:
        return {}
    ordered = np.unique(np.fromiter(edges, dtype=np.int64))
    tokens = np.searchsorted(starts, ordered, side="right") - 1
    inside = (tokens >= 0) & (ordered > starts[tokens]) & (ordered < ends[tokens])
    cuts: dict[int, list[int]] = defaultdict(list)
    for token, edge in zip(tokens[inside].tolist(), ordered[inside].tolist(), strict=True):
        cuts[token].append(edge)
    return cuts


def _replace(values: Any, field: str, old: np.uint64, new: np.uint64, where: npt.NDArray[np.bool_]) -> None:
    column = values[:, KEPT_FIELDS.index(field)]
    column[where & (column == old)] = new


def _as_row(span: Any) -> tuple[tuple[int, int], dict[str, Any]]:
    labels = {"label": span.label, "kb_id": span.kb_id, "span_id": span.id}
    return (span.start_char, span.end_char), labels
