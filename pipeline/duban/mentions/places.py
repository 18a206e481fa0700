"""Say whose government speaks: the division of a document, with its code where the gazetteer knows it.

    中共青禾县委宣传部 … 全县上下          → 青禾县, county, without a code (no such division is listed)
    题：昌图县启动秋季整治 … 铁岭市          → 昌图县, 辽宁省 / 铁岭市 / 昌图县

Evidence is weighed: the title, who signs, offices of a place (X市政府), the paper's name, plain mentions, and the level
at which the text says 全县, 我市, 省委. A place that no list holds competes with the listed ones; without evidence
there is no answer.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from duban.lexicon import Lexicons
from duban.mentions.gazetteer import Division, Gazetteer, load_gazetteer
from duban.mentions.words import is_ordinary_word, is_word, word_tags
from duban.spans import Span

__all__ = ["Division", "Gazetteer", "Jurisdiction", "find_jurisdiction", "load_gazetteer"]

LEVELS = ("national", "province", "prefecture", "county", "township")
SELF_RE = re.compile(r"[我全本](?P<unit>[省市县区州旗])|(?<![\u4e00-\u9fff])(?P<seat>[省市县区州旗])(?:委|政府)")
LEVEL_OF_WORD = {
    "省": ("province",),
    "市": ("prefecture", "county"),
    "县": ("county",),
    "区": ("province", "county"),
    "州": ("prefecture",),
    "旗": ("county",),
}
LEVEL_OF_SUFFIX = {
    "省": "province",
    "市": "prefecture",
    "县": "county",
    "区": "county",
    "州": "prefecture",
    "旗": "county",
}
OFFICE_RE = re.compile(r"(?:人民政府|政府|委(?!员)|人大|政协|纪委|公安局|日报|晚报|电视台|新闻网|发布|网(?=[讯站]|\d))")
UNLISTED_RE = re.compile(
    r"(?:(?<![\u4e00-\u9fff])|(?<=中共)|(?<=代表)|(?<=在)|(?<=记者从)|(?<=建设)|(?<=新时代))"
    r"(?P<name>(?![各全本我该两三四五六七八九十几某此这那每市省县区]|自治|中共|代表)[\u4e00-\u9fff]{2,3}?(?P<suffix>[省市县区州旗]))"
    r"(?P<office>人民政府|政府|委(?!员)|人大|人民代表大会|政协|公安局|纪委|[\u4e00-\u9fff]{2,8}?(?:局|委员会|办公室))?"
)
PAPER_RE = re.compile(r"(?<![\u4e00-\u9fff])(?P<stem>[\u4e00-\u9fff]{2,3}?)(?:日报|晚报|网|新闻网|发布|在线|电视台)")
NO_STEM_RE = re.compile(r"[各全本我该委政府会的和在与对从到为年月日试点城级]|[省市县区]")
NATIONAL_BODY_RE = re.compile(
    r"国务院|我国|各省、自治区|国家[\u4e00-\u9fff]{2,8}?(?:委|局|部|办)|党中央|中共中央|中央[\u4e00-\u9fff]{2,4}部"
)
NATIONAL_RE = re.compile(r"国务院(?:办公厅)?(?:关于|令)|中共中央(?:办公厅)?|中华人民共和国")
NATIONAL_HEAD_RE = re.compile(r"我代表国务院|^国务院总理[ 　]?[\u4e00-\u9fff]{2,4}\s*$", re.M)
SIGNED_RE = re.compile(r"^国务院(?:办公厅)?$", re.M)
STATE_COUNCIL_NUMBER_RE = re.compile(r"国(?:办)?发(?:明电)?〔")
LONGEST_LOOK, HEAD_LENGTH, TAIL_LENGTH = 6000, 900, 200
TITLE, OFFICE, FULL, STEM = 6.0, 3.0, 1.5, 1.0
OWN_LEVEL, ABOVE_OWN = 3.0, 2.0
LEAST_UNLISTED, LEAST_LISTED, LEAST_OWN = 3.0, 2.0, 1.0
NO_NAMES = frozenset(
    {"老城区", "新城区", "城区", "郊区", "矿区", "新区", "东区", "西区", "南区", "北区", "市中区", "中区"}
)
PROPER = ("ns", "nz", "nr", "nt")
Weighed = Sequence[tuple[Division, float]]


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """A government's place; `path` runs from the province to it; `code` None where the gazetteer has none."""

    name: str
    code: str | None
    level: str
    path: tuple[str, ...]
    rule: str


def find_jurisdiction(text: str, title: str, lex: Lexicons) -> Jurisdiction | None:
    """The government whose document or campaign it is; None without evidence."""
    if NATIONAL_RE.search(title) or STATE_COUNCIL_NUMBER_RE.search(text[:400]) or SIGNED_RE.search(text[-TAIL_LENGTH:]):
        return _nation("places.state_council")
    if NATIONAL_HEAD_RE.search(text[:HEAD_LENGTH]):
        return _nation("places.reads_for_the_state")
    gazetteer = lex.cached("gazetteer", load_gazetteer)
    levels = _own_levels(text)
    named = list(_mentions(text, title, gazetteer))
    listed = _score_listed(named, gazetteer, levels)
    unlisted = _score_unlisted(text, title, gazetteer, levels)
    best = max(listed.values(), default=0.0)
    if not levels and len(NATIONAL_BODY_RE.findall(text)) > 2 * best:
        return _nation("places.national_bodies")
    name = max(unlisted, key=lambda known: (unlisted[known], known), default=None)
    if name is not None and unlisted[name] >= max(LEAST_UNLISTED, best):
        return Jurisdiction(name, None, LEVEL_OF_SUFFIX[name[-1]], (name,), "places.signs_itself")
    winner = gazetteer.by_code.get(max(listed, key=lambda code: (listed[code], code), default=""))
    if winner is None:
        return None
    least = LEAST_OWN if winner.name[-1] == _own_word(text) else LEAST_LISTED
    if _support(winner, named, gazetteer) < least:
        return None
    division = _entitled(winner, title, gazetteer)
    return Jurisdiction(division.name, division.code, division.level, gazetteer.path(division), "places.most_named")


def _nation(rule: str) -> Jurisdiction:
    return Jurisdiction("中国", None, "national", ("中国",), rule)


def _support(winner: Division, named: Weighed, gazetteer: Gazetteer) -> float:
    """How much is named of the division itself and of what lies in it."""
    return sum(w for division, w in named if division == winner or winner in gazetteer.above(division))


def _entitled(winner: Division, title: str, gazetteer: Gazetteer) -> Division:
    """The division below the winner that the title names in full: 潜江市 rather than 湖北省."""
    for span, homes in gazetteer.find(title):
        for division in homes:
            below = any(above.code == winner.code for above in gazetteer.above(division))
            if below and title[span.start : span.end] == division.name:
                return division
    return winner


def _score_listed(named: Weighed, gazetteer: Gazetteer, levels: dict[str, float]) -> dict[str, float]:
    """How much speaks for each division. A place named speaks also for those above it, of the text's level."""
    score: dict[str, float] = {}
    for division, weight in named:
        own = levels.get(division.level, 0.0)
        score[division.code] = score.get(division.code, 0) + weight * (1 + OWN_LEVEL * own)
        for above in gazetteer.above(division):
            if levels.get(above.level):
                score[above.code] = score.get(above.code, 0) + weight * ABOVE_OWN * levels[above.level]
    return score


def _mentions(text: str, title: str, gazetteer: Gazetteer) -> Iterator[tuple[Division, float]]:
    """Every division that is named, with the weight of that mention; of a shared name each has its share."""
    for in_title, stretch in ((True, title), (False, text[:LONGEST_LOOK])):
        for span, homes in gazetteer.find(stretch):
            form = stretch[span.start : span.end]
            office = OFFICE_RE.match(stretch, span.end) is not None
            if form in NO_NAMES and not any(above.stem in text for home in homes for above in gazetteer.above(home)):
                continue
            named = [division for division in homes if form == division.name]
            word = bool(named) or _is_own_word(stretch, span)
            for division in named or homes:
                known = bool(named) or division.level != "county" or division.name in text[:LONGEST_LOOK]
                weight = _weight(bool(named), office) if word and known else 0.0
                if weight:
                    yield division, weight * (TITLE if in_title else 1) / len(named or homes)


def _weight(full: bool, office: bool) -> float:
    """An office of the place says most, its full name more than its stem."""
    return OFFICE if office else FULL if full else STEM


def _is_own_word(text: str, span: Span) -> bool:
    """True if the tagger sees a place's name there: not 平|安顺|利."""
    at = start = max(0, span.start - 6)
    for word, tag in word_tags(text[start : span.end + 6]):
        if at == span.start and at + len(word) >= span.end:
            return tag.startswith("n") and at + len(word) <= span.end + 1
        at += len(word)
    return False


def _score_unlisted(text: str, title: str, gazetteer: Gazetteer, levels: dict[str, float]) -> dict[str, float]:
    """How much speaks for each place that no list holds: its offices, the title, and how often it is named."""
    look = text[:LONGEST_LOOK] + "\n" + text[max(LONGEST_LOOK, len(text) - TAIL_LENGTH) :]
    seats = {match["name"] for match in UNLISTED_RE.finditer(look) if match["office"]}
    seats |= {match["name"] for match in UNLISTED_RE.finditer(title)}
    papers = {match["stem"] for match in PAPER_RE.finditer(text[:HEAD_LENGTH] + text[-TAIL_LENGTH:])}
    seats |= {match["name"] for match in UNLISTED_RE.finditer(look) if match["name"][:-1] in papers}
    score: dict[str, float] = {}
    for name in seats:
        if (
            gazetteer.at(name, 0) is not None
            or is_word(name)
            or is_ordinary_word(name[:-1], but=PROPER)
            or NO_STEM_RE.search(name[:-1])
        ):
            continue
        own = sum(share for level, share in levels.items() if level in _levels_of(name))
        count = look.count(name) + look.count(name[:-1])
        score[name] = (count + (TITLE if name in title else 0)) * (1 + OWN_LEVEL * own)
    return score


def _levels_of(name: str) -> tuple[str, ...]:
    return LEVEL_OF_WORD[name[-1]]


def _own_word(text: str) -> str | None:
    """What the text calls its own place most: 市 of 我市, 全市, 市委."""
    words = Counter(match["unit"] or match["seat"] for match in SELF_RE.finditer(text))
    return max(words, key=lambda word: words[word], default=None)


def _own_levels(text: str) -> dict[str, float]:
    """How often the text speaks of its own province, city or county, as shares of the
    level that it speaks of most."""
    count: dict[str, int] = {}
    for match in SELF_RE.finditer(text):
        for level in LEVEL_OF_WORD[match["unit"] or match["seat"]]:
            count[level] = count.get(level, 0) + 1
    most = max(count.values(), default=1)
    return {level: n / most for level, n in count.items()}
