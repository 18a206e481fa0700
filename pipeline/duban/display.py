"""Show a document in a notebook: its commitments as a table, its text with the spans in colour.

Everything that comes from the document is escaped. No script, no style outside the document's own block.
"""

from collections.abc import Iterator
from html import escape
from itertools import pairwise

from duban.contract import Document
from duban.readable import due, kind, names, official_name, owners, quantity

COLOURS = {
    "task": "background:rgba(255,196,0,.18)",
    "exhortation": "background:rgba(128,128,128,.15)",
    "target": "border-bottom:2px solid #d9480f",
    "time": "color:#1971c2;font-weight:600",
    "official": "color:#2b8a3e;font-weight:600",
    "organisation": "color:#862e9c",
}
SHOWN_CHARACTERS = 20_000
SHOWN_ROWS = 200
UNBROKEN = 16
_CELL = "padding:2px 8px;text-align:left;vertical-align:top"


def document_as_html(document: Document) -> str:
    """One self-contained block; a long document is shown up to `SHOWN_CHARACTERS` and `SHOWN_ROWS`, and says so."""
    return (
        f'<div lang="zh" style="line-height:1.6">{_headline(document)}{_tasks(document)}{_targets(document)}'
        f"{_legend()}{_text(document)}</div>"
    )


def _headline(document: Document) -> str:
    title = document.title.text if document.title else document.source.uri or "untitled"
    facts = [document.published.date if document.published else "undated"]
    facts += [document.jurisdiction.name] if document.jurisdiction else []
    facts += [f"{len(document.warnings)} warnings"] if document.warnings else []
    return f"<p><b>{escape(title)}</b> · {escape(' · '.join(facts))}</p>"


def _tasks(document: Document) -> str:
    who, deadline = names(document), due(document)
    rows = [
        [t.text, kind(t), deadline(t), owners(t, who), who.get(t.issued_by or "", "")]
        for t in document.tasks
        if t.kind != "exhortation"
    ]
    return _table(["task", "kind", "due", "owners", "said by"], rows)


def _targets(document: Document) -> str:
    deadline = due(document)
    rows = [[g.indicator, g.scope or "", quantity(g), kind(g), deadline(g)] for g in document.targets]
    return _table(["target", "scope", "value", "kind", "due"], rows)


def _table(head: list[str], rows: list[list[str]]) -> str:
    if not rows:
        return ""
    lines = [_row("th", head), *(_row("td", cells) for cells in rows[:SHOWN_ROWS])]
    more = f"<p>… {len(rows) - SHOWN_ROWS} more</p>" if len(rows) > SHOWN_ROWS else ""
    return f"<table>{''.join(lines)}</table>{more}"


def _row(tag: str, cells: list[str]) -> str:
    return "<tr>" + "".join(f'<{tag} style="{_style(cell)}">{escape(cell)}</{tag}>' for cell in cells) + "</tr>"


def _style(cell: str) -> str:
    """A date or a short figure stays on one line."""
    return f"{_CELL};white-space:nowrap" if len(cell) <= UNBROKEN and cell.isascii() else _CELL


def _legend() -> str:
    return "<p>" + " ".join(f'<span style="{style}">{kind}</span>' for kind, style in COLOURS.items()) + "</p>"


def _text(document: Document) -> str:
    text = document.clean_text[:SHOWN_CHARACTERS]
    more = (
        ""
        if len(text) == len(document.clean_text)
        else f"<p>… {len(document.clean_text) - len(text)} more characters</p>"
    )
    return f'<div style="white-space:pre-wrap">{"".join(_coloured(text, document))}</div>{more}'


def _coloured(text: str, document: Document) -> Iterator[str]:
    """The escaped text, cut wherever a span begins or ends; spans may overlap."""
    marks = sorted((start, min(end, len(text)), kind, note) for start, end, kind, note in _marks(document))
    edges = sorted({0, len(text), *(edge for mark in marks for edge in mark[:2] if edge < len(text))})
    live: list[tuple[int, int, str, str]] = []
    upcoming = 0
    for start, end in pairwise(edges):
        while upcoming < len(marks) and marks[upcoming][0] <= start:
            live.append(marks[upcoming])
            upcoming += 1
        live = [mark for mark in live if mark[1] > start]
        piece = escape(text[start:end])
        if live:
            style = ";".join(COLOURS[kind] for kind in COLOURS if any(kind == mark[2] for mark in live))
            note = escape("\n".join(mark[3] for mark in live))
            piece = f'<span style="{style}" title="{note}">{piece}</span>'
        yield piece


def _marks(document: Document) -> Iterator[tuple[int, int, str, str]]:
    for task in document.tasks:
        kind = "exhortation" if task.kind == "exhortation" else "task"
        yield *task.span.clean, kind, f"{task.id} {task.kind}, {task.modality or 'no modality'}"
    for target in document.targets:
        yield *target.span.clean, "target", f"{target.id} {target.indicator} {quantity(target)}"
    for time in document.times:
        yield *time.span.clean, "time", f"{time.id} {time.role} {time.start or '…'} to {time.end or '…'}"
    for official in document.officials:
        for mention in official.mentions:
            yield *mention.span.clean, "official", f"{official.id} {official_name(official)}"
    for body in document.organisations:
        for mention in body.mentions:
            yield *mention.span.clean, "organisation", f"{body.id} {body.name}"
