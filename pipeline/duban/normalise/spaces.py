"""White space of scraped pages: indents, trailing blanks, runs of spaces, the blank lines of templates."""

import re

from duban.lexicon import Lexicons
from duban.normalise.aligned import AlignedText, Fix

SPACES_RE = re.compile(r"\s{2,}|[^\S \n]|\A | \Z")
DIRTY_RE = re.compile(r"[^\S \n]")


def trim_spaces(page: AlignedText, lex: Lexicons) -> AlignedText:
    """Indents and trailing blanks go, runs of spaces become one space, a line of blanks is no line.

    A TAB between two cells stays a TAB, blank lines of nothing but line ends stay as they are.
    """
    text = page.text
    runs = any(run in text for run in ("  ", " \n", "\n ")) or text != text.strip(" ")
    if not runs and not DIRTY_RE.search(page.letters):
        return page
    return page.sub(Fix("space", "spaces.run"), SPACES_RE, _space)


def _space(run: re.Match[str]) -> str:
    blank = run[0]
    if not blank.strip("\n"):
        return blank
    if run.start() == 0 or run.end() == len(run.string):
        return ""
    if "\n" in blank:
        return "\n"
    return "\t" if "\t" in blank else " "
