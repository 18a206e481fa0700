"""Characters back to the bytes that a wrong decoder made them from, with a hole for each byte that it lost.

A run of text under a wrong codec becomes a list of bytes, each with the character that it came from. What the
decoder could not read it showed as U+FFFD or `?`: there the byte is unknown. Single-byte codecs are taken as
browsers take them: the bytes that the code page leaves open are the control characters of Latin-1.
"""

from functools import cache
from typing import NamedTuple

HOLE = -1
HALF = -2
SINGLE = ("cp1252", "cp1250", "cp1251", "mac_roman", "cp437", "iso8859_2", "iso8859_15", "koi8_r", "cp850")
ANY = frozenset(range(0x80, 0x100))
DOUBLE = ("gb18030", "big5hkscs", "cp932", "cp949")


class Run(NamedTuple):
    """The bytes of a run of characters under `codec`; `owners` are the characters' indices.

    HOLE is a byte that the decoder could not read, HALF the second byte of a pair that it showed as one `?`.
    """

    codec: str
    octets: list[int]
    owners: list[int]

    def fills(self, at: int) -> frozenset[int]:
        """What the unknown byte *at* may have been, by the byte that follows; behind the end of the run any."""
        if at >= len(self.octets):
            return ANY
        following = self.octets[at + 1] if at + 1 < len(self.octets) else 0x0A
        if self.codec in SINGLE:
            return frozenset(open_bytes(self.codec)) or ANY
        return ANY if self.octets[at] == HALF or following < 0 else unreadable(self.codec, following)

    @property
    def missing(self) -> tuple[int, ...]:
        """The bytes that may be missing anywhere because the code page has no character for them."""
        return open_bytes(self.codec) if self.codec in SINGLE else ()


@cache
def unreadable(codec: str, following: int) -> frozenset[int]:
    """The bytes that *codec* cannot read in front of the byte *following*; GB 18030 counts as GBK."""
    name = "gbk" if codec == "gb18030" else codec
    return frozenset(byte for byte in ANY if not _reads(name, byte, following))


@cache
def lost_pairs(codec: str) -> tuple[tuple[int, int], ...]:
    """Two bytes of UTF-8 characters' tails that *codec* could not read together and showed as one `?`."""
    name = "gbk" if codec == "gb18030" else codec
    tails = range(0x80, 0xC0)
    return tuple((a, b) for a in tails for b in tails if not bytes((a, b)).decode(name, "ignore"))


def _reads(codec: str, byte: int, following: int) -> bool:
    for data in (bytes([byte]), bytes([byte, following])):
        try:
            data.decode(codec)
        except UnicodeDecodeError:
            continue
        return True
    return False


def _encoded(character: str, codec: str) -> bytes | None:
    """The bytes that *codec* shows as *character*; of the Big5 family the plain table comes first."""
    for name in ("big5", "cp950", "big5hkscs") if codec == "big5hkscs" else (codec,):
        try:
            return character.encode(name)
        except UnicodeEncodeError:
            continue
    return None


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
def single_signs() -> frozenset[str]:
    """Every character beyond ASCII that one of the single-byte codecs shows."""
    return frozenset(sign for codec in SINGLE for sign in single_bytes(codec))


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
        part: list[int]
        if character == "\N{REPLACEMENT CHARACTER}":
            part = [HOLE]
        elif character == "?" and _beyond(text, at):
            part = [HOLE, HALF]
        elif character == "€" and codec == "gb18030":
            part = [0x80]
        else:
            encoded = _encoded(character, codec)
            if encoded is None:
                return None
            part = list(encoded)
        octets += part
        owners += [at] * len(part)
    return Run(codec, octets, owners)


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
    return Run(codec, octets, list(range(len(text))))


def _beyond(text: str, at: int) -> bool:
    """True if what stands before the sign is no ASCII: there a `?` may be a byte that was lost."""
    while at > 0 and text[at - 1] == "?":
        at -= 1
    return at > 0 and text[at - 1] > "\x7f"
