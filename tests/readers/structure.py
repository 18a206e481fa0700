"""What an example of a table of lines, cues, frames, stances or campaigns reads as."""

from collections.abc import Callable

from duban.facts.campaigns import find_campaign_names
from duban.lexicon import Lexicons
from duban.mentions.cues import find_cues
from duban.segment import segment


def read_line(text: str, lex: Lexicons) -> str:
    """The role of the one unit on the line."""
    return segment(text, lex).units[0].role


def read_cue(text: str, lex: Lexicons) -> str:
    """The value of the first cue."""
    return next(cue.value for cue in find_cues(text, 0, len(text), lex))


def _value(table: str) -> Callable[[str, Lexicons], str]:
    """The value of the first rule that matches."""
    return lambda text, lex: next(rule.value for rule, _ in lex.rules(table).scan(text))


def read_campaign(text: str, lex: Lexicons) -> str:
    """`campaign` if the whole example is one name."""
    names = find_campaign_names(text, lex)
    return "campaign" if [name.name for name in names] == [text] else "?"


def read_shape(text: str, lex: Lexicons) -> str:
    """`yes`: which of the shapes is there is asked of each row by itself."""
    return "yes" if any(lex.rules("shapes").shows(rule.id, text) for rule in lex.rules("shapes").rules) else "no"


READERS: dict[str, Callable[[str, Lexicons], str]] = {
    "lines": read_line,
    "cues": read_cue,
    "frames": _value("frames"),
    "stances": _value("stances"),
    "campaigns": read_campaign,
    "shapes": read_shape,
}
