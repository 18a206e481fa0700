"""Time the whole extraction beside `jieba.posseg.cut` alone, on the same text, in one run.

usage: speed.py [--rounds N] [--characters N] [FILE…]

The texts are the sample announcements, each repeated until it has about the wanted number of characters. A round
times both on the same text, one after the other; the ratio of a text is the median of its rounds. Ratios travel
from machine to machine, seconds do not.
"""

import argparse
import logging
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import jieba
import jieba.posseg

import duban

SENTENCE = "会议要求，各乡镇要在6月底前完成高标准农田建设3000亩。"
FIRST = f"import duban; duban.extract({SENTENCE!r})"
ROOT = Path(__file__).resolve().parent.parent


class Round(NamedTuple):
    """Seconds that each took on one text."""

    extraction: float
    peer: float

    @property
    def ratio(self) -> float:
        """How many times as fast the extraction is."""
        return self.peer / self.extraction


def main() -> None:
    """Print the cold start, one line a text and one for all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", default=sorted((ROOT / "corpus").glob("*.txt")))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--characters", type=int, default=5000)
    args = parser.parse_args()
    jieba.setLogLevel(logging.WARNING)
    warm_up()
    print(f"import {cold('import duban'):.2f} s; first document {cold(FIRST):.2f} s, both from a cold start")
    print(f"{'text':36} {'characters':>10} {'duban ms':>10} {'posseg ms':>10} {'ratio':>7}")
    rounds: list[list[Round]] = []
    for path in args.files:
        text = repeated(duban.normalise(path.read_bytes()).text, args.characters)
        rounds.append([Round(seconds(extract, text), seconds(tag, text)) for _ in range(args.rounds)])
        print_line(path.name, len(text), rounds[-1])
    if not rounds:
        sys.exit("no texts: name some files")
    everything = [Round(*map(sum, zip(*column, strict=True))) for column in zip(*rounds, strict=True)]
    print_line("all", 0, everything)


def cold(code: str) -> float:
    """Seconds that a fresh interpreter takes for *code*, beyond starting up: the median of five."""

    def run(program: str) -> float:
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", program], check=True)
        return time.perf_counter() - started

    return statistics.median(run(code) - run("pass") for _ in range(5))


def warm_up() -> None:
    """Load both dictionaries and all lexicons before the clock starts."""
    extract(SENTENCE)
    tag("会议要求")


def repeated(text: str, characters: int) -> str:
    """The text, once or more, up to about *characters*."""
    return "\n".join([text] * max(1, round(characters / max(1, len(text)))))


def extract(text: str) -> object:
    """The whole way: text to JSON."""
    return duban.extract(text).to_json()


def tag(text: str) -> object:
    """What every pipeline with part-of-speech tags has to pay."""
    return list(jieba.posseg.cut(text))


def seconds(work: Callable[[str], object], text: str) -> float:
    """How long *work* takes on *text*."""
    started = time.perf_counter()
    work(text)
    return time.perf_counter() - started


def print_line(name: str, characters: int, rounds: list[Round]) -> None:
    """One line: medians over the rounds."""
    extraction, peer, ratio = (
        statistics.median(values)
        for values in ([r.extraction for r in rounds], [r.peer for r in rounds], [r.ratio for r in rounds])
    )
    print(f"{name:36} {characters or '':>10} {extraction * 1000:>10.1f} {peer * 1000:>10.1f} {ratio:>7.1f}")


if __name__ == "__main__":
    main()
