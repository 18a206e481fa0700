"""The figures of `duban evaluate`: by hand on a small document, and beside the reference scorer where there is one."""

import copy
import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT, Run
from duban.errors import UsageError
from duban.evaluate import evaluate
from duban.evaluate.gold import GoldDocument, number_units
from duban.evaluate.likeness import pair_up, similar

REFERENCE = ROOT.parent / "shared"
LISTS = ("tasks", "targets", "times", "officials", "organisations", "campaigns")
TEXT = "县长周明要求，住建局要在9月底前\n\n完成棚户区改造260套。\n会议开得很好。"
CLEAN = TEXT.replace("\n\n", "")
GOLD: dict[str, Any] = {
    "units": [
        {
            "i": 0, "label": "task", "kind": "outcome", "modality": "binding", "parent": None, "issued_by": "周明",
            "deadline": "XXXX-09-30", "responsible": [{"who": "住建局", "role": "implementing"}],
        },
        {"i": 1, "label": "other"},
    ],
    "targets": [
        {
            "unit": 0, "quote": "棚户区改造260套", "indicator": "棚户区改造", "scope": None, "comparator": "eq",
            "value": 260, "value_max": None, "unit_text": "套", "kind": "level", "direction": None, "reference": None,
            "whereof": None, "status": "target", "modality": "binding", "deadline": "XXXX-09-30",
        }
    ],
    "times": [
        {
            "unit": 0, "quote": "9月底前", "role": "deadline", "start": None, "end": "XXXX-09-30", "precision": "month",
            "basis": "unresolved", "year_offset": 0,
        }
    ],
    "officials": [
        {"name": "周明", "posts": ["县长"], "collective": False, "roles": ["speaker"], "quotes": ["县长周明"]}
    ],
    "organisations": [{"name": "住建局", "roles": ["implementing"]}],
    "campaigns": [],
}  # fmt: skip


def raw(quote: str) -> dict[str, Any]:
    """Where *quote* stands in the raw text; what crosses the broken line is not asked for."""
    start = TEXT.index(quote)
    return {"raw": [start, start + len(quote)], "clean": [0, 0]}


def found() -> dict[str, Any]:
    """What a perfect run finds in the small document."""
    end = TEXT.index("。") + 1
    return {
        "tasks": [
            {
                "id": "k1", "text": CLEAN[: end - 2], "span": {"raw": [0, end], "clean": [0, end - 2]},
                "kind": "outcome", "modality": "binding", "issued_by": "o1", "deadline": "t1",
                "responsible": [{"organisation": "b1", "role": "implementing"}],
            }
        ],
        "targets": [
            {
                "id": "g1", "span": raw("棚户区改造260套"), "indicator": "棚户区改造", "comparator": "eq",
                "value": 260, "value_max": None, "unit": "套", "kind": "level", "direction": None,
                "status": "target", "deadline": "t1",
            }
        ],
        "times": [
            {
                "id": "t1", "text": "9月底前", "span": raw("9月底前"), "role": "deadline", "start": None,
                "end": "XXXX-09-30", "year_offset": 0,
            }
        ],
        "officials": [
            {
                "id": "o1", "name": "周明", "posts": [{"title": "县长", "organisation": None}], "roles": ["speaker"],
                "mentions": [{"span": raw("县长周明")}],
            }
        ],
        "organisations": [{"id": "b1", "name": "住建局"}],
        "campaigns": [],
    }  # fmt: skip


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    folder = tmp_path / "gold" / "a"
    folder.mkdir(parents=True)
    (folder / "clean.txt").write_text(CLEAN, "utf-8")
    cut = TEXT.index("\n\n")
    blocks = [[0, cut, 0, cut], [cut + 2, len(TEXT), cut, len(CLEAN)]]
    (folder / "align.json").write_text(json.dumps({"raw": "notice.txt", "blocks": blocks}), "utf-8")
    (folder / "gold.json").write_text(json.dumps(GOLD), "utf-8")
    return folder.parent


def put(folder: Path, document: dict[str, Any]) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "notice.json").write_text(json.dumps(document), "utf-8")
    return folder


def test_a_perfect_run_scores_one_everywhere(gold: Path, tmp_path: Path) -> None:
    report = evaluate(gold, put(tmp_path / "found", found()))
    assert report.documents == 1
    assert {kind: count.f1 for kind, count in report.counts.items() if count.f1 < 1} == {}
    assert not any(report.misses.values())


def test_a_wrong_number_is_a_miss_and_an_extra(gold: Path, tmp_path: Path) -> None:
    document = found()
    document["targets"][0]["value"] = 206
    report = evaluate(gold, put(tmp_path / "found", document))
    assert report.counts["targets found"].f1 == 0
    assert report.misses["targets missed"] == ["notice: 棚户区改造260套"]
    assert report.misses["targets extra"] == ["notice: 棚户区改造 206套"]


def test_a_wrong_column_makes_a_target_less_than_whole(gold: Path, tmp_path: Path) -> None:
    document = found()
    document["targets"][0]["comparator"] = "ge"
    report = evaluate(gold, put(tmp_path / "found", document))
    assert (report.counts["targets found"].f1, report.counts["targets whole"].f1) == (1, 0)
    assert report.misses["targets wrong"] == ["notice: 棚户区改造260套: comparator 'eq'≠'ge'"]


def test_an_exhortation_is_no_task(gold: Path, tmp_path: Path) -> None:
    document = found()
    document["tasks"][0]["kind"] = "exhortation"
    assert evaluate(gold, put(tmp_path / "found", document)).counts["tasks"].found == 0


def test_a_document_without_prediction_is_named_and_counts(gold: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    report = evaluate(gold, tmp_path / "empty")
    assert report.absent == ["notice"]
    assert (report.counts["tasks"].recall, report.counts["tasks"].precision) == (0, 1)
    assert report.to_text().endswith("no prediction for: notice\n")


def test_what_is_no_folder_or_no_document_is_an_error_that_teaches(gold: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="duban extract -o"):
        evaluate(gold, tmp_path / "nowhere")
    with pytest.raises(UsageError, match="holds no gold"):
        evaluate(tmp_path, put(tmp_path / "found", found()))
    (tmp_path / "found" / "notice.json").write_text("[1]", "utf-8")
    with pytest.raises(UsageError, match=r"notice\.json"):
        evaluate(gold, tmp_path / "found")


def test_a_quote_across_a_broken_line_lies_in_both_halves(gold: Path) -> None:
    document = GoldDocument(gold / "a")
    start, end = document.quote_span({"unit": 0, "quote": "前完成"})
    assert TEXT[start:end] == "前\n\n完成"


def test_the_command_prints_figures_and_misses(gold: Path, tmp_path: Path, run: Run) -> None:
    put(tmp_path / "found", found() | {"times": []})
    done = run("evaluate", gold, tmp_path / "found", "--details")
    assert done.returncode == 0
    lines = done.stdout.decode().splitlines()
    assert lines[0] == "tasks                  P 1.000  R 1.000  F1 1.000   gold 1  predicted 1"
    assert "  times missed: notice: 9月底前 (None, 'XXXX-09-30', 0)" in lines
    figures = json.loads(run("evaluate", gold, tmp_path / "found", "--json").stdout)["figures"]
    assert figures["times"] == {"precision": 1.0, "recall": 0.0, "f1": 0.0, "gold": 1, "predicted": 0}


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("甲。乙；丙", ["甲。", "乙；", "丙"]),
        ("他说“好。”接着走。", ["他说“好。”", "接着走。"]),
        ("要求（一是；二是）做好。", ["要求（一是；二是）做好。"]),
        ("要求：一是甲，二要乙。", ["要求：", "一是甲，", "二要乙。"]),
        ("统一是好的", ["统一是好的"]),
        ("  甲\n\n（二）乙 ", ["甲", "（二）乙"]),
    ],
)
def test_gold_units(text: str, units: list[str]) -> None:
    assert [text[start:end] for start, end in number_units(text)] == units


def test_the_best_pair_is_made_first() -> None:
    scores = {("a", "x"): 0.6, ("a", "y"): 0.9, ("b", "y"): 0.95, ("b", "x"): 0.0}
    assert pair_up("ab", "xy", lambda g, f: scores[g, f]) == [(1, 1), (0, 0)]


@pytest.mark.parametrize(
    ("a", "b", "alike"),
    [
        ("“十项”出列指标", "十项出列指标", True),
        ("投资", "固定资产投资", False),
        ("产业投资", "产业投资额", True),
        (None, "", True),
        (None, "投资", False),
    ],
)
def test_phrases_are_alike(a: str | None, b: str | None, alike: bool) -> None:
    assert similar(a, b) is alike


def damaged(document: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The document with rows lost, doubled, moved and altered."""
    document = copy.deepcopy(document)
    for name in LISTS:
        rows = [row for row in document[name] if chance.random() > 0.15]
        rows += [copy.deepcopy(row) for row in rows if chance.random() < 0.05]
        for row in rows:
            if "span" in row and chance.random() < 0.3:
                row["span"]["raw"] = [max(0, offset + chance.randint(-6, 6)) for offset in row["span"]["raw"]]
            for key, value in row.items():
                if isinstance(value, str | int | None) and key not in ("id", "text") and chance.random() < 0.05:
                    row[key] = chance.choice([other.get(key) for other in rows])
            if name != "officials" and row.get("name", "") is None:
                row["name"] = ""
        document[name] = rows
    return document


@pytest.mark.skipif(
    not (REFERENCE / "tools" / "score.py").exists(), reason="the reference scorer is not on this machine"
)
@pytest.mark.parametrize("seed", range(3))
def test_the_reference_scorer_gives_the_same_figures(seed: int, tmp_path: Path) -> None:
    def tool(name: str, *arguments: str) -> str:
        command = [sys.executable, str(REFERENCE / "tools" / name), str(REFERENCE / "gold"), str(tmp_path), *arguments]
        return subprocess.run(command, capture_output=True, check=True, text=True, encoding="utf-8").stdout

    tool("gold_as_contract.py")
    chance = random.Random(seed)
    for path in sorted(tmp_path.glob("*.json")):
        document = damaged(json.loads(path.read_text("utf-8")), chance) if seed else json.loads(path.read_text("utf-8"))
        path.write_text(json.dumps(document), "utf-8")
    report = evaluate(REFERENCE / "gold", tmp_path)
    assert report.to_dict() == json.loads(tool("score.py", "--json"))
    assert report.to_text() == tool("score.py")
