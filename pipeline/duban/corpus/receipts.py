"""What a committed shard says of itself."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Receipt:
    """The manifest keeps one for each shard: what went in (*input*, *configuration*), what came out."""

    name: str
    input: str
    configuration: str
    documents: int
    failures: int
    bytes: int
    sha256: str
    read: int
    seconds: float
