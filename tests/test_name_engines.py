"""A name engine is asked about open names only, and every difference from the rules is told."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

import duban
from conftest import Run, run_python, sample_files
from duban.contract import Document
from duban.errors import UsageError
from duban.extract import extract
from duban.facts.name_engines import LONGEST_STRETCH, EngineName, NameKind
from duban.integrations.engines import load_engine

OPEN = "县长金山到青禾县调研，对防汛工作提出要求。"


class Listed:
    """An engine that knows a list of names, and remembers what it was asked."""

    id = "listed:names"

    def __init__(self, **names: NameKind) -> None:
        self.names = names
        self.calls: list[list[str]] = []

    def find_names(self, texts: Sequence[str]) -> list[list[EngineName]]:
        self.calls.append(list(texts))
        return [
            [EngineName(*m.span(), kind) for name, kind in self.names.items() for m in re.finditer(name, text)]
            for text in texts
        ]


def people(document: Document) -> list[tuple[str, str | None, str]]:
    return [(official.text, official.name, official.rule) for official in document.officials]


def disagreements(document: Document) -> list[str]:
    return [warning.message for warning in document.warnings if warning.code == "engine_disagrees"]


class TestOpenNames:
    def test_a_name_that_the_rules_cannot_see_is_read_by_the_engine(self) -> None:
        document = extract(OPEN, ner=Listed(金山="person"))
        assert people(document) == [("县长金山", "金山", "listed:names")]
        assert disagreements(document) == [
            "listed:names reads 金山 (person), the rules no name; the engine's reading stands"
        ]

    def test_posts_that_lead_up_to_the_name_are_joined_to_it(self) -> None:
        document = extract("县委副书记、" + OPEN, ner=Listed(金山="person"))
        (official,) = document.officials
        assert (official.text, [post.title for post in official.posts]) == ("县委副书记、县长金山", ["副书记", "县长"])

    def test_an_open_end_is_decided_by_the_engine(self) -> None:
        text = "县长李想念及群众冷暖。"
        plain, asked = extract(text), extract(text, ner=Listed(李想="person"))
        assert [official.name for official in plain.officials] == ["李想念"]
        assert [official.name for official in asked.officials] == ["李想"]
        assert asked.officials[0].span.clean == (0, 4)

    def test_what_could_be_no_name_is_not_taken(self) -> None:
        document = extract(OPEN, ner=Listed(金山到青禾="person"))
        assert people(document) == people(extract(OPEN))
        assert "the rules' reading stands" in disagreements(document)[0]

    def test_the_head_of_a_longer_name_of_a_place_is_no_person(self) -> None:
        text = "县长安平到场。"
        document = extract(text, ner=Listed(安平到="place"))
        assert [official.name for official in document.officials] in ([], [None])


class TestSettledNames:
    def test_the_rules_stand_where_they_have_evidence(self) -> None:
        document = extract("县长周岚要求抓紧整改，" + OPEN, ner=Listed(周岚要="person"))
        assert document.officials[0].name == "周岚"
        assert disagreements(document) == [
            "listed:names reads 周岚要 (person), the rules 周岚; the rules' reading stands"
        ]

    def test_only_units_with_open_names_are_sent_all_at_once(self) -> None:
        engine = Listed()
        extract("县长周岚要求抓紧整改。\n" + OPEN + "\n会议强调，各乡镇要落实责任。", ner=engine)
        assert engine.calls == [[OPEN]]

    def test_without_open_names_the_engine_is_not_asked(self) -> None:
        engine = Listed()
        document = extract("县长周岚要求抓紧整改。", ner=engine)
        assert engine.calls == []
        assert document.provenance.engines == ("rules", "listed:names")

    def test_of_a_very_long_unit_the_stretch_around_the_name_is_sent(self) -> None:
        engine = Listed()
        extract("推进项目建设，" * 200 + OPEN, ner=engine)
        assert all(len(text) <= LONGEST_STRETCH for call in engine.calls for text in call)
        assert any("县长金山到" in text for call in engine.calls for text in call)


@pytest.mark.parametrize("path", sample_files(), ids=lambda path: path.stem)
def test_an_engine_that_sees_nothing_changes_nothing(path: Path) -> None:
    data = path.read_bytes()
    fields = {"provenance"}
    assert extract(data, ner=Listed()).model_dump(exclude=fields) == extract(data).model_dump(exclude=fields)


def test_without_an_engine_the_provenance_names_the_rules_alone() -> None:
    assert extract(OPEN).provenance.engines == ("rules",)


@pytest.mark.parametrize("name", ["hanlp", "hanlp:", "bert:x", ""])
def test_an_engine_that_is_not_known_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="hanlp:MODEL"):
        load_engine(name)


def test_the_command_refuses_an_engine_that_is_not_known(run: Run) -> None:
    done = run("extract", "-", "--ner", "bert:x", stdin=b"x")
    assert done.returncode == 2
    assert b"hanlp:MODEL" in done.stderr


def test_duban_imports_no_engine() -> None:
    code = (
        "import sys, duban; duban.extract('县长周岚要求，6月底前完成3项。').to_json(); import duban.cli;"
        "print([m for m in ('spacy', 'hanlp', 'torch', 'numpy', 'transformers') if m in sys.modules])"
    )
    done = run_python("-c", code)
    assert done.stdout.decode().strip() == "[]", done.stderr.decode()


def test_the_package_offers_the_engine_as_a_parameter() -> None:
    assert duban.extract(OPEN, ner=Listed(金山="person")).provenance.engines == ("rules", "listed:names")
