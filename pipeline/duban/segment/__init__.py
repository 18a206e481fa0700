"""Cut the clean text into sections and units."""

from duban.segment.layout import Layout, segment
from duban.segment.sections import Section
from duban.segment.units import Unit

__all__ = ["Layout", "Section", "Unit", "segment"]
