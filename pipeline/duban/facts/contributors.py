"""Find who made the article, 「（记者何远山、孙立）」, and the paper it stood in. They are never officials."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from duban.lexicon import Lexicons
from duban.mentions.names import NameReader
from duban.mentions.words import is_ordinary_word
from duban.rules import Rule
from duban.spans import Span

ContributorRole = Literal["reporter", "photographer", "editor"]
PART_RE = re.compile(r"[\u4e00-\u9fff](?:[ 　][\u4e00-\u9fff](?![\u4e00-\u9fff])|[\u4e00-\u9fff]{1,3})")
NOT_A_NAME_RE = re.compile(r"^[在从了看就向获将对的于正已还也以到]|[的了在]|(?:报道|记者|日报|新闻|编辑|部门|办公)")
CUE_RE = re.compile(
    r"记者|通讯员|特派员|摄|(?:[编审校]|责编|编辑|策划|主编|校对|审核|监制|统筹|作者|撰文|撰稿|采写|文字?|图[片表]?|供图|制图|视频|航拍|来源|稿源|版式)"
    r"[ 　]?[：:/／]|[讯电][ 　（(]|(?:^|(?<=[。！”]))[（(]",
    re.M,
)
BEFORE_CUE, BEHIND_CUE = 40, 90
BRACKET_RE = re.compile(r"^(?:记者|通讯员|（|[讯电])")
ROLES: tuple[ContributorRole, ...] = ("reporter", "photographer", "editor")


class Contributor(NamedTuple):
    """One person in one job; the span is the name's."""

    name: str
    role: ContributorRole
    span: Span
    rule: str


class Outlet(NamedTuple):
    """The paper or site."""

    name: str
    span: Span
    rule: str


def find_contributors(text: str, lexicons: Lexicons) -> list[Contributor]:
    """Everyone who wrote, took or edited it, in text order, one row a name and job."""
    seen: dict[tuple[str, str], Contributor] = {}
    for rule, match in _credits(text, lexicons):
        for role in ROLES:
            if rule.value == role:
                for name, span in _names(match, lexicons):
                    seen.setdefault((name, role), Contributor(name, role, span, rule.id))
    return sorted(seen.values(), key=lambda person: person.span)


def find_outlet(text: str, lexicons: Lexicons) -> Outlet | None:
    """The first house that the text names as its own; None for 本报 and for silence."""
    for rule, match in _credits(text, lexicons):
        if rule.value == "outlet":
            return Outlet(match["outlet"], Span(*match.span("outlet")), rule.id)
    return None


def _credits(text: str, lexicons: Lexicons) -> Iterator[tuple[Rule, re.Match[str]]]:
    """What the rules match near a word that credits somebody; the rest of the text is not scanned."""
    done = 0
    for cue in CUE_RE.finditer(text):
        if cue.start() < done:
            continue
        start = max(done, cue.start() - BEFORE_CUE, text.rfind("\n", 0, cue.start()) + 1)
        end = min(len(text), cue.end() + BEHIND_CUE)
        for rule, match in lexicons.rules("contributors").scan(text, start, end):
            yield rule, match
            done = match.end()
        done = max(done, cue.end())


def _names(match: re.Match[str], lexicons: Lexicons) -> Iterator[tuple[str, Span]]:
    """The names of a list; 何 坚 is one name, printed wide."""
    surnames = NameReader.of(lexicons).surnames
    for part in PART_RE.finditer(match["names"]):
        name = re.sub(r"[ 　]", "", part[0])
        known = name[0] in surnames or name[:2] in surnames
        if not (known or BRACKET_RE.search(match[0])) or (len(name) > 3 and name[:2] not in surnames):
            continue
        if NOT_A_NAME_RE.search(name) or (is_ordinary_word(name) and not (known and len(name) == 3)):
            continue
        start = match.start("names") + part.start()
        yield name, Span(start, start + len(part[0]))
