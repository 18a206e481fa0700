"""Where a text looks as if it had been read in the wrong encoding: cheap signs, asked before any word is looked up."""

import re
from collections.abc import Iterator
from functools import cache

from duban.normalise.bytelattice import LOST
from duban.normalise.wrongcodecs import DOUBLE, run_of, single_signs

USUAL = frozenset("\u00a0\u00ad§°±·×÷‘’“”•–—…€‰™©®√∞≈≠≤≥■□▲△◆◇○●★☆→←↑↓↓√≈×Ωαβγδμπ") | frozenset(
    "āáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ"
)
UTF8_RE = re.compile(
    rb"(?:[\xe4-\xe9\0][\x80-\xbf\0]{2}|\xef[\xbc\xbd\0][\x80-\xbf\0]|[\xe2\xe3][\x80\0][\x80-\xbf\0]|[ -~])+"
    rb"(?:[\xe2-\xef][\x80-\xbf\0]?\Z)?"
)
HIGH_RE = re.compile(rb"[\0\x80-\xff]")
IRREVERSIBLE = ("big5hkscs", "utf-8")


def find_suspicious(text: str, letters: str) -> Iterator[tuple[int, int]]:
    """Stretches that hold no Chinese as it is written: runs of accented letters, lines full of rare characters."""
    shown = single_signs()
    if any(sign in shown and sign not in USUAL for sign in letters):
        yield from (run.span() for run in _single_run_re().finditer(text) if _is_high(run[0]))
    rare = [sign for sign in letters if sign > "\x7f" and sign not in ordinary_signs() and (sign not in shown)]
    if len(rare) < 2:
        return
    rare_re = re.compile(f"[{re.escape(''.join(rare))}]")
    cluster = re.compile(rf"(?:{rare_re.pattern}[^\n]{{0,3}}?){{2}}")
    at = 0
    while found := cluster.search(text, at):
        start, end = text.rfind("\n", 0, found.start()) + 1, text.find("\n", found.end())
        end = end if end >= 0 else len(text)
        near = text[max(start, found.start() - 3) : min(end, found.end() + 24)]
        if _is_misread(text[start:end], near, rare_re):
            yield start, end
        at = end


def _is_misread(line: str, near: str, rare: re.Pattern[str]) -> bool:
    """True if there are bytes of UTF-8 *near* a rare pair, or much of the line is rare: what is cheap to see."""
    found = len(rare.findall(line))
    if found > 3 and found > 0.2 * sum(sign > "\x7f" for sign in line):
        return True
    return any(next(utf8_parts(near, codec), None) for codec in DOUBLE if codec != IRREVERSIBLE[0])


def _is_high(run: str) -> bool:
    return len(run) > 2 and sum(sign > "\x7f" and sign not in USUAL for sign in run[:200]) > 1


@cache
def _single_run_re() -> re.Pattern[str]:
    signs = re.escape("".join(sorted(single_signs() | {LOST})))
    return re.compile(rf"[{signs}]+(?:[\t -~]{{1,40}}[{signs}]+)*[?@-~]?")


@cache
def ordinary_signs() -> frozenset[str]:
    """Characters that ordinary Chinese text holds: the first levels of both national sets, punctuation, accents."""
    simplified = bytes(byte for lead in range(0xB0, 0xD8) for tail in range(0xA1, 0xFF) for byte in (lead, tail))
    tails = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    traditional = bytes(byte for lead in range(0xA4, 0xC6) for tail in tails for byte in (lead, tail))
    signs = "，。、；：！？“”‘’（）《》〈〉【】〔〕「」『』—…·～％℃①②③④⑤⑥⑦⑧⑨⑩■●▲★◆□○△☆◇　\u00a0\u200b\ufeff°×÷±㎡‰→"
    wide = "".join(map(chr, range(0xFF01, 0xFF5F)))
    accents = "āáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ"
    return frozenset(
        simplified.decode("gb2312", "ignore") + traditional.decode("big5", "ignore") + signs + wide + accents
    )


def utf8_parts(stretch: str, codec: str) -> Iterator[tuple[int, int]]:
    """The parts of a stretch whose bytes are UTF-8 from the border of one character to that of another."""
    run = run_of("".join(sign if run_of(sign, codec) else " " for sign in stretch), codec)
    if run is None:
        return
    octets = bytes(max(octet, 0) for octet in run.octets)
    at = 0
    while at < len(octets):
        match = UTF8_RE.match(octets, at)
        end = match.end() if match else at
        while 0 < end < len(octets) and run.owners[end] == run.owners[end - 1]:
            end += 1
        if match and len(HIGH_RE.findall(match[0])) > 4:
            yield run.owners[at], run.owners[end - 1] + 1
        at = end if end > at else at + 1
        while at < len(octets) and run.owners[at] == run.owners[at - 1]:
            at += 1
