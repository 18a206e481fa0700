"""Read what stands before a number: 「全省累计压减炼铁产能」2689.5万吨 → 炼铁产能, change down.

A number's lead is the stretch from the head of its clause, or from the number before it, up to the number. It
holds, in this order, what belongs to no indicator (确保, 全省 times), a verb (压减, 建设), the indicator, a
comparison (比2014年), and a predicate (增长, 稳定在). The lead is read from both ends inwards; the words are
rows of `lexicons/target_words.tsv`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from duban.facts.target_words import Words

_TAIL = frozenset({"up", "down", "up_head", "down_head", "link", "level_link", "adverb", "event", "strip"})
_HEAD = frozenset({"head", "strip", "up_head", "down_head", "adverb"})
_CHANGED = frozenset({"up_head", "down_head"})
_ADVERB = frozenset({"adverb"})
_ACTS = frozenset({"strip", "event"})
_JOINTS = frozenset({"up", "down", "link", "level_link", "adverb"})
_LOOSE = "、 \u3000，,的"
SIGHT = 200
FAR = 600
_MEASURES = frozenset({"标准", "金额", "面积", "比例", "总量", "数量", "规模", "里程", "能力", "人数", "次数", "人次"})
_STOP = "，,。；;：:！!？?（）()\n\t"
_OBJECT_RE = re.compile(r"^(?:累计|共|再|陆续|全部|先后)*(?P<verb>[\u4e00-\u9fa5]{2})(?P<object>[\u4e00-\u9fa5].*)?$")
_COUNTED_RE = re.compile(r"^.{0,40}\d(?:多|余)?个?(?:省|市|县|区|镇|乡)(?=[\u4e00-\u9fa5]{3})")
_NUMBER_RE = re.compile(r"(?<![A-Za-z\d.])\d")
_TRAILING_RE = re.compile(
    r"(?:[的、，,和与及：:\s]|总体|情况|方面|基本|分别|(?<![人户亩地生村])均|都|预计|力争|计划|将|要|累计|预期|再?创(?:历史)?新高|持续|稳步)+$"
)
_LEADING_RE = re.compile(r"^(?:(?:在|以)?[^，。]{0,10}基础上|[的了、，,：:\s]|（[^）]{0,6}）(?=、))+")


class Lead(NamedTuple):
    """What a lead says. ``start`` is the offset of what is left of it; ``noun`` is empty if nothing is named.

    ``verb`` is the act that stands right before the number (建成了); ``head_verb`` the one before the indicator;
    ``tail`` holds all words between the indicator and the number, the nearest to the number first.
    """

    start: int
    noun: str
    scope: str
    verb: str
    head_verb: str
    change: str | None
    levelled: bool
    reference: str | None
    tail: tuple[str, ...]


class _Found(NamedTuple):
    """What the end of a lead gave, and the ``body`` that is left before it."""

    body: str
    verb: str = ""
    change: str | None = None
    levelled: bool = False
    reference: str | None = None
    tail: tuple[str, ...] = ()

    def without(self, kept: str, word: str) -> _Found:
        """The same with *word* taken from the end of *kept*."""
        return self._replace(body=kept[: len(kept) - len(word)], tail=(*self.tail, word))


def read_lead(text: str, start: int, stop: int, words: Words, time_ends: Mapping[int, int]) -> Lead:
    """Read ``text[start:stop]``, of which the last 200 characters count; *time_ends* maps ends of times to starts."""
    start = max(start, stop - SIGHT)
    found = _Found(text[start:stop])
    while found.body:
        shorter = _strip_time(text, start, found, time_ends) or _strip_comparison(found, words)
        if shorter is None:
            kept = found.body.rstrip(_LOOSE)
            if noun := words.shape["noun_change"].search(kept):
                found = found._replace(change=found.change or ("down" if noun["down"] else "up"))
                break
            shorter = _strip_word(found, kept, words)
        if shorter is None:
            break
        found = shorter
        if found.verb:
            found = found._replace(body=_without_adverbs(found.body, words))
            break
    return _read_head(text, start, found, words, time_ends)


def _without_adverbs(body: str, words: Words) -> str:
    """目前已|完成 → nothing: what stands before the verb and belongs to no indicator."""
    while body:
        word = "" if words.shape["guard_tail"].search(body) else words.at_tail(body, _ADVERB)
        if not word or words.senses[word] & _CHANGED:
            break
        body = body[: -len(word)].rstrip(_LOOSE)
    return body


def _strip_time(text: str, start: int, found: _Found, time_ends: Mapping[int, int]) -> _Found | None:
    """Take a time expression from the end; behind 比 it is what a change is compared with."""
    end = start + len(found.body.rstrip(_LOOSE))
    at = time_ends.get(end)
    if at is None or at < start:
        return None
    time, body = text[at:end], text[start:at]
    found = found._replace(body=body, tail=(*found.tail, time))
    if found.change and body.endswith(("比", "较", "与")):
        return found._replace(reference=time, body=body[:-1])
    return found


def _strip_comparison(found: _Found, words: Words) -> _Found | None:
    """Take 高于全国 or 比上年 from the end."""
    kept = found.body.rstrip(_LOOSE)
    if against := words.shape["against"].search(kept):
        change = found.change or ("down" if against[1] in ("低于", "慢于", "低") else "up")
        return found._replace(change=change, reference=against[2], body=kept[: against.start()])
    if per := words.shape["per"].search(kept):
        return found._replace(body=kept[: per.start()], tail=(*found.tail, per[0]))
    if more := words.shape["comparative"].search(kept):
        change = found.change or ("down" if more["word"] in "慢低少短" else "up")
        return found._replace(change=change, reference=more[1], body=kept[: more.start()], tail=(*found.tail, "比"))
    if basis := words.shape["basis"].search(kept):
        return found._replace(reference=basis[1], body=kept[: basis.start()], tail=(*found.tail, "基础上"))
    if found.change and not words.at_tail(kept, _ADVERB) and (compared := words.shape["compared"].search(kept)):
        return found._replace(reference=compared[1], body=kept[: compared.start()], tail=(*found.tail, "比"))
    return None


def _strip_word(found: _Found, kept: str, words: Words) -> _Found | None:
    """Take one word from the end; an act ends the tail, unless an enumeration comma parts it from the number."""
    word = "" if words.shape["guard_tail"].search(kept) else words.at_tail(kept, _TAIL)
    if not word:
        return None
    senses = words.senses[word]
    if senses & _ACTS and not senses & _CHANGED:
        if found.body != kept and found.body.endswith("、"):
            return None
        if not senses & _JOINTS:
            return found._replace(body=kept[: -len(word)], verb=word)
    found = found.without(kept, word)
    if senses & _CHANGED and not senses & {"up", "down"} and found.change is None:
        return found._replace(change="up" if "up_head" in senses else "down")
    if "level_link" in senses:
        return found._replace(levelled=True)
    if senses & {"up", "down"} and found.change is None and not found.levelled:
        found = found._replace(change="up" if "up" in senses else "down")
    return found._replace(reference="上年同期") if word == "同比" else found


def _read_head(text: str, start: int, found: _Found, words: Words, time_ends: Mapping[int, int]) -> Lead:
    """Take from the head what belongs to no indicator."""
    body = found.body
    time_starts = {begin: end for end, begin in time_ends.items() if start <= begin < start + len(body)}
    head_verb, at = "", 0
    change = found.change
    while at < len(body):
        skip = _LEADING_RE.match(body[at:])
        if skip:
            at += skip.end()
            continue
        if start + at in time_starts:
            at = min(time_starts[start + at] - start, len(body))
            continue
        scope = words.shape["scope"].match(body, at)
        if scope and len(body) - scope.end() >= 2:
            at = scope.end()
            continue
        word = (
            ""
            if words.shape["guard_head"].match(body, at)
            else words.at_head(body[at:], _HEAD) or words.adverb_at(body[at:])
        )
        rest = body[at + len(word) :]
        if word and not rest and words.has(word, "head"):
            at = len(body)
            break
        if not word or len(_LEADING_RE.sub("", rest)) < 2 or rest[:1] in "率业额值" or rest[:2] in _MEASURES:
            break
        senses = words.senses.get(word, frozenset())
        if senses & {"strip", "up_head", "down_head"}:
            head_verb = word
            if senses & {"up_head", "down_head"} and change is None:
                change = "up" if "up_head" in senses else "down"
        at += len(word)
    inside = [end - start for begin, end in time_starts.items() if begin > start + at and end - start <= len(body) - 2]
    if inside and body[max(inside) - 1 :][:1] != "比":
        at = max(inside)
    return _cut_scope(start + at, body[at:], head_verb, found._replace(change=change), words)


def _cut_scope(start: int, noun: str, head_verb: str, found: _Found, words: Words) -> Lead:
    """省属企业完成产业类投资 → scope 省属企业, indicator 产业类投资."""
    scope = ""
    if found.levelled and (handled := words.shape["handled"].match(noun)):
        scope, noun = handled["who"], handled["what"]
    if subject := words.shape["subject"].match(noun):
        cut = _after_subject(subject, words)
        if cut is not None:
            scope, head_verb, noun = cut
    inner = [m for m in words.shape["inner"].finditer(noun) if len(noun) - m.end() >= 2]
    if inner:
        scope, head_verb, noun = noun[: inner[-1].start()], inner[-1][0], noun[inner[-1].end() :]
    if counted := _COUNTED_RE.match(noun):
        scope, noun = scope + counted[0], noun[counted.end() :]
    noun = _LEADING_RE.sub("", _TRAILING_RE.sub("", noun))
    change = found.change
    if re.search(r"新增|净增", noun) and change is None:
        change = "up"
        noun = re.sub(r"^(?:新增|净增)", "", noun) or noun
    return Lead(start, noun, scope, found.verb, head_verb, change, found.levelled, found.reference, found.tail)


def _after_subject(subject: re.Match[str], words: Words) -> tuple[str, str, str] | None:
    """县财政局要统筹资金 → 资金, done by 县财政局; 两个街道已签订协议 → 协议; a bare act (箱梁已架设) stays whole."""
    verb, rest = "", subject["act"]
    for _ in range(3):
        word = words.at_head(rest, _HEAD)
        acted = _OBJECT_RE.match(rest)
        if word and len(rest) - len(word) >= 2:
            verb, rest = word, rest[len(word) :]
        elif acted and acted["verb"] in words.verbs and acted["object"] and len(acted["object"]) >= 2:
            verb, rest = acted["verb"], acted["object"]
        else:
            break
    return (subject["who"], verb, rest) if verb else None


def clause_start(text: str, low: int, stop: int) -> int:
    """The offset behind the last clause mark in ``text[low:stop]``, or *low*; a closed bracket is no mark."""
    at, low = stop, max(low, stop - FAR)
    while at > low:
        mark = text[at - 1]
        if mark in "）)":
            opened = max(text.rfind("（", low, at), text.rfind("(", low, at))
            if opened < 0 or at - opened > 40 or _NUMBER_RE.search(text, opened, at):
                return at
            at = opened
        elif mark in _STOP:
            return at
        else:
            at -= 1
    return low
