"""HTML left in the text, or a whole HTML page: its article, one block a line."""

from duban.lexicon import Lexicons
from duban.normalise.aligned import AlignedText, Fix
from duban.read.html import find_markup, looks_like_html


def strip_markup(page: AlignedText, lex: Lexicons) -> AlignedText:
    """Take the markup out of a page that has any; a < in a formula is none."""
    if "<" not in page.text or not looks_like_html(page.text):
        return page
    return page.cut(Fix("html", "markup.html", "markup of the page"), find_markup(page.text))
