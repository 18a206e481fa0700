"""Turn what the stages found into the document of the contract: ids given, raw offsets added, nothing decided.

Ids count in text order within their kind (k1 … tasks, g1 … targets, t1 … times, o1 … officials, b1 … bodies,
c1 … campaigns, s1 … sections), so that the same text gives the same ids.
"""

import hashlib
from typing import Any

from duban.contract import Document
from duban.facts.actions import find_action
from duban.facts.campaigns import Campaign
from duban.facts.checks import Warned
from duban.facts.clauses import load_clause_heads
from duban.facts.deadlines import Deadline
from duban.facts.evidence import MODALITIES
from duban.facts.ledger import LedgerEntry
from duban.facts.officials import Official
from duban.facts.organisations import Organisation
from duban.facts.readings import EXHORTATION, TASK, Reading
from duban.facts.responsibility import Owner
from duban.facts.speech import Issuer
from duban.facts.targets import Target
from duban.facts.times import Time
from duban.findings import Findings
from duban.lexicon import Lexicons
from duban.normalise import Edit, NormalisedText
from duban.read.encoding import TextWarning
from duban.segment import Section
from duban.version import __version__
from duban.vocabulary import SCHEMA_VERSION

CONFIDENT, DOUBTFUL = 0.9, 0.6
WEAK_RULES = frozenset({"readings.assigned_duty", "readings.continued_plan", "readings.ordered"})
Row = dict[str, Any]


def pick(row: object, *names: str) -> Row:
    """The named fields of a stage's value, as they are."""
    return {name: getattr(row, name) for name in names}


def assemble(source: str | bytes, uri: str | None, page: NormalisedText, found: Findings, lex: Lexicons) -> Document:
    """The document of the contract."""
    data = source if isinstance(source, bytes) else source.encode("utf-8", "surrogatepass")
    digest = hashlib.sha256(data).hexdigest()
    builder = _Builder(page, found, lex)
    return Document.model_validate(
        {
            "schema_version": SCHEMA_VERSION,
            "id": digest[:16],
            "source": {
                "uri": uri,
                "media_type": "text/html" if any(edit.kind == "html" for edit in page.edits) else "text/plain",
                "encoding": page.encoding if isinstance(source, bytes) else None,
                "bytes": len(data),
                "sha256": digest,
            },
            "provenance": {"duban": __version__, "lexicons": lex.digest, "engines": found.engines},
            **builder.head(),
            **builder.items(),
        }
    )


class _Builder:
    """Knows the page and the findings, and gives every item its id and spans.

    Its rows are plain; the contract's models are built from them in one validation.
    """

    def __init__(self, page: NormalisedText, found: Findings, lex: Lexicons) -> None:
        self.page, self.found, self.text = page, found, page.text
        self.to_raw = page.alignment.to_raw
        self.heads = lex.cached("clause heads", load_clause_heads)
        tasks = [u.index for u in found.layout.units if found.readings[u.index].label in {TASK, EXHORTATION}]
        self.task_id = {unit: f"k{n}" for n, unit in enumerate(tasks, 1)}
        self.body_id = {row.name: f"b{n}" for n, row in enumerate(found.organisations, 1)}
        self.targets_of: dict[int, list[str]] = {}
        for number, target in enumerate(found.targets, 1):
            self.targets_of.setdefault(target.unit_index, []).append(f"g{number}")

    def head(self) -> Row:
        """What concerns the document as a whole."""
        found, title = self.found, self.found.layout.title
        place, day = found.jurisdiction, found.published
        return {
            "clean_text": self.text,
            "title": self.at(title) if title else None,
            "published": {"date": day.date, "basis": day.basis} if day else None,
            "jurisdiction": place
            and {"name": place.name, "code": place.code, "level": place.level, "path": place.path},
            "outlet": found.outlet.name if found.outlet else None,
            "contributors": [
                {"name": c.name, "role": c.role, "span": self.pair(c.span), "rule": c.rule} for c in found.contributors
            ],
        }

    def items(self) -> Row:
        """The lists of items, in text order."""
        found = self.found
        return {
            "campaigns": [self.campaign(n, row) for n, row in enumerate(found.campaigns, 1)],
            "sections": [self.section(row) for row in found.layout.sections],
            "tasks": [self.task(unit) for unit in self.task_id],
            "targets": [self.target(n, row) for n, row in enumerate(found.targets, 1)],
            "times": [self.time(n, row) for n, row in enumerate(found.times, 1)],
            "officials": [self.official(n, row) for n, row in enumerate(found.officials, 1)],
            "organisations": [self.organisation(n, row) for n, row in enumerate(found.organisations, 1)],
            "numerals": [self.numeral(row) for row in found.numerals],
            "edits": [self.edit(edit) for edit in self.page.edits],
            "warnings": [*map(self.page_warning, self.page.warnings), *map(self.warning, found.warnings)],
        }

    def pair(self, span: tuple[int, int]) -> Row:
        """A clean span with the raw one."""
        return {"raw": self.to_raw(span), "clean": span}

    def at(self, span: tuple[int, int]) -> Row:
        """What everything that stands in the text carries."""
        return {"text": self.text[span[0] : span[1]], "span": self.pair(span)}

    def due(self, deadline: Deadline | None) -> Row:
        """The deadline of a task or target."""
        if deadline is None:
            return {"deadline": None, "deadline_inherited": False}
        return {"deadline": f"t{deadline.time + 1}", "deadline_inherited": deadline.inherited}

    def campaign(self, number: int, row: Campaign) -> Row:
        """One campaign."""
        spans = [self.pair(span) for span in row.mentions]
        return {"id": f"c{number}", **pick(row, "name", "aliases", "start", "end", "rule"), "spans": spans}

    def section(self, row: Section) -> Row:
        """One part of the document."""
        return {
            "id": f"s{row.index + 1}",
            **pick(row, "level", "marker", "heading"),
            "span": self.pair(row.span),
            "parent": None if row.parent is None else f"s{row.parent + 1}",
            "rule": "sections.marked" if row.marker else "sections.titled",
        }

    def task(self, index: int) -> Row:
        """One task or exhortation with all that hangs on it."""
        found, unit, reading = self.found, self.found.layout.units[index], self.found.readings[index]
        parent = found.parents[index]
        return {
            "id": self.task_id[index],
            **self.at(unit.span),
            **pick(reading, "kind", "modality", "rule"),
            "marker": unit.marker,
            "parent": None if parent is None else self.task_id.get(parent),
            "section": None if unit.section is None else f"s{unit.section + 1}",
            "campaign": self.campaign_of(index),
            "actions": self.actions(reading),
            "cues": [
                {"text": cue.surface, "span": self.pair(cue.span), "rule": cue.rule}
                for cue in reading.cues
                if cue.value in MODALITIES or cue.value == "orders"
            ],
            **self.due(found.deadlines[index]),
            "targets": self.targets_of.get(index, []),
            "issued_by": self.issuer(found.speech.issuers[index]),
            "responsible": [self.owner(owner) for owner in found.owners[index]],
            "confidence": DOUBTFUL if reading.rule in WEAK_RULES else CONFIDENT,
        }

    def actions(self, reading: Reading) -> list[Row]:
        """What is to be done, in order."""
        found = (find_action(self.text, clause, self.heads) for clause in reading.clauses)
        return [{**pick(a, "verb", "object", "rule"), "span": self.pair(a.span)} for a in found if a]

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

    def owner(self, owner: Owner) -> Row:
        """One who answers: an official or a body."""
        if owner.body is None:
            who = {"official": f"o{(owner.official or 0) + 1}"}
        else:
            who = {"organisation": self.body_id[owner.body.name]}
        return {**who, **pick(owner, "role", "rule")}

    def target(self, number: int, row: Target) -> Row:
        """One target or reported quantity."""
        canonical = row.canonical
        return {
            "id": f"g{number}",
            **self.at(row.span),
            **pick(row, "indicator", "scope", "comparator", "value", "value_max", "unit", "kind", "direction"),
            **pick(row, "reference", "status", "modality", "rule"),
            "canonical": canonical and pick(canonical, "value", "value_max", "unit"),
            "whereof": None if row.whereof is None else f"g{row.whereof + 1}",
            **self.due(self.found.target_deadlines[number - 1]),
        }

    def time(self, number: int, row: Time) -> Row:
        """One time expression."""
        return {
            "id": f"t{number}",
            **self.at(row.span),
            **pick(row, "role", "start", "end", "precision", "year_offset", "duration", "basis", "rule"),
            "anchor": f"t{row.anchor + 1}" if isinstance(row.anchor, int) else row.anchor,
        }

    def official(self, number: int, row: Official) -> Row:
        """One official."""
        return {
            "id": f"o{number}",
            **self.at(row.mentions[0]),
            **pick(row, "name", "collective", "roles", "rule"),
            "posts": [{"title": post.title, "organisation": post.organisation} for post in row.posts],
            "mentions": [self.at(span) for span in row.mentions],
        }

    def organisation(self, number: int, row: Organisation) -> Row:
        """One body."""
        return {
            "id": f"b{number}",
            **self.at(row.mentions[0]),
            **pick(row, "name", "kind", "collective", "roles", "rule"),
            "mentions": [self.at(span) for span in row.mentions],
        }

    def numeral(self, row: LedgerEntry) -> Row:
        """What one number was read as."""
        prefix = {"target": "g", "time": "t"}.get(row.read_as)
        ref = f"{prefix}{row.ref + 1}" if prefix and row.ref is not None else None
        return {**self.at(row.span), "as": row.read_as, "ref": ref, "rule": row.rule}

    def edit(self, edit: Edit) -> Row:
        """One change that normalisation made."""
        span = {"raw": edit.raw, "clean": edit.clean}
        return {**pick(edit, "kind", "before", "after", "certainty", "rule"), "span": span}

    def page_warning(self, warning: TextWarning) -> Row:
        """What a careful reader should know of the page."""
        span = None
        if warning.raw is not None:
            span = {"raw": warning.raw, "clean": self.page.alignment.to_clean(warning.raw)}
        return {"code": warning.code, "message": warning.message, "span": span}

    def warning(self, warned: Warned) -> Row:
        """What a careful reader should know of the facts."""
        span = None if warned.span is None else self.pair(warned.span)
        return {"code": warned.code, "message": warned.message, "span": span}
