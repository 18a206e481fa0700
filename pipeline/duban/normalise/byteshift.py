"""Byte shifts: stretches where a mirror's insertions fell inside characters and the decoder swallowed what followed.

`千金?!薄靶腋6际菉^斗` was 千金。”“幸福都是奮斗: a mark put in front of a byte pair that was two halves of
neighbours pushed every following pair off by one byte. Such a stretch begins with `?` before a punctuation mark,
or with `?pinyin)`, and ends where a single byte, a Latin letter or the next mark puts the pairs right again. Only
pages that were annotated by machine have them: elsewhere ?! is an exclamation.

What the stretch said is inferred from which characters its bytes allow and which of those make words. A character
on which the likely readings differ stays U+FFFD. A lost digit comes back only where the page repeats the same words
with it or a year can begin with nothing else.
"""

import re

from duban.alignment import Cut
from duban.lexicon import Lexicons
from duban.normalise.aligned import AlignedText, Fix
from duban.normalise.pinyin import LETTERS
from duban.normalise.shiftreading import Reader, Reading

SHIFT = Fix("byte_shift", "byteshift.lattice", "inferred")
TRIGGER_RE = re.compile(rf"\?(?:[{LETTERS}]{{1,6}}\)|[!,;:?。，；！？：、])")
UNREPAIRED_RE = re.compile(
    rf"\?(?:[{LETTERS}]{{1,6}}\)|[!,;:。，；！？：])[^。，；、,;\n]{{0,16}}|\?\d{{1,3}}(?=[\u3400-\u9fff])|[A-Za-z^]\([{LETTERS}]{{1,6}}\)"
)
MOST = 60
SURE = 3.0


def repair_byte_shifts(page: AlignedText, lex: Lexicons) -> AlignedText:
    """Read the damaged stretches of an annotated page again; what cannot be read is reported as damaged."""
    if "?" not in page.letters or not any(step.fix.kind == "pinyin" for step in page.steps):
        return page
    cuts = _repairs(page, lex)
    damage: list[tuple[int, int]] = []
    for cut, reading in cuts:
        if reading.lost or reading.margin < SURE:
            damage.append((cut.start, cut.end))
        if reading.evidence:
            page = page.warn("recovered_digit", reading.evidence, (cut.start, cut.end))
    ends = {at for cut, _ in cuts for at in range(cut.start, cut.end)}
    damage += [match.span() for match in UNREPAIRED_RE.finditer(page.text) if match.start() not in ends]
    for span in sorted(damage):
        message = f"bytes were lost when the page was copied; {page.text[slice(*span)]!r} cannot be read for certain"
        page = page.warn("byte_shift", message, span).damage(span)
    return page.cut(SHIFT, [cut for cut, _ in cuts])


def _repairs(page: AlignedText, lex: Lexicons) -> list[tuple[Cut, Reading]]:
    """The stretches that could be read, left to right; what one said is context of the next."""
    found: list[tuple[Cut, Reading]] = []
    reader: Reader | None = None
    repaired, done = "", 0
    for match in TRIGGER_RE.finditer(page.text):
        if match.start() < done or len(found) == MOST:
            continue
        reader = reader or Reader(page.text, lex)
        repaired += page.text[done : match.start()]
        done = match.start()
        reading = reader.read(repaired, done)
        if reading:
            found.append((Cut(done, reading.end, reading.text), reading))
            repaired += reading.text
            done = reading.end
    return found
