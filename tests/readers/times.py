"""What an example of a table of times, roles of times or dates of publication reads as."""

from collections.abc import Callable
from datetime import date

from duban.facts.asked_times import read_times
from duban.lexicon import Lexicons

OFFICE_DAY = date(2020, 6, 10)


def read_time(text: str, lex: Lexicons) -> str:
    """The last time of the example, published on 10 June 2020: `2020-01-01/2020-12-31`, `../2025-12-31`, `P5M`, `?`."""
    times = read_times(text, OFFICE_DAY, lex)
    if not times:
        return "nothing"
    last = times[-1]
    if last.start or last.end:
        return f"{last.start or '..'}/{last.end or '..'}"
    return last.duration or "?"


def read_line(table: str) -> Callable[[str, Lexicons], str]:
    """The value of the first row that fits a line written for *table*."""

    def read(line: str, lex: Lexicons) -> str:
        found = lex.rules(table).match_whole(line)
        return found[0].value if found else "nothing"

    return read


READERS: dict[str, Callable[[str, Lexicons], str]] = {
    "times": read_time,
    "time_roles": read_line("time_roles"),
    "published": read_line("published"),
}
