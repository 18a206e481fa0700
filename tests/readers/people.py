"""What an example of a table of people, bodies, roles, speech or bylines reads as."""

from collections.abc import Callable

from duban.facts.contributors import find_contributors, find_outlet
from duban.facts.issuers import first_body
from duban.lexicon import Lexicons
from duban.mentions.organisations import find_organisations
from duban.mentions.people import PersonMention, find_people


def _show(person: PersonMention) -> str:
    posts = "+".join(post.text for post in person.posts)
    if person.kind == "surname_post":
        return person.surface
    return f"{person.name}={posts}" if person.name and posts else person.name or posts


def read_people(text: str, lex: Lexicons) -> str:
    """Everybody: `name=post+post`, or the post alone; several joined by `; `."""
    return "; ".join(map(_show, find_people(text, lex)))


def read_organisations(text: str, lex: Lexicons) -> str:
    """The names of the bodies, joined by `; `."""
    return "; ".join(body.name for body in find_organisations(text, lex))


def read_credits(text: str, lex: Lexicons) -> str:
    """`name/role; name/role`, or the outlet if nobody is named."""
    people = "; ".join(f"{person.name}/{person.role}" for person in find_contributors(text, lex))
    outlet = find_outlet(text, lex)
    return people if people and not (outlet and "网" in outlet.name) else outlet.name if outlet else people


def read_issuer(text: str, lex: Lexicons) -> str:
    """The first body that the title names, or the value of the rule."""
    rule, match = next(iter(lex.rules("issuers").scan(text)))
    body = match.groupdict().get("body")
    return (first_body(body) or "?") if body else rule.value


def _last_value(table: str) -> Callable[[str, Lexicons], str]:
    """The value of the last rule that matches."""
    return lambda text, lex: [rule.value for rule, _ in lex.rules(table).scan(text)][-1]


READERS: dict[str, Callable[[str, Lexicons], str]] = {
    "people": read_people,
    "organisations": read_organisations,
    "contributors": read_credits,
    "official_roles": _last_value("official_roles"),
    "speech": _last_value("speech"),
    "speech_turns": _last_value("speech_turns"),
    "issuers": read_issuer,
}
