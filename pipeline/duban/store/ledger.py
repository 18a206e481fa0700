"""What was promised and what was later reported as reached, side by side, by place, indicator and year.

A promise counts for the year in which it is due, else for that of its publication. A reported figure counts for the
year of the last time that stands before it in its line, else for that of its publication. Only figures of the same
kind and base unit are set against each other; a pair whose scope differs is shown and not judged.
"""

from collections.abc import Iterable
from typing import Any

from duban.store.database import ALL_ROWS, Answer, Corpus

COLUMNS = (
    "place", "indicator", "scope", "year", "promised", "due", "reported", "reported_scope", "verdict", "promised_text",
    "promised_source", "promised_doc", "reported_text", "reported_source", "reported_doc",
)  # fmt: skip
SQL = """
WITH figures AS (
    SELECT g.*, d.source_uri,
        (SELECT arg_max(t.ends, t.clean_end) FROM times t
         WHERE t.doc = g.doc AND t.clean_end <= g.clean_start AND t.role IN ('period', 'event', 'deadline')
           AND t.ends IS NOT NULL AND NOT contains(t.ends, 'X')
           AND NOT contains(substr(d.clean_text, t.clean_end + 1, g.clean_start - t.clean_end), chr(10))
        ) AS time_before
    FROM targets g JOIN documents d USING (doc)
    WHERE contains(g.indicator, $indicator)
      AND ($place IS NULL OR contains(g.place, $place) OR contains(g.place_path, $place))
),
dated AS (
    SELECT *, coalesce(due, CASE WHEN status = 'actual' THEN time_before END, published) AS day
    FROM figures
),
placed AS (
    SELECT *, CASE WHEN regexp_matches(day, '^[0-9]{4}') THEN substr(day, 1, 4) END AS year FROM dated
),
promised AS (SELECT * FROM placed WHERE status = 'target'),
reported AS (SELECT * FROM placed WHERE status = 'actual')
SELECT coalesce(p.place, r.place), coalesce(p.indicator, r.indicator), coalesce(p.year, r.year),
    p.scope, p.comparator, p.value, p.value_max, p.unit, p.direction, p.canonical_value, p.canonical_value_max, p.due,
    p.text, coalesce(p.document_title, p.source_uri), p.doc,
    r.scope, r.comparator, r.value, r.value_max, r.unit, r.direction, r.canonical_value,
    r.text, coalesce(r.document_title, r.source_uri), r.doc
FROM promised p FULL JOIN reported r
  ON p.place IS NOT DISTINCT FROM r.place AND p.indicator = r.indicator AND p.year = r.year
 AND p.canonical_unit IS NOT DISTINCT FROM r.canonical_unit AND p.kind = r.kind
 AND p.direction IS NOT DISTINCT FROM r.direction
 AND (p.scope IS NOT DISTINCT FROM r.scope OR p.scope IS NULL OR r.scope IS NULL)
 AND (p.published IS NULL OR r.published IS NULL OR r.published >= p.published)
ORDER BY 1, 2, 3, p.doc, p.clean_start, r.doc, r.clean_start
"""
SIGNS = {"eq": "", "ge": "≥ ", "gt": "> ", "le": "≤ ", "lt": "< ", "approx": "≈ ", "range": ""}
ARROWS = {"up": "↑ ", "down": "↓ ", None: ""}


def ledger(corpus: Corpus, indicator: str, place: str | None = None) -> Answer:
    """One row a promise with the figure reported for it, and one for each that has no other side."""
    found = corpus.ask(SQL, {"indicator": indicator, "place": place}, rows=ALL_ROWS)
    return Answer(COLUMNS, [_row(row) for row in found.rows], False)


def _row(row: tuple[Any, ...]) -> tuple[Any, ...]:
    place, indicator, year = row[:3]
    scope, comparator, value, upper, unit, direction, canonical, canonical_upper, due = row[3:12]
    promised_text, promised_source, promised_doc = row[12:15]
    reported_scope, reported_comparator, reported_value, reported_upper, reported_unit, reported_way, reached = row[
        15:22
    ]
    verdict = None
    if promised_doc and row[24]:
        verdict = "scopes differ" if scope != reported_scope else judge(comparator, canonical, canonical_upper, reached)
    return (
        place, indicator, scope or reported_scope, year, say(comparator, value, upper, unit, direction), due,
        say(reported_comparator, reported_value, reported_upper, reported_unit, reported_way), reported_scope, verdict,
        promised_text, promised_source, promised_doc, *row[22:25],
    )  # fmt: skip


def judge(comparator: str, goal: float | None, upper: float | None, reached: float | None) -> str | None:
    """Whether a figure keeps a promise: `reached`, `missed`; None where it cannot be said.

    A promise without a limit (增长8%) is kept by anything from there on; 左右 gives a tenth.
    """
    if goal is None or reached is None:
        return None
    kept = {
        "eq": reached >= goal,
        "ge": reached >= goal,
        "gt": reached > goal,
        "le": reached <= goal,
        "lt": reached < goal,
        "approx": reached >= goal * 0.9,
        "range": goal <= reached and (upper is None or reached <= upper),
    }[comparator]
    return "reached" if kept else "missed"


def say(
    comparator: str | None, value: float | None, upper: float | None, unit: str | None, direction: str | None
) -> str | None:
    """A figure in a few signs: ≥ 8.5 %."""
    if comparator is None:
        return None
    if value is None:
        return "relative"
    top = "" if upper is None else f"–{upper:g}"
    return f"{ARROWS[direction]}{SIGNS[comparator]}{value:.10g}{top} {unit or ''}".rstrip()


PANEL_SQL = """
SELECT place, CASE WHEN regexp_matches(day, '^[0-9]{4}') THEN substr(day, 1, 4) END AS year,
    arg_max(coalesce(canonical_value, value), published), count(DISTINCT coalesce(canonical_value, value)), count(*)
FROM (SELECT *, coalesce(due, published) AS day FROM targets
      WHERE contains(indicator, $indicator) AND status = $status AND ($kind IS NULL OR kind = $kind)
        AND ($unit IS NULL OR canonical_unit = $unit OR unit = $unit) AND value IS NOT NULL AND place IS NOT NULL)
GROUP BY ALL ORDER BY 1, 2
"""


def panel(
    corpus: Corpus, indicator: str, *, status: str = "target", kind: str | None = None, unit: str | None = None
) -> tuple[Answer, int]:
    """Places by years: the value in base units that was published last; how many cells had several values."""
    values = {"indicator": indicator, "status": status, "kind": kind, "unit": unit}
    found = [row for row in corpus.ask(PANEL_SQL, values, rows=ALL_ROWS).rows if row[1]]
    years = sorted({row[1] for row in found})
    cells: dict[str, dict[str, float]] = {}
    for place, year, value, _, _ in found:
        cells.setdefault(place, {})[year] = value
    rows: Iterable[tuple[Any, ...]] = ((place, *(held.get(year) for year in years)) for place, held in cells.items())
    return Answer(("place", *years), list(rows), False), sum(row[3] > 1 for row in found)
