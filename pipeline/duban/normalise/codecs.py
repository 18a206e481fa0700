"""Characters back to the bytes that a wrong decoder made them from, with a hole for each byte that it lost.

A run of text under a wrong codec becomes a list of bytes, each with the character that it came from. What the
decoder could not read it showed as U+FFFD or `?`: there the byte is unknown. Single-byte codecs are taken as
browsers take them: the bytes that the code page leaves open are the control characters of Latin-1.
"""

from functools import cache
from typing import NamedTuple

HOLE = -1
SINGLE = ("cp1252", "cp1250", "cp1251", "mac_roman", "cp437", "iso8859_2", "iso8859_15", "koi8_r", "cp850")
DOUBLE = ("gb18030", "big5hkscs", "cp932", "cp949")
LOST_SIGNS = frozenset("\N{REPLACEMENT CHARACTER}?")


class Run(NamedTuple):
    """The bytes of a run of characters; `owners` are the characters' indices, `open_bytes` may be missing anywhere."""

    octets: list[int]
    owners: list[int]
    open_bytes: tuple[int, ...]


@cache
def single_bytes(codec: str) -> dict[str, int]:
    """The characters that *codec* reads the bytes 80 to FF as; the control characters for those it leaves open."""
    table = {chr(byte): byte for byte in range(0x80, 0xA0)}
    for byte in range(0x80, 0x100):
        character = bytes([byte]).decode(codec, "ignore")
        if character:
            table[character] = byte
    return table


@cache
def open_bytes(codec: str) -> tuple[int, ...]:
    """The bytes that the code page leaves open: some decoders drop them."""
    return tuple(byte for byte in range(0x80, 0x100) if not bytes([byte]).decode(codec, "ignore"))


def run_of(text: str, codec: str) -> Run | None:
    """The bytes of *text* under *codec*; None if it cannot have come from that decoder."""
    if codec in SINGLE:
        return _single_run(text, codec)
    octets: list[int] = []
    owners: list[int] = []
    for at, character in enumerate(text):
        if character == "\N{REPLACEMENT CHARACTER}" or (character == "?" and _beyond(text, at)):
            part = [HOLE]
        elif character == "€" and codec == "gb18030":
            part = [0x80]
        else:
            try:
                part = list(character.encode(codec))
            except UnicodeEncodeError:
                return None
        octets += part
        owners += [at] * len(part)
    return Run(octets, owners, ())


def _single_run(text: str, codec: str) -> Run | None:
    table = single_bytes(codec)
    octets: list[int] = []
    for at, character in enumerate(text):
        if character == "\N{REPLACEMENT CHARACTER}" or (character == "?" and _beyond(text, at)):
            octets.append(HOLE)
        elif character in table:
            octets.append(table[character])
        elif character < "\x80":
            octets.append(ord(character))
        else:
            return None
    return Run(octets, list(range(len(text))), open_bytes(codec))


def _beyond(text: str, at: int) -> bool:
    """True if what stands before the sign is no ASCII: there a `?` may be a byte that was lost."""
    return at > 0 and text[at - 1] > "\x7f"
