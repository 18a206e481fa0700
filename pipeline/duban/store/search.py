"""Find Chinese words in a column, two characters or one, ranked.

A scan, not an index: DuckDB looks through the text of a million tasks in a fraction of a second (docs/corpora.md has
the figures), and nothing has to be built, kept or refreshed.
"""

from collections.abc import Sequence
from typing import NamedTuple

TRADITIONAL = "tw2s"


class Search(NamedTuple):
    """A condition and a score, both in SQL, with the values that they hold."""

    condition: str
    score: str
    values: tuple[str, ...]


def search_terms(query: str) -> list[str]:
    """The words of a query, in simplified characters: all of them must be there.

    >>> search_terms("棚户区 改造")
    ['棚户区', '改造']
    """
    import opencc

    simplified: str = opencc.OpenCC(TRADITIONAL).convert(query)
    return simplified.split()


def search(columns: Sequence[str], terms: Sequence[str], name: str = "word") -> Search:
    """Rows that hold every term in one of *columns*; more often, and in a shorter text, is better.

    The condition uses named parameters `$word0`, `$word1`, …
    """
    text = f"concat_ws(' ', {', '.join(columns)})" if len(columns) > 1 else columns[0]
    holes = [f"${name}{number}" for number in range(len(terms))]
    condition = " AND ".join(f"contains({text}, {hole})" for hole in holes)
    parts = []
    for hole in holes:
        count = f"((length({text}) - length(replace({text}, {hole}, ''))) / length({hole}))"
        parts.append(f"{count} / ({count} + 0.5 + length({text}) / 60.0)")
    return Search(condition, " + ".join(parts), tuple(terms))
