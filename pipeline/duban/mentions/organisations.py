"""Find bodies: 「各乡镇、各部门要…」, 「农业农村部、财政部等负责」, 「县脱贫攻坚指挥部出台了…」.

A body is looked for where one can begin: at the head of a clause, in a list, behind a word that hands work on
(由, 会同, 要求). In the middle of a clause a name of a body is most often only mentioned. The shapes are rules in
`lexicons/organisations.toml`, the names of the centre `lexicons/bodies.tsv`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, cast

from duban.lexicon import Lexicons
from duban.mentions.places import load_gazetteer
from duban.rules import Rule
from duban.spans import Span

OrganisationKind = Literal["party", "government", "department", "enterprise", "working_group", "other"]
START_RE = re.compile(
    r"^|\n\s*|[。！？；，、：:;,（(“”■】]\s*|由|会同|协同|配合|督促|组织|指导|要求|责令|请|和|与|及|向|经|对|根据|按照|同|[日年月]"
    r"|成立了?|设立|召开|需要|推动|引导|支持|动员|授权|报|给|在|将|是|让|使|为"
)
KINDS: tuple[tuple[re.Pattern[str], OrganisationKind], ...] = (
    (re.compile(r"(?:小组|组|专班|指挥部|联席会议|联席会议办公室|小组办公室|指挥部办公室|安委会|委员会办公室)$"), "working_group"),
    (re.compile(r"(?:党委|[省市县区州]委|党组|党工委|纪委|政法委|[组宣统][织传战]部|党组织|党委办公室|支部)$"), "party"),
    (re.compile(r"(?:公司|集团|企业|厂|矿|银行|合作社)$|^中铁"), "enterprise"),
    (re.compile(r"(?:政府|政府办公[厅室]|政府办|管委会|[省市县区旗州盟镇乡村]|街道|社区|自治[区州县旗]|新区)$"), "government"),
    (re.compile(r"(?:部|委|局|厅|办|署|部门|机构|委员会|中心|队|办公[厅室]|法院|检察院|单位)$"), "department"),
)
LEAD_RE = re.compile(r"最近|目前|当前|日前|如果|虽然|其中|包括|新一届|照|年初|成立了?|设立|举全|总结|需要|须|如|即|底|凡")
VERB_INSIDE_RE = re.compile(
    r"印发|召开|出台|下发|发布|制定|部署|举行|举办|成立|组成|会同|联合|开展|推进|加强|落实|完善|建立|健全|提高|强化|负责|牵头|实施"
    r"|推动|加快|促进|支持|做好|抓好|抓紧|深入|严格|切实|全面|认真|充分|积极|进一步|根据|按照|关于|通过|围绕|针对|坚持|坚决|确保"
    r"|组织(?!部)|引导|指导|督促|发挥|统筹(?!城)|优化|扩大|创建|打造|培育|建设(?![部厅局委])|完成|实现|研究(?!院|所|室)|审议|听取|传达|学习|贯彻"
    r"|今年|目前|去年|近日|日前|明确|要求|决定|表示|(?:有关|相关)(?!职能|部门|单位)|选择|依法|具体|提升|构建|聚焦|涉及|所有|鼓励|属于|位于|前往|来到|作出"
)


@dataclass(frozen=True, slots=True)
class OrganisationMention:
    """One place that names a body. `collective` is True for many bodies under one word (各乡镇)."""

    span: Span
    surface: str
    name: str
    kind: OrganisationKind
    collective: bool
    rule: str


def find_organisations(text: str, lexicons: Lexicons) -> list[OrganisationMention]:
    """Bodies in text order, never overlapping; two that share a head (各有关地区和部门) have the same span."""
    rules = lexicons.rules("organisations").rules
    places = {span.start: span for span, _ in lexicons.cached("gazetteer", load_gazetteer).find(text)}
    found: list[OrganisationMention] = []
    done = 0
    for start in START_RE.finditer(text):
        at = start.end()
        while at >= done:
            hit = _longest(text, at, rules)
            mentions = list(_read(text, *hit, lexicons)) if hit else []
            if not mentions and at in places:
                name = text[slice(*places[at])]
                mentions = [OrganisationMention(places[at], name, name, "government", False, "organisations.place")]
            if not mentions:
                break
            found += mentions
            done = mentions[-1].span.end
            joined = re.compile(r"、|和|及").match(text, done)
            if not joined:
                break
            at = joined.end()
    return found


def _longest(text: str, at: int, rules: tuple[Rule, ...]) -> tuple[Rule, re.Match[str]] | None:
    """The longest rule that matches at *at*; of equal ones the first."""
    best: tuple[Rule, re.Match[str]] | None = None
    for rule in rules:
        match = rule.regex.match(text, at)
        if match and (best is None or match.end() > best[1].end()) and not (best and rule.id == "organisations.named" and best[0].value != "known"):
            best = rule, match
    return best


def _read(text: str, rule: Rule, match: re.Match[str], lexicons: Lexicons) -> Iterator[OrganisationMention]:
    collective = rule.extra.get("collective") == "yes"
    if rule.value == "split":
        for group in ("first", "second"):
            name = "各有关" + re.sub("有关|相关", "", match[group])
            if group == "first" and "有关" not in match[0][: match.end("first") - match.start()]:
                name = "各" + match[group]
            yield OrganisationMention(Span(*match.span()), match[0], name, "other", True, rule.id)
        return
    if rule.value == "pair":
        for group in ("first", "second"):
            kind: OrganisationKind = "party" if group == "first" else "government"
            yield OrganisationMention(Span(*match.span(group)), match[group], match[group], kind, False, rule.id)
        return
    group = "name" if "name" in rule.regex.groupindex else 0
    span = Span(*match.span(group))
    if rule.value == "suffix":
        cut = _without_clause(text, span)
        if cut is None:
            return
        span = cut
    name = text[slice(*span)]
    yield OrganisationMention(span, name, name, _kind(rule, name, lexicons), collective, rule.id)


def _without_clause(text: str, span: Span) -> Span | None:
    """Cut a name back to before the first verb in it: 市政府办公室印发市委 → 市政府办公室."""
    if (lead := LEAD_RE.match(text, span.start, span.end)) is not None:
        span = Span(lead.end(), span.end)
    name = text[slice(*span)]
    verb = VERB_INSIDE_RE.search(name)
    if verb is None:
        return span
    ends = list(re.finditer(r"[省市县区州盟旗镇乡]|政府|办公[室厅]|委员会|[厅局委办]|小组|指挥部|公司|中心", name[: verb.start()]))
    return Span(span.start, span.start + ends[-1].end()) if ends and ends[-1].end() == verb.start() else None


def _kind(rule: Rule, name: str, lexicons: Lexicons) -> OrganisationKind:
    if rule.value == "known":
        kinds = lexicons.cached("body kinds", lambda lex: {entry.form: entry["kind"] for entry in lex.entries("bodies")})
        return cast(OrganisationKind, kinds[name])
    if rule.value != "suffix":
        return cast(OrganisationKind, rule.value)
    return next((kind for pattern, kind in KINDS if pattern.search(name)), "other")
