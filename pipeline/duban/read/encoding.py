"""Bytes → text: tell the encodings of Chinese pages apart by decoding and scoring, never by a label.

A ladder: a byte-order mark, strict UTF-8, UTF-16 without a mark; only where those fail are GB18030 and Big5
decoded both and scored by how much of each is common Chinese. HZ is told by its brackets. A page of two encodings
is read line by line (`duban.read.mixed`). Text that was cut or broken in places is still read: what no decoder reads
becomes U+FFFD, with a warning.
"""

import codecs
import re
from typing import NamedTuple

from duban.errors import UnreadableSource
from duban.read.mixed import UTF8_HAN_RE, read_mixed
from duban.spans import Span


class TextWarning(NamedTuple):
    """Something a careful reader should know about the text; `raw` is where in the source, if it is one place."""

    code: str
    message: str
    raw: Span | None = None


class Decoded(NamedTuple):
    """A source as text: `encoding` as detected, in Python's name for it."""

    text: str
    encoding: str
    warnings: tuple[TextWarning, ...] = ()


MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
BINARY = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a zip archive (docx, xlsx and odt are zip archives too)"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document (doc, xls)"),
    (b"Rar!\x1a", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "a SQLite database"),
    (b"PAR1", "a Parquet table"),
)
UTF8_PIECE_RE = re.compile(rb"[\xe0-\xef][\x80-\xbf]{2}|[\xc2-\xdf][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{3}")
HZ_RE = re.compile(rb"~\{(?:[!-~]{2}){2,}~\}")
NON_ASCII_RE = re.compile(rb"[\x80-\xff]+")
COMMON_RE = re.compile(
    "[的一是在不了有和人这中大为上个国以要他时来用们生到作地于出就分对成会可主发年动同工也能下过说产种面而方后多定行学法所民得经"
    "进着部度家电力里如水化高自理起小物现实量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间"
    "样与关各重新线内数正心反你明看原又利比或但质气第向道命此变条只没结解问意建月公系军很情最立代想已通并提直题党程展五果料象员"
    "革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别手期根论运农指区强放决西被干做必战先回则任取据处"
    "這個為國們來時對會發經過說產種後進電裡實現兩體機當點從業應開還無關與樣間數線質氣變條沒結問題決總類設長員資邊統組見計別農區強"
    "。，、；：“”（）！？《》　]"
)
CONTROL_RE = re.compile(r"[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffd]")
SAMPLE = 60_000


def decode(data: bytes) -> Decoded:
    """Read *data* as text.

    `decode("目标".encode("gbk"))` → `Decoded("目标", "gb18030", ())`. A byte-order mark is no part of the text;
    line ends stay as they are.

    Raises UnreadableSource for what is no text at all: a known binary format, or zero bytes outside UTF-16.
    """
    if not data:
        return Decoded("", "utf-8", (TextWarning("empty_source", "the source holds no text"),))
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _read(data[len(mark) :], encoding)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _read_other(data)
    if "\0" in text or (b"~{" in data and HZ_RE.search(data)):
        return _read_other(data)
    return Decoded(text, "utf-8")


def _read_other(data: bytes) -> Decoded:
    """What is not clean UTF-8."""
    for magic, name in BINARY:
        if data.startswith(magic):
            raise UnreadableSource("source", f"is {name}, not text", "extract its text first")
    wide = _utf16(data)
    if wide:
        return _read(data, wide)
    if data.count(b"\0") > len(data) // 1000:
        raise UnreadableSource("source", "is binary: it holds zero bytes", "give a text or HTML file")
    if HZ_RE.search(data) and not NON_ASCII_RE.search(data):
        return _read(data, "hz")
    best = _best(data)
    return _read_utf8(data) if best == "utf-8" or len(UTF8_HAN_RE.findall(data)) > 1 else _read(data, best)


def _read_utf8(data: bytes) -> Decoded:
    """UTF-8 with damage, which may be stretches in another encoding."""
    text, others, lost = read_mixed(data, _commonness)
    if not others:
        return _read(data, "utf-8")
    named = ", ".join(f"{count} bytes of {name}" for name, count in sorted(others.items()))
    warnings = [TextWarning("mixed_encodings", f"the page is UTF-8 with {named} in it")]
    if lost:
        first = text.index("\N{REPLACEMENT CHARACTER}")
        message = f"{lost} places could not be read as utf-8 and became U+FFFD; the first is at {first}"
        warnings.append(TextWarning("undecodable_bytes", message, Span(first, first + 1)))
    return Decoded(text, "utf-8", tuple(warnings))


def _commonness(text: str) -> float:
    """Share of the characters beyond ASCII that are common in Chinese."""
    return len(COMMON_RE.findall(text)) / (sum(sign > "\x7f" for sign in text) or 1)


def _read(data: bytes, encoding: str) -> Decoded:
    """Decode, strictly if that works, else with U+FFFD for what cannot be read."""
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
    first = text.index("\N{REPLACEMENT CHARACTER}")
    lost = text.count("\N{REPLACEMENT CHARACTER}")
    message = f"{lost} places could not be read as {encoding} and became U+FFFD; the first is at {first}"
    return Decoded(text, encoding, (TextWarning("undecodable_bytes", message, Span(first, first + 1)),))


def _utf16(data: bytes) -> str | None:
    """UTF-16 without a mark: in one of the two byte orders most units are Chinese, ASCII or their punctuation."""
    if len(data) < 4 or len(data) % 2:
        return None
    sample = data[: SAMPLE - SAMPLE % 2]
    scores = {}
    for encoding, highs in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        plain = sum(highs.count(high) for high in (0x00, 0x20, 0x30, 0xFF))
        han = sum(0x4E <= high <= 0x9F for high in highs)
        text = sample.decode(encoding, "replace")
        common = len(COMMON_RE.findall(text))
        fits = plain + han > 0.9 * len(highs) and 20 * len(CONTROL_RE.findall(text)) <= len(text) + 40
        scores[encoding] = (common + 1) / (han + 10) if fits and (b"\0" in sample or common > 0.15 * len(text)) else 0.0
    best = max(scores, key=lambda encoding: scores[encoding])
    return best if scores[best] else None


def _best(data: bytes) -> str:
    """The likeliest of UTF-8 with damage, GB18030 and Big5; charset-normalizer where none is likely."""
    sample = data[:SAMPLE]
    high = sum(map(len, NON_ASCII_RE.findall(sample)))
    if sum(map(len, UTF8_PIECE_RE.findall(sample))) > 0.8 * high:
        return "utf-8"
    scores = {encoding: _score(sample, encoding) for encoding in ("gb18030", "big5hkscs")}
    best = max(scores, key=lambda encoding: scores[encoding])
    if scores[best] > 0.08 or high < 8:
        return best if best == "gb18030" else _big5(data)
    return _foreign(data) or best


def _score(sample: bytes, encoding: str) -> float:
    """Share of the characters beyond ASCII that are common in Chinese; what cannot be read counts against it."""
    text = sample.decode(encoding, "replace")
    beyond = sum(character > "\x7f" for character in text) or 1
    lost = text.count("\N{REPLACEMENT CHARACTER}") - (1 if text.endswith("\N{REPLACEMENT CHARACTER}") else 0)
    return (len(COMMON_RE.findall(text)) - 3 * lost) / beyond


def _big5(data: bytes) -> str:
    """Plain Big5 if the Hong Kong extension reads the same, which knows more signs; else the first that reads all."""
    for encoding in ("big5hkscs", "cp950"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return "big5" if encoding == "big5hkscs" and data.decode("big5", "replace") == text else encoding
    return "big5hkscs"


def _foreign(data: bytes) -> str | None:
    """What charset-normalizer makes of text that is no known Chinese."""
    from charset_normalizer import from_bytes

    found = from_bytes(data[:SAMPLE]).best()
    return found.encoding if found else None
