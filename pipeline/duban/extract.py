"""Read one document: from its bytes to the list of its commitments, the stages in order.

    bytes → clean text → units → mentions → facts → Document

Nothing flows back, and every stage is a function from values to values; each names its module, where it says
what it does and does not do.
"""

from datetime import date

from duban.assemble import assemble
from duban.contract import Document
from duban.errors import UsageError
from duban.facts.campaigns import find_campaign_names, resolve_campaigns
from duban.facts.checks import check_facts
from duban.facts.contributors import find_contributors, find_outlet
from duban.facts.deadlines import find_deadlines
from duban.facts.hierarchy import find_parents
from duban.facts.ledger import account_for_numerals
from duban.facts.name_engines import NameEngine, confirm_people
from duban.facts.officials import resolve_officials
from duban.facts.organisations import resolve_organisations
from duban.facts.owner_checks import check_owners
from duban.facts.published import infer_published
from duban.facts.readings import read_units
from duban.facts.responsibility import find_responsibility
from duban.facts.speech import attribute_speech
from duban.facts.target_deadlines import find_target_deadlines
from duban.facts.targets import find_targets
from duban.facts.times import resolve_times
from duban.findings import Findings
from duban.lexicon import Lexicons, load_lexicons
from duban.mentions.numerals import find_numerals
from duban.mentions.organisations import find_organisations
from duban.mentions.people import find_people
from duban.mentions.places import find_jurisdiction
from duban.mentions.quantities import quantities_from
from duban.mentions.times import find_times
from duban.normalise import NormalisedText, normalise
from duban.segment import segment
from duban.vocabulary import is_edtf


def extract(
    source: str | bytes,
    *,
    published: str | date | None = None,
    uri: str | None = None,
    lexicons: Lexicons | None = None,
    ner: NameEngine | None = None,
) -> Document:
    """Extract the commitments of one announcement.

    *source* is its text, or its bytes in any encoding that Chinese pages use. *published* is the day of
    publication, if it is known (a date, or an EDTF string such as 2020-10); relative times count from it.
    *uri* is recorded. *lexicons* are the shipped ones unless given. *ner* is asked about the names that the rules
    cannot settle (`duban.integrations.hanlp`).

    Raises UnreadableSource for bytes that hold no text, UsageError for a *published* that is no date. Text
    never raises: what cannot be read is a warning in the document.
    """
    lex = lexicons or load_lexicons()
    page = normalise(source, lex)
    return assemble(source, uri, page, find_facts(page, to_edtf(published), lex, ner), lex)


def find_facts(page: NormalisedText, published: str | None, lex: Lexicons, ner: NameEngine | None = None) -> Findings:
    """All that the clean text says, in the order in which the stages need one another."""
    text = page.text
    layout = segment(text, lex)
    readings, _ = read_units(layout, lex)

    time_mentions = [m for m in find_times(text, lex) if not any(m.span.touches(lost) for lost in page.damaged)]
    numerals = find_numerals(text, lex)
    quantities = quantities_from(text, numerals, lex, page.damaged)
    people, doubts = confirm_people(text, layout.units, find_people(text, lex), ner, lex)
    bodies = find_organisations(text, lex)

    contributors = find_contributors(text, lex)
    outlet = find_outlet(text, lex)
    day = infer_published(text, layout.units, time_mentions, published, lex, readings)
    times = resolve_times(time_mentions, text, layout.units, readings, published=day, lex=lex)
    campaigns = resolve_campaigns(layout, find_campaign_names(text, lex), times)
    officials = resolve_officials(text, layout.units, people, contributors, lex)
    speech = attribute_speech(text, layout.units, readings, officials, bodies, lex)
    targets = find_targets(text, layout.units, readings, quantities, times, lex)
    parents = find_parents(layout, readings, lex)
    deadlines = find_deadlines(layout, readings, parents, times, campaigns, lex)
    owners = find_responsibility(layout, readings, officials, bodies, lex)
    issuers = [issuer for issuer, reading in zip(speech.issuers, readings, strict=True) if reading.modality is not None]
    return Findings(
        layout=layout,
        readings=readings,
        parents=parents,
        deadlines=deadlines,
        target_deadlines=find_target_deadlines(layout, readings, targets, deadlines, times),
        owners=owners,
        speech=speech,
        published=day,
        jurisdiction=find_jurisdiction(text, text[slice(*layout.title)] if layout.title else "", lex),
        outlet=outlet,
        contributors=contributors,
        campaigns=campaigns,
        targets=targets,
        times=times,
        officials=officials,
        organisations=resolve_organisations(bodies, speech, issuers, owners),
        quantities=quantities,
        numerals=account_for_numerals(text, numerals, layout.units, quantities, targets, times, lex),
        warnings=[
            *check_facts(layout, readings, targets, times, day.date if day else None),
            *check_owners(layout, readings, parents, owners, deadlines),
            *doubts,
        ],
        engines=("rules", ner.id) if ner else ("rules",),
    )


def to_edtf(published: str | date | None) -> str | None:
    """The day of publication as EDTF; UsageError if it is no date."""
    if published is None or isinstance(published, str):
        if published is not None and not is_edtf(published):
            raise UsageError("published", f"{published!r} is no date", "Write 2020-10-09, 2020-10 or 2020.")
        return published
    return published.isoformat()
