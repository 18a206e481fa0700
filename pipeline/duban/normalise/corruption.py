"""The damage itself, made on purpose: what a mirror does to a clean page, byte for byte.

The repair is measured against it: a page that goes through `corrupt` shows what `duban.normalise.byteshift` has to
undo. Each insertion is a replacement of bytes that does not look where characters begin.
"""

from collections.abc import Iterable, Mapping

MARK = b"\x01"
FOLDED = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def corrupt(page: str, annotated: Mapping[str, str], marked: Iterable[str]) -> str:
    """*page* as its mirror shows it.

    *annotated* gives a reading to each character that is annotated, *marked* are the punctuation marks that
    something invisible is put in front of: `corrupt("實現。”“幸", {"實": "shí"}, "。！")` → `"實(shí)現。”“幸"`.
    """
    data = page.encode("gbk", "ignore")
    for character, reading in annotated.items():
        key = character.encode("gbk")
        data = data.replace(key, key + f"({reading})".encode("gbk", "ignore"))
    for sign in marked:
        data = data.replace(sign.encode("gbk"), MARK + sign.encode("gbk"))
    return _shown(data).translate(FOLDED)


def _shown(data: bytes) -> str:
    """What the mirror's decoder shows: a lead byte takes the next byte with it, whatever that is."""
    shown: list[str] = []
    at = 0
    while at < len(data):
        byte = data[at]
        if byte < 0x80:
            shown.append("" if byte == MARK[0] else chr(byte))
            at += 1
        elif byte in (0x80, 0xFF):
            at += 1
        elif at + 1 < len(data) and data[at + 1] < 0x40:
            shown.append("?")
            at += 2
        else:
            shown.append(data[at : at + 2].decode("gbk", "ignore"))
            at += 2
    return "".join(shown)
