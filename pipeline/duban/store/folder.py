"""What stands beside the tables of a corpus: the codebook and a DuckDB file of views."""

import tempfile
from pathlib import Path

from duban.store.codebook import codebook_csv, codebook_markdown
from duban.store.extras import need
from duban.store.merging import table_path
from duban.store.packing import committed
from duban.store.tables import TABLE_NAMES

VIEWS = "duban.duckdb"


def finish(folder: Path) -> tuple[dict[str, int], dict[str, int]]:
    """Write codebook and views; the number of rows of each table, and of failures by reason."""
    with committed(folder / "codebook.md") as file:
        file.write(codebook_markdown().encode())
    with committed(folder / "codebook.csv") as file:
        file.write(codebook_csv().encode("utf-8-sig"))
    write_views(folder)
    return count_rows(folder)


def write_views(folder: Path) -> None:
    """A DuckDB file with one view a table; its paths are relative, so open it from inside the folder.

    A view is checked when it is made, and a search path cannot hold every name that a folder can have: the views are
    made over empty tables in a place of their own.
    """
    need("pyarrow")
    import pyarrow.parquet as pq

    with tempfile.TemporaryDirectory() as place:
        base = need("duckdb").connect(str(Path(place, VIEWS)))
        base.execute("SET file_search_path = ?", [place])
        for name in view_names(folder):
            path = next((folder / "tables" / name).glob("*.parquet"))
            empty = table_path(Path(place), name, path.stem)
            empty.parent.mkdir(parents=True)
            pq.write_table(pq.read_schema(path).empty_table(), empty)
            base.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('tables/{name}/*.parquet')")
        base.close()
        with committed(folder / VIEWS) as file:
            file.write(Path(place, VIEWS).read_bytes())


def view_names(folder: Path) -> list[str]:
    """The tables of a corpus; `reprints` only where they were looked for."""
    extra = ["reprints"] if (folder / "tables" / "reprints").is_dir() else []
    return [*TABLE_NAMES, *extra]


def forget_reprints(folder: Path) -> bool:
    """Take out the groups of reprints, which hold for other documents; True if there were any."""
    found = list((folder / "tables" / "reprints").glob("*.parquet"))
    for path in found:
        path.unlink()
    if found:
        (folder / "tables" / "reprints").rmdir()
    return bool(found)


def count_rows(folder: Path) -> tuple[dict[str, int], dict[str, int]]:
    """Rows of each table, and of failures by reason."""
    need("pyarrow")
    import pyarrow.parquet as pq

    rows = {}
    reasons: dict[str, int] = {}
    for name in TABLE_NAMES:
        paths = sorted(table_path(folder, name, "part").parent.glob("*.parquet"))
        rows[name] = sum(pq.ParquetFile(path).metadata.num_rows for path in paths)
        if name == "failures":
            for path in paths:
                for reason in pq.read_table(path, columns=["reason"])["reason"].to_pylist():
                    reasons[reason] = reasons.get(reason, 0) + 1
    return rows, dict(sorted(reasons.items(), key=lambda item: (-item[1], item[0])))
