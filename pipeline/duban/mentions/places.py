"""Find administrative divisions by name, and the one whose government speaks.

The gazetteer is `lexicons/divisions.tsv` (GB/T 2260). A name that several divisions share is decided by the
division above it where the text names that too; what cannot be decided stays without a code.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import ahocorasick_rs

from duban.lexicon import Lexicons
from duban.spans import Span

LEVELS = ("national", "province", "prefecture", "county", "township")
SELF_RE = re.compile(r"[我全本](?P<unit>[省市县区州旗])|(?<![\u4e00-\u9fff])(?P<seat>[省市县区州旗])(?:委|政府)")
LEVEL_OF_WORD = {"省": ("province",), "市": ("prefecture", "county"), "县": ("county",), "区": ("province", "county"), "州": ("prefecture",), "旗": ("county",)}
LEVEL_OF_SUFFIX = {"省": "province", "市": "prefecture", "县": "county", "区": "county", "州": "prefecture"}
UNLISTED_RE = re.compile(r"(?:中共|代表)(?P<name>(?!自治)[\u4e00-\u9fff]{2,3}(?P<suffix>[省市县区州]))(?:委|人民政府|政府)")
NATIONAL_BODY_RE = re.compile(r"国务院|国家[\u4e00-\u9fff]{2,8}?(?:委|局|部|办)|党中央|中共中央|中央[\u4e00-\u9fff]{2,4}部")
NATIONAL_RE = re.compile(r"国务院(?:办公厅)?(?:关于|令)|中共中央(?:办公厅)?|中华人民共和国")
SIGNED_RE = re.compile(r"^国务院(?:办公厅)?$", re.M)
LONGEST_LOOK, LONGEST_NAME = 6000, 14
STATE_COUNCIL_NUMBER_RE = re.compile(r"国(?:办)?发(?:明电)?〔")


@dataclass(frozen=True, slots=True)
class Division:
    """One division of the gazetteer."""

    code: str
    name: str
    stem: str
    level: str
    parent: str


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """A government's place; `path` runs from the province to it; `code` None where the gazetteer has none."""

    name: str
    code: str | None
    level: str
    path: tuple[str, ...]
    rule: str


class Gazetteer:
    """The divisions, found in text by full name or stem."""

    def __init__(self, divisions: tuple[Division, ...]) -> None:
        self.by_code = {division.code: division for division in divisions}
        self._homes: dict[str, list[Division]] = {}
        for division in divisions:
            self._homes.setdefault(division.name, []).append(division)
            if division.stem:
                self._homes.setdefault(division.stem, []).append(division)
        self._forms = list(self._homes)
        self._automaton = ahocorasick_rs.AhoCorasick(self._forms, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def find(self, text: str) -> Iterator[tuple[Span, list[Division]]]:
        """Yield the spans that name divisions, with all divisions of that name."""
        for form, start, end in self._automaton.find_matches_as_indexes(text):
            yield Span(start, end), self._homes[self._forms[form]]

    def at(self, text: str, start: int) -> Span | None:
        """The longest name of a division that begins at *start*."""
        sizes = range(min(LONGEST_NAME, len(text) - start), 1, -1)
        return next((Span(start, start + size) for size in sizes if text[start : start + size] in self._homes), None)

    def above(self, division: Division) -> Iterator[Division]:
        """The divisions above, nearest first."""
        parent = self.by_code.get(division.parent)
        while parent:
            yield parent
            parent = self.by_code.get(parent.parent)

    def path(self, division: Division) -> tuple[str, ...]:
        """The names from the province down to the division."""
        return (*reversed([above.name for above in self.above(division)]), division.name)


def load_gazetteer(lex: Lexicons) -> Gazetteer:
    """Index the gazetteer."""
    return Gazetteer(tuple(Division(e.form, e["name"], e["stem"], e["level"], e["parent"]) for e in lex.entries("divisions")))


def find_jurisdiction(text: str, title: str, lex: Lexicons) -> Jurisdiction | None:
    """The government whose document or campaign it is; None without evidence.

    Evidence, best first: an act of the State Council; a place that signs itself (中共某县委) though no gazetteer
    knows it; the division named most, of the level at which the text says 全县, 我市, 省委.
    """
    if NATIONAL_RE.search(title) or STATE_COUNCIL_NUMBER_RE.search(text[:400]) or SIGNED_RE.search(text[-200:]):
        return Jurisdiction("中国", None, "national", ("中国",), "places.state_council")
    gazetteer = lex.cached("gazetteer", load_gazetteer)
    levels = _own_levels(text)
    own = max(levels, key=lambda level: levels[level]) if levels else None
    score = _score(text, title, gazetteer, own)
    if own is None and len(NATIONAL_BODY_RE.findall(text)) > 2 * max(score.values(), default=0):
        return Jurisdiction("中国", None, "national", ("中国",), "places.national_bodies")
    unlisted = UNLISTED_RE.search(text)
    if unlisted and not any(d.name == unlisted["name"] for d in gazetteer.by_code.values()):
        name = unlisted["name"]
        return Jurisdiction(name, None, LEVEL_OF_SUFFIX[unlisted["suffix"]], (name,), "places.signs_itself")
    if not score:
        return None
    division = gazetteer.by_code[max(score, key=lambda code: (score[code], code))]
    return Jurisdiction(division.name, division.code, division.level, gazetteer.path(division), "places.most_named")


def _score(text: str, title: str, gazetteer: Gazetteer, own: str | None) -> dict[str, float]:
    """How much speaks for each division. A place named speaks also for those above it, if they are of level *own*."""
    score: dict[str, float] = {}
    for weight, stretch in ((4.0, title), (1.0, text[:LONGEST_LOOK])):
        for span, homes in gazetteer.find(stretch):
            full = 1.5 if stretch[span.start : span.end] == homes[0].name else 1.0
            for division in homes:
                share = weight * full / len(homes)
                score[division.code] = score.get(division.code, 0) + share * (4 if division.level == own else 1)
                for above in gazetteer.above(division):
                    if above.level == own:
                        score[above.code] = score.get(above.code, 0) + share * 2
    return score


def _own_levels(text: str) -> dict[str, float]:
    """How often the text speaks of its own province, city or county, as shares."""
    count: dict[str, int] = {}
    for match in SELF_RE.finditer(text):
        for level in LEVEL_OF_WORD[match["unit"] or match["seat"]]:
            count[level] = count.get(level, 0) + 1
    total = sum(count.values()) or 1
    return {level: n / total for level, n in count.items()}
