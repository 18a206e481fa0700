"""The models keep the contract: shapes, numbers, round trips, promises between items."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from conftest import document_fields
from duban.contract import Canonical, Document, Time
from duban.errors import ContractError
from duban.invariants import broken_promises
from duban.vocabulary import is_edtf

CONTRACT_ORDER = [
    "schema_version",
    "id",
    "source",
    "provenance",
    "clean_text",
    "title",
    "published",
    "jurisdiction",
    "outlet",
    "contributors",
    "campaigns",
    "sections",
    "tasks",
    "targets",
    "times",
    "officials",
    "organisations",
    "numerals",
    "edits",
    "warnings",
]


def changed(path: str, value: Any) -> dict[str, Any]:
    fields = document_fields()
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place: Any = fields
    for step in steps:
        place = place[step]
    place[last] = value
    return fields


def test_json_round_trips_byte_for_byte(document: Document) -> None:
    text = document.to_json()
    again = Document.from_json(text)
    assert again == document
    assert again.to_json() == text
    assert Document.from_json(document.to_json(indent=1).encode()).to_json() == text


def test_json_is_one_line_of_chinese_in_contract_order(document: Document) -> None:
    text = document.to_json()
    assert text.endswith("}\n")
    assert text.count("\n") == 1
    assert "县水利局" in text
    assert list(json.loads(text)) == CONTRACT_ORDER


def test_numbers_are_exact_in_python_and_plain_in_json(document: Document) -> None:
    target = document.targets[0]
    assert target.value == Decimal("3.5")
    row = json.loads(document.to_json())["targets"][0]
    assert row["value"] == 3.5
    assert row["canonical"]["value"] == 350000000
    assert isinstance(row["canonical"]["value"], int)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**10), max_value=10**10))
def test_every_number_of_fifteen_digits_survives_json(number: Decimal) -> None:
    canonical = Canonical(value=number, value_max=None, unit="CNY")
    assert Canonical.model_validate_json(canonical.model_dump_json()).value == number


@given(st.integers(min_value=-(10**40), max_value=10**40))
def test_every_whole_number_survives_json(number: int) -> None:
    canonical = Canonical(value=Decimal(number), value_max=None, unit="人")
    assert Canonical.model_validate_json(canonical.model_dump_json()).value == number


def test_an_owner_in_json_names_just_what_it_is(document: Document) -> None:
    owner = json.loads(document.to_json())["tasks"][0]["responsible"][0]
    assert owner == {"organisation": "b1", "role": "implementing", "rule": "owners.addressee"}


def test_a_numeral_says_what_it_was_read_as(document: Document) -> None:
    assert json.loads(document.to_json())["numerals"][0]["as"] == "time"
    assert document.numerals[0].read_as == "time"


def test_a_document_is_frozen(document: Document) -> None:
    with pytest.raises(ValidationError):
        document.outlet = "日报"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("schema_version", "2.0"),
        ("id", "xyz"),
        ("tasks.0.kind", "slogan"),
        ("tasks.0.modality", "strong"),
        ("tasks.0.deadline", "g1"),
        ("tasks.0.responsible.0", {"role": "lead", "rule": "r"}),
        ("tasks.0.responsible.0", {"official": "o1", "organisation": "b1", "role": "lead", "rule": "r"}),
        ("tasks.0.confidence", 1.5),
        ("tasks.0.rule", ""),
        ("tasks.0.mood", "sunny"),
        ("targets.0.value", "many"),
        ("targets.0.value", "NaN"),
        ("times.0.end", "2020-13-01"),
        ("times.0.end", "2020"),
        ("times.0.duration", "P"),
        ("times.0.span", {"raw": (0, 1)}),
        ("times.0.span", {"raw": (-1, 1), "clean": (0, 1)}),
        ("published.date", "last May"),
    ],
)
def test_what_breaks_the_contract_is_refused(path: str, value: Any) -> None:
    with pytest.raises(ValidationError):
        Document.model_validate(changed(path, value))


@pytest.mark.parametrize("text", ["", "{", "[]", '{"schema_version": "0.9"}', b"\xff"])
def test_foreign_json_is_an_error_that_teaches(text: str | bytes) -> None:
    with pytest.raises(ContractError, match="duban schema"):
        Document.from_json(text)


@pytest.mark.parametrize("duration", ["P100D", "P3M", "PT24H", "P1Y6M", "P1DT12H"])
def test_durations_of_iso_8601_are_taken(duration: str) -> None:
    fields = document_fields()["times"][0] | {"duration": duration}
    assert Time.model_validate(fields).duration == duration


@pytest.mark.parametrize("text", ["2020", "2020-10", "2020-02-29", "XXXX-12-31", "2014-11-XX", "201X", "XXXX-XX-25"])
def test_dates_of_edtf_are_taken(text: str) -> None:
    assert is_edtf(text)


@pytest.mark.parametrize("text", ["", "20", "2021-02-29", "2020-1-1", "2020-10-09T10:00", "2020年", "2020\n", "x2020"])
def test_other_dates_are_not(text: str) -> None:
    assert not is_edtf(text)


def test_a_sound_document_breaks_no_promise(document: Document) -> None:
    assert broken_promises(document) == []


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("tasks.0.text", "别的话", "k1: '别的话' does not stand"),
        ("tasks.0.deadline", "t9", "k1: refers to t9"),
        ("tasks.0.issued_by", "b7", "k1: refers to b7"),
        ("tasks.0.parent", "k1", "k1: is its own parent"),
        ("numerals.0.ref", "g4", "numeral: refers to g4"),
        ("targets.0.value", None, "g1: has a number exactly"),
        ("targets.0.status", "actual", "g1: is an actual figure"),
        ("times.0.basis", "explicit", "t1: None to XXXX-06-30"),
        ("times.0.span", {"raw": (5, 2), "clean": (900, 901)}, "raw span (5, 2) runs backwards"),
        ("clean_text", "县\u200b委", "clean_text: holds U+200B"),
    ],
)
def test_a_broken_promise_is_named(path: str, value: Any, said: str) -> None:
    faults = broken_promises(Document.model_validate(changed(path, value)))
    assert any(said in fault for fault in faults), faults


def test_an_id_that_stands_twice_is_named() -> None:
    fields = document_fields()
    fields["times"] *= 2
    assert "t1: stands for 2 items" in broken_promises(Document.model_validate(fields))


def test_a_notebook_shows_escaped_text_and_the_tasks(document: Document) -> None:
    hostile = document.model_copy(update={"clean_text": f"{document.clean_text}<script>alert(1)</script>"})
    page = hostile._repr_html_()
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "县水利局 (implementing)" in page
    assert "XXXX-06-30" in page
