"""Bring a badly scraped page to the text its author wrote: the fixes, in their order.

Each fix takes an aligned text and returns one; what it changed is on record as an edit. A clean text passes
unchanged, and what comes out passes unchanged when it goes in again.
"""

from collections.abc import Callable

from duban.lexicon import Lexicons
from duban.normalise.aligned import AlignedText, NormalisedText
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
from duban.normalise.pinyin import drop_pinyin
from duban.normalise.punctuation import widen_punctuation
from duban.normalise.script import simplify_quotes, simplify_script
from duban.normalise.spaces import trim_spaces
from duban.read.encoding import decode

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
    trim_spaces,
    join_broken_lines,
    widen_punctuation,
)


def normalise(source: str | bytes, lex: Lexicons) -> NormalisedText:
    """The clean text of *source*, aligned with it.

    `normalise("實(shí)現(xiàn)…", lex).text` → `"实现…"` on a page that is annotated throughout. Raw offsets count
    code points of *source*, or of the decoded bytes.

    Raises UnreadableSource if *source* is bytes of no text; no str and no text bytes raise.
    """
    if isinstance(source, bytes):
        text, encoding, warnings = decode(source)
    else:
        text, encoding, warnings = source, "str", ()
    page = AlignedText.of(text)
    for fix in FIXES:
        page = fix(page, lex)
    damaged = tuple(page.alignment.to_clean(span) for span in page.damaged)
    return NormalisedText(page.text, page.alignment, warnings + page.warnings, encoding, text, damaged, page.steps)
