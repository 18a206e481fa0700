"""Byte shifts: stretches where a mirror's insertions fell inside characters and the decoder swallowed what followed.

`千金?!薄靶腋6际菉^斗` was 千金。”“幸福都是奮斗: a mark put in front of a byte pair that was two halves of
neighbours pushed every following pair off by one byte. Such a stretch begins with `?` before a punctuation mark,
or with `?pinyin)`, and ends where a single byte, a Latin letter or the next mark puts the pairs right again. Only
pages that a mirror worked on have them: elsewhere ?! is an exclamation, so a page without annotations must gain
much more.

What the stretch said is told from which characters its bytes allow, what a mirror always does, and which of the
readings that are left make words. A character whose bytes are all shown is certain if no likely reading has another
one there; the rest is inferred, and U+FFFD where the readings go too far apart. A lost digit comes back only where
the page repeats the same words with it or a year can begin with nothing else.
"""

import re
from collections import Counter
from collections.abc import Iterator

from duban.alignment import Cut
from duban.lexicon import Lexicons
from duban.normalise.aligned import AlignedText, Fix, Remark
from duban.normalise.pinyin import LETTERS
from duban.normalise.script import is_traditional
from duban.normalise.shiftreading import Reader, Reading
from duban.normalise.suspicion import ordinary_signs

SHIFT = Fix(
    "byte_shift", "byteshift.lattice", "the mirror's insertions pushed the bytes of this stretch off by one", "inferred"
)
TRIGGER_RE = re.compile(rf"\?(?:[{LETTERS}]{{1,6}}\)|[!,;:?。，；！？：、])")
UNREPAIRED_RE = re.compile(
    rf"\?(?:[{LETTERS}]{{1,6}}\)|[!,;:。，；！？：])[^。，；、,;\n]{{0,16}}|\?\d{{1,3}}(?=[\u3400-\u9fff])|[A-Za-z^]\([{LETTERS}]{{1,6}}\)"
)
MOST = 2000
SEEN = 400
BOTH_SHOWN = "both bytes of each character are shown, pushed off by one"
LIKELIEST = "a byte was lost; of the characters that fit, this makes the likeliest words"
SURE = 4.0
GAIN = 4.0
ALONE = 16.0
NEAR = 10


def repair_byte_shifts(page: AlignedText, lex: Lexicons) -> AlignedText:
    """Read the damaged stretches of an annotated page again; what cannot be read is reported as damaged."""
    if "?" not in page.letters:
        return page
    annotated = any(step.fix.kind == "pinyin" for step in page.steps)
    triggers = TRIGGER_RE.search(page.text)
    if not triggers or (not annotated and not any(_strange(match) for match in TRIGGER_RE.finditer(page.text))):
        return page
    reader = Reader(page.text, _annotated(page), is_traditional(page, lex), lex, page.ngrams)
    found = _repairs(page, annotated, reader)
    if not annotated:
        if not found:
            return page
        found = _repairs(page, True, reader)  # one stretch proves the mirror
    damage: list[tuple[int, int]] = []
    for start, reading in found:
        if reading.lost or reading.margin < SURE:
            damage.append((start, reading.end))
        if reading.evidence:
            page = page.warn("recovered_digit", reading.evidence, (start, reading.end))
    ends = {at for start, reading in found for at in range(start, reading.end)}
    damage += [match.span() for match in UNREPAIRED_RE.finditer(page.text) if match.start() not in ends]
    for span in sorted(damage):
        message = f"bytes were lost when the page was copied; {page.text[slice(*span)]!r} cannot be read for certain"
        page = page.warn("byte_shift", message, span).damage(span)
    rows = [row for start, reading in found for row in _cuts(start, reading)]
    return page.cut(SHIFT, [cut for cut, _ in rows], [remark for _, remark in rows])


def _annotated(page: AlignedText) -> frozenset[str]:
    """The characters that the mirror's table holds: those behind which annotations were taken out, mostly."""
    step = next((step for step in page.steps if step.fix.kind == "pinyin"), None)
    if step is None or step.cuts is None:
        return frozenset()
    times = Counter(step.before.text[cut.start - 1] for cut in step.cuts)
    return frozenset(sign for sign, count in times.items() if count >= 0.9 * page.text.count(sign))


def _repairs(page: AlignedText, annotated: bool, reader: Reader) -> list[tuple[int, Reading]]:
    """Where the stretches that could be read begin, and what they say; what one said is context of the next."""
    found: list[tuple[int, Reading]] = []
    before, done = "", 0
    for match in TRIGGER_RE.finditer(page.text):
        if match.start() < done or len(found) == MOST:
            continue
        before = (before + page.text[max(done, match.start() - SEEN) : match.start()])[-SEEN:]
        done = match.start()
        reading = reader.read(before, done, GAIN if annotated else ALONE) if annotated or _strange(match) else None
        if reading and (annotated or _is_plain(reading)):
            found.append((done, reading))
            before += reading.text
            done = reading.end
    return found


def _strange(match: re.Match[str]) -> bool:
    """True if what follows is not as Chinese is written: on a page without annotations ?! is mostly an exclamation."""
    behind = match.string[match.end() : match.end() + NEAR]
    return any(sign not in ordinary_signs() for sign in behind.partition("\n")[0] if sign > "\x7f")


def _is_plain(reading: Reading) -> bool:
    """True for a few ordinary characters, none of them lost: what alone may prove that a mirror was at work."""
    return len(reading.text) > 3 and all(sign in ordinary_signs() for sign in reading.text)


def _cuts(start: int, reading: Reading) -> Iterator[tuple[Cut, Remark]]:
    """The characters of a stretch, those together that are equally sure."""
    said = 0
    for at, sign in enumerate(reading.text):
        last = at + 1 == len(reading.text)
        whole = not last and reading.ends[at] > start and reading.ends[at + 1] > reading.ends[at]
        if not last and (not whole or reading.sure[at] == reading.sure[at + 1]):
            continue
        end = reading.end if last else reading.ends[at]
        certain = "-" not in reading.sure[said : at + 1] and reading.margin >= SURE
        others = tuple(dict.fromkeys(other for row in reading.others[said : at + 1] for other in row if other != sign))
        remark = Remark("certain", BOTH_SHOWN) if certain else Remark("inferred", reading.evidence or LIKELIEST, others)
        yield Cut(start, end, reading.text[said : at + 1]), remark
        start, said = end, at + 1
