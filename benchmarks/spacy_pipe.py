"""Time `nlp.pipe` beside plain extraction of the same documents, in one run.

usage: spacy_pipe.py [--rounds N] [--documents N]

The documents are the sample announcements, repeated up to the wanted number. A round times both, one after the other,
each time in the other order; printed is the median ratio, with the least and the greatest. At most 1.5 is the budget.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from itertools import cycle, islice
from pathlib import Path

import duban
from duban.integrations.spacy import load

ROOT = Path(__file__).resolve().parent.parent
BUDGET = 1.5


def main() -> None:
    """Print the seconds of both and their ratio; exit status 1 if the median is over the budget."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--documents", type=int, default=100)
    args = parser.parse_args()
    texts = sample_texts(args.documents)
    rounds = measure(texts, args.rounds)
    ratios = [piped / plain for plain, piped in rounds]
    plain, piped = (statistics.median(column) for column in zip(*rounds, strict=True))
    median = statistics.median(ratios)
    print(f"{len(texts)} documents of {sum(map(len, texts)) // len(texts)} characters, {args.rounds} rounds")
    print(f"duban.extract {plain:.2f} s, nlp.pipe {piped:.2f} s")
    print(f"ratio {median:.2f} ({min(ratios):.2f} to {max(ratios):.2f}), budget {BUDGET}")
    raise SystemExit(median > BUDGET)


def sample_texts(number: int) -> list[str]:
    """The sample announcements as text, in turn, up to *number*."""
    pages = [duban.normalise(path.read_bytes()).source for path in sorted((ROOT / "corpus").glob("*.txt"))]
    return list(islice(cycle(pages), number))


def measure(texts: Sequence[str], rounds: int) -> list[tuple[float, float]]:
    """Seconds of (extraction, pipe) in each round, after a warm-up of both."""
    nlp = load()

    def plain() -> None:
        for text in texts:
            duban.extract(text)

    def piped() -> None:
        for _ in nlp.pipe(texts):
            pass

    plain()
    piped()
    found = []
    for number in range(rounds):
        first, second = (plain, piped) if number % 2 else (piped, plain)
        pair = {first: seconds(first), second: seconds(second)}
        found.append((pair[plain], pair[piped]))
    return found


def seconds(work: Callable[[], None]) -> float:
    """CPU seconds of *work*: what other programs do on the machine does not count."""
    started = time.process_time()
    work()
    return time.process_time() - started


if __name__ == "__main__":
    main()
