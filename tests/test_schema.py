"""The JSON Schema in schemas/ is that of the models, and a document satisfies it."""

import json

import pytest
from jsonschema import Draft202012Validator

from conftest import document_fields
from duban.contract import Document
from duban.locate import schemas_folder
from duban.schema import SCHEMA_ID, SCHEMA_NAME, document_schema, schema_text


def test_the_schema_file_is_the_generated_one() -> None:
    assert (schemas_folder() / SCHEMA_NAME).read_text("utf-8") == schema_text(), "run `make schema`"


def test_the_schema_is_valid_and_versioned() -> None:
    schema = document_schema()
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"].endswith("2020-12/schema")
    assert schema["$id"] == SCHEMA_ID
    assert SCHEMA_ID.endswith(":1.0")


def test_a_document_satisfies_the_schema(document: Document) -> None:
    Draft202012Validator(document_schema()).validate(json.loads(document.to_json()))


@pytest.mark.parametrize("field", sorted(document_fields()))
def test_every_field_is_required(field: str, document: Document) -> None:
    row = json.loads(document.to_json())
    del row[field]
    assert not Draft202012Validator(document_schema()).is_valid(row)


def test_an_owner_of_two_kinds_is_refused(document: Document) -> None:
    row = json.loads(document.to_json())
    row["tasks"][0]["responsible"][0]["official"] = "o1"
    assert not Draft202012Validator(document_schema()).is_valid(row)
