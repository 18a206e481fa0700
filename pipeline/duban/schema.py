"""The JSON Schema of the contract: generated from the models, kept in schemas/."""

import json
from typing import Any

from duban.contract import Document
from duban.vocabulary import SCHEMA_VERSION

SCHEMA_NAME = f"duban-document-{SCHEMA_VERSION}.schema.json"
SCHEMA_ID = f"urn:duban:schema:document:{SCHEMA_VERSION}"


def document_schema() -> dict[str, Any]:
    """The schema (2020-12) of what `Document.to_json` writes."""
    schema = Document.model_json_schema(mode="serialization")
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA_ID}
    return head | {"title": f"duban document {SCHEMA_VERSION}"} | {k: v for k, v in schema.items() if k != "title"}


def schema_text() -> str:
    """The schema as the file in schemas/ holds it: two spaces, Chinese as it is, one LF at the end."""
    return json.dumps(document_schema(), ensure_ascii=False, indent=2) + "\n"
