"""Say what each text is: `classify.py MODEL TEXT…`."""

import sys

import spacy

if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    nlp = spacy.load(sys.argv[1])
    for doc in nlp.pipe(sys.argv[2:]):
        label = max(doc.cats, key=lambda name: doc.cats[name])
        print(f"{label} {doc.cats[label]:.2f} {doc.text}")
