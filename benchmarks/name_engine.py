"""Measure what a name engine adds: gold scored with and without it, what it was asked, what it changed.

usage: name_engine.py ENGINE:MODEL [GOLD]
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from duban.contract import Document
from duban.evaluate import evaluate
from duban.evaluate.gold import GoldDocument, gold_folders
from duban.extract import extract
from duban.facts.name_engines import EngineName, NameEngine
from duban.integrations.engines import load_engine

ROOT = Path(__file__).resolve().parent.parent


class Counted:
    """An engine that counts what it is asked, and how long it takes."""

    def __init__(self, engine: NameEngine) -> None:
        self.engine = engine
        self.id = engine.id
        self.stretches = 0
        self.seconds = 0.0

    def find_names(self, texts: Sequence[str]) -> Sequence[Sequence[EngineName]]:
        """The names that the engine sees."""
        started = time.perf_counter()
        names = self.engine.find_names(texts)
        self.seconds += time.perf_counter() - started
        self.stretches += len(texts)
        return names


def main() -> None:
    """Print the counts, each difference, and both scores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("engine", metavar="ENGINE:MODEL")
    parser.add_argument("gold", nargs="?", type=Path, default=ROOT / "corpus" / "gold")
    args = parser.parse_args()
    engine = Counted(load_engine(args.engine))
    documents = [GoldDocument(folder) for folder in gold_folders(args.gold)]
    with tempfile.TemporaryDirectory() as folder:
        homes = {"without": Path(folder) / "without", "with": Path(folder) / "with"}
        changed = sum(compare(document, args.gold.parent, engine, homes) for document in documents)
        asked = f"{engine.stretches} stretches asked in {engine.seconds:.2f} s"
        print(f"{len(documents)} documents, {asked}, {changed} changed")
        for name, home in homes.items():
            print(f"\n{name} the engine\n{evaluate(args.gold, home).to_text()}")


def compare(gold: GoldDocument, pages: Path, engine: Counted, homes: dict[str, Path]) -> bool:
    """Extract one page both ways, keep both, print the differences; True if a fact changed."""
    published = gold.rows.get("published") or {}
    day = published.get("date") if published.get("basis") == "given" else None
    page = (pages / gold.source).read_bytes()
    found = {"without": extract(page, published=day), "with": extract(page, published=day, ner=engine)}
    for name, document in found.items():
        homes[name].mkdir(exist_ok=True)
        (homes[name] / f"{gold.source.stem}.json").write_text(document.to_json(), "utf-8")
    for warning in found["with"].warnings:
        if warning.code == "engine_disagrees":
            print(f"{gold.source}: {warning.message}", file=sys.stderr)
    return facts(found["with"]) != facts(found["without"])


def facts(document: Document) -> dict[str, object]:
    """All that a document says, without who was asked."""
    return document.model_dump(exclude={"provenance", "warnings"})


if __name__ == "__main__":
    main()
