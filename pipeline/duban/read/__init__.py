"""From bytes to the source text that raw offsets count in."""
