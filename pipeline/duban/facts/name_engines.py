"""Ask a name engine about the names that the rules cannot settle: 组长曹和佳到场 → 曹和 or 曹和佳?

An engine (a model for names, see `duban.integrations.hanlp`) is one more piece of evidence, asked last and only where
the text itself does not decide:

- a name that occurs once, and behind which no word stands that follows names;
- a post with a surname behind it that did not read as a name.

Where the rules have evidence they stand, whatever the engine says. Each difference between the two is a warning that
says whose reading stands.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple, Protocol

from duban.facts.checks import Warned
from duban.lexicon import Lexicons
from duban.mentions.names import HAN_RE, STRONG, NameReader
from duban.mentions.people import PersonMention
from duban.segment import Unit
from duban.spans import Span

NameKind = Literal["person", "organisation", "place"]
LONGEST_STRETCH = 400
LONGEST_NAME = 4
COMRADE = "同志"


class EngineName(NamedTuple):
    """One name that an engine sees; offsets count code points of the text that it was given."""

    start: int
    end: int
    kind: NameKind


class NameEngine(Protocol):
    """A model that finds names. `id` goes into the provenance and the rule of each reading that it decides."""

    @property
    def id(self) -> str:
        """The engine and its model: `hanlp:MSRA_NER_ELECTRA_SMALL_ZH`."""

    def find_names(self, texts: Sequence[str]) -> Sequence[Sequence[EngineName]]:
        """The names in each of *texts*, in text order; as many rows as texts."""


def confirm_people(
    text: str, units: Sequence[Unit], people: Sequence[PersonMention], ner: NameEngine | None, lexicons: Lexicons
) -> tuple[list[PersonMention], list[Warned]]:
    """*people* with the open names read by *ner*, and the warnings where it and the rules differ.

    Without an engine, or where no name is open, *people* are as they were; the engine is asked once, for all
    stretches of the document together.
    """
    if ner is None:
        return list(people), []
    names = NameReader.of(lexicons)
    is_open = [_is_open(text, mention, names) for mention in people]
    stretches = _stretches(units, [mention for mention, doubt in zip(people, is_open, strict=True) if doubt])
    answers = ner.find_names([text[slice(*span)] for span in stretches]) if stretches else []
    seen = _by_start(stretches, answers)
    return _Judge(text, names, ner.id, seen).judge(people, is_open)


def _is_open(text: str, mention: PersonMention, names: NameReader) -> bool:
    if mention.name_span is not None:
        settled = names.follower(text, mention.name_span.end) == STRONG or text.count(mention.name or "") > 1
        return not settled
    return mention.kind == "post_alone" and _may_begin_name(text, mention.span.end, names)


def _may_begin_name(text: str, at: int, names: NameReader) -> bool:
    has_surname = text[at : at + 1] in names.surnames or text[at : at + 2] in names.surnames
    return has_surname and HAN_RE.match(text, at + 1) is not None and not names.follower(text, at)


def _stretches(units: Sequence[Unit], mentions: Sequence[PersonMention]) -> list[Span]:
    """The units that hold *mentions*, each once; of a very long unit the stretch around the mention."""
    found: dict[Span, None] = {}
    at = 0
    for mention in mentions:
        while at < len(units) - 1 and units[at].span.end <= mention.span.start:
            at += 1
        start, end = units[at].span
        if end - start > LONGEST_STRETCH:
            middle = mention.span.end
            start, end = max(start, middle - LONGEST_STRETCH // 2), min(end, middle + LONGEST_STRETCH // 2)
        found[Span(start, end)] = None
    return list(found)


def _by_start(stretches: Sequence[Span], answers: Sequence[Sequence[EngineName]]) -> dict[int, tuple[Span, NameKind]]:
    """The names of the engine in clean text, by where they begin."""
    return {
        stretch.start + name.start: (Span(stretch.start + name.start, stretch.start + name.end), name.kind)
        for stretch, names in zip(stretches, answers, strict=True)
        for name in names
    }


@dataclass(frozen=True)
class _Judge:
    """Weighs the rules' readings against those of the engine."""

    text: str
    names: NameReader
    engine: str
    seen: dict[int, tuple[Span, NameKind]]

    def judge(
        self, people: Sequence[PersonMention], is_open: Sequence[bool]
    ) -> tuple[list[PersonMention], list[Warned]]:
        """The mentions as they stand in the end, and a warning for each difference."""
        kept: list[PersonMention] = []
        warnings: list[Warned] = []
        for mention, doubt in zip(people, is_open, strict=True):
            final = self._read_anew(mention) if doubt else mention
            if final is not mention and mention.kind == "post_alone":
                final = self._with_posts_before(final, kept)
            warnings += self._differences(mention, final)
            kept.append(final)
        return kept, warnings

    def _read_anew(self, mention: PersonMention) -> PersonMention:
        """An open mention with the engine's reading, where that could be a name."""
        begin = mention.name_span.start if mention.name_span else mention.span.end
        span, kind = self.seen.get(begin, (mention.name_span, "person"))
        if span is None or span == mention.name_span:
            return mention
        if kind == "person":
            return self._named(mention, span) if self._is_plausible(span) else mention
        covers = mention.name_span is not None and span.end > mention.name_span.end
        return self._post_alone(mention, begin) if covers and mention.posts else mention

    def _is_plausible(self, name: Span) -> bool:
        """True if the stretch begins with a surname and goes on as a given name may."""
        word = self.text[slice(*name)]
        given = word[2:] if word[:2] in self.names.surnames else word[1:] if word[:1] in self.names.surnames else ""
        return bool(given) and len(word) <= LONGEST_NAME and not self.names.not_given.match(given)

    def _named(self, mention: PersonMention, name: Span) -> PersonMention:
        """The mention with this name; one whose post stands behind its name keeps its end."""
        end = name.end
        if mention.name_span is not None and mention.span.end > mention.name_span.end + len(COMRADE):
            end = mention.span.end
        elif self.text.startswith(COMRADE, end):
            end += len(COMRADE)
        span = Span(mention.span.start, end)
        word = self.text[slice(*name)]
        return replace(
            mention, span=span, surface=self.text[slice(*span)], name=word, name_span=name, kind="named",
            rule=self.engine,
        )  # fmt: skip

    def _post_alone(self, mention: PersonMention, begin: int) -> PersonMention:
        """The mention without its name, which the engine knows as the head of a place or body."""
        if mention.span.start == begin:
            return mention
        span = Span(mention.span.start, begin)
        surface = self.text[slice(*span)].rstrip()
        span = Span(span.start, span.start + len(surface))
        return replace(
            mention, span=span, surface=surface, name=None, name_span=None, kind="post_alone", rule=self.engine
        )

    def _with_posts_before(self, mention: PersonMention, kept: list[PersonMention]) -> PersonMention:
        """市委副书记、市长 and the name: the posts that lead up to it are taken out of *kept* and joined to it."""
        while kept and kept[-1].kind == "post_alone" and self.text[kept[-1].span.end : mention.span.start] == "、":
            before = kept.pop()
            span = Span(before.span.start, mention.span.end)
            surface = self.text[slice(*span)]
            mention = replace(mention, span=span, surface=surface, posts=(*before.posts, *mention.posts))
        return mention

    def _differences(self, mention: PersonMention, final: PersonMention) -> Iterator[Warned]:
        begin = mention.name_span.start if mention.name_span else mention.span.end
        span, kind = self.seen.get(begin, (None, "person"))
        if span is None or span.end - span.start < 2:
            return
        if (span == mention.name_span and kind == "person") or (mention.name_span is None and kind != "person"):
            return
        ours = f"the rules {mention.name}" if mention.name else "the rules no name"
        theirs = f"{self.engine} reads {self.text[slice(*span)]} ({kind})"
        stands = "the rules' reading stands" if final is mention else "the engine's reading stands"
        yield Warned("engine_disagrees", f"{theirs}, {ours}; {stands}", span)
