"""Make officials of mentions: 县委书记李岚 … 李岚 … 他 → one person, with posts and roles.

Names join first, then the surname with a rank (崔主任), the post alone (its one holder in this document), the
bare name and the pronoun. What they do is read by `duban.facts.official_roles`. A post without a name that does
nothing that counts is only a word and gets no row.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from duban.facts.contributors import Contributor
from duban.facts.official_roles import Draft, is_top, read_roles
from duban.lexicon import Lexicons
from duban.mentions.people import PersonMention, Post
from duban.segment import Unit
from duban.spans import Span

PRONOUN_RE = re.compile(r"(?:(?<=[，。；：！？\n“])|^)[他她](?=[^们的])")
PRIVATE_RE = re.compile(
    r"(?:村民|农户|群众|居民|党员|职工|工人|学生|教师|老师|医生|游客|市民|贫困户|业主|农民|大户|记者)[\u4e00-\u9fff]{2,3}(?=说|告诉|表示|家|，)"
)
THOUGHT_RE = re.compile("新时代|思想|(?:经济|法治|文化|生态文明|强军|外交)思想")
NOT_STANDING = frozenset({"组长", "副组长", "指挥长", "副指挥长", "总指挥", "副总指挥"})
LEADING = frozenset({"组长", "指挥长", "总指挥"})
COUNCIL = frozenset({"委员", "副委员"})
BARE_POSTS = frozenset({"书记", "总书记", "主席", "秘书长", "第一书记", "常委", "专员"})
BARE_HEADS = frozenset({"领导", "领导同志", "领导干部", "负责人", "负责同志", "有关负责人", "有关负责同志", "责任人"})


@dataclass(frozen=True, slots=True)
class Official:
    """A person in office, or a post alone. `mentions` are all places, in text order."""

    name: str | None
    posts: tuple[Post, ...]
    collective: bool
    mentions: tuple[Span, ...]
    roles: tuple[str, ...]
    rule: str


def resolve_officials(
    text: str,
    units: Sequence[Unit],
    people: Sequence[PersonMention],
    contributors: Sequence[Contributor],
    lexicons: Lexicons,
) -> list[Official]:
    """One row a person or post, in the order of first mention.

    Heads of companies, experts and whoever made the article have no row. A post without a name and without a
    role has none either.
    """
    made_it = {person.name for person in contributors}
    private = {mention.name for mention in people if not mention.public}
    public = [m for m in people if m.public and (m.posts or m.name not in made_it | private)]
    drafts = _named(public)
    _add_bare_names(text, drafts, public)
    _add_posts_alone(public, drafts)
    _add_pronouns(text, units, drafts, [m.span.end for m in people if m.name and not m.public])
    read_roles(text, units, drafts, lexicons)
    rows = [draft for draft in drafts if draft.mentions and (draft.roles or _stands_named(draft))]
    rows.sort(key=lambda draft: min(draft.mentions))
    return [_frozen(draft) for draft in rows]


def _stands_named(draft: Draft) -> bool:
    """A name with a post of its own counts without a role; a mere member of a council does not."""
    return draft.name is not None and not all(post.title in COUNCIL for post in draft.posts)


def _frozen(draft: Draft) -> Official:
    """Standing posts only: 组长 of a campaign's group is the role lead, and 省领导 yields to a post of one's own."""
    posts = [post for post in draft.posts if post.title not in NOT_STANDING] or draft.posts
    if draft.name and len(posts) < len(draft.posts) and any(post.title in LEADING for post in draft.posts):
        draft.roles.add("lead")
    if draft.name:
        posts = [post for post in posts if post.title != "领导"] or posts
    roles = (draft.roles - {"cited"}) or draft.roles or {"cited" if is_top(draft) else "attendee"}
    mentions = tuple(sorted(set(draft.mentions)))
    return Official(draft.name, tuple(posts), draft.collective, mentions, tuple(sorted(roles)), draft.rule)


def _named(public: Sequence[PersonMention]) -> list[Draft]:
    """One draft a name."""
    drafts: dict[str, Draft] = {}
    for mention in public:
        if mention.name is not None:
            draft = drafts.setdefault(mention.name, Draft(mention.name, False, mention.rule))
            draft.add_posts(mention.posts)
            draft.mentions.append(mention.span)
    return list(drafts.values())


def _add_bare_names(text: str, drafts: Sequence[Draft], public: Sequence[PersonMention]) -> None:
    """李岚要求: the name alone, wherever no longer mention covers it."""
    names = {draft.name: draft for draft in drafts if draft.name}
    if not names:
        return
    covered = sorted({mention.span for mention in public})
    starts = [span.start for span in covered]
    pattern = re.compile("|".join(sorted(map(re.escape, names), key=lambda name: (-len(name), name))))
    for match in pattern.finditer(text):
        before = bisect_left(starts, match.end()) - 1
        inside = before >= 0 and covered[before].end > match.start()
        if not inside and not THOUGHT_RE.match(text, match.end()):
            names[match[0]].mentions.append(Span(*match.span()))


def _add_posts_alone(public: Sequence[PersonMention], drafts: list[Draft]) -> None:
    """A post alone is the person who holds it here when exactly one does; else it has a row of its own."""
    alone: dict[str, Draft] = {}
    named = [draft for draft in drafts if draft.name]
    by_end: dict[str, list[Draft]] = {}
    for draft in named:
        for post in draft.posts:
            by_end.setdefault(post.text[-2:], []).append(draft)
    for mention in public:
        if mention.name is not None:
            continue
        post = mention.posts[0]
        near = {id(draft): draft for draft in by_end.get(post.text[-2:], [])}
        holders = [draft for draft in near.values() if _holds(draft, mention, post)]
        if len(holders) == 1:
            holders[0].mentions.append(mention.span)
        elif mention.kind != "surname_post" and not _is_vague(post):
            draft = alone.setdefault(post.text, Draft(None, mention.kind == "collective", mention.rule, [post]))
            draft.mentions.append(mention.span)
    drafts += alone.values()


def _is_vague(post: Post) -> bool:
    """书记 or 领导干部 without a body, and members of councils, are nobody in particular."""
    title = post.title.removeprefix("副")
    return title == "委员" or (post.organisation is None and title in BARE_POSTS | BARE_HEADS)


def _holds(draft: Draft, mention: PersonMention, post: Post) -> bool:
    if mention.kind == "collective":
        return False
    if mention.kind == "surname_post":
        surname = mention.surface[: len(mention.surface) - len(post.title)]
        title = post.title.removeprefix("副")
        return bool(draft.name and draft.name.startswith(surname) and any(p.title.endswith(title) for p in draft.posts))
    return any(known.text == post.text for known in draft.posts)


def _add_pronouns(text: str, units: Sequence[Unit], drafts: Sequence[Draft], private: Sequence[int]) -> None:
    """他 at the head of a clause is the official named last before it, in its paragraph or the one before.

    Not if somebody without office was named in between: a villager, the head of a company (*private*: where such end).
    """
    others = sorted([*private, *(match.end() for match in PRIVATE_RE.finditer(text))])
    named = sorted(((span, n) for n, draft in enumerate(drafts) if draft.name for span in draft.mentions))
    ends = [span.end for span, _ in named]
    for unit in units:
        for match in PRONOUN_RE.finditer(unit.text):
            at = unit.span.start + match.start()
            last = bisect_left(ends, at + 1) - 1
            if last < 0 or text.count("\n", ends[last], at) > 2:
                continue
            nearest = bisect_left(others, at + 1) - 1
            if nearest < 0 or others[nearest] <= ends[last]:
                drafts[named[last][1]].mentions.append(Span(at, at + 1))
