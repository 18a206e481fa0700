"""What an example of the responsibility table reads as."""

from collections.abc import Callable

from duban.lexicon import Lexicons


def read_owner(text: str, lex: Lexicons) -> str:
    """The role that the first fitting rule gives."""
    found = lex.rules("responsibility").match_whole(text)
    return found[0].value if found else "?"


READERS: dict[str, Callable[[str, Lexicons], str]] = {"responsibility": read_owner}
