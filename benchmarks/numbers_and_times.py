"""Time the reading of numbers and times beside the whole extraction and beside JioNLP, on the same text, in one run.

usage: numbers_and_times.py [--rounds N] [--characters N] [FILE…]

Two ratios are printed: which part of the whole extraction numerals, quantities and times take (finding and resolving),
and how many times as fast they are as `jionlp.ner.extract_time` alone (only if JioNLP is installed; it is no
dependency). Ratios travel from machine to machine, seconds do not.
"""

import argparse
import importlib.util
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duban
from duban.facts.published import infer_published
from duban.facts.readings import read_units
from duban.facts.times import resolve_times
from duban.lexicon import load_lexicons
from duban.mentions.numerals import find_numerals
from duban.mentions.quantities import quantities_from
from duban.mentions.times import find_times
from duban.segment import segment

ROOT = Path(__file__).resolve().parent.parent
LEX = load_lexicons()


def main() -> None:
    """Print the two ratios, the median of the rounds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", default=sorted((ROOT / "corpus").glob("*.txt")))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--characters", type=int, default=5000)
    args = parser.parse_args()
    texts = [duban.normalise(path.read_bytes()).text[: args.characters] for path in args.files]
    if not texts:
        sys.exit("no texts: name some files")
    prepared = [(text, *_prepare(text)) for text in texts]
    peer = _peer()
    for _ in range(2):
        duban.extract(texts[0])
    shares, ratios = [], []
    for _ in range(args.rounds):
        whole = _seconds(lambda: [duban.extract(text) for text in texts])
        ours = _seconds(lambda: [_read(*row) for row in prepared])
        shares.append(ours / whole)
        if peer:
            ratios.append(_seconds(lambda: [peer(text) for text in texts]) / ours)
    characters = sum(map(len, texts))
    print(f"{len(texts)} texts, {characters} characters")
    print(f"numerals, quantities and times: {100 * statistics.median(shares):.1f} % of the whole extraction")
    if ratios:
        print(f"{statistics.median(ratios):.1f} times as fast as jionlp.ner.extract_time alone")
    else:
        print("JioNLP is not installed: nothing to compare with")


def _prepare(text: str) -> tuple[Any, Any]:
    layout = segment(text, LEX)
    return layout.units, read_units(layout, LEX)[0]


def _read(text: str, units: Any, readings: Any) -> None:
    """All the work that the extraction does on numerals, quantities and times."""
    quantities_from(text, find_numerals(text, LEX), LEX)
    mentions = find_times(text, LEX)
    published = infer_published(text, units, mentions, None, LEX, readings)
    resolve_times(mentions, text, units, readings, published=published, lex=LEX)


def _peer() -> Callable[[str], object] | None:
    if importlib.util.find_spec("jionlp") is None:
        return None
    jionlp = importlib.import_module("jionlp")
    extract_time: Callable[[str], object] = jionlp.ner.extract_time
    extract_time("今年6月底前完成。")
    return extract_time


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
