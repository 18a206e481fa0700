"""Find bodies: 「各乡镇、各部门要…」, 「农业农村部、财政部等负责」, 「县脱贫攻坚指挥部出台了…」.

A body is looked for where one can begin: at the head of a clause, in a list, behind a word that hands work on
(由, 会同, 要求). In the middle of a clause a name of a body is most often only mentioned. The shapes are rules in
`lexicons/organisations.toml`, the names of the centre `lexicons/bodies.tsv`.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, cast

from duban.lexicon import Lexicons
from duban.mentions.body_edges import BodyEdges
from duban.mentions.places import load_gazetteer
from duban.rules import Rule
from duban.spans import Span

OrganisationKind = Literal["party", "government", "department", "enterprise", "working_group", "other"]
START_RE = re.compile(
    r"^|\n\s*|[。！？；，、：:;,（(“”■】\t]\s*|\d[.．]|由|会同|协同|配合|督促|组织|指导|要求|责令|请|和|与|及|向|经|对|根据|按照|围绕|代表|同|[日年月]"
    r"|成立了?|设立|召开|需要|推动|引导|支持|动员|授权|报|给|在|将|是|让|使|为"
)
DEPLOYS_RE = re.compile(
    r"(?:按照|围绕|根据)(?P<who>[^，。；“”]{2,30}?)的?(?:统一|工作|总体|决策|有关|最新|重要|具体){0,2}(?:部署|安排|要求)"
)
SET_UP_RE = re.compile(r"(?:成立|组建|设立)了?[^，。；、：]{0,30}$")
ISSUES_RE = re.compile(
    r"(?:、[\u4e00-\u9fff]{2,12}?)?(?:联合|日前|近日)?(?:召开了?(?!的)|印发了|下发了|出台了|制定了|发布了)"
)
OFFICIAL_KINDS = frozenset({"party", "government", "department", "working_group"})
PLACE_NAME_RE = re.compile("[省市县区州旗盟镇乡村]$")
DEED_REACH, SHORTER_TRIES = 36, 2
KINDS: tuple[tuple[re.Pattern[str], OrganisationKind], ...] = (
    (re.compile(r"(?:小组|组|专班|指挥部|联席会议|(?:小组|指挥部|联席会议|委员会)办公室|安委会)$"), "working_group"),
    (re.compile(r"(?:党委|[省市县区州]委|党组|党工委|纪委|政法委|组织部|宣传部|统战部|党组织|支部)$"), "party"),
    (re.compile(r"(?:公司|集团|企业|厂|矿|银行|合作社)$|^中铁"), "enterprise"),
    (re.compile(r"(?:政府(?:办公[厅室]|办)?|管委会|[省市县区旗州盟镇乡村]|街道|社区|自治[区州县旗])$"), "government"),
    (re.compile(r"(?:[部委局厅办署队]|部门|机构|委员会|中心|办公[厅室]|法院|检察院|单位)$"), "department"),
)
BODY_END_RE = re.compile(r"办公[室厅]|[省市县区州盟旗镇乡厅局委办]|政府|委员会|小组|指挥部|公司|中心")
MORE_BREAKS = r"统筹(?!城)|建设(?![部厅局委])|研究(?!院|所|室)|组织(?!部)|(?:有关|相关)(?!职能|部门|单位)"
LAST_CHARACTERS = (
    "指处省市县区旗州盟镇乡村社府门位构团委厅局署办会组部室心所院企司国地级业协联支街行央大军网属班群校场坛"
)
MAYBE_BODY_RE = re.compile(rf"[\u4e00-\u9fff（）、0-9]{{1,30}}?[{LAST_CHARACTERS}]")
JOIN_RE = re.compile(r"、|和|及")
SUFFIX_RULE = "organisations.named"


@dataclass(frozen=True, slots=True)
class OrganisationMention:
    """One place that names a body. `collective` is True for many bodies under one word (各乡镇).

    `deed` is what the words beside it tell: deploys (按照X部署), issues (X出台了方案), set_up (成立X),
    represented (我代表X); else empty.
    """

    span: Span
    surface: str
    name: str
    kind: OrganisationKind
    collective: bool
    rule: str
    deed: str = ""


def find_organisations(text: str, lexicons: Lexicons) -> list[OrganisationMention]:
    """Bodies in text order, never overlapping; two that share a head (各有关地区和部门) have the same span."""
    reader = _Reader(text, lexicons)
    found: list[OrganisationMention] = []
    done = 0
    for start in START_RE.finditer(text):
        at = start.end()
        while at >= done and (mentions := list(reader.read(at))):
            found += mentions
            done = mentions[-1].span.end
            joined = JOIN_RE.match(text, done)
            if not joined:
                break
            at = joined.end()
    return _with_deeds(text, found)


def _with_deeds(text: str, found: list[OrganisationMention]) -> list[OrganisationMention]:
    """The mentions with what the words beside them tell."""
    orders = [Span(*match.span("who")) for match in DEPLOYS_RE.finditer(text)]
    starts = [span.start for span in orders]
    told = []
    for mention in found:
        before = text[max(0, mention.span.start - DEED_REACH) : mention.span.start]
        order = bisect_right(starts, mention.span.start) - 1
        deed = ""
        if order >= 0 and orders[order].holds(mention.span) and mention.kind in ("party", "government"):
            deed = "deploys"
        elif mention.kind == "working_group" and SET_UP_RE.search(before):
            deed = "set_up"
        elif before.endswith("我代表"):
            deed = "represented"
        elif _is_office(mention) and ISSUES_RE.match(text, mention.span.end):
            deed = "issues"
        told.append(replace(mention, deed=deed) if deed else mention)
    return told


def _is_office(mention: OrganisationMention) -> bool:
    """True for one body of the party or the state; a place (在云岭召开) is none."""
    place = mention.rule == "organisations.place" or PLACE_NAME_RE.search(mention.name) is not None
    return not mention.collective and mention.kind in OFFICIAL_KINDS and not place


class _Reader:
    """Reads the body that begins at one place of the text."""

    def __init__(self, text: str, lexicons: Lexicons) -> None:
        self.text = text
        self.rules = lexicons.rules("organisations")
        self.kinds = lexicons.cached("body kinds", lambda lex: {e.form: e["kind"] for e in lex.entries("bodies")})
        self.edges = BodyEdges.of(lexicons)
        self.breaks = lexicons.cached("body breaks", _compile_breaks)
        gazetteer = lexicons.cached("gazetteer", load_gazetteer)
        known: dict[str, bool] = {}
        self.places = {}
        for span, homes in gazetteer.find(text):
            form = text[span.start : span.end]
            if form not in known:
                known[form] = any(home.level != "county" or home.name in text for home in homes)
            if known[form]:
                self.places[span.start] = span

    def read(self, at: int) -> Iterator[OrganisationMention]:
        """The bodies that one rule reads at *at*; else the place of the gazetteer that stands there."""
        hit = self._longest(at) if MAYBE_BODY_RE.match(self.text, at) else None
        mentions = list(self._mentions(*hit)) if hit else []
        for _ in range(SHORTER_TRIES):
            if mentions or hit is None or hit[0].value != "suffix":
                break
            shorter = hit[0].regex.match(self.text, at, hit[1].end() - 1)
            hit = (hit[0], shorter) if shorter else None
            mentions = list(self._mentions(*hit)) if hit else []
        if not mentions and (place := self.places.get(at)) is not None:
            name = self.text[place.start : place.end]
            mentions = [OrganisationMention(place, name, name, "government", False, "organisations.place")]
        yield from mentions

    def _longest(self, at: int) -> tuple[Rule, re.Match[str]] | None:
        """The longest rule that matches at *at*; a name by its last word gives way to any other shape."""
        best: tuple[Rule, re.Match[str]] | None = None
        for rule in self.rules.opening_at(self.text, at):
            match = rule.regex.match(self.text, at)
            if not match or (best and match.end() <= best[1].end()):
                continue
            if best is None or rule.id != SUFFIX_RULE or best[0].value == "known":
                best = rule, match
        return best

    def _mentions(self, rule: Rule, match: re.Match[str]) -> Iterator[OrganisationMention]:
        if rule.value == "split":
            yield from _split_head(rule, match)
        elif rule.value == "pair":
            kinds: tuple[tuple[str, OrganisationKind], ...] = (("first", "party"), ("second", "government"))
            for group, kind in kinds:
                yield OrganisationMention(Span(*match.span(group)), match[group], match[group], kind, False, rule.id)
        else:
            span = Span(*(match.span("name") if "name" in rule.regex.groupindex else match.span()))
            whole: Span | None = span
            if rule.value in ("suffix", "working_group"):
                whole = self._without_clause(span) if rule.value == "suffix" else span
                whole = self.edges.narrow(self.text, whole) if whole else None
            if whole is not None:
                name = self.text[whole.start : whole.end]
                many = rule.extra.get("collective") == "yes"
                yield OrganisationMention(whole, name, name, self._kind(rule, name), many, rule.id)

    def _without_clause(self, span: Span) -> Span | None:
        """Cut a name back to before the first verb in it: 市政府办公室印发市委 → 市政府办公室."""
        before, inside, never = self.breaks
        if (lead := before.match(self.text, span.start, span.end)) is not None:
            span = Span(lead.end(), span.end)
        if span.end - span.start < 2 or self.text[span.start : span.end] in never:
            return None
        verb = inside.search(self.text, span.start, span.end)
        if verb is None:
            return span
        ends = [match.end() for match in BODY_END_RE.finditer(self.text, span.start, verb.start())]
        return Span(span.start, verb.start()) if ends and ends[-1] == verb.start() else None

    def _kind(self, rule: Rule, name: str) -> OrganisationKind:
        if rule.value == "known":
            return cast(OrganisationKind, self.kinds[name])
        if rule.value != "suffix":
            return cast(OrganisationKind, rule.value)
        return next((kind for pattern, kind in KINDS if pattern.search(name)), "other")


def _compile_breaks(lexicons: Lexicons) -> tuple[re.Pattern[str], re.Pattern[str], frozenset[str]]:
    """What stands before a name, what ends one, and what is none."""
    before = lexicons.alternation("body_breaks", key="side", value="before")
    inside = lexicons.alternation("body_breaks", key="side", value="inside")
    never = frozenset(entry.form for entry in lexicons.entries("body_breaks") if entry["side"] == "never")
    return re.compile(before), re.compile(f"{inside}|{MORE_BREAKS}"), never


def _split_head(rule: Rule, match: re.Match[str]) -> Iterator[OrganisationMention]:
    """各有关地区和部门 → 各有关地区, 各有关部门; 各地区和有关部门 → 各地区, 各有关部门."""
    qualified = "有关" in match[0][: match.end("first") - match.start()]
    first = f"各有关{match['first']}" if qualified else f"各{match['first']}"
    second = "各有关" + re.sub("有关|相关", "", match["second"])
    for name in (first, second):
        yield OrganisationMention(Span(*match.span()), match[0], name, "other", True, rule.id)
