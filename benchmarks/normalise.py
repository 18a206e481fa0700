"""Time normalisation beside ftfy and OpenCC, and count what each of them restores, in one run on one machine.

usage: normalise.py [--rounds N] [--megabytes N] [--texts FOLDER] [--model FILE] [--seeds N]

Speed: the same text in several states (clean, annotated, damaged by `duban.normalise.corruption.mirror`, garbled), the
median of the rounds, edits read to the last one. ftfy is measured if it is installed (`pip install ftfy`); what it
repairs is counted with its defaults. Restoration: every sample text is damaged with several seeds; a region counts as
exact if it reads as it did before. Ratios travel from machine to machine, seconds do not.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from opencc import OpenCC

from duban.lexicon import load_lexicons
from duban.normalise import NormalisedText, normalise
from duban.normalise.corruption import Hurt, mirror
from duban.normalise.ngrams import load_ngrams

ROOT = Path(__file__).resolve().parent.parent
LEX = load_lexicons()
Work = Callable[[str], object]


class Restored(NamedTuple):
    """What came of the damaged regions."""

    regions: int = 0
    exact: int = 0
    unflagged: int = 0
    unflagged_right: int = 0

    def plus(self, right: bool, flagged: bool) -> "Restored":
        """One region more."""
        return Restored(
            self.regions + 1,
            self.exact + right,
            self.unflagged + (not flagged),
            self.unflagged_right + (right and not flagged),
        )


def main() -> None:
    """Print the speeds, then what was restored."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--megabytes", type=float, default=1.0)
    parser.add_argument("--texts", type=Path, default=ROOT / "corpus" / "gold", help="folder of clean .txt files")
    parser.add_argument("--model", type=Path, help="a model made with duban normalise --learn")
    parser.add_argument("--seeds", type=int, default=5)
    args = parser.parse_args()
    texts = [path.read_text("utf-8", "replace") for path in sorted(args.texts.rglob("*.txt"))]
    texts = [normalise(text, LEX).text for text in texts]
    print_speeds(texts, args.rounds, args.megabytes)
    print_mojibake(texts)
    print_restored(texts, args.seeds, args.model)


def workers() -> Iterator[tuple[str, Work]]:
    """What is timed: ours with all its edits read, and the peers that are there."""
    yield "duban", lambda text: sum(1 for _ in normalise(text, LEX).edits)
    converter = OpenCC("tw2s")
    yield "opencc tw2s", converter.convert
    if find_spec("ftfy"):
        yield "ftfy", import_module("ftfy").fix_text


def states(texts: list[str], megabytes: float) -> Iterator[tuple[str, str]]:
    """The same words in several states."""
    page = "\n".join(texts)
    pages = [mirror(text, seed, LEX) for seed, text in enumerate(texts)]
    unhurt = [without(page.shown, page.hurt) for page in pages]
    for name, state in (
        ("clean", page),
        ("half-width marks", page.translate(str.maketrans("，；：（）", ",;:()"))),
        ("annotated", "\n".join(unhurt)),
        ("damaged", "\n".join(page.shown for page in pages)),
        ("UTF-8 as Latin-1", page.encode().decode("latin-1")),
    ):
        times = max(1, round(megabytes * 1e6 / len(state.encode())))
        yield name, "\n".join([state] * times)


def without(shown: str, hurt: tuple[Hurt, ...]) -> str:
    """The lines of a page in which nothing was hurt."""
    bad = {shown.count("\n", 0, at) for stretch in hurt for at in stretch.shown}
    return "\n".join(line for number, line in enumerate(shown.split("\n")) if number not in bad)


def print_speeds(texts: list[str], rounds: int, megabytes: float) -> None:
    """One line a state: MB (10^6 bytes of UTF-8) a second of processor time."""
    named = list(workers())
    print(f"{'MB/s':18}" + "".join(f"{name:>14}" for name, _ in named))
    for state, text in states(texts, megabytes):
        size = len(text.encode()) / 1e6
        for _, work in named:
            work(text[:3000])
        speeds = [size / statistics.median(seconds(work, text) for _ in range(rounds)) for _, work in named]
        print(f"{state:18}" + "".join(f"{speed:>14.2f}" for speed in speeds), flush=True)


def seconds(work: Work, text: str) -> float:
    """Processor time of *work* on *text*."""
    started = time.process_time()
    work(text)
    return time.process_time() - started


def print_mojibake(texts: list[str]) -> None:
    """How many sentences come back from each way of misreading them."""
    sentences = [line for text in texts for line in text.split("\n") if 15 < len(line) < 120][:120]
    ways: dict[str, Callable[[str], str]] = {
        "nothing": lambda text: text,
        "UTF-8 as Latin-1": lambda text: text.encode().decode("latin-1"),
        "UTF-8 as cp1252, bytes lost": lambda text: text.encode().decode("cp1252", "replace"),
        "UTF-8 as Latin-1 twice": lambda text: text.encode().decode("latin-1").encode().decode("latin-1"),
        "UTF-8 as GBK": lambda text: text.encode().decode("gbk", "replace"),
        "UTF-8 as GB 18030": lambda text: text.encode().decode("gb18030", "replace"),
        "UTF-8 as Shift JIS": lambda text: text.encode().decode("cp932", "replace"),
        "GBK as Latin-1": lambda text: text.encode("gbk", "ignore").decode("latin-1"),
        "GBK as Big5": lambda text: text.encode("gbk", "ignore").decode("big5", "replace"),
    }
    repairers: list[tuple[str, Callable[[str], str]]] = [("duban", lambda text: normalise(text, LEX).text)]
    if find_spec("ftfy"):
        repairers.append(("ftfy", import_module("ftfy").fix_text))
    print(f"\n{'sentences back, %':28}" + "".join(f"{name:>8}" for name, _ in repairers))
    for name, way in ways.items():
        counts = [sum(repair(way(s)) == s for s in sentences) for _, repair in repairers]
        print(f"{name:28}" + "".join(f"{100 * count / len(sentences):>8.0f}" for count in counts), flush=True)


def print_restored(texts: list[str], seeds: int, model: Path | None) -> None:
    """The regions that a mirror hurt: how many read as they did before."""
    ngrams = load_ngrams(model) if model else None
    total = Restored()
    certain = wrong = 0
    for number, text in enumerate(texts):
        for seed in range(seeds):
            made = mirror(text, 1000 * seed + number, LEX)
            result, truth = normalise(made.shown, LEX, ngrams), normalise(made.page, LEX)
            rights = [(hurt, *judged(hurt, result, truth)) for hurt in made.hurt]
            for _, right, flagged in rights:
                total = total.plus(right, flagged)
            sure = [edit for edit in result.edits if edit.kind == "byte_shift" and edit.certainty == "certain"]
            certain += len(sure)
            hurt_wrong = [hurt.shown for hurt, right, _ in rights if not right]
            wrong += sum(any(span.start < e.raw.end and e.raw.start < span.end for span in hurt_wrong) for e in sure)
    print(f"\nregions hurt by a mirror: {total.regions}")
    print(f"read as before: {total.exact / max(1, total.regions):.3f}")
    print(f"of {total.unflagged} not flagged as doubtful: {total.unflagged_right / max(1, total.unflagged):.3f}")
    print(f"certain edits: {certain}, of them in a region that was read wrongly: {wrong}")


def judged(hurt: Hurt, result: NormalisedText, truth: NormalisedText) -> tuple[bool, bool]:
    """Does the region, with two characters on either side, read as it should, and is it flagged?"""
    start, end = result.alignment.to_clean(hurt.shown)
    first, last = truth.alignment.to_clean(hurt.page)
    got, want = result.text[max(0, start - 2) : end + 2], truth.text[max(0, first - 2) : last + 2]
    near = "\n" in got and abs(len(got) - len(want)) < 3 and (got.startswith(want) or want.startswith(got))
    flagged = any(span.start <= end and span.end >= start for span in result.damaged)
    return got.strip() == want.strip() or near, flagged


if __name__ == "__main__":
    main()
