"""Compare one found document with its gold, kind by kind.

A task is found where it covers at least half of the same unit; a target where the same value stands at the same
place; a time where both the place and the days agree; an official by name, one without a name by post or place.
The further figures (modality, deadline, owners, …) judge only what was found.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from duban.evaluate.gold import GoldDocument
from duban.evaluate.likeness import fold, half_overlap, overlap, pair_up, shared, similar
from duban.evaluate.rows import Row, named_by, posts_of, raw_span, same_posts, same_value, when
from duban.evaluate.tally import Report

TARGET_COLUMNS = ("comparator", "kind", "direction", "status")
DEADLINE_ROLES = ("deadline", "period")
SHOWN = 40


def compare_tasks(gold: GoldDocument, found: Row, report: Report) -> None:
    """Tasks found, and of those their modality, issuer, deadline and owners; exhortations do not count."""
    wanted = [row | {"span": gold.unit_span(row["i"])} for row in gold.rows["units"] if row["label"] == "task"]
    got = [task for task in found.get("tasks", []) if task.get("kind") != "exhortation"]
    pairs = pair_up(wanted, got, lambda a, b: half_overlap(a["span"], raw_span(b)))
    report.add("tasks", len(pairs), len(wanted), len(got))
    _note_misses(
        gold,
        report,
        "tasks",
        pairs,
        [gold.unit_text(row["i"])[:SHOWN] for row in wanted],
        [t["text"][:SHOWN] for t in got],
    )
    ends = _ends(found)
    for i, j in pairs:
        want, have = wanted[i], got[j]
        report.add("task modality", want.get("modality") == have.get("modality"), 1, 1)
        issuer = want.get("issued_by")
        if issuer or have.get("issued_by"):
            same = any(similar(issuer, name) for name in named_by(found, have.get("issued_by")))
            report.add("task issued_by", same, bool(issuer), bool(have.get("issued_by")))
        _compare_deadline("task deadline", want, have, ends, report)
        _compare_owners(want.get("responsible") or [], have.get("responsible") or [], found, report)


def _compare_owners(wanted: list[Row], got: list[Row], found: Row, report: Report) -> None:
    def same_owner(a: Row, b: Row) -> bool:
        return a["role"] == b["role"] and any(similar(a["who"], name) for name in named_by(found, b))

    report.add("task responsible", len(pair_up(wanted, got, same_owner)), len(wanted), len(got))


def compare_targets(gold: GoldDocument, found: Row, report: Report) -> None:
    """Targets found (place and value), of those the deadline, and those right in every column."""
    wanted = [row | {"span": gold.quote_span(row), "home": gold.unit_span(row["unit"])} for row in gold.rows["targets"]]
    got = found.get("targets", [])
    pairs = pair_up(wanted, got, _target_likeness)
    report.add("targets found", len(pairs), len(wanted), len(got))
    shown = [f"{t.get('indicator')} {t.get('value')}{t.get('unit')}" for t in got]
    _note_misses(gold, report, "targets", pairs, [row["quote"][:SHOWN] for row in wanted], shown)
    ends = _ends(found)
    whole = 0
    for i, j in pairs:
        wrong = _wrong_columns(wanted[i], got[j])
        whole += not wrong
        if wrong:
            report.miss("targets wrong", gold.source.stem, [f"{wanted[i]['quote'][:24]}: {', '.join(wrong)}"])
        _compare_deadline("target deadline", wanted[i], got[j], ends, report)
    report.add("targets whole", whole, len(wanted), len(got))


def _target_likeness(gold: Row, found: Row) -> float:
    """Above 0 for the same value at the same place; of several such the likest has most."""
    span = raw_span(found)
    size = span[1] - span[0]
    half_in_common = 2 * shared(gold["span"], span) >= min(size, gold["span"][1] - gold["span"][0])
    mostly_in_unit = 2 * shared(gold["home"], span) >= size
    if not (half_in_common and mostly_in_unit and same_value(gold, found)):
        return 0.0
    like: int = similar(gold["indicator"], found.get("indicator")) + (gold["status"] == found.get("status"))
    return 1.0 + like + overlap(gold["span"], span) / 2


def _wrong_columns(gold: Row, found: Row) -> list[str]:
    columns = [key for key in TARGET_COLUMNS if gold.get(key) != found.get(key)]
    if not similar(gold["indicator"], found.get("indicator")):
        columns.append("indicator")
    return [f"{key} {gold.get(key)!r}≠{found.get(key)!r}" for key in columns]


def compare_times(gold: GoldDocument, found: Row, report: Report) -> None:
    """Times found: the deadlines and periods by themselves, then all."""
    _compare_times(gold, found, report, "deadlines and periods", DEADLINE_ROLES)
    _compare_times(gold, found, report, "times", None)


def _compare_times(gold: GoldDocument, found: Row, report: Report, kind: str, roles: tuple[str, ...] | None) -> None:
    rows = [row for row in gold.rows["times"] if roles is None or row["role"] in roles]
    wanted = [row | {"span": gold.quote_span(row)} for row in rows]
    got = [time for time in found.get("times", []) if roles is None or time.get("role") in roles]
    pairs = pair_up(wanted, got, lambda a, b: half_overlap(a["span"], raw_span(b)) if when(a) == when(b) else 0)
    report.add(kind, len(pairs), len(wanted), len(got))
    wanted_text = [f"{row['quote']} {when(row)}" for row in wanted]
    _note_misses(gold, report, kind, pairs, wanted_text, [f"{time['text']} {when(time)}" for time in got])


def compare_officials(gold: GoldDocument, found: Row, report: Report) -> None:
    """Officials with a name, all officials, and of those the posts and the roles."""
    wanted = [row | {"spans": gold.mention_spans(row["quotes"])} for row in gold.rows["officials"]]
    got = found.get("officials", [])
    pairs = pair_up(wanted, got, _official_likeness)
    named = sum(bool(fold(wanted[i].get("name"))) for i, _ in pairs)
    report.add("officials named", named, *(sum(bool(fold(o.get("name"))) for o in side) for side in (wanted, got)))
    report.add("officials all", len(pairs), len(wanted), len(got))
    posts = sum(same_posts(posts_of(wanted[i]), posts_of(got[j])) for i, j in pairs)
    report.add("official posts", posts, len(wanted), len(got))
    roles = sum(set(wanted[i]["roles"]) == set(got[j].get("roles", [])) for i, j in pairs)
    report.add("official roles", roles, len(wanted), len(got))
    shown = [f"{o.get('name')} {[p.get('title') for p in o.get('posts', [])]}" for o in got]
    _note_misses(gold, report, "officials", pairs, [f"{o.get('name')} {o.get('posts')}" for o in wanted], shown)


def _official_likeness(gold: Row, found: Row) -> float:
    if fold(gold.get("name")) or fold(found.get("name")):
        return fold(gold.get("name")) == fold(found.get("name"))
    common_post = any(x & y for x in posts_of(gold) for y in posts_of(found))
    mentions = [raw_span(mention) for mention in found.get("mentions", [])]
    return 2 * common_post + any(shared(a, b) for a in gold["spans"] for b in mentions)


def compare_campaigns(gold: GoldDocument, found: Row, report: Report) -> None:
    """Campaigns by name or alias."""
    wanted, got = gold.rows.get("campaigns", []), found.get("campaigns", [])
    pairs = pair_up(wanted, got, lambda a, b: any(similar(a["name"], n) for n in (b["name"], *b.get("aliases", []))))
    report.add("campaigns", len(pairs), len(wanted), len(got))


def _ends(found: Row) -> dict[Any, str | None]:
    return {time["id"]: time.get("end") for time in found.get("times", [])}


def _compare_deadline(kind: str, gold: Row, found: Row, ends: dict[Any, str | None], report: Report) -> None:
    """By value: which of several times with the same end is linked does not matter."""
    want, have = gold.get("deadline"), ends.get(found.get("deadline"))
    if want or have:
        report.add(kind, want == have, bool(want), bool(have))


def _note_misses(
    gold: GoldDocument,
    report: Report,
    kind: str,
    pairs: Sequence[tuple[int, int]],
    wanted: Iterable[str],
    got: Iterable[str],
) -> None:
    paired_gold, paired_found = {i for i, _ in pairs}, {j for _, j in pairs}
    report.miss(f"{kind} missed", gold.source.stem, (row for i, row in enumerate(wanted) if i not in paired_gold))
    report.miss(f"{kind} extra", gold.source.stem, (row for j, row in enumerate(got) if j not in paired_found))
