"""Pinyin that a mirror wrote behind characters: 實(shí)現(xiàn) → 實現; only with the evidence of the whole page.

Left alone: 重庆(Chongqing), NATO(北约), 行(háng)业 in a dictionary, the glosses of a reader for learners: there
few characters are annotated, or each only now and then. An annotating mirror has a table: it annotates every
occurrence of a character or none, and mostly characters that it converted to traditional.
"""

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from duban.alignment import Cut
from duban.lexicon import Lexicons
from duban.normalise.aligned import AlignedText, Fix
from duban.normalise.script import is_traditional, only_traditional

PINYIN = Fix("pinyin", "pinyin.annotation", "the mirror wrote this reading behind the character wherever it stands")
LETTERS = "a-zāáǎàăēéěèĕīíǐìĭōóǒòŏūúǔùŭüǖǘǚǜńňǹḿêɑɡ"
ANNOTATION_RE = re.compile(rf"[(（] ?(?P<reading>[{LETTERS}]{{1,6}}) ?[)）]")
SYLLABLE_RE = re.compile(
    r"(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?"
    r"(?:a|o|e|ai|ei|ao|ou|an|en|ang|eng|ong|er|i|ia|ie|iao|iu|ian|in|iang|ing|iong|u|ua|uo|uai|ui|uan|un|uang|v|ve|ue|van|vn)"
)
HAN_RE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
BRACKET_RE = re.compile("[(（]")


class Annotation(NamedTuple):
    """One syllable in brackets behind a character; `toned` if it carries a tone mark."""

    start: int
    end: int
    character: str
    toned: bool


def drop_pinyin(page: AlignedText, lex: Lexicons) -> AlignedText:
    """Take the annotations out of a page that was annotated by machine."""
    if not BRACKET_RE.search(page.letters) or not ANNOTATION_RE.search(page.text):
        return page
    found = find_annotations(page.text)
    toned = [annotation for annotation in found if annotation.toned]
    toneless = [annotation for annotation in found if not annotation.toned]
    if by_machine(page, toned, lex):
        return _without(page, found)  # 了(le): some readings have no tone
    if by_machine(page, toneless, lex):
        return _without(page, toneless)
    return page


def _without(page: AlignedText, annotations: list[Annotation]) -> AlignedText:
    return page.cut(PINYIN, [Cut(annotation.start, annotation.end, "") for annotation in annotations])


def find_annotations(text: str) -> list[Annotation]:
    """Each bracketed syllable behind a Chinese character, in order."""
    found = []
    for match in ANNOTATION_RE.finditer(text):
        start = match.start()
        character = text[start - 1 : start]
        if HAN_RE.match(character) and is_syllable(match["reading"]):
            found.append(Annotation(start, match.end(), character, not match["reading"].isascii()))
    return found


@lru_cache(8192)
def is_syllable(reading: str) -> bool:
    """True for what may be the reading of one character."""
    return SYLLABLE_RE.fullmatch(plain_syllable(reading)) is not None


def plain_syllable(reading: str) -> str:
    """A reading without its tone, ü as v: `lǜ` → `lv`."""
    letters = unicodedata.normalize("NFD", reading.replace("ɡ", "g").replace("ɑ", "a")).replace("u\u0308", "v")
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def by_machine(page: AlignedText, annotations: list[Annotation], lex: Lexicons) -> bool:
    """The evidence: many characters, each annotated wherever it stands, on a traditional page mostly converted ones."""
    times = Counter(annotation.character for annotation in annotations)
    if len(times) < 5:
        return False
    han = Counter(page.text)
    if len(times) >= 30 and len(annotations) >= 0.6 * sum(count for sign, count in han.items() if HAN_RE.match(sign)):
        return True
    if not annotations[0].toned:
        return len(times) >= 8
    throughout = sum(count >= 0.9 * han[character] for character, count in times.items())
    if throughout < 0.7 * len(times):
        return False
    if is_traditional(page, lex):
        converted = only_traditional(lex)
        return sum(bool(converted.match(character)) for character in times) >= 0.6 * len(times)
    return len(annotations) >= 20 and sum(count > 1 for count in times.values()) >= 5
