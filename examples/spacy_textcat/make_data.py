"""Turn gold into spaCy's training data: one short doc a unit, its label as the one category that is true.

usage: make_data.py GOLD OUT

GOLD is a folder of gold documents (`clean.txt`, `align.json`, `gold.json` each), OUT gets `train.spacy` and
`dev.spacy`. Every fourth document is kept for `dev`, so that no page is in both.
"""

import sys
from pathlib import Path

from spacy.tokens import Doc, DocBin

from duban.evaluate.gold import GoldDocument, gold_folders
from duban.integrations.spacy import load

LABELS = ("task", "exhortation", "status", "other")
KEPT_FOR_DEV = 4


def main(gold: Path, out: Path) -> None:
    """Write both sets and say how large they are."""
    nlp = load(normalise=False)
    sets = {"train": DocBin(), "dev": DocBin()}
    for number, folder in enumerate(gold_folders(gold), 1):
        name = "dev" if number % KEPT_FOR_DEV == 0 else "train"
        document = GoldDocument(folder)
        for row in document.rows["units"]:
            doc: Doc = nlp.make_doc(document.unit_text(row["i"]))
            doc.cats = {label: float(label == row["label"]) for label in LABELS}
            sets[name].add(doc)
    out.mkdir(parents=True, exist_ok=True)
    for name, docs in sets.items():
        docs.to_disk(out / f"{name}.spacy")
        print(f"{out / name}.spacy: {len(docs)} units")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
