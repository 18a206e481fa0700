"""A stretch of text: `[start, end)` in code points."""

from typing import NamedTuple


class Span(NamedTuple):
    """Half-open stretch of code points; of the clean text unless a name says raw."""

    start: int
    end: int

    def __contains__(self, offset: object) -> bool:
        """True if *offset* lies inside."""
        return isinstance(offset, int) and self.start <= offset < self.end

    def holds(self, other: "Span") -> bool:
        """True if *other* lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def touches(self, other: "Span") -> bool:
        """True if both have a character in common."""
        return self.start < other.end and other.start < self.end
