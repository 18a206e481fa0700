"""The sample announcements: their documents keep every promise, and their facts are found."""

import json
from pathlib import Path

import pytest

import duban
from conftest import CORPUS, sample_files
from duban.evaluate import GoldDocument, Report, compare, gold_folders
from duban.invariants import broken_promises

# The least F1 that a change may leave; raise them when the extraction gets better.
FLOORS = {
    "tasks": 0.96,
    "task modality": 0.96,
    "task issued_by": 0.97,
    "task deadline": 0.97,
    "task responsible": 0.97,
    "targets found": 0.95,
    "targets whole": 0.95,
    "deadlines and periods": 0.97,
    "times": 0.97,
    "officials named": 0.97,
    "campaigns": 1.0,
}
KINDS_OF_SAMPLES = 8


@pytest.fixture(scope="module")
def report() -> Report:
    """All samples extracted and compared with their gold."""
    report = Report()
    for folder in gold_folders(CORPUS / "gold"):
        gold = GoldDocument(folder)
        published = gold.rows.get("published") or {}
        given = published["date"] if published.get("basis") == "given" else None
        document = duban.extract((CORPUS / gold.source).read_bytes(), published=given, uri=gold.source.as_posix())
        compare(gold, json.loads(document.to_json()), report)
    return report


@pytest.mark.parametrize("kind", FLOORS)
def test_the_facts_of_the_samples_are_found(kind: str, report: Report) -> None:
    count = report.counts[kind]
    misses = "\n".join(
        f"{what}: {row}" for what, rows in report.misses.items() if what.startswith(kind) for row in rows
    )
    assert count.f1 >= FLOORS[kind], f"{kind}: P {count.precision:.3f} R {count.recall:.3f}\n{misses}"


def test_every_sample_has_its_expected_facts() -> None:
    expected = {(CORPUS / GoldDocument(folder).source).resolve() for folder in gold_folders(CORPUS / "gold")}
    assert expected == {path.resolve() for path in sample_files()}
    assert len(expected) >= KINDS_OF_SAMPLES


@pytest.mark.parametrize("path", sample_files(), ids=lambda path: path.stem)
def test_the_document_of_a_sample_keeps_every_promise(path: Path) -> None:
    assert broken_promises(duban.extract(path.read_bytes())) == []
