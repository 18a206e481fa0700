"""Find who answers for each task: by its own words, its table row, its closing bracket or its labelled lines.

    各级各部门要抓紧排查                     implementing 各级各部门
    县委书记负总责，县长为指挥长              lead, lead
    （牵头单位：市发改委；责任单位：各县）       lead 市发改委, implementing 各县

Only what the unit itself, its row or the bracket that closes its item names; an addressee is not carried on.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, takewhile
from typing import NamedTuple

from duban.facts.default_owners import find_stated, first_leads, owned_by_head
from duban.facts.officials import Official
from duban.facts.readings import PLAN_LIKE, Reading
from duban.lexicon import Lexicons
from duban.mentions.organisations import OrganisationMention
from duban.rules import RuleTable
from duban.segment import Layout, Unit
from duban.segment.items import item_before
from duban.spans import Span

JOINED_RE = re.compile(r"(?:(?:、|和|及|以及|与|等|等和|等与|，)(?:和|及|各|其)?)?")
CLAUSE_END_RE = re.compile(r"[，,。；;！？\n：:（(]")
LOOSE_RULES = frozenset({"responsibility.subject", "responsibility.told", "responsibility.with"})
ADDRESSED = "responsibility.addressed"
TOLD_AT_ONCE_RE = re.compile(r"(?:等)?(?:[两二三四五六七八九十]?[省市县区])?(?:也|还|均|都)?(?:要|将|应|须|必须)")
PREDICATE_RE = re.compile("(?:为|是|作为|的)$")
REACH, NEAREST = 48, 4
ANSWERING = frozenset({"lead", "responsible", "implementing", "assisting", "supervising"})


@dataclass(frozen=True, slots=True)
class Owner:
    """One who answers: an official (index) or a body, in one role."""

    official: int | None
    body: OrganisationMention | None
    role: str
    rule: str

    @property
    def name(self) -> tuple[int | None, str | None]:
        """What makes two owners the same."""
        return self.official, self.body.name if self.body else None


class _Named(NamedTuple):
    span: Span
    official: int | None
    body: OrganisationMention | None


def find_responsibility(
    layout: Layout,
    readings: Sequence[Reading],
    officials: Sequence[Official],
    bodies: Sequence[OrganisationMention],
    lex: Lexicons,
) -> list[tuple[Owner, ...]]:
    """The owners of each unit, in text order; none for what is no task or exhortation."""
    named = _all_named(layout.text, officials, bodies)
    found = [_own(layout, unit, reading, named, lex) for unit, reading in zip(layout.units, readings, strict=True)]
    for unit in layout.units:
        if unit.role == "owner":
            owners = list(_labelled(layout.text, unit.span, named, lex)) or list(
                _closing(layout.text, unit.span, named, lex)
            )
            for index in item_before(layout, unit):
                if readings[index].modality is not None:
                    found[index] = [*found[index], *owners]
    _add_stated(layout, readings, named, found)
    return [tuple(_distinct(owners)) for owners in found]


def _add_stated(layout: Layout, readings: Sequence[Reading], named: Sequence[_Named], found: list[list[Owner]]) -> None:
    """Give the owners that are stated once to the tasks that name none."""
    heads_first = sorted(find_stated(layout), key=lambda stated: not stated.rule.endswith("head_colon"))
    for stated in heads_first:
        names = _inside(named, stated.owners)
        if stated.rule.endswith("head_colon") and not owned_by_head(
            [n.span for n in names], stated.owners, layout.text
        ):
            continue
        for index in stated.units:
            if readings[index].modality is not None and not found[index]:
                found[index] = [Owner(name.official, name.body, stated.role, stated.rule) for name in names]


def _all_named(text: str, officials: Sequence[Official], bodies: Sequence[OrganisationMention]) -> list[_Named]:
    """Every mention that could answer, left to right; a body inside an official's post is part of the post."""
    people = [_Named(span, index, None) for index, official in enumerate(officials) for span in official.mentions]
    inside = sorted(person.span for person in people)
    groups = [
        _Named(body.span, None, body)
        for body in bodies
        if not _touched(body.span, inside)
        and not PREDICATE_RE.search(text, max(0, body.span.start - 3), body.span.start)
    ]
    return sorted(people + groups, key=lambda n: n.span)


def _touched(span: Span, others: Sequence[Span]) -> bool:
    """True if one of the sorted spans shares a character with *span*."""
    before = bisect_left(others, (span.end,))
    return any(other.touches(span) for other in others[max(0, before - NEAREST) : before])


def _own(layout: Layout, unit: Unit, reading: Reading, named: Sequence[_Named], lex: Lexicons) -> list[Owner]:
    if reading.modality is None:
        return []
    row = layout.tables.rows.get(unit.index)
    if row is not None:
        return [
            Owner(name.official, name.body, cell.role, "responsibility.column")
            for cell in row
            if cell.role in ANSWERING
            for name in _inside(named, cell.span)
        ]
    rules = lex.rules("responsibility")
    owners = list(_labelled(layout.text, unit.span, named, lex))
    for group in _groups(layout.text, _inside(named, unit.span)):
        owner_rule = _read_group(layout.text, unit, group, rules, reading)
        if owner_rule is not None:
            owners += [Owner(name.official, name.body, *owner_rule) for name in group]
    return owners


def _inside(named: Sequence[_Named], span: Span) -> list[_Named]:
    first = bisect_left(named, span.start, key=lambda name: name.span.start)
    return [
        name
        for name in takewhile(lambda name: name.span.start < span.end, islice(named, first, None))
        if span.holds(name.span)
    ]


def _groups(text: str, named: Sequence[_Named]) -> Iterator[list[_Named]]:
    """Lists joined by 、 or 和 belong together."""
    group: list[_Named] = []
    for name in named:
        if group and not JOINED_RE.fullmatch(text[group[-1].span.end : name.span.start]):
            yield group
            group = []
        group.append(name)
    if group:
        yield group


def _read_group(
    text: str, unit: Unit, group: Sequence[_Named], rules: RuleTable, reading: Reading
) -> tuple[str, str] | None:
    """The role and rule of a list of names, from the clause around it."""
    start, end = group[0].span.start, group[-1].span.end
    head = max(unit.span.start + len(unit.marker or ""), start - REACH)
    before = (
        "^" + _last_clause(text[head:start])
        if head > start - REACH or CLAUSE_END_RE.search(text, head, start)
        else text[head:start]
    )
    stop = CLAUSE_END_RE.search(text, end, unit.span.end)
    after = text[end : min(stop.start() if stop else unit.span.end, end + REACH)]
    found = rules.match_whole(f"{before}⟦⟧{after}")
    if found is None or (found[0].id == "responsibility.subject" and reading.frame not in PLAN_LIKE):
        return None
    mere_places = not all(_acts(name) for name in group)
    if mere_places and (found[0].id in LOOSE_RULES or (found[0].id == ADDRESSED and not TOLD_AT_ONCE_RE.match(after))):
        return None
    return found[0].value, found[0].id


def _acts(name: _Named) -> bool:
    """True for one who can be told to act: an official, bodies of a kind, an office or a group; not a mere place."""
    if name.body is None:
        return True
    return (
        name.body.collective
        or name.body.rule == "organisations.known"
        or name.body.kind in {"department", "party", "working_group"}
    )


def _last_clause(before: str) -> str:
    return CLAUSE_END_RE.split(before)[-1]


def _labelled(text: str, span: Span, named: Sequence[_Named], lex: Lexicons) -> Iterator[Owner]:
    """The names behind labels: 牵头单位：A；责任单位：B、C."""
    label_re = lex.cached("owner labels", _label_re)
    labels = list(label_re.finditer(text, *span))
    roles = lex.cached("owner roles", lambda tables: {e.form: e["role"] for e in tables.entries("owner_labels")})
    for at, label in enumerate(labels):
        stop = labels[at + 1].start() if at + 1 < len(labels) else span.end
        if roles[label["label"]] in ANSWERING:
            for name in _inside(named, Span(label.end(), stop)):
                yield Owner(name.official, name.body, roles[label["label"]], "responsibility.label")


def _label_re(lex: Lexicons) -> re.Pattern[str]:
    return re.compile(rf"(?P<label>{lex.alternation('owner_labels')})\s*[:：]")


def _closing(text: str, span: Span, named: Sequence[_Named], lex: Lexicons) -> Iterator[Owner]:
    """The names of a closing bracket: （A牵头，B、C配合）, （A、B等负责）."""
    rules = lex.rules("responsibility")
    leads_from = first_leads(text)
    for group in _groups(text, _inside(named, span)):
        stop = CLAUSE_END_RE.search(text, group[-1].span.end, span.end)
        after = text[group[-1].span.end : stop.start() if stop else span.end].rstrip("）)")
        if after.startswith(("参与", "配合", "协助", "参加", "按职责分工配合")):
            role, rule = "assisting", "responsibility.bracket_assists"
        elif found := rules.match_whole(f"^⟦⟧{after}"):
            role, rule = found[0].value, found[0].id
        else:
            role, rule = "responsible", "responsibility.bracket"
        ordered = leads_from is not None and span.end > leads_from - REACH and role in {"responsible", "implementing"}
        for number, name in enumerate(group):
            leads = ordered and number == 0 and len(group) > 1
            yield Owner(name.official, name.body, "lead" if leads else role, rule)


def _distinct(owners: Sequence[Owner]) -> Iterator[Owner]:
    seen: set[tuple[int | None, str | None, str]] = set()
    for owner in owners:
        key = (*owner.name, owner.role)
        if key not in seen:
            seen.add(key)
            yield replace(owner)
