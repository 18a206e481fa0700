"""Turn what the stages found into the document of the contract: ids given, raw offsets added, nothing decided.

Ids count in text order within their kind (k1 … tasks, g1 … targets, t1 … times, o1 … officials, b1 … bodies,
c1 … campaigns, s1 … sections), so that the same text gives the same ids.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from duban import contract
from duban.facts.actions import find_action
from duban.facts.campaigns import Campaign
from duban.facts.checks import Warned
from duban.facts.clauses import load_clause_heads
from duban.facts.contributors import Contributor, Outlet
from duban.facts.deadlines import Deadline
from duban.facts.ledger import LedgerEntry
from duban.facts.officials import Official
from duban.facts.organisations import Organisation
from duban.facts.published import Published
from duban.facts.readings import EXHORTATION, MODALITIES, TASK, Reading
from duban.facts.responsibility import Owner
from duban.facts.speech import Issuer, Speech
from duban.facts.targets import Target
from duban.facts.times import Time
from duban.lexicon import Lexicons
from duban.mentions.places import Jurisdiction
from duban.normalise import NormalisedText
from duban.segment import Layout
from duban.spans import Span
from duban.version import __version__
from duban.vocabulary import SCHEMA_VERSION

CONFIDENT, DOUBTFUL = 0.9, 0.6
WEAK_RULES = frozenset({"readings.assigned_duty", "readings.continued_plan", "readings.ordered"})
SpanPair = contract.SpanPair


@dataclass(frozen=True, slots=True)
class Findings:
    """All that the stages found in one clean text. Lists parallel to the units are named `of_unit`-wise."""

    layout: Layout
    readings: Sequence[Reading]
    parents: Sequence[int | None]
    deadlines: Sequence[Deadline | None]
    target_deadlines: Sequence[Deadline | None]
    owners: Sequence[Sequence[Owner]]
    speech: Speech
    published: Published | None
    jurisdiction: Jurisdiction | None
    outlet: Outlet | None
    contributors: Sequence[Contributor]
    campaigns: Sequence[Campaign]
    targets: Sequence[Target]
    times: Sequence[Time]
    officials: Sequence[Official]
    organisations: Sequence[Organisation]
    numerals: Sequence[LedgerEntry]
    warnings: Sequence[Warned]


def assemble(source: str | bytes, uri: str | None, page: NormalisedText, found: Findings, lex: Lexicons) -> contract.Document:
    """The document of the contract."""
    data = source if isinstance(source, bytes) else source.encode("utf-8", "surrogatepass")
    digest = hashlib.sha256(data).hexdigest()
    return contract.Document(
        schema_version=SCHEMA_VERSION,
        id=digest[:16],
        source=contract.Source(
            uri=uri,
            media_type="text/html" if any(edit.kind == "html" for edit in page.edits) else "text/plain",
            encoding=page.encoding if isinstance(source, bytes) else None,
            bytes=len(data),
            sha256=digest,
        ),
        provenance=contract.Provenance(duban=__version__, lexicons=lex.digest, engines=("rules",)),
        **_Builder(page, found, lex).fields(),
    )


class _Builder:
    """Knows the page and the findings, and gives every item its id and spans."""

    def __init__(self, page: NormalisedText, found: Findings, lex: Lexicons) -> None:
        self.page, self.found = page, found
        self.text = page.text
        self.to_raw = page.alignment.to_raw
        self.heads = lex.cached("clause heads", load_clause_heads)
        tasks = [u.index for u in found.layout.units if found.readings[u.index].label in {TASK, EXHORTATION}]
        self.task_id = {unit: f"k{n}" for n, unit in enumerate(tasks, 1)}
        self.body_id = {row.name: f"b{n}" for n, row in enumerate(found.organisations, 1)}

    def pair(self, span: tuple[int, int]) -> SpanPair:
        """A clean span with the raw one."""
        return SpanPair.model_construct(raw=tuple(self.to_raw(span)), clean=tuple(span))

    def fields(self) -> dict[str, object]:
        """The fields of the document below its source and provenance."""
        found = self.found
        title = found.layout.title
        return {
            "clean_text": self.text,
            "title": contract.Title(text=self.text[slice(*title)], span=self.pair(title)) if title else None,
            "published": contract.Published(date=found.published.date, basis=found.published.basis) if found.published else None,
            "jurisdiction": self.jurisdiction(),
            "outlet": found.outlet.name if found.outlet else None,
            "contributors": tuple(
                contract.Contributor(name=c.name, role=c.role, span=self.pair(c.span), rule=c.rule) for c in found.contributors
            ),
            "campaigns": tuple(self.campaign(n, row) for n, row in enumerate(found.campaigns, 1)),
            "sections": tuple(self.section(n) for n in range(len(found.layout.sections))),
            "tasks": tuple(self.task(unit) for unit in self.task_id),
            "targets": tuple(self.target(n, row) for n, row in enumerate(found.targets, 1)),
            "times": tuple(self.time(n, row) for n, row in enumerate(found.times, 1)),
            "officials": tuple(self.official(n, row) for n, row in enumerate(found.officials, 1)),
            "organisations": tuple(self.organisation(n, row) for n, row in enumerate(found.organisations, 1)),
            "numerals": tuple(self.numeral(row) for row in found.numerals),
            "edits": tuple(self.edits()),
            "warnings": tuple(self.warnings()),
        }

    def jurisdiction(self) -> contract.Jurisdiction | None:
        """Whose campaign it is."""
        place = self.found.jurisdiction
        if place is None:
            return None
        return contract.Jurisdiction(name=place.name, code=place.code, level=place.level, path=place.path)

    def campaign(self, number: int, row: Campaign) -> contract.Campaign:
        """One campaign."""
        return contract.Campaign(
            id=f"c{number}",
            name=row.name,
            aliases=row.aliases,
            start=row.start,
            end=row.end,
            spans=tuple(self.pair(span) for span in row.mentions),
            rule=row.rule,
        )

    def section(self, index: int) -> contract.Section:
        """One part of the document."""
        row = self.found.layout.sections[index]
        return contract.Section(
            id=f"s{index + 1}",
            level=row.level,
            marker=row.marker,
            heading=row.heading,
            span=self.pair(row.span),
            parent=None if row.parent is None else f"s{row.parent + 1}",
            rule="sections.marked" if row.marker else "sections.titled",
        )

    def task(self, index: int) -> contract.Task:
        """One task or exhortation with all that hangs on it."""
        found, unit, reading = self.found, self.found.layout.units[index], self.found.readings[index]
        deadline = found.deadlines[index]
        actions = [a for a in (find_action(self.text, clause, self.heads) for clause in reading.clauses) if a]
        return contract.Task(
            id=self.task_id[index],
            text=unit.text,
            span=self.pair(unit.span),
            kind=reading.kind,
            marker=unit.marker,
            parent=self.task_id.get(found.parents[index]) if found.parents[index] is not None else None,
            section=None if unit.section is None else f"s{unit.section + 1}",
            campaign=self.campaign_of(index),
            actions=tuple(
                contract.Action(verb=a.verb, object=a.object, span=self.pair(a.span), rule=a.rule) for a in actions
            ),
            modality=reading.modality,
            cues=tuple(
                contract.Cue(text=cue.surface, span=self.pair(cue.span), rule=cue.rule)
                for cue in reading.cues
                if cue.value in MODALITIES or cue.value == "orders"
            ),
            deadline=f"t{deadline.time + 1}" if deadline else None,
            deadline_inherited=deadline.inherited if deadline else False,
            targets=tuple(f"g{n}" for n, target in enumerate(found.targets, 1) if target.unit_index == index),
            issued_by=self.issuer(found.speech.issuers[index]),
            responsible=tuple(self.owner(owner) for owner in found.owners[index]),
            confidence=DOUBTFUL if reading.rule in WEAK_RULES else CONFIDENT,
            rule=reading.rule,
        )

    def campaign_of(self, index: int) -> str | None:
        """The campaign that the unit names, else the one whose window dates it."""
        found, unit, deadline = self.found, self.found.layout.units[index], self.found.deadlines[index]
        for number, campaign in enumerate(found.campaigns, 1):
            if any(unit.span.holds(span) for span in campaign.mentions):
                return f"c{number}"
        if deadline and deadline.inherited:
            end = found.times[deadline.time].end
            return next((f"c{n}" for n, c in enumerate(found.campaigns, 1) if c.end is not None and c.end == end), None)
        return None

    def issuer(self, issuer: Issuer | None) -> str | None:
        """The id of an official or a body."""
        if issuer is None:
            return None
        kind, index = issuer
        return f"o{index + 1}" if kind == "official" else self.body_id[self.found.speech.organisations[index].name]

    def owner(self, owner: Owner) -> contract.Responsibility:
        """One who answers."""
        official = None if owner.official is None else f"o{owner.official + 1}"
        body = None if owner.body is None else self.body_id[owner.body.name]
        return contract.Responsibility(official=official, organisation=body, role=owner.role, rule=owner.rule)

    def target(self, number: int, row: Target) -> contract.Target:
        """One target or reported quantity."""
        deadline = self.found.target_deadlines[number - 1]
        canonical = row.canonical
        return contract.Target(
            id=f"g{number}",
            text=row.text,
            span=self.pair(row.span),
            indicator=row.indicator,
            scope=row.scope,
            comparator=row.comparator,
            value=row.value,
            value_max=row.value_max,
            unit=row.unit,
            canonical=canonical
            and contract.Canonical(value=canonical.value, value_max=canonical.value_max, unit=canonical.unit),
            kind=row.kind,
            direction=row.direction,
            reference=row.reference,
            whereof=None if row.whereof is None else f"g{row.whereof + 1}",
            status=row.status,
            modality=row.modality,
            deadline=f"t{deadline.time + 1}" if deadline else None,
            deadline_inherited=deadline.inherited if deadline else False,
            rule=row.rule,
        )

    def time(self, number: int, row: Time) -> contract.Time:
        """One time expression."""
        anchor = f"t{row.anchor + 1}" if isinstance(row.anchor, int) else row.anchor
        return contract.Time(
            id=f"t{number}",
            text=row.text,
            span=self.pair(row.span),
            role=row.role,
            start=row.start,
            end=row.end,
            precision=row.precision,
            year_offset=row.year_offset,
            duration=row.duration,
            basis=row.basis,
            anchor=anchor,
            rule=row.rule,
        )

    def mentions(self, spans: Sequence[Span]) -> tuple[contract.Mention, ...]:
        """Every place where something is spoken of."""
        return tuple(contract.Mention(text=self.text[slice(*span)], span=self.pair(span)) for span in spans)

    def official(self, number: int, row: Official) -> contract.Official:
        """One official."""
        mentions = self.mentions(row.mentions)
        return contract.Official(
            id=f"o{number}",
            text=mentions[0].text,
            span=mentions[0].span,
            name=row.name,
            posts=tuple(contract.Post(title=post.title, organisation=post.organisation) for post in row.posts),
            collective=row.collective,
            mentions=mentions,
            roles=row.roles,
            rule=row.rule,
        )

    def organisation(self, number: int, row: Organisation) -> contract.Organisation:
        """One body."""
        mentions = self.mentions(row.mentions)
        return contract.Organisation(
            id=f"b{number}",
            text=mentions[0].text,
            span=mentions[0].span,
            name=row.name,
            kind=row.kind,
            collective=row.collective,
            mentions=mentions,
            roles=row.roles,
            rule=row.rule,
        )

    def numeral(self, row: LedgerEntry) -> contract.Numeral:
        """What one number was read as."""
        prefix = {"target": "g", "time": "t"}.get(row.read_as)
        ref = f"{prefix}{row.ref + 1}" if prefix and row.ref is not None else None
        text = self.text[slice(*row.span)]
        return contract.Numeral(text=text, span=self.pair(row.span), read_as=row.read_as, ref=ref, rule=row.rule)

    def edits(self) -> Iterator[contract.Edit]:
        """What normalisation changed."""
        for edit in self.page.edits:
            span = SpanPair(raw=tuple(edit.raw), clean=tuple(edit.clean))
            yield contract.Edit(
                kind=edit.kind, span=span, before=edit.before, after=edit.after, certainty=edit.certainty, rule=edit.rule
            )

    def warnings(self) -> Iterator[contract.DocumentWarning]:
        """What a careful reader should know, of the page first, then of the facts."""
        for warning in self.page.warnings:
            span = None
            if warning.raw is not None:
                clean = self.page.alignment.to_clean(warning.raw)
                span = SpanPair(raw=tuple(warning.raw), clean=tuple(clean))
            yield contract.DocumentWarning(code=warning.code, message=warning.message, span=span)
        for warned in self.found.warnings:
            span = None if warned.span is None else self.pair(warned.span)
            yield contract.DocumentWarning(code=warned.code, message=warned.message, span=span)
