"""HTML → the text of its article: which stretches of the source to take out, so that offsets stay exact.

Scripts, styles, navigation, forms and page feet go with their content, other tags alone. A block is a line, a
table row is a line with TABs between its cells; a line break in the source is none in the text. A reader for
the pages of government sites and mirrors, in one linear pass; it builds no tree and corrects none.
"""

import re
from collections.abc import Iterator

from duban.alignment import Cut

HTML_RE = re.compile(r"<!doctype html|<(?:html|head|body)\b[^<>]{0,2000}>", re.I)
TAG_RE = re.compile(
    r"</?(?:p|div|br|span|table|tbody|t[dhr]|a|font|strong|b|i|em|u|center|section|article|[uo]l|li|h[1-6]|img|input|hr)"
    r"(?:\s[^<>]{0,2000})?/?>",
    re.I,
)
OPENING_RE = re.compile(r"<(?:!--|(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]{0,15})(?=[\s/>])|[!?](?=[a-zA-Z\[]))")
SPACE_RE = re.compile(r"[ \t\r\n\f]+")
HIDDEN_RE = re.compile("script|style|noscript|template|svg|nav|footer|aside|select|button|textarea|iframe|head")
BLOCK_RE = re.compile(
    "address|article|blockquote|body|br|caption|center|dd|div|dl|dt|fieldset|figcaption|figure|form|h[1-6]|header|hr"
    "|html|li|main|ol|p|pre|section|table|tbody|thead|title|tr|ul"
)
CELL_RE = re.compile("t[dh]")


def looks_like_html(text: str) -> bool:
    """True for a page, and for text with at least two tags left in it."""
    if HTML_RE.search(text, 0, 20_000):
        return True
    tags = TAG_RE.finditer(text)
    return next(tags, None) is not None and next(tags, None) is not None


def find_markup(text: str) -> list[Cut]:
    """What to replace in an HTML source, in order: `<p>目标</p>` → `[Cut(0, 3, "\\n"), Cut(5, 9, "\\n")]`."""
    cuts: list[Cut] = []
    at = 0
    for start, end, after in _markup(text):
        cuts += _source_spaces(text, at, start)
        cuts.append(Cut(start, end, after))
        at = end
    return _merged([*cuts, *_source_spaces(text, at, len(text))])


def _markup(text: str) -> Iterator[Cut]:
    """Tags, comments, and hidden elements with what they hold."""
    at = 0
    missing: set[str] = set()
    while opening := OPENING_RE.search(text, at):
        name = (opening["name"] or "").lower()
        start, end = opening.start(), _end(text, opening, missing)
        hidden = HIDDEN_RE.fullmatch(name)
        if hidden and not opening["close"] and text[end - 2 : end] != "/>":
            end = _hidden_end(text, name, end, missing)
        yield Cut(start, end, "\t" if CELL_RE.fullmatch(name) else "\n" if hidden or BLOCK_RE.fullmatch(name) else "")
        at = end


def _end(text: str, opening: re.Match[str], missing: set[str]) -> int:
    """Where the tag or comment that opens here ends; right after its opening if it never does."""
    closing = "-->" if opening[0] == "<!--" else ">"
    if closing in missing:
        return opening.end()
    found = text.find(closing, opening.end())
    if found < 0:
        missing.add(closing)
        return opening.end()
    return found + len(closing)


def _hidden_end(text: str, name: str, start: int, missing: set[str]) -> int:
    """The end of the hidden element's closing tag; *start* if it is never closed."""
    if name in missing:
        return start
    closing = re.compile(rf"</{name}\s{{0,20}}>", re.I).search(text, start)
    if not closing:
        missing.add(name)
        return start
    return closing.end()


def _source_spaces(text: str, start: int, end: int) -> Iterator[Cut]:
    """Line breaks of the source between tags: none between Chinese characters, else a space."""
    for run in SPACE_RE.finditer(text, start, end):
        if "\n" not in run[0] and "\r" not in run[0]:
            continue
        edge = run.start() == start or run.end() == end
        latin = not edge and text[run.start() - 1].isascii() and text[run.end()].isascii()
        yield Cut(run.start(), run.end(), " " if latin else "")


def _merged(cuts: list[Cut]) -> list[Cut]:
    """Cuts that touch made one: of what they leave, a line end counts most, then a TAB."""
    merged: list[Cut] = []
    for cut in cuts:
        if merged and merged[-1].end == cut.start:
            last = merged.pop()
            both = last.after + cut.after
            after = next((sign for sign in "\n\t " if sign in both), "")
            cut = Cut(last.start, cut.end, after)
        merged.append(cut)
    return merged
