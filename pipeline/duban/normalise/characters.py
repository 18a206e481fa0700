"""Single characters: entities, what cannot be seen, second encodings of one character, widths.

Left alone: ① ㎡ № and other signs that mean something, “ ” ‘ ’ in their Chinese form, the decimal point, the
thousands comma, emoji.
"""

import html
import re
import unicodedata

from duban.lexicon import Lexicons
from duban.normalise.aligned import AlignedText, Fix

PRIVATE_USE = Fix("private_use", "characters.private_use", "a private code that older tables gave a character, or none")
WIDTH = Fix("width", "characters.width", "digits and letters are half width in clean text")
LOCKED = Fix("mojibake", "characters.replacement_as_gbk", "U+FFFD was saved as UTF-8 and read as GBK")
SURROGATE_RE = re.compile("[\ud800-\udfff]")
ENTITY_RE = re.compile(
    r"&(?:amp;){0,8}(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
    r"|&#\d{4,5}(?![\d;])"
)
LINE_END_RE = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
INVISIBLE_RE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]+"
)
LOCKED_RE = re.compile("锟斤拷")
PRIVATE_RE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
COMPATIBILITY_RE = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b\U0002f800-\U0002fa1f]")
WIDE_RE = re.compile(
    "[０-９Ａ-Ｚａ-ｚ％]+|(?<=[0-9０-９])．|(?<=[0-9A-Za-z０-９Ａ-Ｚａ-ｚ％])[．＋－／＆](?=[0-9A-Za-z０-９Ａ-Ｚａ-ｚ])"
)
MAYBE_WIDE_RE = re.compile("[０-９Ａ-Ｚａ-ｚ％．＋－／＆]")
NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def replace_surrogates(page: AlignedText, lex: Lexicons) -> AlignedText:
    """Half a character → U+FFFD: no file and no database can hold it."""
    if not SURROGATE_RE.search(page.letters):
        return page
    first = next(SURROGATE_RE.finditer(page.text))
    message = "the text holds surrogates that stand for no character; they became U+FFFD"
    page = page.warn("lone_surrogate", message, first.span())
    return page.exchange(
        Fix("character", "characters.surrogate", "half a character stands for none"),
        SURROGATE_RE.sub("\ufffd", page.text),
    )


def decode_entities(page: AlignedText, lex: Lexicons) -> AlignedText:
    """`&nbsp;` `&#20840;` `&amp;ldquo;` → what they name; a bare & and unknown names stay."""
    if "&" in page.text and (INVISIBLE_RE.search(page.letters) or PRIVATE_RE.search(page.letters)):
        page = drop_invisible_characters(page, lex)  # one inside an entity hides it
    for _ in range(4):
        if "&" not in page.text:
            return page
        page, before = (
            page.sub(Fix("entity", "characters.entity", "an HTML entity names this character"), ENTITY_RE, _entity),
            page,
        )
        if page is before:
            return page
    return page


def _entity(match: re.Match[str]) -> str:
    name = "&" + match[0][1:].replace("amp;", "")
    if name == "&":
        return "&"
    decoded = html.unescape(name)
    return match[0] if decoded == name or SURROGATE_RE.search(decoded) else decoded


def drop_invisible_characters(page: AlignedText, lex: Lexicons) -> AlignedText:
    """Zero-width, soft-hyphen, direction and control characters go; private-use ones too, unless one is known."""
    if LINE_END_RE.search(page.letters):
        page = page.sub(Fix("line_end", "characters.line_end", "a line end of another system"), LINE_END_RE, "\n")
    if INVISIBLE_RE.search(page.letters):
        page = page.sub(
            Fix("invisible", "characters.invisible", "it shows nothing and means nothing"), INVISIBLE_RE, ""
        )
    if not PRIVATE_RE.search(page.letters):
        return page
    known = lex.cached("normalise.private_use", _private_use)
    unknown = [match.span() for match in PRIVATE_RE.finditer(page.text) if match[0] not in known]
    if unknown:
        message = f"{len(unknown)} private-use characters have no public meaning and were removed"
        page = page.warn("private_use", message, unknown[0])
    return page.sub(PRIVATE_USE, PRIVATE_RE, lambda match: known.get(match[0], ""))


def _private_use(lex: Lexicons) -> dict[str, str]:
    return {chr(int(entry.form, 16)): chr(int(entry["meant"], 16)) for entry in lex.entries("private_use")}


def fold_compatibility_characters(page: AlignedText, lex: Lexicons) -> AlignedText:
    """Radicals and compatibility ideographs from PDFs and old encodings → the ordinary character: ⼯⼈ → 工人."""
    if not COMPATIBILITY_RE.search(page.letters):
        return page
    radicals = lex.cached("normalise.radicals", lambda _: {e.form: e["character"] for e in lex.entries("radicals")})

    def fold(match: re.Match[str]) -> str:
        sign = match[0]
        if sign in radicals:
            return radicals[sign]
        kangxi = "\u2f00" <= sign <= "\u2fdf"
        return unicodedata.normalize("NFKC", sign) if kangxi else unicodedata.normalize("NFC", sign)

    return page.sub(
        Fix("compatibility", "characters.compatibility", "a second code for the same character"), COMPATIBILITY_RE, fold
    )


def fold_widths(page: AlignedText, lex: Lexicons) -> AlignedText:
    """Full-width digits, letters, ％ and the point, sign or stroke between them → half width: １０．５％ → 10.5%."""
    if not MAYBE_WIDE_RE.search(page.letters):
        return page
    return page.exchange(WIDTH, WIDE_RE.sub(lambda m: m[0].translate(NARROW), page.text))


def mark_lost_characters(page: AlignedText, lex: Lexicons) -> AlignedText:
    """U+FFFD cannot be mended and is reported; 锟斤拷, which is two of them read as GBK, becomes them again."""
    if "锟斤拷" in page.text:
        page = page.sub(LOCKED, LOCKED_RE, "\ufffd\ufffd")
    if "\ufffd" not in page.letters:
        return page
    first = page.text.find("\ufffd")
    if first < 0:
        return page
    message = f"{page.text.count(chr(0xFFFD))} characters of the page are lost (U+FFFD)"
    return page.warn("lost_characters", message, (first, first + 1))
