"""All that the stages found in one clean text, on its way to the document."""

from collections.abc import Sequence
from dataclasses import dataclass

from duban.facts.campaigns import Campaign
from duban.facts.checks import Warned
from duban.facts.contributors import Contributor, Outlet
from duban.facts.deadlines import Deadline
from duban.facts.ledger import LedgerEntry
from duban.facts.officials import Official
from duban.facts.organisations import Organisation
from duban.facts.published import Published
from duban.facts.readings import Reading
from duban.facts.responsibility import Owner
from duban.facts.speech import Speech
from duban.facts.targets import Target
from duban.facts.times import Time
from duban.mentions.places import Jurisdiction
from duban.mentions.quantities import Quantity
from duban.segment import Layout


@dataclass(frozen=True, slots=True)
class Findings:
    """What `duban.extract.find_facts` gives. `readings`, `parents`, `deadlines` and `owners` run parallel to the units,
    `target_deadlines` to the targets; all other lists are in text order."""

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
    quantities: Sequence[Quantity]
    numerals: Sequence[LedgerEntry]
    warnings: Sequence[Warned]
    engines: tuple[str, ...]
