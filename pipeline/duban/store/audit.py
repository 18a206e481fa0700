"""Check a corpus by hand: draw a stratified sample, and turn the checked file into precision with its interval."""

import csv
import io
import math
from collections import defaultdict
from pathlib import Path
from typing import Any, NamedTuple

from duban.errors import UsageError
from duban.store.database import ALL_ROWS, Answer, Corpus

STRATA = {"tasks": "concat_ws(' ', modality, kind)", "targets": "concat_ws(' ', status, kind)"}
READINGS = {
    "tasks": "concat_ws('; ', modality, kind, 'due ' || due, nullif(owners, ''), 'said by ' || issuer)",
    "targets": "concat_ws('; ', indicator, scope, comparator, value_exact, value_max_exact, unit, kind, status,"
    " 'due ' || due)",
}
COLUMNS = (
    "table",
    "doc",
    "id",
    "stratum",
    "stratum_size",
    "text",
    "context",
    "reading",
    "rule",
    "locator",
    "correct",
    "note",
)
AROUND = 80
YES = frozenset(("1", "y", "yes", "true", "是", "对", "正确"))
NO = frozenset(("0", "n", "no", "false", "否", "错", "错误"))
Z = 1.959964


def draw(corpus: Corpus, table: str, size: int, seed: str = "1") -> Answer:
    """*size* rows of a table, from each stratum in proportion and at least one; the same seed draws the same."""
    if table not in STRATA:
        raise UsageError("--table", f"{table!r} cannot be audited", "Choose one", STRATA)
    sql = f"""
        WITH all_rows AS (SELECT *, {STRATA[table]} AS stratum FROM {table}),
        ranked AS (
            SELECT *, count(*) OVER (PARTITION BY stratum) AS size, count(*) OVER () AS total,
                row_number() OVER (PARTITION BY stratum ORDER BY md5(doc || id || $seed), doc, id) AS drawn
            FROM all_rows
        )
        SELECT '{table}', r.doc, r.id, stratum, size, r.text,
            substr(d.clean_text, CAST(greatest(0, r.clean_start - {AROUND}) AS BIGINT) + 1,
                CAST(r.clean_end - greatest(0, r.clean_start - {AROUND}) + {AROUND} AS BIGINT)),
            {READINGS[table]}, r.rule, d.locator, '', ''
        FROM ranked r JOIN documents d USING (doc)
        WHERE drawn <= greatest(1, round($size * size / total)) ORDER BY stratum, r.doc, r.clean_start
    """
    return Answer(COLUMNS, corpus.ask(sql, {"seed": seed, "size": size}, rows=ALL_ROWS).rows, False)


class Stratum(NamedTuple):
    """What the checker said of one stratum."""

    name: str
    size: int
    checked: int
    correct: int


class Precision(NamedTuple):
    """The share of rows that are right, with a 95 % interval."""

    table: str
    strata: tuple[Stratum, ...]
    value: float
    low: float
    high: float

    @property
    def checked(self) -> int:
        """How many rows were judged."""
        return sum(stratum.checked for stratum in self.strata)

    def sentences(self) -> tuple[str, str]:
        """One sentence for a methods section, in English and in Chinese."""
        total = sum(stratum.size for stratum in self.strata)
        share, low, high = (f"{100 * figure:.1f}%" for figure in (self.value, self.low, self.high))
        english = (
            f"Of {total:,} extracted {self.table}, a random sample of {self.checked} stratified by type "
            f"({len(self.strata)} strata, proportional allocation) was checked by hand against the source text; "
            f"{share} were correct (95% CI {low} to {high})."
        )
        noun = {"tasks": "任务", "targets": "指标"}[self.table]
        chinese = (
            f"从抽取的{total}条{noun}中按类型分层（{len(self.strata)}层，按比例分配）随机抽取{self.checked}条，"
            f"与原文逐条人工核对，准确率为{share}（95%置信区间：{low}—{high}）。"
        )
        return english, chinese


def score(path: Path) -> list[Precision]:
    """The precision of each table in a checked file (CSV); rows without a verdict are left out.

    Strata are weighted by their size in the corpus. The interval is Wilson's, with the number of rows that a simple
    sample of the same variance would have.
    """
    strata: dict[tuple[str, str], list[Any]] = defaultdict(list)
    sizes: dict[tuple[str, str], int] = {}
    for number, row in enumerate(_rows(path), 2):
        verdict = (row.get("correct") or "").strip().casefold()
        key = (row["table"], row["stratum"].removeprefix("'"))
        sizes[key] = int(float(row["stratum_size"]))
        if verdict in YES or verdict in NO:
            strata[key].append(verdict in YES)
        elif verdict:
            raise UsageError(f"{path}, line {number}", f"{verdict!r} is no verdict", "Write 1 or 0 into `correct`")
    if not strata:
        raise UsageError(str(path), "no row has a verdict", "Write 1 (right) or 0 (wrong) into the column `correct`")
    tables = sorted({table for table, _ in strata})
    return [
        _precision(table, [Stratum(k[1], sizes[k], len(v), sum(v)) for k, v in sorted(strata.items()) if k[0] == table])
        for table in tables
    ]


def _precision(table: str, strata: list[Stratum]) -> Precision:
    total = sum(stratum.size for stratum in strata)
    checked = sum(stratum.checked for stratum in strata)
    value = variance = 0.0
    for stratum in strata:
        weight, share = stratum.size / total, stratum.correct / stratum.checked
        value += weight * share
        spread = share * (1 - share) / max(1, stratum.checked - 1)
        variance += weight * weight * spread * max(0.0, 1 - stratum.checked / stratum.size)
    number = min(float(checked), value * (1 - value) / variance) if variance > 0 and 0 < value < 1 else float(checked)
    return Precision(table, tuple(strata), value, *wilson(value, number))


def wilson(share: float, number: float) -> tuple[float, float]:
    """The 95 % interval of a share of *number* trials.

    >>> [round(edge, 3) for edge in wilson(0.9, 100)]
    [0.826, 0.945]
    """
    scale = 1 + Z * Z / number
    centre = (share + Z * Z / (2 * number)) / scale
    half = Z * math.sqrt(share * (1 - share) / number + Z * Z / (4 * number * number)) / scale
    return max(0.0, centre - half), min(1.0, centre + half)


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        text = path.read_text("gb18030")  # Excel on a Chinese Windows saves CSV so
    except OSError as error:
        raise UsageError(
            str(path), f"cannot be read ({error.strerror})", "Name the file that duban audit wrote"
        ) from None
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    if not rows or not {"table", "stratum", "stratum_size", "correct"} <= set(rows[0]):
        raise UsageError(str(path), "is no audit file", "Name the file that duban audit wrote")
    return rows
