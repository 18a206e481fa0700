"""Tables follow the contract: every field is a column or a table, every column has its labels, every row its types."""

from decimal import Decimal
from pathlib import Path

import pytest

from duban.contract import Document
from duban.store.codebook import codebook_markdown, codebook_rows, label, labels
from duban.store.columns import columns_of, exact_day
from duban.store.kinds import KINDS, Origin
from duban.store.packing import committed, pack, unpack
from duban.store.tables import TABLE_NAMES, Failure, Rows, table_fields

pa = pytest.importorskip("pyarrow")
ORIGIN = Origin("k" * 16, "a.txt", "text", "n1", None)


def filled(document: Document) -> Rows:
    rows = Rows()
    rows.add(ORIGIN, document)
    return rows


def test_every_list_of_the_contract_is_a_table() -> None:
    lists = {name for name, field in Document.model_fields.items() if "tuple" in str(field.annotation)}
    assert lists <= set(TABLE_NAMES)


def test_every_column_has_labels_in_two_languages_and_no_label_is_idle() -> None:
    used = {""}
    for table in TABLE_NAMES:
        assert all(label(table))
        used.add(f"{table}.")
        for field in table_fields(table):
            assert all(label(table, field.name)), (table, field.name)
            used |= {field.name, f"{table}.{field.name}"}
    assert set(labels()) <= used
    assert len(codebook_rows()) == sum(len(table_fields(table)) for table in TABLE_NAMES)
    assert "| `due_day` | date |" in codebook_markdown()


def test_names_of_columns_are_unique_in_their_table() -> None:
    for table in TABLE_NAMES:
        names = [field.name for field in table_fields(table)]
        assert len(names) == len(set(names)), table


def test_a_document_becomes_one_row_an_item(document: Document) -> None:
    tables = filled(document).tables()
    assert {name: table.num_rows for name, table in tables.items() if name != "failures"} == {
        "documents": 1, "sections": 1, "tasks": 1, "actions": 1, "targets": 1, "times": 1, "officials": 1,
        "organisations": 1, "campaigns": 1, "responsibility": 1, "cues": 1, "mentions": 2, "contributors": 1,
        "numerals": 2, "edits": 1, "warnings": 1,
    }  # fmt: skip
    (task,) = tables["tasks"].to_pylist()
    assert task["owners"] == "县水利局 (implementing)"
    assert task["issuer"] == "县委书记 张岚"
    assert (task["due"], task["due_day"], task["deadline_text"]) == ("XXXX-06-30", None, "6月底前")
    (target,) = tables["targets"].to_pylist()
    assert (target["value"], target["value_exact"], target["canonical_value"]) == (3.5, "3.5", 350_000_000.0)
    assert target["task"] == "k1"
    (responsible,) = tables["responsibility"].to_pylist()
    assert (responsible["who"], responsible["organisation"], responsible["task"]) == ("县水利局", "b1", "k1")


def test_offsets_and_lists_are_flat(document: Document) -> None:
    names = [column.name for column in columns_of(KINDS[2].model, "tasks[]")]
    assert {"raw_start", "raw_end", "clean_start", "clean_end", "targets"} <= set(names)
    assert "actions" not in names
    (row,) = filled(document).tables()["documents"].to_pylist()
    assert row["jurisdiction_path"] == "河北省; 山前县"
    assert row["place_path"] == "河北省/山前县"


def test_numbers_keep_every_digit_as_text(document: Document) -> None:
    digits = Decimal("16200000000.000000000000000001")
    target = document.targets[0].model_copy(update={"value": digits})
    rows = filled(document.model_copy(update={"targets": (target,)}))
    assert rows.tables()["targets"]["value_exact"].to_pylist() == [str(digits)]


@pytest.mark.parametrize(
    ("edtf", "known"), [("2020-10-09", True), ("2020-10", False), ("XXXX-10-09", False), (None, False)]
)
def test_a_day_is_a_date_only_when_every_digit_is_known(edtf: str | None, known: bool) -> None:
    assert (exact_day(edtf) is not None) == known


def test_the_same_rows_are_the_same_bytes_and_come_back(document: Document) -> None:
    rows = filled(document)
    rows.fail(Failure("d", "b.txt", "read", "broken", "cannot be read"))
    first, second = (pack(rows.tables(), {"name": "files-000000"}) for _ in range(2))
    assert first == second
    assert dict(unpack(first))["tasks"].equals(rows.tables()["tasks"])
    assert dict(unpack(first))["failures"]["reason"].to_pylist() == ["broken"]


def test_a_file_that_could_not_be_written_whole_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="full"), committed(tmp_path / "a") as file:
        file.write(b"half")
        raise OSError("full")
    assert list(tmp_path.iterdir()) == []
