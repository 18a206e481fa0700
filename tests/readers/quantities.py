"""What an example of a table of numerals, quantities or targets reads as."""

from collections.abc import Callable
from dataclasses import dataclass

from duban.facts.targets import find_targets
from duban.lexicon import Lexicons
from duban.mentions.numerals import find_numerals
from duban.mentions.quantities import find_quantities
from duban.mentions.times import find_times
from duban.spans import Span


def read_numeral(text: str, lex: Lexicons) -> str:
    """The number of the first numeral: `5`, `20..30`, `>500`, `?` for none."""
    found = find_numerals(text, lex)
    if not found or found[0].value is None:
        return "?"
    first = found[0]
    shown = f"{first.value.normalize():f}" if first.value is not None else "?"
    if first.value_max is not None:
        return f"{shown}..{first.value_max.normalize():f}"
    return f">{shown}" if first.open else shown


def read_comparator(text: str, lex: Lexicons) -> str:
    """The first quantity: `ge 110 万人`."""
    found = find_quantities(text, lex)
    if not found or found[0].value is None:
        return "?"
    return f"{found[0].comparator} {found[0].value.normalize():f} {found[0].unit}"


@dataclass(frozen=True)
class _Whole:
    """A text that is one unit, read as a task."""

    span: Span
    label: str = "task"
    modality: str | None = "binding"


def read_target(text: str, lex: Lexicons) -> str:
    """The first target of a task: `coverage eq 100 %`; of a relative one the standard: `relative ge 全省平均水平`."""
    unit = _Whole(Span(0, len(text)))
    found = find_targets(text, [unit], [unit], find_quantities(text, lex), find_times(text, lex), lex)
    if not found:
        return "?"
    first = found[0]
    stated = first.reference if first.value is None else f"{first.value.normalize():f} {first.unit}"
    return f"{first.kind} {first.comparator} {stated}"


def read_ledger(line: str, lex: Lexicons) -> str:
    """The value of the first row that fits the line."""
    found = lex.rules("ledger").match_whole(line)
    return found[0].value if found else "nothing"


def read_shape(text: str, lex: Lexicons) -> str:
    """`yes` if any of the shapes is there: which one is asked of each row by itself."""
    rules = lex.rules("target_shapes")
    return "yes" if any(rules.shows(rule.id, text) for rule in rules.rules) else "no"


READERS: dict[str, Callable[[str, Lexicons], str]] = {
    "numerals": read_numeral,
    "comparators": read_comparator,
    "targets": read_target,
    "ledger": read_ledger,
    "target_shapes": read_shape,
}
