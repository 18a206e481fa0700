"""The pipe `duban`: runs the extraction on a `Doc` and writes what it finds into sentences, entities and spans."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from duban.assemble import assemble
from duban.contract import Document, SpanPair
from duban.extract import find_facts, to_edtf
from duban.facts.name_engines import NameEngine
from duban.findings import Findings
from duban.integrations.engines import load_engine
from duban.integrations.entities import find_entities
from duban.integrations.spacy_attributes import DOCUMENT, PAGE, RAW, SOURCE
from duban.integrations.spacy_tokenizer import lexicons_of
from duban.integrations.spacy_tokens import places_tagged, set_sentences, split_tokens
from duban.lexicon import Lexicons
from duban.normalise import NormalisedText, normalise

PLACE_TAG = "ns"


@dataclass(slots=True)
class DubanSettings:
    """The settings of the pipe, as they stand in config.cfg; `duban.integrations.spacy` says what they do."""

    published: str | None
    lexicons: str | None
    ner: str | None
    sents: bool
    ents: bool
    overwrite_ents: bool
    split_tokens: bool


class DubanComponent:
    """A pipe without state of its own; the name engine is loaded when the first document comes."""

    def __init__(self, name: str, settings: DubanSettings) -> None:
        to_edtf(settings.published)
        self.name = name
        self.settings = settings
        self._engine: NameEngine | None = None

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__ | {"_engine": None}

    @property
    def engine(self) -> NameEngine | None:
        """The name engine of this pipe, if its settings name one."""
        if self._engine is None and self.settings.ner is not None:
            self._engine = load_engine(self.settings.ner)
        return self._engine

    def __call__(self, doc: Doc) -> Doc:
        """Annotate *doc* and return it (a very long one may come back as a new doc, see `split_tokens`)."""
        lexicons = lexicons_of(self.settings.lexicons)
        source = doc.user_data.pop(SOURCE, None) or doc.user_data.get(RAW) or doc.text
        page = doc.user_data.pop(PAGE, None) or normalise(source, lexicons)
        published = to_edtf(doc._.published or self.settings.published)
        found = find_facts(page, published, lexicons, self.engine)
        document = assemble(source, doc._.uri, page, found, lexicons)
        doc.user_data[DOCUMENT] = document
        return _Writer(doc, page, document, found, self.settings).write(lexicons)


class _Writer:
    """Writes one document into one doc. Where the text of the doc is not the clean text, it stands in raw offsets."""

    def __init__(
        self, doc: Doc, page: NormalisedText, document: Document, found: Findings, settings: DubanSettings
    ) -> None:
        self.doc, self.document, self.found, self.settings = doc, document, found, settings
        self.is_clean = doc.text == page.text
        self.to_raw = page.alignment.to_raw
        self.to_clean = page.alignment.to_clean

    def write(self, lexicons: Lexicons) -> Doc:
        groups = dict(self.groups())
        units = [self.from_clean(unit.span) for unit in self.found.layout.units]
        words = self.place_words() if self.settings.ents else set()
        entities = find_entities(self.document, self.found.quantities, words, lexicons) if self.settings.ents else []
        named = [(self.from_clean(e.span), e.label, e.id) for e in entities]
        if self.settings.split_tokens:
            edges = {edge for rows in (*groups.values(), named) for span, _, _ in rows for edge in span}
            self.doc = split_tokens(self.doc, edges | {start for start, _ in units})
        for name, rows in groups.items():
            self.doc.spans[name] = list(self.spans(rows))
        if self.settings.sents and not self.doc.has_annotation("SENT_START"):
            set_sentences(self.doc, [start for start, _ in units])
        if self.settings.ents:
            self.set_entities(list(self.spans(named)))
        return self.doc

    def groups(self) -> Iterator[tuple[str, list[tuple[tuple[int, int], str, str]]]]:
        """The span groups: where, label, id; officials and organisations have one span a mention."""
        document = self.document
        yield "tasks", [(self.place(task.span), task.kind, task.id) for task in document.tasks]
        yield "targets", [(self.place(target.span), target.kind, target.id) for target in document.targets]
        yield "times", [(self.place(time.span), time.role, time.id) for time in document.times]
        officials = ((o, m) for o in document.officials for m in o.mentions)
        yield "officials", sorted((self.place(m.span), _label(o.name, o.collective), o.id) for o, m in officials)
        bodies = ((b, m) for b in document.organisations for m in b.mentions)
        yield "organisations", sorted((self.place(m.span), b.kind, b.id) for b, m in bodies)

    def place(self, span: SpanPair) -> tuple[int, int]:
        """Where an item stands in the text of the doc."""
        return span.clean if self.is_clean else span.raw

    def from_clean(self, span: tuple[int, int]) -> tuple[int, int]:
        """Where a clean span stands in the text of the doc."""
        return span if self.is_clean else self.to_raw(span)

    def place_words(self) -> set[tuple[int, int]]:
        """The clean spans of the words that jieba tags as places."""
        spans = places_tagged(self.doc, PLACE_TAG)
        return spans if self.is_clean else {self.to_clean(span) for span in spans}

    def spans(self, rows: Iterable[tuple[tuple[int, int], str, str]]) -> Iterator[Span]:
        """Spans of whole tokens; a row that covers none (a region that normalisation deleted) gives none."""
        for (start, end), label, item in rows:
            if start < end:
                span = self.doc.char_span(start, end, label=label, span_id=item, alignment_mode="expand")
                if span is not None:
                    yield span

    def set_entities(self, spans: list[Span]) -> None:
        """The entities; those of an earlier pipe stand unless they are to be overwritten."""
        earlier = [] if self.settings.overwrite_ents else list(self.doc.ents)
        taken = {index for ent in earlier for index in range(ent.start, ent.end)}
        ours = filter_spans(span for span in spans if taken.isdisjoint(range(span.start, span.end)))
        self.doc.set_ents([*earlier, *ours])


def _label(name: str | None, collective: bool) -> str:
    if name is not None:
        return "person"
    return "collective" if collective else "post"
