"""Put the bodies of a document together: one row a name, with all that it does.

A body is a row if it issues directives (its orders are followed: 按照市委部署; it is spoken for: 我代表市政府) or
answers for a task; a group that is set up leads what it is for. One that is only mentioned is none.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from duban.facts.responsibility import Owner
from duban.facts.speech import Issuer, Speech
from duban.mentions.organisations import OrganisationMention
from duban.spans import Span


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body with its roles in the document; `mentions` are all the spans that name it."""

    name: str
    kind: str
    collective: bool
    mentions: tuple[Span, ...]
    roles: tuple[str, ...]
    rule: str


ROLES = ("issuing", "lead", "responsible", "implementing", "assisting", "supervising")
ROLE_OF_DEED = {"deploys": "issuing", "issues": "issuing", "represented": "issuing", "set_up": "lead"}


def resolve_organisations(
    mentions: Sequence[OrganisationMention],
    speech: Speech,
    used: Sequence[Issuer | None],
    owners: Sequence[Sequence[Owner]],
) -> list[Organisation]:
    """The bodies that issue (those in *used*) or answer for a task, in the order of their first mention."""
    rows: dict[str, tuple[str, bool, str, list[Span], set[str]]] = {}
    for issuer in used:
        if issuer is not None and issuer[0] == "organisation":
            body = speech.organisations[issuer[1]]
            row = rows.setdefault(body.name, (body.kind, False, body.rule, [body.span], set()))
            row[4].add("issuing")
    for owner in (owner for unit in owners for owner in unit if owner.body is not None):
        body_mention = owner.body
        assert body_mention is not None
        fresh = (body_mention.kind, body_mention.collective, body_mention.rule, [body_mention.span], set[str]())
        row = rows.setdefault(body_mention.name, fresh)
        row[3].append(body_mention.span)
        row[4].add(owner.role)
    for mention in mentions:
        if mention.deed:
            fresh = (mention.kind, mention.collective, mention.rule, [mention.span], set[str]())
            rows.setdefault(mention.name, fresh)[4].add(ROLE_OF_DEED[mention.deed])
    for mention in mentions:
        if mention.name in rows:
            rows[mention.name][3].append(mention.span)
    resolved = [
        Organisation(name, kind, collective, tuple(sorted(set(spans))), tuple(r for r in ROLES if r in roles), rule)
        for name, (kind, collective, rule, spans, roles) in rows.items()
    ]
    return sorted(resolved, key=lambda row: row.mentions[0])
