"""Group the copies of one announcement on many pages, by MinHash of its runs of five characters.

One permutation, 128 bins: each run of characters is hashed once, the bin is in the hash, and each bin keeps its
smallest. Documents that agree in a band of four bins are compared; those that are similar enough are one group.
Bands are joined in a database on disk, so that memory does not grow with the corpus.
"""

import re
import zlib
from array import array
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from duban.store.database import ALL_ROWS, Corpus
from duban.store.extras import need
from duban.store.folder import write_views
from duban.store.packing import committed

RUN = 5
BINS = 128
BAND = 4
EMPTY = 0xFFFFFFFF
MIX = 2_654_435_761
LEAST = 40
SIMILAR = 0.8
NO_WORD_RE = re.compile(r"\W+")
FIELDS = (
    ("doc", "string"),
    ("group_doc", "string"),
    ("is_first", "bool"),
    ("copies", "int64"),
    ("similarity", "double"),
)


def signature(text: str) -> "array[int]":
    """What is left of *text*: 128 numbers; two texts agree in about as many as they share runs of characters."""
    letters = NO_WORD_RE.sub("", text)
    data = letters.encode("utf-32-le", "replace")
    bins = array("I", [EMPTY]) * BINS
    crc = zlib.crc32
    for value in {crc(data[at : at + 4 * RUN]) for at in range(0, max(4, len(data) - 4 * (RUN - 1)), 4)}:
        mixed = (value * MIX) & EMPTY
        place = mixed & (BINS - 1)
        if mixed < bins[place]:
            bins[place] = mixed
    return _filled(bins)


def _filled(bins: "array[int]") -> "array[int]":
    """A bin that is empty takes what the next one holds, so that short texts compare too."""
    known = [index for index, value in enumerate(bins) if value != EMPTY]
    if not known:
        return bins
    filled = array("I", bins)
    following = known[0]
    for index in range(BINS - 1, -1, -1):
        if bins[index] == EMPTY:
            filled[index] = (bins[following] + (following - index) % BINS * MIX) & EMPTY
        else:
            following = index
    return filled


def similarity(left: bytes, right: bytes) -> float:
    """The share of bins in which two signatures agree."""
    pairs = zip(memoryview(left).cast("I"), memoryview(right).cast("I"), strict=True)
    return sum(a == b for a, b in pairs) / BINS


def find_reprints(folder: Path, similar: float = SIMILAR) -> dict[str, int]:
    """Write the table `reprints` of a corpus: the group of each document. The figures that sum it up."""
    part = folder / ".reprints.part"
    part.unlink(missing_ok=True)
    base = need("duckdb").connect(str(part))
    try:
        with Corpus(folder) as corpus:
            _write_signatures(base, corpus)
            order = _order(corpus)
        groups = _Groups()
        for left, right in _similar_pairs(base, similar):
            groups.join(left, right)
        return _write(folder, base, groups, order)
    finally:
        base.close()
        part.unlink(missing_ok=True)


def _write_signatures(base: Any, corpus: Corpus) -> None:
    import pyarrow as pa

    base.execute("CREATE TABLE signatures (number BIGINT, doc VARCHAR, signature BLOB)")
    base.execute("CREATE TABLE bands (band SMALLINT, key BLOB, number BIGINT)")
    number = 0
    for batch in corpus.batches("documents", 1_000):
        numbers, docs, marks = [], [], []
        bands: tuple[list[int], list[bytes], list[int]] = ([], [], [])
        for doc, text in zip(batch["doc"].to_pylist(), batch["clean_text"].to_pylist(), strict=True):
            mark = signature(text).tobytes()
            numbers.append(number)
            docs.append(doc)
            marks.append(mark)
            if len(text) >= LEAST:
                for band in range(BINS // BAND):
                    bands[0].append(band)
                    bands[1].append(mark[band * 4 * BAND : (band + 1) * 4 * BAND])
                    bands[2].append(number)
            number += 1
        signed = pa.table({"number": numbers, "doc": docs, "signature": pa.array(marks, pa.binary())})
        banded = pa.table(
            {"band": pa.array(bands[0], pa.int16()), "key": pa.array(bands[1], pa.binary()), "n": bands[2]}
        )
        base.register("signed", signed)
        base.register("banded", banded)
        base.execute("INSERT INTO signatures SELECT * FROM signed")
        base.execute("INSERT INTO bands SELECT * FROM banded")


def _order(corpus: Corpus) -> dict[str, tuple[str, str]]:
    """By what the first of a group is chosen: the day of publication, then the place."""
    sql = "SELECT doc, published_date, locator FROM documents"
    rows = corpus.ask(sql, rows=ALL_ROWS, seconds=3600).rows
    return {doc: (day if day and "X" not in day else "9999", locator) for doc, day, locator in rows}


def _similar_pairs(base: Any, similar: float) -> Iterator[tuple[str, str]]:
    """Each member of a band with the first of it, where both are similar enough."""
    found = base.execute(
        """
        WITH firsts AS (SELECT band, key, min(number) AS first FROM bands GROUP BY band, key HAVING count(*) > 1),
        pairs AS (SELECT DISTINCT first, number FROM bands JOIN firsts USING (band, key) WHERE number <> first)
        SELECT a.doc, a.signature, b.doc, b.signature
        FROM pairs JOIN signatures a ON a.number = first JOIN signatures b ON b.number = pairs.number
        ORDER BY first, pairs.number
        """
    )
    while rows := found.fetchmany(1_000):
        for left, left_mark, right, right_mark in rows:
            if similarity(left_mark, right_mark) >= similar:
                yield left, right


def _write(folder: Path, base: Any, groups: "_Groups", order: dict[str, tuple[str, str]]) -> dict[str, int]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    first: dict[str, str] = {}
    for doc in order:
        head = groups.head(doc)
        best = first.get(head)
        if best is None or order[doc] < order[best]:
            first[head] = doc
    copies = Counter(groups.head(doc) for doc in order)
    marks: dict[str, bytes] = {}
    wanted = [doc for doc in order if copies[groups.head(doc)] > 1]
    for start in range(0, len(wanted), 1_000):
        holes = ", ".join("?" * len(wanted[start : start + 1_000]))
        sql = f"SELECT doc, signature FROM signatures WHERE doc IN ({holes})"
        marks |= dict(base.execute(sql, wanted[start : start + 1_000]).fetchall())
    rows = []
    for doc in order:
        head = groups.head(doc)
        chosen = first[head]
        alike = 1.0 if doc == chosen else similarity(marks[doc], marks[chosen])
        rows.append((doc, chosen, doc == chosen, copies[head], alike))
    kinds = {"string": pa.string(), "bool": pa.bool_(), "int64": pa.int64(), "double": pa.float64()}
    columns = zip(*rows, strict=True) if rows else [[] for _ in FIELDS]
    table = pa.table({name: pa.array(list(c), kinds[kind]) for (name, kind), c in zip(FIELDS, columns, strict=True)})
    with committed(folder / "tables" / "reprints" / "part-00000.parquet") as file:
        pq.write_table(table, file, compression="zstd")
    write_views(folder)
    groups_found = sum(count > 1 for count in copies.values())
    return {"documents": len(order), "announcements": len(copies), "groups": groups_found, "copies": len(wanted)}


class _Groups:
    """Which documents belong together."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def head(self, doc: str) -> str:
        """The one that stands for the group of *doc*."""
        path = []
        while (above := self._above.get(doc, doc)) != doc:
            path.append(doc)
            doc = above
        for passed in path:
            self._above[passed] = doc
        return doc

    def join(self, left: str, right: str) -> None:
        """Make one group of two."""
        heads = sorted((self.head(left), self.head(right)))
        if heads[0] != heads[1]:
            self._above[heads[1]] = heads[0]
