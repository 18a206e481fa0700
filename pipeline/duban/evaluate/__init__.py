"""Measure a run against gold: precision, recall and F1 for each kind of fact.

    duban extract corpus/*.txt -o found
    duban evaluate corpus/gold found --details

`gold` documents are folders (see `duban.evaluate.gold`), found documents are contract JSON, one file for each
source: `<stem of the source>.json`.
"""

import json
from pathlib import Path
from typing import Any

from duban.errors import UsageError
from duban.evaluate.gold import GoldDocument, gold_folders
from duban.evaluate.kinds import compare_campaigns, compare_officials, compare_targets, compare_tasks, compare_times
from duban.evaluate.tally import Count, Report

__all__ = ["Count", "GoldDocument", "Report", "compare", "evaluate", "gold_folders"]


def evaluate(gold: Path | str, found: Path | str) -> Report:
    """Compare the documents in folder *found* with the gold in folder *gold*.

    A gold document without a found one counts as one in which nothing was found, and is listed in
    `Report.absent`. Raises UsageError if a folder is not there or a file is not what it should be.
    """
    gold, found = Path(gold), Path(found)
    if not found.is_dir():
        raise UsageError(str(found), "there is no such folder", "Name the folder that `duban extract -o` wrote.")
    report = Report()
    for folder in gold_folders(gold):
        document = GoldDocument(folder)
        path = found / f"{document.source.stem}.json"
        if not path.exists():
            report.absent.append(document.source.stem)
        compare(document, _load(path) if path.exists() else {}, report)
    return report


def compare(gold: GoldDocument, found: dict[str, Any], report: Report) -> None:
    """Add one found document, as its JSON reads, to *report*."""
    report.documents += 1
    compare_tasks(gold, found, report)
    compare_targets(gold, found, report)
    compare_times(gold, found, report)
    compare_officials(gold, found, report)
    compare_campaigns(gold, found, report)


def _load(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(str(path), f"is no readable JSON: {error}", "Extract the document again.") from None
    if not isinstance(document, dict) or "tasks" not in document:
        raise UsageError(str(path), "is no document of duban", "Extract the document again.")
    return document
