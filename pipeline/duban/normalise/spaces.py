"""White space of scraped pages: indents, trailing blanks, runs of spaces, the blank lines of templates."""

import re

from duban.alignment import Cut
from duban.lexicon import Lexicons
from duban.normalise.aligned import AlignedText, Fix

CLOSED = Fix(
    "space", "spaces.recognised", "most characters of this line stand apart, as recognised text does", "inferred"
)
PAGE_NUMBER = Fix("page_number", "spaces.page_number", "the number of a page, on a line of its own")
SPACED_RE = re.compile(r"(?:[\u4e00-\u9fff] ){5}")
SPACED_LINE_RE = re.compile(r"[^\n]+")
GAP_RE = re.compile(
    r"(?<=[\u3000-\u303f\u4e00-\u9fff，。；：！？（）“”]) (?=[\u3000-\u303f\u4e00-\u9fff，。；：！？（）“”0-9])"
    r"|(?<=[0-9%.]) (?=[\u4e00-\u9fff，。；：！？）%.])|(?<=[0-9.]) (?=[0-9.])"
)
LETTER_RE = re.compile(r"[\u4e00-\u9fff，。；：！？]|[0-9.]+")
LEAST_GAPS = 5
PAGE_NUMBER_RE = re.compile(
    r"(?m)^[ \t]*(?:[-—–－]{1,2} ?\d{1,4} ?[-—–－]{1,2}|第 ?\d{1,4} ?页(?:[ ，,/]{0,2}共 ?\d{1,4} ?页)?)[ \t]*\n"
)
RUN = Fix("space", "spaces.run", "blanks of the page's layout")
SPACES_RE = re.compile(r"\s{2,}|[^\S \n]|\A | \Z")
DIRTY_RE = re.compile(r"[^\S \n]")


def close_up_characters(page: AlignedText, lex: Lexicons) -> AlignedText:
    """`全 县 完 成 投 资 3 亿 元` → without the blanks that a recogniser put between the characters of a line.

    Only lines on which most characters stand apart; a name of two characters in a list (王 明) is left alone.
    """
    if " " not in page.letters or not SPACED_RE.search(page.text):
        return page
    cuts = [cut for line in SPACED_LINE_RE.finditer(page.text) for cut in _closed(line)]
    return page.cut(CLOSED, cuts)


def _closed(line: re.Match[str]) -> list[Cut]:
    gaps = list(GAP_RE.finditer(line.string, *line.span()))
    letters = len(LETTER_RE.findall(line[0]))
    if len(gaps) < LEAST_GAPS or len(gaps) < 0.6 * letters:
        return []
    return [Cut(*gap.span(), "") for gap in gaps]


def drop_page_numbers(page: AlignedText, lex: Lexicons) -> AlignedText:
    """`— 3 —` and 第3页 共8页 on lines of their own: the paper's, not the text's."""
    if not page.text or not PAGE_NUMBER_RE.search(page.text):
        return page
    return page.sub(PAGE_NUMBER, PAGE_NUMBER_RE, "")


def trim_spaces(page: AlignedText, lex: Lexicons) -> AlignedText:
    """Indents and trailing blanks go, runs of spaces become one space, a line of blanks is no line.

    A TAB between two cells stays a TAB, blank lines of nothing but line ends stay as they are.
    """
    text = page.text
    runs = any(run in text for run in ("  ", " \n", "\n ")) or text != text.strip(" ")
    if not runs and not DIRTY_RE.search(page.letters):
        return page
    return page.sub(RUN, SPACES_RE, _space)


def _space(run: re.Match[str]) -> str:
    blank = run[0]
    if not blank.strip("\n"):
        return blank
    if run.start() == 0 or run.end() == len(run.string):
        return ""
    if "\n" in blank:
        return "\n"
    return "\t" if "\t" in blank else " "
