"""Find people and posts: 「省委副书记、省长周涛」 → 周涛 with two posts.

A mention is what stands in the text: a name with its post on either side, a name with 同志, a post alone, or
one word for several people. Who is whom belongs to `duban.facts.officials`. The shapes are rules in
`lexicons/people.toml`; where a name ends is decided in `duban.mentions.names`.
"""

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

import ahocorasick_rs

from duban.lexicon import Lexicons
from duban.mentions.names import STRONG, NameReader
from duban.mentions.posts import LEADERS_OF_RE, Post, PostGrammar
from duban.mentions.words import is_ordinary_word
from duban.rules import Rule
from duban.spans import Span

__all__ = ["PersonMention", "Post", "find_people"]

PersonKind = Literal["named", "surname_post", "post_alone", "collective"]
CLAUSE_END_RE = re.compile(r"[。！？；，\n]")
NAME_JOIN_RE = re.compile(r"[、 　]|和")
LIST_END_RE = re.compile(r"[、，。；）\s]|等|和|$")
LONGEST_LOOK = 160
GUILTY_HEAD = "责任人"
WHOSE_FAULT = frozenset({"", "直接", "其他", "其它"})


@dataclass(frozen=True, slots=True)
class PersonMention:
    """One place that names somebody in office.

    `public` is False for heads of companies, experts and other people without public office: they are found
    so that their names are not taken for anybody else's. `name_span` is the name alone, None without a name.
    """

    span: Span
    surface: str
    name: str | None
    posts: tuple[Post, ...]
    kind: PersonKind
    rule: str
    name_span: Span | None = None
    public: bool = True


def find_people(text: str, lexicons: Lexicons) -> list[PersonMention]:
    """All mentions of people in office, in text order, never overlapping.

    Names of a list (省领导甲、乙、丙) are one mention each, with the post of the list; posts that share a head
    (安泽县、浮山县负责同志) are one mention each with the span of the whole list. A name that stands alone is
    found where the same name stands with a post elsewhere (see `duban.facts.officials`).
    """
    rules = lexicons.rules("people")
    found: list[PersonMention] = []
    for start, end in _clauses(text, lexicons):
        reader = _ClauseReader(text, end, PostGrammar.of(lexicons), NameReader.of(lexicons))
        at = start
        while at < end:
            stop = min(end, at + LONGEST_LOOK)
            hit = next(rules.scan(text, at, stop), None)
            if stop < end and (hit is None or hit[1].start() > at + LONGEST_LOOK // 2):
                at = at + LONGEST_LOOK // 2 if hit is None else hit[1].start()
                continue
            if hit is None:
                break
            people = list(reader.read(*hit))
            found += people
            at = max(people[-1].span.end if people else _past(hit[1]), at + 1)
    return found


def _clauses(text: str, lexicons: Lexicons) -> Iterator[tuple[int, int]]:
    """The clauses that hold a rank word at all, as `(start, end)`."""
    anchors = lexicons.cached(
        "people anchors", lambda lex: ahocorasick_rs.AhoCorasick([*PostGrammar.of(lex).anchors, "同志", "干部"])
    )
    hits = [start for _, start, _ in anchors.find_matches_as_indexes(text)]
    ends = [match.start() for match in CLAUSE_END_RE.finditer(text)] if hits else []
    ends.append(len(text))
    last = -1
    for hit in hits:
        number = bisect(ends, hit)
        if number != last:
            last = number
            yield (ends[number - 1] + 1 if number else 0), ends[number]


def _past(match: re.Match[str]) -> int:
    """Where to look on when a match read as nobody: behind its post, or one character on."""
    groups = match.groupdict()
    name = next((name for name in ("posts", "head") if groups.get(name)), None)
    return match.end(name) if name else match.start() + 1


@dataclass(frozen=True)
class _ClauseReader:
    """Reads what the rules match in one clause that ends at `end`."""

    text: str
    end: int
    grammar: PostGrammar
    names: NameReader

    def read(self, rule: Rule, match: re.Match[str]) -> Iterator[PersonMention]:
        """The mentions in one match; none if it turns out to be something else."""
        if rule.value in ("named", "post_alone"):
            yield from self._post_and_name(rule, match)
        elif rule.value == "name_post":
            yield from self._name_and_post(rule, match)
        elif rule.value in ("name_gap_post", "labelled"):
            yield from self._name_first(rule, match)
        elif rule.value == "collective":
            yield from self._collective(rule, match)
        elif rule.value == "comrade" and not is_ordinary_word(match["name"]):
            name = Span(*match.span("name"))
            span = Span(name.start, match.end())
            yield PersonMention(span, self._at(span), match["name"], (), "named", rule.id, name)
        elif rule.value == "surname_post":
            span = Span(*match.span())
            yield PersonMention(span, match[0], None, (Post(match["rank"], None),), "surname_post", rule.id)

    def _at(self, span: Span) -> str:
        return self.text[span.start : span.end]

    def _post_and_name(self, rule: Rule, match: re.Match[str]) -> Iterator[PersonMention]:
        """A post and its name, and the further names of a list under the same post."""
        posts, start = self.grammar.read_chain(match["posts"], match.start("posts"))
        abroad = self.grammar.is_abroad(posts)
        at = match.start("name") if "name" in rule.regex.groupindex else match.end("posts")
        name = self.names.read(self.text, at, abroad)
        if name is None or name.end > self.end:
            yield from self._posts_alone(match)
            return
        yield from self._people(rule, posts, start, name, self.grammar.is_public(posts), abroad)

    def _people(
        self, rule: Rule, posts: tuple[Post, ...], start: int, name: Span, public: bool, abroad: bool = False
    ) -> Iterator[PersonMention]:
        end = name.end + 2 if self.text.startswith("同志", name.end) else name.end
        span = Span(start, end)
        first = PersonMention(span, self._at(span), self._plain(name), posts, "named", rule.id, name, public)
        yield first
        at = end
        while (following := self._next_in_list(at, abroad)) is not None:
            surface = self._at(following)
            yield replace(first, span=following, surface=surface, name=self._plain(following), name_span=following)
            at = following.end

    def _next_in_list(self, at: int, abroad: bool) -> Span | None:
        """The next name of a list 甲、乙、丙等; None where a post or anything else follows."""
        join = NAME_JOIN_RE.match(self.text, at, self.end)
        name = self.names.read(self.text, join.end(), abroad) if join else None
        if name is None or name.end > self.end or is_ordinary_word(self._at(name)):
            return None
        return name if self._closes(name) or self.names.follower(self.text, name.end) else None

    def _closes(self, name: Span) -> bool:
        """True if the next item, the list's end, or a word that follows names stands behind *name*."""
        return bool(LIST_END_RE.match(self.text, name.end)) or self.names.follower(self.text, name.end) == STRONG

    def _name_and_post(self, rule: Rule, match: re.Match[str]) -> Iterator[PersonMention]:
        """周建平副主任: only when the stretch between body and rank is no ordinary word or place."""
        name = match["name"]
        if is_ordinary_word(name, but=("ns", "nz")) or not self.names.could_be(name):
            return
        begin = match.start("body") if match["body"] else match.start("name")
        body, start = self.grammar.trim(match["body"] or "", begin)
        posts = (Post(match["rank"], body or None),)
        span = Span(start, match.end("rank"))
        public = self.grammar.is_public(posts)
        yield PersonMention(span, self._at(span), name, posts, "named", rule.id, Span(*match.span("name")), public)

    def _name_first(self, rule: Rule, match: re.Match[str]) -> Iterator[PersonMention]:
        """李红（副县长）, 责任领导：张岚: the name first, its post behind it or nowhere."""
        name = self.names.read(self.text, match.start("name"))
        surface = match.groupdict().get("posts")
        if name is None or (surface and name.end != match.end("name")):
            yield from self._posts_alone(match) if surface else ()
            return
        posts = self.grammar.read_chain(surface, match.start("posts"))[0] if surface else ()
        span = Span(name.start, match.end("posts") if surface else name.end)
        public = not posts or self.grammar.is_public(posts)
        yield PersonMention(span, self._at(span), self._plain(name), posts, "named", rule.id, name, public)

    def _posts_alone(self, match: re.Match[str]) -> Iterator[PersonMention]:
        """Public posts without a name, one mention each; 主任 without a body is nobody."""
        posts, at = self.grammar.read_chain(match["posts"], match.start("posts"))
        for post in posts:
            begin = self.text.find(post.text, at, match.end("posts"))
            if begin < 0 or (
                post.organisation is None and post.title in self.grammar.office_ranks - self.grammar.foreign_ranks
            ):
                continue
            at = begin + len(post.text)
            if post.organisation is None and (name := self.names.sounds.read_before(self.text, begin)) is not None:
                span = Span(name.start, at)
                yield PersonMention(span, self._at(span), self._at(name), (post,), "named", "people.sound_post", name)
                continue
            kind: PersonKind = "collective" if post.text.startswith("各") else "post_alone"
            if self.grammar.is_public((post,)):
                yield PersonMention(Span(begin, at), post.text, None, (post,), kind, "people.post_alone")

    def _collective(self, rule: Rule, match: re.Match[str]) -> Iterator[PersonMention]:
        """Unnamed people, unless names follow (省领导甲、乙); of a list that shares its head, one mention an item."""
        groups = match.groupdict()
        head = groups.get("head")
        if head is None:
            yield PersonMention(Span(*match.span()), match[0], None, (Post(match[0], None),), "collective", rule.id)
            return
        items, start = self.grammar.read_items(groups["items"] or "", match.start("items"))
        if head == "领导" and not LEADERS_OF_RE.search(items[-1]):
            return
        posts = (Post(head, items[-1] or None),)
        abroad = self.grammar.is_abroad(posts)
        name = self.names.read(self.text, match.end(), abroad)
        if name is not None and name.end <= self.end and (abroad or self._closes(name)):
            public = head != GUILTY_HEAD and self.grammar.is_public(posts)
            yield from self._people(rule, posts, start, name, public)
            return
        if head == GUILTY_HEAD and items[-1] in WHOSE_FAULT:
            return
        span = Span(start, match.end())
        for item in items:
            posts = (Post(head, item or None),)
            public = self.grammar.is_public(posts)
            yield PersonMention(span, self._at(span), None, posts, "collective", rule.id, None, public)

    def _plain(self, name: Span) -> str:
        """The name without the blank that printers put into it."""
        return re.sub(r"\s", "", self._at(name))
