"""Bring a badly scraped page to the text its author wrote: the fixes, in their order.

Each fix takes an aligned text and returns one; what it changed is on record as an edit. A clean text passes
unchanged, and what comes out passes unchanged when it goes in again.
"""

from collections.abc import Callable

from duban.lexicon import Lexicons
from duban.normalise.aligned import AlignedText
from duban.normalise.byteshift import repair_byte_shifts
from duban.normalise.characters import (
    decode_entities,
    drop_invisible_characters,
    fold_compatibility_characters,
    fold_widths,
    mark_lost_characters,
    replace_surrogates,
)
from duban.normalise.linebreaks import join_broken_lines
from duban.normalise.markup import strip_markup
from duban.normalise.mojibake import repair_mojibake
from duban.normalise.ngrams import Ngrams
from duban.normalise.outcome import NormalisedText
from duban.normalise.pinyin import drop_pinyin
from duban.normalise.punctuation import widen_punctuation
from duban.normalise.script import simplify_quotes, simplify_script
from duban.normalise.spaces import close_up_characters, drop_page_numbers, trim_spaces
from duban.read.encoding import MARKS, decode

FIXES: tuple[Callable[[AlignedText, Lexicons], AlignedText], ...] = (
    replace_surrogates,
    repair_mojibake,
    strip_markup,
    decode_entities,
    drop_invisible_characters,
    fold_compatibility_characters,
    mark_lost_characters,
    drop_pinyin,
    repair_byte_shifts,
    fold_widths,
    simplify_quotes,
    simplify_script,
    close_up_characters,
    trim_spaces,
    drop_page_numbers,
    join_broken_lines,
    widen_punctuation,
)


def normalise(source: str | bytes, lex: Lexicons, ngrams: Ngrams | None = None) -> NormalisedText:
    """The clean text of *source*, aligned with it.

    `normalise("實(shí)現(xiàn)…", lex).text` → `"实现…"` on a page that is annotated throughout. Raw offsets count
    code points of *source*, or of the decoded bytes. A model of your own texts in *ngrams* helps to read damage.

    Raises UnreadableSource if *source* is bytes of no text; no str and no text bytes raise.
    """
    if isinstance(source, bytes):
        text, encoding, warnings = decode(source)
    else:
        text, encoding, warnings = source, "str", ()
    page = AlignedText.of(text, ngrams)
    for fix in FIXES:
        page = fix(page, lex)
    damaged = tuple(page.alignment.to_clean(span) for span in page.damaged)
    mark = next((len(mark) for mark, _ in MARKS if source.startswith(mark)), 0) if isinstance(source, bytes) else 0
    return NormalisedText(
        page.text, page.alignment, warnings + page.warnings, encoding, text, damaged, page.steps, mark
    )
