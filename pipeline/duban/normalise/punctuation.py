"""Chinese punctuation: the half-width , ; : ! ? ( ) of scraped text → full width where Chinese stands beside it.

Left alone: quotes, the points and commas inside numbers (1,200.5), times of day (9:30), ratios (1:3), addresses,
and anything between Latin characters.
"""

import re

from duban.lexicon import Lexicons
from duban.normalise.aligned import AlignedText, Fix

FULL_WIDTH = Fix("punctuation", "punctuation.width", "punctuation beside Chinese is full width")
CHINESE_RE = re.compile(
    "[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇、。《》〈〉「」『』【】〔〕“”‘’…—·，；：！？（）％℃]"
)
MARKS = frozenset(",;:!?()，；：！？（） ")
REACH = 6
FULL = str.maketrans(",;:!?()", "，；：！？（）")
HALF_RE = re.compile("[,;:!?()]")
MARK_RE = re.compile("[,;:!?]+")
PAIR_RE = re.compile(r"\((?P<inner>[^()（）\n]{0,200})\)")
HAN_RE = re.compile("[\u3400-\u9fff]")
NUMBER_TAIL_RE = re.compile(r"[^\d.%][\d.]+%?\Z")
NUMBER_HEAD_RE = re.compile(r"[\d.]+%?[^\d.%]")
LONE_RE = re.compile("[()]")


def widen_punctuation(page: AlignedText, lex: Lexicons) -> AlignedText:
    """`达到90%,其中(工业)` → `达到90%，其中（工业）`."""
    if not HALF_RE.search(page.letters):
        return page
    text = page.text
    if "(" in text or ")" in text:
        text = LONE_RE.sub(_bracket, PAIR_RE.sub(_pair, text))
    return page.exchange(FULL_WIDTH, MARK_RE.sub(_mark, text))


def _pair(match: re.Match[str]) -> str:
    """A pair of brackets is widened whole: Chinese in it, before it or behind it decides."""
    chinese = CHINESE_RE.search(match["inner"]) or CHINESE_RE.search(_before(match) + _behind(match))
    return f"（{match['inner']}）" if chinese else match[0]


def _bracket(match: re.Match[str]) -> str:
    return match[0].translate(FULL) if CHINESE_RE.search(_before(match) + _behind(match)) else match[0]


def _mark(match: re.Match[str]) -> str:
    """Marks behind Chinese, or behind a number or Latin word with Chinese after them."""
    before, behind = _before(match), _behind(match)
    if CHINESE_RE.match(before):
        return match[0] if behind in ("/", "\\") else match[0].translate(FULL)
    if _between_numbers(match, before):
        return match[0].translate(FULL)
    ends_line = behind in ("", "\n") and match[0] != ","
    if (before.isalnum() or before in ("%", ")", "]")) and (CHINESE_RE.match(behind) or ends_line):
        return match[0].translate(FULL)
    return match[0]


def _between_numbers(match: re.Match[str], before: str) -> bool:
    """`不低于98%;12月`: a stop or comma between two numbers of Chinese text, where no number can hold one."""
    if match[0] not in (",", ";", "!", "?") or not (before == "%" or match[0] == ";"):
        return False
    text, start, end = match.string, match.start(), match.end()
    left, right = NUMBER_TAIL_RE.search(text, max(0, start - 16), start), NUMBER_HEAD_RE.match(text, end)
    return bool(left and right and HAN_RE.match(left[0]) and HAN_RE.match(right[0][-1]))


def _before(match: re.Match[str]) -> str:
    """The nearest character in front that is no mark: what becomes of other marks cannot matter."""
    text, at = match.string, match.start()
    for _ in range(REACH):
        if text[at - 1 : at] not in MARKS:
            break
        at -= 1
    return text[at - 1 : at]


def _behind(match: re.Match[str]) -> str:
    """The nearest character behind that is no mark."""
    text, at = match.string, match.end()
    for _ in range(REACH):
        if text[at : at + 1] not in MARKS:
            break
        at += 1
    return text[at : at + 1]
