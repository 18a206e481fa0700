"""What several test files share: a document made by hand, the command, the sample corpus."""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from duban.contract import Document

settings.register_profile("duban", deadline=None, print_blob=True)  # a busy machine is no failure
settings.load_profile("duban")

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus"
SENTENCE = "县委书记张岚要求，县水利局要确保6月底前完成投资3.5亿元。"

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


def sample_files() -> list[Path]:
    """The sample announcements."""
    return sorted(path for path in CORPUS.glob("*") if path.suffix in (".txt", ".html"))


def at(text: str) -> dict[str, Any]:
    """Where *text* stands in the sentence; raw and clean are the same."""
    start = SENTENCE.index(text)
    span = (start, start + len(text))
    return {"text": text, "span": {"raw": span, "clean": span}}


def document_fields() -> dict[str, Any]:
    """The fields of a small document that uses every kind of item."""
    nowhere = {"raw": (0, 0), "clean": (0, 0)}
    year = {"start": None, "end": "XXXX-06-30", "precision": "month", "year_offset": 0, "duration": None}
    due = {"deadline": "t1", "deadline_inherited": False}
    return {
        "schema_version": "1.0",
        "id": "0123456789abcdef",
        "source": {"uri": "a.txt", "media_type": "text/plain", "encoding": "utf-8", "bytes": 90, "sha256": "0" * 64},
        "provenance": {"duban": "0.1.0", "lexicons": "0" * 16, "engines": ("rules",)},
        "clean_text": SENTENCE,
        "title": at("完成投资"),
        "published": {"date": "2021-03", "basis": "given"},
        "jurisdiction": {"name": "山前县", "code": "130000", "level": "county", "path": ("河北省", "山前县")},
        "outlet": None,
        "contributors": [{"name": "李想", "role": "reporter", "span": nowhere, "rule": "contributors.byline"}],
        "campaigns": [
            {"id": "c1", "name": "百日行动", "aliases": (), "start": None, "end": None, "spans": [nowhere], "rule": "r"}
        ],
        "sections": [
            {"id": "s1", "level": 1, "marker": "一、", "heading": "水利", "span": nowhere, "parent": None, "rule": "r"}
        ],
        "tasks": [
            {
                "id": "k1", **at(SENTENCE), "kind": "outcome", "marker": None, "parent": None, "section": "s1",
                "campaign": "c1", "modality": "binding", **due, "targets": ["g1"], "issued_by": "o1",
                "actions": [{"verb": "完成", "object": "投资", "span": at("完成投资")["span"], "rule": "actions.verb"}],
                "cues": [at("确保") | {"rule": "cues.ensure"}], "confidence": 0.9, "rule": "tasks.outcome",
                "responsible": [{"organisation": "b1", "role": "implementing", "rule": "owners.addressee"}],
            }
        ],
        "targets": [
            {
                "id": "g1", **at("完成投资3.5亿元"), "indicator": "投资", "scope": None, "comparator": "eq",
                "value": "3.5", "value_max": None, "unit": "亿元", "kind": "level", "direction": None,
                "canonical": {"value": "350000000", "value_max": None, "unit": "CNY"}, "reference": None,
                "whereof": None, "status": "target", "modality": "binding", **due, "rule": "targets.amount",
            }
        ],
        "times": [
            {
                "id": "t1", **at("6月底前"), "role": "deadline", **year, "basis": "unresolved", "anchor": None,
                "rule": "times.before_month_end",
            }
        ],
        "officials": [
            {
                "id": "o1", **at("县委书记张岚"), "name": "张岚", "posts": [{"title": "书记", "organisation": "县委"}],
                "collective": False, "mentions": [at("县委书记张岚")], "roles": ["speaker"], "rule": "people.post_name",
            }
        ],
        "organisations": [
            {
                "id": "b1", **at("县水利局"), "name": "县水利局", "kind": "department", "collective": False,
                "mentions": [at("县水利局")], "roles": ["implementing"], "rule": "organisations.suffix",
            }
        ],
        "numerals": [
            at("6") | {"as": "time", "ref": "t1", "rule": "numerals.arabic"},
            at("3.5") | {"as": "target", "ref": "g1", "rule": "numerals.arabic"},
        ],
        "edits": [
            {"kind": "pinyin", "span": nowhere, "before": "(shí)", "after": "", "certainty": "certain", "rule": "r"}
        ],
        "warnings": [{"code": "undated", "message": "no year is known", "span": at("6月底前")["span"]}],
    }  # fmt: skip


@pytest.fixture
def document() -> Document:
    """The small document."""
    return Document.model_validate(document_fields())


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run `python -m duban …` in an empty folder; the exit status is not checked."""

    def run_duban(
        *arguments: str | Path, stdin: bytes = b"", **environment: str
    ) -> "subprocess.CompletedProcess[bytes]":
        return run_python("-m", "duban", *map(str, arguments), stdin=stdin, folder=tmp_path, **environment)

    return run_duban


def run_python(
    *arguments: str, stdin: bytes = b"", folder: Path | None = None, **environment: str
) -> "subprocess.CompletedProcess[bytes]":
    """Run this interpreter with *arguments*; variables of the caller's that duban reads are left out."""
    clean = {name: value for name, value in os.environ.items() if name != "DUBAN_LEXICONS"}
    command: Sequence[str] = [sys.executable, *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, cwd=folder, env=clean | environment, check=False)
