"""Typed spans of the clean text: numerals, quantities, times, people, organisations, cues."""
