"""From the source text to clean text, every change on record and every offset carried along."""

from duban.normalise.aligned import Edit, NormalisedText
from duban.normalise.normalising import normalise

__all__ = ["Edit", "NormalisedText", "normalise"]
