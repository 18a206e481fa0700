"""The damage itself, made on purpose: what a mirror does to a clean page, byte for byte.

    >>> corrupt("實現目標", {"實": "shí"}, "。！").shown
    '實(shí)現目標'
    >>> corrupt("千金。”“幸福都是奮斗", {}, "！").shown
    '千金?!薄靶腋6际菉^斗'

A mirror edits the bytes of a GBK page without a look at where characters begin: it puts a reading behind every
occurrence of a character's two bytes and something invisible before every occurrence of a punctuation mark's, also
where the two bytes belong to two neighbours. Its decoder then swallows what no longer fits. `mirror` draws such a
page from any clean text: the same seed gives the same page. What comes back says which stretches were hurt and what
had stood there, so that a repair can be measured.
"""

import random
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from duban.alignment import Alignment, Cut, replaced
from duban.lexicon import Lexicons
from duban.normalise.script import one_to_one
from duban.spans import Span

MARK = 0x01
FOLDED = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
TAGS_RE = re.compile("</p><p>|</?p>")
MARKS = ("。！；", "，。！", "，。！；", "。，", "，。！；？", "。；，！：")
LEFT_ALONE = frozenset("干斗后里于范游并杰圣")
TABLE = 400
SHARE = 0.5


class Hurt(NamedTuple):
    """A damaged stretch: where it is on the page as shown, and where on the page before."""

    shown: Span
    page: Span


class Corrupted(NamedTuple):
    """A page as its mirror shows it, the page before, and the damaged stretches in order."""

    shown: str
    page: str
    hurt: tuple[Hurt, ...]


class _Token(NamedTuple):
    """What the decoder made of one or two bytes, and the first and last character that they came from (-1: none)."""

    text: str
    first: int
    last: int


def corrupt(page: str, annotated: Mapping[str, str], marked: Iterable[str]) -> Corrupted:
    """*page* as its mirror shows it.

    *annotated* gives a reading to each character that is annotated, *marked* are the punctuation marks that
    something invisible is put in front of, in their order. Characters outside GBK are dropped first.
    """
    page = page.encode("gbk", "ignore").decode("gbk")
    data = page.encode("gbk")
    owners = [at for at, character in enumerate(page) for _ in character.encode("gbk")]
    for character, reading in annotated.items():
        data, owners = _inserted(data, owners, character.encode("gbk"), f"({reading})".encode("gbk", "ignore"), True)
    for sign in marked:
        data, owners = _inserted(data, owners, sign.encode("gbk"), bytes([MARK]), False)
    return _shown(_decoded(data, owners), page)


def mirror(text: str, seed: int, lex: Lexicons) -> Corrupted:
    """A clean text as a mirror of the kind would show it: traditional, annotated, marked, in paragraphs.

    Which characters are annotated and which marks are touched is drawn from *seed*. The page is the text converted
    character for character, as such mirrors do (干 斗 后 stay); its line ends are the tags `</p><p>`, of which a
    swallowed `<` leaves `/p>`.
    """
    draw = random.Random(seed)
    table = one_to_one(lex)
    page = "".join(sign if sign in LEFT_ALONE else table.get(sign, sign) for sign in text)
    sounds: dict[str, str] = {}
    for entry in lex.entries("readings"):
        for character in entry["characters"]:
            sounds.setdefault(character, entry.form)
    converted = frozenset(table.values())
    counted = Counter(sign for sign in page if sign in converted and sign in sounds)
    often = [sign for sign, _ in counted.most_common(TABLE)]
    annotated = {sign: sounds[sign] for sign in sorted(often) if draw.random() < SHARE}
    lines = "".join(f"<p>{line}</p>" for line in page.split("\n") if line)
    return _without_tags(corrupt(lines, annotated, draw.choice(MARKS)))


def _inserted(data: bytes, owners: list[int], key: bytes, added: bytes, behind: bool) -> tuple[bytes, list[int]]:
    """*data* with *added* behind or before every occurrence of *key*, wherever characters begin."""
    pieces: list[bytes] = []
    marks: list[int] = []
    done = 0
    while (at := data.find(key, done)) >= 0:
        end = at + len(key)
        cut = end if behind else at
        pieces += (data[done:cut], added, data[cut:end])
        marks += [*owners[done:cut], *[-1] * len(added), *owners[cut:end]]
        done = end
    return b"".join((*pieces, data[done:])), marks + owners[done:]


def _decoded(data: bytes, owners: list[int]) -> list[_Token]:
    """What the mirror's decoder shows: a lead byte takes the next byte with it, whatever that is."""
    tokens: list[_Token] = []
    at = 0
    while at < len(data):
        size = 1 if data[at] < 0x81 or data[at] == 0xFF or at + 1 == len(data) else 2
        taken, own = data[at : at + size], [owner for owner in owners[at : at + size] if owner >= 0]
        if size == 1:
            text = "" if data[at] == MARK or data[at] > 0x7F else chr(data[at])
        else:
            text = "?" if taken[1] < 0x40 else taken.decode("gbk", "ignore")
        tokens.append(_Token(text, min(own, default=-1), max(own, default=-1)))
        at += size
    return tokens


def _shown(tokens: list[_Token], page: str) -> Corrupted:
    """The page as shown, folded to half width, with its damaged stretches."""
    shown: list[str] = []
    hurt: list[Hurt] = []
    at = page_at = 0
    start: tuple[int, int] | None = None
    for token in tokens:
        whole = token.first == token.last >= 0 and page[token.first] == token.text
        if whole:
            if start is not None:
                hurt.append(Hurt(Span(start[0], at), Span(start[1], token.first)))
                start = None
            page_at = token.first + 1
        elif token.first >= 0 and start is None:
            start = (at, page_at)
        shown.append(token.text)
        at += len(token.text)
    if start is not None:
        hurt.append(Hurt(Span(start[0], at), Span(start[1], len(page))))
    return Corrupted("".join(shown).translate(FOLDED), page, tuple(hurt))


def _without_tags(corrupted: Corrupted) -> Corrupted:
    """Both pages with line ends for their tags; what is left of a tag that was hit stays."""
    shown_cuts, page_cuts = (_tags(text) for text in (corrupted.shown, corrupted.page))
    on_shown = Alignment.of_cuts(shown_cuts, len(corrupted.shown))
    on_page = Alignment.of_cuts(page_cuts, len(corrupted.page))
    hurt = tuple(Hurt(on_shown.to_clean(h.shown), on_page.to_clean(h.page)) for h in corrupted.hurt)
    return Corrupted(replaced(corrupted.shown, shown_cuts), replaced(corrupted.page, page_cuts), hurt)


def _tags(text: str) -> list[Cut]:
    tags = (tag.span() for tag in TAGS_RE.finditer(text))
    return [Cut(start, end, "\n" if start and end < len(text) else "") for start, end in tags]
