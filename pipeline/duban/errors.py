"""What duban raises: one family, every message says where, what and what to do about it.

Text that errs never raises: it becomes a document with warnings. Files and arguments that err do.
"""

from collections.abc import Iterable
from pathlib import Path


class DubanError(Exception):
    """The head of the family: catch it to catch everything that duban raises on purpose.

    ``str()`` is ``where: what. remedy``; each part is also kept on its own.

    >>> print(UnreadableSource("news/1.txt", "there is no such file", "Check the path."))
    news/1.txt: there is no such file. Check the path.
    """

    def __init__(self, where: str, what: str, remedy: str = "", known: Iterable[str] = ()) -> None:
        self.where = where
        self.what = what
        self.remedy = remedy
        self.known = tuple(known)
        super().__init__(self._message())

    def _message(self) -> str:
        parts = [f"{self.where}: {self.what.rstrip('.')}." if self.where else f"{self.what.rstrip('.')}."]
        if self.known:
            parts.append(f"Known: {', '.join(self.known)}.")
        if self.remedy:
            parts.append(f"{self.remedy[0].upper()}{self.remedy[1:].rstrip('.')}.")
        return " ".join(parts)


class UnreadableSource(DubanError):
    """A source that cannot be read at all: missing, forbidden, a folder without documents, too large."""


class LexiconError(DubanError):
    """A row of a lexicon or rule table that errs: the table's file, the place in it, what is wrong, what to do.

    >>> print(LexiconError(Path("people.tsv"), "line 7", "has 2 cells, the header 3", "separate by TAB"))
    people.tsv, line 7: has 2 cells, the header 3. Separate by TAB.
    """

    def __init__(self, path: Path, place: str, what: str, remedy: str) -> None:
        self.path = path
        self.place = place
        super().__init__(f"{path}, {place}", what, remedy)


class ContractError(DubanError):
    """A document that does not keep the contract: a foreign JSON file, a wrong version."""


class UsageError(DubanError):
    """A call or command that cannot be meant: an impossible date, a folder that is not there."""
