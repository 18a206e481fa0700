"""Cut a text into the words of jieba's dictionary, with their tags: 县财政局安排资金 → 县财政局 n, 安排 v, 资金 n.

Two segmenters give the same words and tags. `rjieba` is jieba's algorithm and dictionary in Rust, 30 times as fast;
`jieba` is the reference. They differ in two places, and rjieba's words are brought to jieba's there: runs such as
2021-09-20 (jieba cuts at the hyphens), and characters outside jieba's range 一 to 鿕 (each a word of its own).

The tag of a word is that of the dictionary. A word that it does not hold is `m` if it is all digits, `eng` if it holds
ASCII letters, else `x`. jieba.posseg guesses at such words too, and cuts differently in order to do so; that is
left out, since the words would no longer be jieba's.
"""

import logging
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, get_args

from duban.errors import UsageError

Segmenter = Literal["rjieba", "jieba"]
SEGMENTERS: tuple[Segmenter, ...] = get_args(Segmenter)

# what jieba's own cutting of unknown stretches takes for one word
ASCII_WORD_RE = re.compile(r"[a-zA-Z0-9]+(?:\.\d+)?%?")
JOINED_RE = re.compile(r"(?=.*[+#&._%\-])[a-zA-Z0-9+#&._%\-]{2,}")
OUTSIDE_RE = re.compile("([\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])")
DIGITS_RE = re.compile(r"[0-9]+")
ASCII_RE = re.compile(r"[0-9A-Za-z]")

# The Universal POS tag of each family of jieba's tags: the longest prefix that is listed counts.
UNIVERSAL = MappingProxyType({
    "a": "ADJ", "ad": "ADV", "b": "ADJ", "c": "CCONJ", "d": "ADV", "e": "INTJ", "eng": "X", "f": "ADP", "g": "X",
    "h": "PART", "i": "NOUN", "j": "NOUN", "k": "PART", "l": "NOUN", "m": "NUM", "n": "NOUN", "nr": "PROPN",
    "ns": "PROPN", "nt": "PROPN", "nz": "PROPN", "o": "ADV", "p": "ADP", "q": "NOUN", "r": "PRON", "s": "NOUN",
    "t": "NOUN", "u": "PART", "v": "VERB", "vd": "ADV", "vn": "NOUN", "x": "X", "y": "PART", "z": "ADJ",
})  # fmt: skip


class Word(NamedTuple):
    """One word of a text and its tag; the words of a text, joined, are the text."""

    text: str
    tag: str


def cut_words(text: str, segmenter: Segmenter = "rjieba") -> list[Word]:
    """The words of *text*, white space and punctuation included: ``"".join(word.text …) == text``.

    >>> [word.text for word in cut_words("各乡镇要在2021-09-20前完成。")]
    ['各', '乡镇', '要', '在', '2021', '-', '09', '-', '20', '前', '完成', '。']

    Raises UsageError for a segmenter that is not known, UnicodeEncodeError for a lone surrogate.
    """
    check_segmenter(segmenter)
    return _cut_by_jieba(text) if segmenter == "jieba" else _cut_by_rjieba(text)


def check_segmenter(segmenter: str) -> None:
    """Raise UsageError unless *segmenter* is known."""
    if segmenter not in SEGMENTERS:
        raise UsageError("segmenter", f"{segmenter!r} is not known", "Name one that is.", SEGMENTERS)


@cache
def universal_tag(tag: str) -> str:
    """The Universal POS tag of one of jieba's; punctuation, which jieba tags `x`, is told by `universal_tags`."""
    return next((UNIVERSAL[tag[:size]] for size in range(len(tag), 0, -1) if tag[:size] in UNIVERSAL), "X")


def universal_tags(words: Iterable[Word]) -> list[str]:
    """The Universal POS tags of *words*: PUNCT, SYM and SPACE by the characters, all others by jieba's tag."""
    return [universal_tag(word.tag) if word.tag != "x" else _of_character(word.text) for word in words]


@cache
def _of_character(text: str) -> str:
    import unicodedata  # noqa: PLC0415

    if text.isspace():
        return "SPACE"
    kind = unicodedata.category(text[0])[0]
    return {"P": "PUNCT", "S": "SYM"}.get(kind, "X")


def _cut_by_rjieba(text: str) -> list[Word]:
    import rjieba

    found: list[Word] = []
    for piece in OUTSIDE_RE.split(text):
        if OUTSIDE_RE.match(piece):
            found.append(Word(piece, "x"))
        elif piece:
            found += _mended(rjieba.tag(piece), rjieba.has_word)
    return found


def _mended(words: Iterable[tuple[str, str]], is_listed: Callable[[str], bool]) -> Iterator[Word]:
    """The words of rjieba with the ASCII runs cut as jieba cuts them, unless the dictionary lists the run."""
    for text, tag in words:
        if tag in ("x", "eng", "m") and JOINED_RE.fullmatch(text) and not is_listed(text):
            yield from (Word(part, _tag_of_unknown(part)) for part in _ascii_parts(text))
        else:
            yield Word(text, tag)


def _ascii_parts(text: str) -> Iterator[str]:
    at = 0
    for match in ASCII_WORD_RE.finditer(text):
        if match.start() > at:
            yield text[at : match.start()]
        yield match[0]
        at = match.end()
    if at < len(text):
        yield text[at:]


def _tag_of_unknown(text: str) -> str:
    if DIGITS_RE.fullmatch(text):
        return "m"
    return "eng" if ASCII_RE.search(text) else "x"


def _cut_by_jieba(text: str) -> list[Word]:
    tokenizer, tags = _load_jieba()
    return [Word(word, tags.get(word) or _tag_of_unknown(word)) for word in tokenizer.cut(text)]


@cache
def _load_jieba() -> tuple[Any, dict[str, str]]:
    """jieba's tokenizer with its own dictionary, quiet, and the dictionary's tags."""
    import jieba
    import jieba.posseg

    jieba.setLogLevel(logging.WARNING)
    jieba.dt.initialize()
    jieba.posseg.dt.initialize()
    return jieba.dt, jieba.posseg.dt.word_tag_tab
