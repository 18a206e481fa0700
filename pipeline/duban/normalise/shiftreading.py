"""Choose among the readings of a byte-shifted stretch: words, pairs of quotes and brackets, what the page repeats."""

import math
import re
from typing import NamedTuple

from duban.lexicon import Lexicons
from duban.normalise.likelihood import likelihood
from duban.normalise.ngrams import Ngrams
from duban.normalise.punctuation import FULL
from duban.normalise.readings import readings
from duban.normalise.script import simplified_forms
from duban.normalise.shiftbytes import LOST, Characters, Habits, Way
from duban.normalise.shiftlattice import REACH, find_ways
from duban.normalise.shiftmoves import NEVER, Moves

CONTEXT = 12
AHEAD = 6
NEAR = 8.0
EVEN = 0.3
CERTAIN = 0.0005
MENTIONED = 5
BALANCE = 5.0
CLOSERS = {"”": "“", "）": "（", "》": "《"}
DAMAGED_RE = re.compile(r"\?(?:[^\W\d_A-Z\u3400-\u9fff]{1,6}\)|[!,;:。，；！？：、?])[^。，；、,;\n]{0,24}")
MARKED_RE = re.compile(r"\?([!,;:。，；！？：、])")
RUN_RE = re.compile("[。，、；：！？](?=[。，、；：])")
YEAR_RE = re.compile(r"[09]\d\d年")


class Reading(NamedTuple):
    """What a stretch said, where it ends on the page as shown, and by how much it beats the next reading (in nats).

    Each character has its place behind it in `ends`, a + in `sure` if both its bytes are shown and no likely reading
    has another one, and in `others` what else it might be, the likeliest first.
    """

    text: str
    end: int
    margin: float
    evidence: str
    sure: str
    ends: tuple[int, ...]
    others: tuple[tuple[str, ...], ...]

    @property
    def lost(self) -> bool:
        """True if a character of it could not be told."""
        return LOST in self.text


class Reader:
    """What is needed to read the stretches of one page."""

    def __init__(
        self, text: str, annotated: frozenset[str], traditional: bool, lex: Lexicons, ngrams: Ngrams | None = None
    ) -> None:
        self._text = text
        self._characters = lex.cached(*(TRADITIONAL if traditional else SIMPLIFIED))
        self._plain = self._simplified(text)
        self._likelihood = likelihood(DAMAGED_RE.sub("\n", self._plain), lex, ngrams)
        self._readings = readings(lex)
        marked = frozenset(mark.translate(FULL) for mark in MARKED_RE.findall(text))
        plain = frozenset(DAMAGED_RE.sub("", text)) - annotated
        self._habits = Habits(annotated, plain, marked)

    def read(self, before: str, start: int, gain: float) -> Reading | None:
        """The likeliest reading of the stretch at *start*, *before* being what the page says up to there.

        None if no reading is likelier than what is shown, by *gain* nats.
        """
        head = self._text[start - 1 : start]
        shown = head + self._text[start : start + REACH + 1]
        moves = Moves(self._habits, shown, self._characters, self._readings, self._likelihood)
        shift = start - len(head)
        ways = [self._with_digit(_moved(way, shift)) for way in find_ways(moves, len(head))]
        if not ways:
            return None
        end = max(way.at for way, _ in ways) + AHEAD
        scored = sorted(((self._score(before, way, end), way, why) for way, why in ways), key=lambda row: -row[0])
        score, best, evidence = scored[0]
        if score < self._unread(before, start, end) + gain:
            return None
        rivals = [(rival, way.text) for rival, way, _ in scored[1:] if way.text != best.text]
        margin = score - rivals[0][0] if rivals else float("inf")
        signs, sure, others = _agreed(best, score, rivals)
        return Reading(signs, best.at, margin, evidence, sure, best.ends, others)

    def _score(self, before: str, way: Way, end: int) -> float:
        """How likely the page is with this reading, seen with a few characters on either side."""
        context = self._simplified(before[-CONTEXT:])
        said = self._simplified(way.text) + self._plain[way.at : end]
        habits = -NEVER * sum(sign in self._habits.marked for sign in way.text[1:-1])
        balance = _balance(before[before.rfind("\n") + 1 :][-400:], way.text)
        return self._likelihood.of_words(context + said) + balance + habits

    def _unread(self, before: str, start: int, end: int) -> float:
        """How likely the page is as it is shown."""
        context = self._simplified(before[-CONTEXT:])
        return self._likelihood.of_words(context + self._plain[start:end])

    def _with_digit(self, way: Way) -> tuple[Way, str]:
        """Put a swallowed digit back if the page repeats the same words with it, always the same; say by what."""
        if not way.text.endswith(LOST):
            return way, ""
        tail = re.compile(r"\d{0,6}[.万亿]?[^\d\n]").match(self._text, way.at)
        if not tail:
            return way, ""
        rest = self._simplified(tail[0])
        same = self._simplified(way.text[-2:-1])
        year = YEAR_RE.match(rest)
        found = re.findall(
            rf"(?<!\d)(\d){re.escape(rest)}" if year else rf"{re.escape(same)}(\d){re.escape(rest)}", self._plain
        )
        if len(set(found)) == 1:
            return self._filled(way, found[0], f"{found[0]}{rest} stands {len(found)} times on the page")
        if year and not found:
            digit = "2" if rest[0] == "0" else "1"
            return self._filled(way, digit, f"a year ?{rest} can only be {digit}{rest}")
        return way, ""

    def _filled(self, way: Way, digit: str, why: str) -> tuple[Way, str]:
        return way._replace(text=way.text[:-1] + digit), f"a digit was lost and put back: {why}"

    def _simplified(self, text: str) -> str:
        forms = self._characters.simplified
        return "".join(forms.get(sign, sign) for sign in text)


def _traditional(lex: Lexicons) -> Characters:
    return Characters(simplified_forms(lex), likelihood("", lex).commonness)


def _simplified(lex: Lexicons) -> Characters:
    signs = {sign: sign for sign in simplified_forms(lex, traditional=False)}
    return Characters(signs, likelihood("", lex).commonness)


TRADITIONAL = ("normalise.shift_characters", _traditional)
SIMPLIFIED = ("normalise.shift_simplified", _simplified)


def _balance(before: str, said: str) -> float:
    """Worth of quotes and brackets that close what is open; closing what is not open, “ in “, and 。。 cost."""
    worth = -BALANCE * len(RUN_RE.findall(said))
    line = before.replace("(", "（").replace(")", "）")
    for sign in said:
        if sign in CLOSERS:
            worth += BALANCE if line.count(CLOSERS[sign]) > line.count(sign) else -BALANCE
        elif sign in CLOSERS.values():
            closer = next(closer for closer, opener in CLOSERS.items() if opener == sign)
            worth -= BALANCE if line.count(sign) > line.count(closer) else 0.0
        line += sign
    return worth


def _moved(way: Way, shift: int) -> Way:
    """*way* with places that count in the page."""
    return way._replace(at=way.at + shift, ends=tuple(end + shift for end in way.ends))


def _agreed(best: Way, score: float, rivals: list[tuple[float, str]]) -> tuple[str, str, tuple[tuple[str, ...], ...]]:
    """The characters of *best*, which of them are sure, and what else each might be.

    A character that most of the readings, by their likelihood, do not share is U+FFFD.
    """
    near = [(math.exp(rival - score), text) for rival, text in rivals if rival > score - NEAR]
    total = 1.0 + sum(weight for weight, _ in near)
    signs: list[str] = []
    sure: list[str] = []
    others: list[tuple[str, ...]] = []
    for at, sign in enumerate(best.text):
        elsewhere = [(w, text) for w, text in near if sign not in (text[at : at + 1], text[at - len(best.text) :][:1])]
        against = sum(weight for weight, _ in elsewhere)
        signs.append(sign if total - against >= EVEN * total else LOST)
        sure.append("+" if best.sure[at] == "+" and against < CERTAIN * total else "-")
        others.append(tuple(dict.fromkeys(text[at : at + 1] for _, text in elsewhere if at < len(text)))[:MENTIONED])
    return "".join(signs), "".join(sure), tuple(others)
