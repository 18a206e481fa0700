"""From the source text to clean text, every change on record and every offset carried along."""

from duban.normalise.edits import Edit
from duban.normalise.normalising import normalise
from duban.normalise.outcome import NormalisedText, replay

__all__ = ["Edit", "NormalisedText", "normalise", "replay"]
