"""Say which number a numeral writes: 「三千五百」 → 3500, 「1.2万」 → 12000, 「3又1/2」 → 3.5.

The arithmetic of Arabic, full-width, Chinese, formal (壹佰) and mixed writing. Nothing is found here: a caller hands
over the characters of one numeral, as `duban.mentions.numerals` found them.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

LONGEST = 32
_WRITINGS = ("〇零○", "一壹", "二贰两俩", "三叁仨", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
_DIGITS = {character: digit for digit, row in enumerate(_WRITINGS) for character in row}
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
_FORMAL = str.maketrans("０１２３４５６７８９．，／－−萬億ＥｅＭ", "0123456789.,/--万亿EeM") | {
    ord("廿"): "二十",
    ord("卅"): "三十",
}
_TOKEN_RE = re.compile(r"\d+(?:\.\d+)?|[〇零○一二三四五六七八九两俩仨壹贰叁肆伍陆柒捌玖]|[十百千万亿拾佰仟]")
_GROUPED_RE = re.compile(r"(?<=\d)[, ](?=\d{3}(?!\d))")
VAGUE = "余多几来"
_TENTHS_RE = re.compile(r"([一二三四五六七八九两十半]|\d{1,2}(?:\.\d)?)成(半|[一二三四五六七八九])?")
_ADJACENT_RE = re.compile(r"([十百千万零]?)([一二两三四五六七八九])([两二三四五六七八九])([十百千]?)([万亿]?)$")
_HALVES = {word: Decimal("0.5") for word in ("半", "一半", "过半", "半数")}
_POWER_RE = re.compile(r"(\d+(?:\.\d+)?)(?:[eE]([+-]?\d{1,3})|\^(\d{1,2}))")
_MINUS_RE = re.compile(r"(?:负|-|零下)(?!负|-|零下)")
_POINT_FIRST_RE = re.compile(r"\.\d+")
_SLASH_RE = re.compile(r"(\d{1,4})/(\d{1,4})")


@lru_cache(maxsize=4096)
def parse_numeral(surface: str) -> Decimal | None:
    """Return the number that *surface* writes, or None if it writes none or more than one.

    >>> parse_numeral("三千五百"), parse_numeral("1200多亿"), parse_numeral("百分之五点五")
    (Decimal('3500'), Decimal('120000000000'), Decimal('0.055'))
    >>> parse_numeral("二〇二五"), parse_numeral("负零点五"), parse_numeral("一般") is None
    (Decimal('2025'), Decimal('-0.5'), True)

    余, 多 and 几 after a number are left out of it (两万余 → 20000). A share is given as a ratio (三成五 → 0.35).
    Neighbouring digits (二三十) are a range, see `parse_range`, and have no single value. A string of more than
    32 characters is no number that a report states.
    """
    if len(surface) > LONGEST:
        return None
    text = _GROUPED_RE.sub("", surface.translate(_FORMAL)).strip()
    if minus := _MINUS_RE.match(text):
        value = parse_numeral(text[minus.end() :])
        return None if value is None else -value
    if text in _HALVES:
        return _HALVES[text]
    whole, mixed, part = text.partition("又")
    if mixed:
        return _sum(parse_numeral(whole), parse_numeral(part))
    return _parse_unsigned(text)


def _parse_unsigned(text: str) -> Decimal | None:
    if "分之" in text:
        return _parse_fraction(text)
    if slash := _SLASH_RE.fullmatch(text):
        return Decimal(slash[1]) / Decimal(slash[2]) if int(slash[2]) else None
    if power := _POWER_RE.fullmatch(text):
        return Decimal(power[1]).scaleb(int(power[2])) if power[2] else Decimal(power[1]) ** int(power[3])
    if tenths := _TENTHS_RE.fullmatch(text):
        return _parse_tenths(tenths[1], tenths[2])
    text = text.rstrip("%‰")
    if _POINT_FIRST_RE.fullmatch(text):
        return Decimal(text)
    if text.startswith(("几", "数", "上")):
        return None
    text = "".join(c for c in text if c not in VAGUE)
    whole, point, decimals = text.partition("点")
    if point:
        return _parse_point(whole, decimals)
    if parse_range(text):
        return None
    return _parse_places(text)


def _sum(whole: Decimal | None, part: Decimal | None) -> Decimal | None:
    return None if whole is None or part is None else whole + part


def parse_range(surface: str) -> tuple[Decimal, Decimal] | None:
    """Return both numbers of neighbouring digits: 二三十 → (20, 30), 一百二三十 → (120, 130), 三五 → (3, 5).

    A year written digit by digit (二〇二三) is no range; neither is 一二 with a third digit before it.
    """
    match = _ADJACENT_RE.search(surface)
    if not match or int(_DIGITS[match[2]]) >= int(_DIGITS[match[3]]):
        return None
    head = surface[: match.start()] + match[1]
    if head and not match[1]:
        return None
    low, high = (_parse_places(head + match[i] + match[4] + match[5]) for i in (2, 3))
    return (low, high) if low is not None and high is not None else None


def _parse_fraction(text: str) -> Decimal | None:
    """百分之五 → 0.05, 四分之三 → 0.75, 百分之百 → 1."""
    below, _, above = text.partition("分之")
    divisor, dividend = _parse_places(below), parse_numeral(above)
    return dividend / divisor if divisor and dividend is not None else None


def _parse_tenths(whole: str, part: str | None) -> Decimal | None:
    """三成五 → 0.35, 六成半 → 0.65, 半成 → 0.05."""
    tenths = Decimal("0.5") if whole == "半" else _parse_places(whole)
    rest = Decimal(5) if part == "半" else Decimal(_DIGITS[part]) if part else Decimal(0)
    return None if tenths is None else tenths / 10 + rest / 100


def _parse_point(whole: str, decimals: str) -> Decimal | None:
    """三点五 → 3.5; a scale at the end counts: 一点二万 → 12000."""
    digits = decimals.rstrip("十百千万亿")
    scale = _parse_places("一" + decimals[len(digits) :])
    before = _parse_places(whole) if whole else Decimal(0)
    if before is None or scale is None or not digits or any(c not in _DIGITS for c in digits):
        return None
    return Decimal(f"{before}.{''.join(str(_DIGITS[c]) for c in digits)}") * scale


def _parse_places(text: str) -> Decimal | None:
    """Numbers without point or fraction: 三千零五, 一万五 (= 15000), 3万5千, 二〇二五, 1万亿."""
    tokens = _TOKEN_RE.findall(text)
    if not tokens or sum(map(len, tokens)) != len(text):
        return None
    if all(t in _DIGITS for t in tokens):
        return _parse_digit_by_digit(tokens)
    total = high = section = Decimal(0)
    current: Decimal | None = None
    scale, zero = 1, False
    for token in tokens:
        if token in _SMALL:
            section += (1 if current is None else current) * _SMALL[token]
            current, scale, zero = None, _SMALL[token], False
        elif token in _LARGE:
            part = section + (current or 0)
            if token == "亿":
                total += (high + (part if part or high else 1)) * _LARGE[token]
                high = Decimal(0)
            else:
                high = (high + (part or 0)) * _LARGE[token] if high and not part else high + (part or 1) * _LARGE[token]
            section, current, scale, zero = Decimal(0), None, _LARGE[token], False
        elif current is not None and not zero:
            return None
        else:
            zero = token in "〇零○"
            current = Decimal(_DIGITS[token]) if token in _DIGITS else Decimal(token)
    if current is not None and scale >= 100 and not zero and tokens[-1] in _DIGITS and tokens[-2] not in "〇零○":
        current *= scale // 10
    return total + high + section + (current or 0)


def _parse_digit_by_digit(tokens: list[str]) -> Decimal | None:
    """二〇二五 → 2025; two digits without a zero (三五) are a range or a name, never a number."""
    if len(tokens) == 2 and not any(t in "〇零○" for t in tokens):
        return None
    return Decimal("".join(str(_DIGITS[t]) for t in tokens))
