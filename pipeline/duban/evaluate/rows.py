"""Read what a row says, gold or found: its value, its time, its posts, the person or body it names."""

from typing import Any

from duban.evaluate.likeness import RawSpan, fold, same_number, similar

Row = dict[str, Any]
When = tuple[str | None, str | None, str | int | None]


def raw_span(item: Row) -> RawSpan:
    """Where a found item stands in the source."""
    start, end = item["span"]["raw"]
    return start, end


def same_value(gold: Row, found: Row) -> bool:
    """Same number, range and unit; a relative target has no number: the standard is its value."""
    if "relative" in (gold["kind"], found.get("kind")):
        return gold["kind"] == found.get("kind") and similar(gold["reference"], found.get("reference"))
    numbers = all(same_number(gold[key], found.get(key)) for key in ("value", "value_max"))
    return numbers and fold(gold["unit_text"]) == fold(found.get("unit"))


def when(time: Row) -> When:
    """What a time says: its two days, with the year's offset if the year is unknown; without a day its length."""
    start, end = time.get("start"), time.get("end")
    if not start and not end:
        return None, None, time.get("duration")
    unknown_year = "XXXX" in (start or "") + (end or "")
    return start, end, (time.get("year_offset") or 0) if unknown_year else None


def posts_of(official: Row) -> list[set[str]]:
    """One set of spellings for each post: 省委书记, or title 书记 + organisation 省委."""
    spellings = []
    for post in official.get("posts") or []:
        title, organisation = (post, "") if isinstance(post, str) else (post["title"], post.get("organisation") or "")
        spellings.append({fold(title), fold(organisation + title)})
    return spellings


def same_posts(a: list[set[str]], b: list[set[str]]) -> bool:
    """As many posts on both sides, and each of *a* is found in *b*."""
    return len(a) == len(b) and all(any(x & y for y in b) for x in a)


def named_by(document: Row, reference: Row | str | None) -> list[str]:
    """The spellings of whom an `issued_by` or an entry of `responsible` refers to: the name, else the posts."""
    if isinstance(reference, dict):
        reference = reference.get("official") or reference.get("organisation")
    for item in document.get("officials", []) + document.get("organisations", []):
        if item["id"] == reference:
            return [item["name"]] if item.get("name") else sorted(form for post in posts_of(item) for form in post)
    return []
