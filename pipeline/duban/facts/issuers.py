"""Find the one issuer of a whole document: the body of a notice, or the official who reads a report.

A notice names its body in the title (X关于…的通知) or signs with it at the end. A report to a congress is its
reader's: 省长 X under the title, or 现在，我代表…报告工作. Anything else has no issuer of its own.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from duban.facts.officials import Official
from duban.lexicon import Lexicons
from duban.segment import Unit
from duban.spans import Span

HEAD_UNITS, TAIL_UNITS, HEAD_LENGTH = 14, 12, 1600
HEAD_ROLES = frozenset({"title", "kicker", "heading", "body", "lead_in", "addressee"})
BODY_END_RE = re.compile(r"委员会|办公[厅室]|人民政府|政府|指挥部|领导小组|国务院|中央|总局|[厅局委办部署院]")
NEXT_BODY = ("中共", "国家", "国务院", "中央")
SIGNS_RE = re.compile(r"[\u4e00-\u9fff]{2,30}(?:委员会|办公[厅室]|政府|指挥部|领导小组|党组|[厅局委办部署])|国务院")
DATE_RE = re.compile(
    r"\s*(?:[12]\d{3}年\d{1,2}月\d{1,2}日|[一二][〇○零Ｏ０一二三四五六七八九]{3}年[一二三四五六七八九十]+月[一二三四五六七八九十]+日)\s*"
)
CONGRESS_RE = re.compile("各位代表|我代表|代表大会|同志们|同志|各位|朋友们|乡亲们|老师们|女士们")


class DocumentBody(NamedTuple):
    """The body that issues the document."""

    name: str
    span: Span
    kind: str
    rule: str


def find_document_issuer(
    text: str, units: Sequence[Unit], officials: Sequence[Official], lexicons: Lexicons
) -> DocumentBody | int | None:
    """The body, or the index of the official, whose document this is; None for news and for unsigned texts."""
    return _by_title(units, lexicons) or _by_signature(units) or _by_reader(text, officials, lexicons)


def _by_title(units: Sequence[Unit], lexicons: Lexicons) -> DocumentBody | None:
    for unit in units[:HEAD_UNITS]:
        if unit.role not in HEAD_ROLES:
            continue
        for rule, match in lexicons.rules("issuers").scan(unit.text):
            name = first_body(match["body"].strip()) if rule.value in ("title", "file") else None
            if name:
                start = unit.span.start + match.start("body") + match["body"].index(name)
                return DocumentBody(name, Span(start, start + len(name)), _kind(name), rule.id)
    return None


def first_body(line: str) -> str | None:
    """The first of several bodies in one line: 某省发展和改革委员会某省林业局 → the commission."""
    line = re.split(r"[、 　]", line)[0]
    for match in BODY_END_RE.finditer(line):
        rest = line[match.end() :]
        if not rest or rest.startswith((line[:2], *NEXT_BODY)):
            return line[: match.end()]
    return None


def _by_signature(units: Sequence[Unit]) -> DocumentBody | None:
    """The line before the closing date, of several such lines the first."""
    tail = units[max(0, len(units) - TAIL_UNITS) :]
    dated = next((n for n, unit in enumerate(tail) if DATE_RE.fullmatch(unit.text)), 0)
    signed: DocumentBody | None = None
    for unit in reversed(tail[:dated]):
        if not SIGNS_RE.fullmatch(unit.text):
            break
        name = first_body(unit.text) or unit.text
        span = Span(unit.span.start, unit.span.start + len(name))
        signed = DocumentBody(name, span, _kind(name), "issuers.signature")
    return signed


def _by_reader(text: str, officials: Sequence[Official], lexicons: Lexicons) -> int | None:
    """The official named at the head of a report to a congress."""
    head = text[:HEAD_LENGTH]
    reports = any(rule.value == "report" for rule, _ in lexicons.rules("issuers").scan(head))
    if not reports or not CONGRESS_RE.search(head):
        return None
    for number, official in enumerate(officials):
        if official.name and "speaker" in official.roles and official.mentions[0].start < HEAD_LENGTH:
            return number
    return None


def _kind(name: str) -> str:
    if re.search(r"(?:[省市县区州]委|党委|党组|中共中央)$|^中共", name):
        return "party"
    return "government" if re.search(r"政府|国务院", name) else "department"
