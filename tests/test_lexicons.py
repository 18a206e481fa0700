"""Every row of every table does what it says: finds its examples, reads them so, and leaves its near misses alone."""

import importlib
import pkgutil
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import readers
from duban.errors import LexiconError
from duban.lexicon import Lexicons, load_lexicons
from duban.locate import lexicons_folder
from duban.rules import Rule

LEX = load_lexicons()
Reader = Callable[[str, Lexicons], str]


def _readers() -> dict[str, Reader]:
    found: dict[str, Reader] = {}
    for module in pkgutil.iter_modules(readers.__path__):
        found.update(importlib.import_module(f"readers.{module.name}").READERS)
    return found


READERS = _readers()
ROWS = [
    pytest.param(table, rule, id=f"{table}:{rule.id}")
    for table in LEX.names(".toml")
    for rule in LEX.rules(table).rules
]


def winners(table: str, text: str) -> list[str]:
    """The ids of the rules that take a part of *text*, or the whole of it where the table reads wholes."""
    rules = LEX.rules(table)
    if rules.mode == "whole":
        found = rules.match_whole(text)
        return [found[0].id] if found else []
    if rules.mode == "each":
        return [rule.id for rule in rules.rules if rules.shows(rule.id, text)]
    return [rule.id for rule, _ in rules.scan(text)]


@pytest.mark.parametrize(("table", "rule"), ROWS)
def test_a_rule_finds_its_examples(table: str, rule: Rule) -> None:
    assert rule.accept, "a rule without an example is not tested"
    for example in rule.accept:
        assert rule.id in winners(table, example), f"{rule.id} does not find {example!r}: {winners(table, example)}"


@pytest.mark.parametrize(("table", "rule"), ROWS)
def test_a_rule_leaves_its_near_misses(table: str, rule: Rule) -> None:
    for near_miss in rule.reject:
        assert rule.id not in winners(table, near_miss), f"{rule.id} takes {near_miss!r}"


@pytest.mark.parametrize(("table", "rule"), ROWS)
def test_an_example_reads_as_it_says(table: str, rule: Rule) -> None:
    for example, value in rule.accept.items():
        assert READERS[table](example, LEX) == value


@pytest.mark.parametrize("table", LEX.names(".toml"))
def test_a_rule_gives_its_reason(table: str) -> None:
    assert all(len(rule.why) > 10 for rule in LEX.rules(table).rules)


@pytest.mark.parametrize("table", LEX.names(".tsv"))
def test_a_list_defines_its_columns(table: str) -> None:
    head = (lexicons_folder() / f"{table}.tsv").read_text("utf-8").split("\nform")[0]
    columns = {column for entry in LEX.entries(table) for column in entry.fields}
    assert head.startswith("# ")
    assert all(re.search(rf"\b{column}\b", head) for column in columns), f"{table}: {columns} in {head!r}"


def test_every_table_has_a_user() -> None:
    """A table that no module names is dead data."""
    sources = "".join(path.read_text("utf-8") for path in (lexicons_folder().parent / "pipeline").rglob("*.py"))
    tables = "".join(path.read_text("utf-8") for path in lexicons_folder().glob("*.toml"))
    unused = [n for n in LEX.names(".tsv") + LEX.names(".toml") if f'"{n}"' not in sources and f"@{n}" not in tables]
    assert not unused


class TestUsersFolder:
    """A user's rows lie over the shipped ones."""

    def test_a_row_is_added_and_one_is_overridden(self, tmp_path: Path) -> None:
        (tmp_path / "verbs.tsv").write_text("form\tkind\tunless\n推磨\tact\t\n推进\tstance\t\n", "utf-8")
        own = {entry.form: entry["kind"] for entry in load_lexicons(tmp_path).entries("verbs")}
        assert own["推磨"] == "act"
        assert own["推进"] == "stance"
        assert own["实施"] == "act"

    def test_a_row_is_taken_out(self, tmp_path: Path) -> None:
        (tmp_path / "verbs.tsv").write_text("#- 推进\nform\tkind\tunless\n", "utf-8")
        assert "推进" not in load_lexicons(tmp_path).forms("verbs")
        assert "推进" in LEX.forms("verbs")

    def test_a_rule_is_overridden_and_another_taken_out(self, tmp_path: Path) -> None:
        (tmp_path / "cues.toml").write_text(
            '[[rule]]\nid = "cues.must"\npattern = "须得"\nvalue = "binding"\nwhy = "a dialect word"\n'
            'accept = { "须得办完" = "binding" }\n[[rule]]\nid = "cues.past"\nremove = true\n',
            "utf-8",
        )
        own = load_lexicons(tmp_path).rules("cues")
        assert own.by_id("cues.must").pattern == "须得"
        assert "cues.past" not in {rule.id for rule in own.rules}
        assert "cues.will" in {rule.id for rule in own.rules}

    def test_it_changes_the_digest(self, tmp_path: Path) -> None:
        (tmp_path / "verbs.tsv").write_text("form\tkind\tunless\n推磨\tact\t\n", "utf-8")
        assert load_lexicons(tmp_path).digest != LEX.digest

    @pytest.mark.parametrize(
        ("name", "content", "says"),
        [
            ("verbs.tsv", "form\tkind\n推磨\n", "line 2"),
            ("verbs.tsv", "form\tkind\n\tact\n", "the form is empty"),
            ("verbs.tsv", "form\tkind\n推磨\tact\n推磨\tact\n", "stands twice"),
            ("verbs.tsv", "word\tkind\n", "first column"),
            ("cues.toml", "[[rule]]\nid = 'cues.mine'\n", "lacks pattern"),
            ("cues.toml", "[[rule]]\nid='c'\npattern='('\nvalue='v'\nwhy='w'\naccept={}\n", "does not compile"),
            ("cues.toml", "[[rule]]\nid='c'\npattern='{none}'\nvalue='v'\nwhy='w'\naccept={}\n", "unknown part"),
            ("cues.toml", "[[rule]]\nid='c'\npattern='a'\nvalue='v'\nwhy='w'\naccept={}\ncolour='red'\n", "colour"),
            ("cues.toml", "rule = ", "no valid TOML"),
            ("unheard_of.tsv", "form\n", "no shipped table"),
        ],
    )
    def test_a_wrong_row_is_an_error_that_says_where(self, tmp_path: Path, name: str, content: str, says: str) -> None:
        (tmp_path / name).write_text(content, "utf-8")
        with pytest.raises(LexiconError) as error:
            load_lexicons(tmp_path).check()
        assert says in str(error.value)
        assert name in str(error.value)

    def test_a_missing_folder_is_an_error(self, tmp_path: Path) -> None:
        with pytest.raises(LexiconError, match="no such folder"):
            load_lexicons(tmp_path / "none")


def test_the_longest_match_wins_then_the_first_in_the_file(tmp_path: Path) -> None:
    (tmp_path / "cues.toml").write_text(
        "".join(
            f"[[rule]]\nid = 'cues.{name}'\npattern = '{pattern}'\n"
            "value = 'v'\nwhy = 'to test the order'\naccept = {}\n"
            for name, pattern in (("short", "甲乙"), ("long", "甲乙丙"), ("again", "甲.丙"), ("late", "乙丙丁"))
        ),
        "utf-8",
    )
    found = [(rule.id, match[0]) for rule, match in load_lexicons(tmp_path).rules("cues").scan("甲乙丙丁，甲乙")]
    assert found == [("cues.long", "甲乙丙"), ("cues.short", "甲乙")]
