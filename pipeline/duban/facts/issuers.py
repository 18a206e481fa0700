"""Find the one issuer of a whole document: the body of a notice, or the official who reads a report.

A notice names its body in the title (X关于…的通知) or signs with it at the end. A report to a congress is its
reader's: 省长 X under the title, or 现在，我代表…报告工作. Anything else has no issuer of its own.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from duban.facts.officials import Official
from duban.mentions.organisations import OrganisationMention
from duban.segment import Unit
from duban.spans import Span

HEAD_UNITS = 14
DOCUMENT_RE = re.compile(
    r"^[\d\W]*(?:(?:文种|标题|原标题)[：:])?(?P<body>[\u4e00-\u9fff（）、 　]{2,40}?)关于.{2,120}?(?:通知|意见|方案|决定|通报|函|批复|公告|办法|规定|通告|请示|令|要点|答复)(?:（.{1,12}）)?(?:$|(?=[\u4e00-\u9fff]{1,8}[〔\[［(（]\d{4}))|^(?P<file>[\u4e00-\u9fff]{4,40})文件[^，。]{2,24}号", re.S
)
BODY_END_RE = re.compile(r"(?:委员会|办公厅|办公室|人民政府|政府|指挥部|领导小组|国务院|中央|总局|[厅局委办部署院])")
LINE_IS_BODY_RE = re.compile(r"[\u4e00-\u9fff]{2,30}(?:委员会|办公厅|办公室|人民政府|政府|国务院|指挥部|领导小组|党组|[厅局委办部署])|国务院")
DATE_RE = re.compile(r"^\s*(?:[12]\d{3}年\d{1,2}月\d{1,2}日|[一二][〇○零Ｏ０一二三四五六七八九]{3}年[一二三四五六七八九十]+月[一二三四五六七八九十]+日)\s*$")
REPORT_RE = re.compile(r"政\s*府\s*工\s*作\s*报\s*告|我代表.{2,24}(?:报告|作)|向大会(?:作|报告)")
TOP_CUT = 1600


class DocumentBody(NamedTuple):
    """The body that issues the document."""

    name: str
    span: Span
    kind: str
    rule: str


def find_document_issuer(
    text: str, units: Sequence[Unit], officials: Sequence[Official], organisations: Sequence[OrganisationMention]
) -> DocumentBody | int | None:
    """The body, or the index of the official, whose document this is; None for news and for unsigned texts."""
    return _by_title(units) or _by_signature(units) or _by_reader(text, officials)


def _by_title(units: Sequence[Unit]) -> DocumentBody | None:
    for unit in units[:HEAD_UNITS]:
        match = DOCUMENT_RE.search(unit.text)
        line = (match["body"] or match["file"]) if match else ""
        if match and line and unit.role in ("title", "kicker", "heading", "body", "lead_in", "addressee"):
            name = _first_body(line.strip())
            if name:
                start = match.string.index(name) + unit.span.start
                return DocumentBody(name, Span(start, start + len(name)), "government", "speech.title")
    return None


def _first_body(line: str) -> str | None:
    """The first of several bodies that stand in one line: 某省发展和改革委员会某省林业局 → the commission."""
    line = re.split(r"[、 　]", line)[0]
    for match in BODY_END_RE.finditer(line):
        rest = line[match.end() :]
        if not rest or rest.startswith((line[:2], "中共", "国家", "国务院", "中央")):
            return line[: match.end()]
    return None


def _by_signature(units: Sequence[Unit]) -> DocumentBody | None:
    """The line before the closing date, of several such lines the first."""
    tail = units[max(0, len(units) - 12) :]
    dated = next((n for n, unit in enumerate(tail) if DATE_RE.match(unit.text)), None)
    if dated is None:
        return None
    signed: DocumentBody | None = None
    for unit in reversed(tail[:dated]):
        if not LINE_IS_BODY_RE.fullmatch(unit.text.strip()):
            break
        name = _first_body(unit.text.strip()) or unit.text.strip()
        signed = DocumentBody(name, Span(unit.span.start, unit.span.start + len(name)), "government", "speech.signature")
    return signed


def _by_reader(text: str, officials: Sequence[Official]) -> int | None:
    """The official named at the head of a report to a congress."""
    head = text[:TOP_CUT]
    if not REPORT_RE.search(head) or not re.search(r"各位代表|我代表|代表大会", head):
        return None
    for number, official in enumerate(officials):
        if official.name and "speaker" in official.roles and official.mentions[0].start < TOP_CUT:
            return number
    return None
