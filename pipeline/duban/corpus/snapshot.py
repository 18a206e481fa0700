"""Which rows of the lexicons a corpus was made with: one digest a row, so that two corpora can be compared."""

import hashlib

from duban.lexicon import Lexicons


def lexicon_rows(lexicons: Lexicons) -> dict[str, str]:
    """The id of every rule and row with 8 hex digits of what it says."""
    rows: dict[str, str] = {}
    for name in lexicons.names(".tsv"):
        for entry in lexicons.entries(name):
            rows[entry.id] = _digest("\t".join((entry.form, *entry.fields.values())))
    for name in lexicons.names(".toml"):
        for rule in lexicons.rules(name).rules:
            rows[rule.id] = _digest(f"{rule.pattern}\t{rule.value}")
    return rows


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
