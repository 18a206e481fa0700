"""Make officials of mentions: 县委书记边东圣 … 边东圣 … 他 → one person, with posts and roles.

Names join first, then the surname with a rank (崔主任), the post alone (its one holder in this document), the
bare name and the pronoun. What they do (speak, preside, attend, lead, answer for, be cited) is read from the
words behind each mention; the wordings are `lexicons/official_roles.toml`. A post without a name that does
nothing of all this is only a word and gets no row.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from duban.facts.contributors import Contributor
from duban.lexicon import Lexicons
from duban.mentions.people import PersonMention, Post
from duban.segment import Unit
from duban.spans import Span

TOP_TITLES = frozenset({"总书记", "总理", "国家主席", "主席", "委员长", "国务院总理"})
TOP_BODIES = frozenset({None, "国务院", "中共中央", "国家", "中央"})
LIST_JOIN_RE = re.compile(r"\s*(?:[、，]|和|及|以及|与|同|暨)?\s*(?:有关|相关)?\s*")
FOLLOWED_RE = re.compile(r"(?:以|按照|根据|落实|贯彻|学习|深入|牢记|遵循)$")
ADDRESSED_RE = re.compile(r"(?:致电|约谈|责令|督促|对|向|通知|提醒|会见|会见了|陪同)(?:了)?(?:当地|有关|相关|其)?$")
THOUGHT_RE = re.compile("新时代|思想|经济思想|法治思想|文化思想|生态文明思想|强军思想|外交思想")
PARTY_LEADER_RE = re.compile("同志为(?:核心|总书记)")
NOT_STANDING = frozenset({"组长", "副组长", "指挥长", "副指挥长", "总指挥", "副总指挥"})
TOP_SPEAKS_RE = re.compile(r"(?:指出|强调|要求|表示|说)(?=[，：:])")
HEAD_ROLES = frozenset({"byline", "kicker", "heading", "title", "signature"})
VAGUE_TITLES = frozenset({"书记", "总书记", "负责人", "负责同志", "有关负责人", "有关负责同志", "领导", "领导同志", "责任人", "主席", "秘书长", "第一书记", "领导干部", "委员", "常委", "专员"})
PRONOUN_RE = re.compile(r"(?:(?<=[，。；：！？\n“])|^)[他她](?=[^们的])")
SPEAKS_AT_HEAD_RE = re.compile(r"政府工作报告|政\s*府\s*工\s*作\s*报\s*告|我代表")


@dataclass(frozen=True, slots=True)
class Official:
    """A person in office, or a post alone. `mentions` are all places, in text order."""

    name: str | None
    posts: tuple[Post, ...]
    collective: bool
    mentions: tuple[Span, ...]
    roles: tuple[str, ...]
    rule: str


@dataclass(slots=True)
class _Draft:
    """An official while its mentions are gathered."""

    name: str | None
    collective: bool
    rule: str
    posts: list[Post] = field(default_factory=list)
    mentions: list[Span] = field(default_factory=list)
    roles: set[str] = field(default_factory=set)

    def add_posts(self, posts: Iterable[Post]) -> None:
        """Take over posts that are not known yet, not even in a shorter form (书记 of 省委书记)."""
        for post in posts:
            if not any(known.text.endswith(post.text) for known in self.posts):
                self.posts = [known for known in self.posts if not post.text.endswith(known.text)]
                self.posts.append(post)


def resolve_officials(
    text: str, units: Sequence[Unit], people: Sequence[PersonMention], contributors: Sequence[Contributor], lexicons: Lexicons
) -> list[Official]:
    """One row a person or post, in the order of first mention.

    Heads of companies, experts and whoever made the article have no row. A post without a name and without a
    role has none either.
    """
    made_it = {person.name for person in contributors}
    public = [mention for mention in people if mention.public and not (mention.name in made_it and not mention.posts)]
    drafts = _named(public, people)
    _add_bare_names(text, drafts, public)
    _add_posts_alone(public, drafts)
    _add_pronouns(text, units, drafts)
    _read_roles(text, units, drafts, lexicons)
    rows = [draft for draft in drafts if draft.mentions and (draft.roles or _stands_named(draft))]
    rows.sort(key=lambda draft: min(draft.mentions))
    return [_frozen(draft) for draft in rows]


def _stands_named(draft: _Draft) -> bool:
    """A name with a post of its own counts without a role; a mere member of a body does not."""
    return draft.name is not None and not all(post.title in ("委员", "副委员") for post in draft.posts)


def _frozen(draft: _Draft) -> Official:
    standing = [post for post in draft.posts if post.title not in NOT_STANDING] or draft.posts
    labels = [post for post in standing if not (post.title == "领导" and draft.name)]
    if draft.name and len(standing) < len(draft.posts) and any(p.title in ("组长", "指挥长", "总指挥") for p in draft.posts):
        draft.roles.add("lead")
    roles = tuple(sorted(draft.roles - {"cited"} or draft.roles)) or (_default_role(draft),)
    return Official(draft.name, tuple(labels or standing), draft.collective, tuple(sorted(set(draft.mentions))), roles, draft.rule)


def _default_role(draft: _Draft) -> str:
    return "cited" if _is_top(draft) else "attendee"


def _is_top(draft: _Draft) -> bool:
    return any(post.title in TOP_TITLES and post.organisation in TOP_BODIES for post in draft.posts)


def _named(public: Sequence[PersonMention], people: Sequence[PersonMention]) -> list[_Draft]:
    """One draft a name; a name that a company's head bears as well stays with its public mentions."""
    drafts: dict[str, _Draft] = {}
    private = {mention.name for mention in people if not mention.public}
    for mention in public:
        if mention.name is None or (mention.name in private and not mention.posts):
            continue
        draft = drafts.setdefault(mention.name, _Draft(mention.name, False, mention.rule))
        draft.add_posts(mention.posts)
        draft.mentions.append(mention.span)
    return list(drafts.values())


def _add_bare_names(text: str, drafts: list[_Draft], public: Sequence[PersonMention]) -> None:
    """边东圣要求: the name alone, wherever no longer mention covers it."""
    names = {draft.name: draft for draft in drafts if draft.name}
    if not names:
        return
    covered = sorted(mention.span for mention in public)
    pattern = re.compile("|".join(sorted(map(re.escape, names), key=lambda n: -len(n))))
    for match in pattern.finditer(text):
        span = Span(*match.span())
        if THOUGHT_RE.match(text, span.end):
            continue
        if not any(other.touches(span) for other in covered):
            names[match[0]].mentions.append(span)


def _add_posts_alone(public: Sequence[PersonMention], drafts: list[_Draft]) -> None:
    """A post alone is the person who holds it here when exactly one does; else it has a row of its own."""
    alone: dict[str, _Draft] = {}
    named = [draft for draft in drafts if draft.name]
    for mention in public:
        if mention.name is not None:
            continue
        post = mention.posts[0]
        holders = [d for d in named if _holds(d, mention, post)]
        if len(holders) == 1:
            holders[0].mentions.append(mention.span)
        elif mention.kind != "surname_post" and not _is_vague(post):
            draft = alone.setdefault(post.text, _Draft(None, mention.kind == "collective", mention.rule, [post]))
            draft.mentions.append(mention.span)
    drafts += alone.values()


def _is_vague(post: Post) -> bool:
    """书记 or 领导干部 without a body, and members of councils, are nobody in particular."""
    title = post.title.removeprefix("副")
    return title == "委员" or (post.organisation is None and title in VAGUE_TITLES)


def _holds(draft: _Draft, mention: PersonMention, post: Post) -> bool:
    if mention.kind == "collective":
        return False
    if mention.kind == "surname_post":
        surname = mention.surface[: len(mention.surface) - len(post.title)]
        title = post.title.removeprefix("副")
        return bool(draft.name and draft.name.startswith(surname) and any(p.title.endswith(title) for p in draft.posts))
    return any(known.text == post.text for known in draft.posts)


def _add_pronouns(text: str, units: Sequence[Unit], drafts: list[_Draft]) -> None:
    """他 at the head of a clause is the official named last before it, in its paragraph or the one before."""
    named = sorted((span, draft) for draft in drafts if draft.name for span in draft.mentions) if drafts else []
    for unit in units:
        for match in PRONOUN_RE.finditer(unit.text):
            at = unit.span.start + match.start()
            before = [(span, draft) for span, draft in named if span.end <= at]
            if before and text.count("\n", before[-1][0].end, at) <= 2:
                before[-1][1].mentions.append(Span(at, at + 1))


def _read_roles(text: str, units: Sequence[Unit], drafts: list[_Draft], lexicons: Lexicons) -> None:
    """Give each draft the roles that the words behind its mentions say."""
    places = sorted(((span, draft) for draft in drafts for span in draft.mentions), key=lambda place: place[0])
    spans = [span for span, _ in places]
    at = 0
    for unit in units:
        while at < len(places) and places[at][0].start < unit.span.start:
            at += 1
        number = at
        while number < len(places) and places[number][0].start < unit.span.end:
            span, draft = places[number]
            draft.roles |= set(_roles_behind(text, span, spans, unit, draft, lexicons))
            number += 1


def _roles_behind(text: str, span: Span, spans: Sequence[Span], unit: Unit, draft: _Draft, lexicons: Lexicons) -> Iterator[str]:
    before = text[max(unit.span.start, span.start - 6) : span.start]
    top = _is_top(draft)
    if PARTY_LEADER_RE.match(text, span.end - 2) or FOLLOWED_RE.search(before):
        yield "cited"
        return
    if ADDRESSED_RE.search(before) and not top:
        yield "responsible"
        return
    start, end = _stretch(text, span, spans, unit)
    found = list(_said(text[start:end], lexicons))
    if not found and unit.role in HEAD_ROLES and draft.name and SPEAKS_AT_HEAD_RE.search(text[:800]):
        yield "speaker"
    elif top and not TOP_SPEAKS_RE.search(text[start:end]) and not _presides(unit, span, found):
        yield "cited"
    elif found[:1] == ["cited"]:
        yield "cited"
    else:
        yield from (role for role in found if role != "cited")


def _presides(unit: Unit, span: Span, found: Sequence[str]) -> bool:
    """True for 国务院总理X主持召开… at the head of the sentence: elsewhere the meeting is only referred to."""
    return found[:1] == ["presider"] and not re.search("[，,；;：:]", unit.text[: span.start - unit.span.start])


def _said(stretch: str, lexicons: Lexicons) -> Iterator[str]:
    """The roles in the words behind a mention; what follows a verb of reporting is the speech itself."""
    for rule, match in lexicons.rules("official_roles").scan(stretch):
        yield rule.value
        if rule.value == "speaker" and not stretch.startswith("会", match.end()):
            return


def _stretch(text: str, span: Span, spans: Sequence[Span], unit: Unit) -> tuple[int, int]:
    """From behind the list that the mention stands in to the next person who is not merely addressed."""
    later = [other for other in spans if other.start >= span.end and other.end <= unit.span.end]
    start = span.end
    while later and (join := LIST_JOIN_RE.fullmatch(text[start : later[0].start])) is not None and join[0].strip("等 "):
        start = later.pop(0).end
    ends = (other.start for other in later if not ADDRESSED_RE.search(text[max(start, other.start - 6) : other.start]))
    return start, next(ends, unit.span.end)
