"""Cut a text into the words of jieba's dictionary, with their tags: 县财政局安排资金 → 县财政局 n, 安排 v, 资金 n.

Two segmenters give the same words and tags. `rjieba` is jieba's algorithm and dictionary in Rust, 30 times as fast;
`jieba` is the reference. They differ in two places, and rjieba's words are brought to jieba's there: runs such as
2021-09-20 (jieba cuts at the hyphens), and characters outside jieba's range 一 to 鿕 (each a word of its own).

The tag of a word is that of the dictionary. For a word that it does not hold each segmenter has its own guess (rjieba
by the characters, jieba by what `jieba.posseg` makes of the word alone); numbers are `m`, ASCII letters `eng`, all
else that is no Chinese `x`. `jieba.posseg.cut` itself is not asked, since it cuts other words.
"""

import logging
import re
import unicodedata
import warnings
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any, Literal, get_args

from duban.errors import UsageError

Segmenter = Literal["rjieba", "jieba"]
SEGMENTERS: tuple[Segmenter, ...] = get_args(Segmenter)

# what jieba's own cutting of unknown stretches takes for one word
ASCII_WORD_RE = re.compile(r"[a-zA-Z0-9]+(?:\.\d+)?%?")
JOINED_RE = re.compile(r"[a-zA-Z0-9]*[+#&._%\-][a-zA-Z0-9+#&._%\-]*")
OUTSIDE_RE = re.compile("([\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])")
NUMBER_RE = re.compile(r"[0-9]+(?:\.[0-9]+)?%?")
ASCII_RE = re.compile(r"[0-9A-Za-z]")
HAN_RE = re.compile(r"[\u4e00-\u9fd5]")

# The Universal POS tag of each family of jieba's tags: the longest prefix that is listed counts.
UNIVERSAL = MappingProxyType({
    "a": "ADJ", "ad": "ADV", "b": "ADJ", "c": "CCONJ", "d": "ADV", "e": "INTJ", "eng": "X", "f": "ADP", "g": "X",
    "h": "PART", "i": "NOUN", "j": "NOUN", "k": "PART", "l": "NOUN", "m": "NUM", "n": "NOUN", "nr": "PROPN",
    "ns": "PROPN", "nt": "PROPN", "nz": "PROPN", "o": "ADV", "p": "ADP", "q": "NOUN", "r": "PRON", "s": "NOUN",
    "t": "NOUN", "u": "PART", "v": "VERB", "vd": "ADV", "vn": "NOUN", "x": "X", "y": "PART", "z": "ADJ", "zg": "X",
})  # fmt: skip


Word = tuple[str, str]
"""A word and its tag."""


def cut_words(text: str, segmenter: Segmenter = "rjieba") -> list[Word]:
    """The words of *text* with their tags, white space and punctuation included: joined, they are the text.

    >>> [word for word, tag in cut_words("各乡镇要在2021-09-20前完成。")]
    ['各乡镇', '要', '在', '2021', '-', '09', '-', '20', '前', '完成', '。']

    Raises UsageError for a segmenter that is not known, UnicodeEncodeError for a lone surrogate.
    """
    check_segmenter(segmenter)
    return _cut_by_jieba(text) if segmenter == "jieba" else _cut_by_rjieba(text)


def check_segmenter(segmenter: str) -> None:
    """Raise UsageError unless *segmenter* is known."""
    if segmenter not in SEGMENTERS:
        raise UsageError("segmenter", f"{segmenter!r} is not known", "Name one that is.", SEGMENTERS)


def universal_tags(words: Iterable[Word]) -> list[str]:
    """The Universal POS tags of *words*: PUNCT, SYM and SPACE by the characters, all others by jieba's tag."""
    return [_of_character(word) if tag == "x" else _of_tag(tag) for word, tag in words]


@cache
def _of_tag(tag: str) -> str:
    return next((UNIVERSAL[tag[:size]] for size in range(len(tag), 0, -1) if tag[:size] in UNIVERSAL), "X")


@lru_cache(maxsize=4096)
def _of_character(word: str) -> str:
    if word.isspace():
        return "SPACE"
    return {"P": "PUNCT", "S": "SYM"}.get(unicodedata.category(word[0])[0], "X")


def _cut_by_rjieba(text: str) -> list[Word]:
    import rjieba

    found: list[Word] = []
    for piece in OUTSIDE_RE.split(text):
        if OUTSIDE_RE.match(piece):
            found.append((piece, "x"))
        elif JOINED_RE.search(piece):
            found += _mended(rjieba.tag(piece), rjieba.has_word)
        elif piece:
            found += rjieba.tag(piece)
    return found


def _mended(words: Iterable[Word], is_listed: Callable[[str], bool]) -> Iterator[Word]:
    """The words of rjieba with the ASCII runs cut as jieba cuts them, unless the dictionary lists the run."""
    for word, tag in words:
        if JOINED_RE.fullmatch(word) and not is_listed(word):
            yield from ((part, _tag_of_ascii(part)) for part in _ascii_parts(word))
        else:
            yield word, tag


def _ascii_parts(run: str) -> Iterator[str]:
    at = 0
    for match in ASCII_WORD_RE.finditer(run):
        if match.start() > at:
            yield run[at : match.start()]
        yield match[0]
        at = match.end()
    if at < len(run):
        yield run[at:]


def _tag_of_ascii(word: str) -> str:
    if NUMBER_RE.fullmatch(word):
        return "m"
    return "eng" if ASCII_RE.search(word) else "x"


def _cut_by_jieba(text: str) -> list[Word]:
    dictionary, tags = _load_jieba()
    return [(word, tags.get(word) or _guess(word)) for word in dictionary.cut(text)]


@lru_cache(maxsize=4096)
def _guess(word: str) -> str:
    """The tag of a word that the dictionary does not hold; of a compound, that of its last part."""
    import jieba.posseg

    if not HAN_RE.match(word):
        return _tag_of_ascii(word)
    return str(jieba.posseg.lcut(word)[-1].flag)


@cache
def _load_jieba() -> tuple[Any, dict[str, str]]:
    """jieba's tokenizer with its own dictionary, quiet, and the dictionary's tags."""
    with warnings.catch_warnings():  # of its own regular expressions, and of setuptools
        warnings.simplefilter("ignore")
        import jieba
        import jieba.posseg

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    jieba.posseg.initialize()
    return jieba.dt, jieba.posseg.dt.word_tag_tab
