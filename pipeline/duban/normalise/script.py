"""Traditional → simplified, only on a traditional page: a stray 著 or 乾 in simplified text is no script to convert.

A page's script is told by the characters that only one of the two standards writes. OpenCC converts phrase-wise;
its Taiwan rules read 著 as 着 where it is the particle, and are taken unless the page tells 着 and 著 apart itself.
"""

import re
from typing import TYPE_CHECKING

from duban.alignment import Cut
from duban.lexicon import Lexicons
from duban.normalise.aligned import AlignedText, Fix

if TYPE_CHECKING:
    from opencc import OpenCC

SCRIPT = Fix("script", "script.opencc")
QUOTES = str.maketrans("「」『』﹁﹂﹃﹄", "“”‘’“”‘’")
QUOTE_RE = re.compile("[「」『』﹁﹂﹃﹄]")
SAMPLE = 50_000


def simplify_quotes(page: AlignedText, lex: Lexicons) -> AlignedText:
    """「」『』 → “”‘’ on a traditional page."""
    if not QUOTE_RE.search(page.letters) or not is_traditional(page, lex):
        return page
    return page.exchange(Fix("punctuation", "script.quotes"), page.text.translate(QUOTES))


def simplify_script(page: AlignedText, lex: Lexicons) -> AlignedText:
    """Convert a traditional page: 著力創建 → 着力创建. Offsets stay, character for character."""
    if not is_traditional(page, lex):
        return page
    name = "t2s" if "着" in page.text else "tw2s"
    converter = _converter(lex, name)
    after = converter.convert(page.text)
    if len(after) == len(page.text):
        return page.exchange(SCRIPT, after)
    return page.cut(SCRIPT, _cuts_by_clause(page.text, converter))


def is_traditional(page: AlignedText, lex: Lexicons) -> bool:
    """True if characters that only traditional text writes are there, and outnumber those that only simplified does."""
    traditional, simplified = lex.cached("normalise.scripts", _scripts)
    if not traditional.search(page.letters):
        return False
    text = page.text
    sample = text if len(text) <= SAMPLE else text[: SAMPLE // 2] + text[-SAMPLE // 2 :]
    written = len(traditional.findall(sample))
    return written > len(simplified.findall(sample))


def only_traditional(lex: Lexicons) -> re.Pattern[str]:
    """Matches one character that only traditional text writes."""
    return lex.cached("normalise.scripts", _scripts)[0]


def simplified_signs(lex: Lexicons) -> dict[str, str]:
    """Each traditional character with its simplified form, one for one."""
    han = "".join(map(chr, range(0x3400, 0xA000)))
    forms = zip(han, _converter(lex, "t2s").convert(han), strict=True)
    return {old: new for old, new in forms if old != new}


def one_to_one(lex: Lexicons) -> dict[str, str]:
    """Each simplified character of GBK with its traditional form, as a conversion without words gives it."""
    han = "".join(map(chr, range(0x4E00, 0xA000)))
    forms = zip(han, _converter(lex, "s2t").convert(han), strict=True)
    return {old: new for old, new in forms if old != new and _fits(new, "gbk")}


def simplified_forms(lex: Lexicons) -> dict[str, str]:
    """The characters of GBK that traditional text may hold, each with its simplified form."""
    simplified = lex.cached("normalise.scripts", _scripts)[1]
    signs = b"".join(bytes((first, second)) for first in range(0x81, 0xFF) for second in range(0x40, 0xFF))
    known = sorted({sign for sign in signs.decode("gbk", "ignore") if sign > "\x7f" and len(sign.encode("gbk")) == 2})
    text = "".join(sign for sign in known if not simplified.match(sign) and not "\ue000" <= sign <= "\uf8ff")
    return dict(zip(text, _converter(lex, "t2s").convert(text), strict=True))


def _scripts(lex: Lexicons) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What only traditional and what only simplified text writes, by OpenCC and the two national character sets."""
    han = "".join(map(chr, range(0x3400, 0xA000)))
    to_simplified, to_traditional = (_converter(lex, name).convert(han) for name in ("t2s", "s2t"))
    traditional = [old for old, new in zip(han, to_simplified, strict=True) if old != new and not _fits(old, "gb2312")]
    simplified = [old for old, new in zip(han, to_traditional, strict=True) if old != new and not _fits(old, "big5")]
    return re.compile(f"[{''.join(traditional)}]"), re.compile(f"[{''.join(simplified)}]")


def _fits(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _converter(lex: Lexicons, name: str) -> "OpenCC":
    def build(_: Lexicons) -> "OpenCC":
        from opencc import OpenCC

        return OpenCC(name)

    return lex.cached(f"opencc {name}", build)


def _cuts_by_clause(text: str, converter: "OpenCC") -> list[Cut]:
    """Where a phrase changed its length: clause by clause, and of such a clause the part that differs as one cut."""
    cuts: list[Cut] = []
    for clause in re.finditer(r"[^，。；、\n]+", text):
        old, new = clause[0], converter.convert(clause[0])
        if len(old) == len(new):
            pairs = enumerate(zip(old, new, strict=True), clause.start())
            cuts += [Cut(at, at + 1, b) for at, (a, b) in pairs if a != b]
            continue
        head = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
        most = min(len(old), len(new)) - head
        tail = next((i for i in range(most) if old[-1 - i] != new[-1 - i]), most)
        cuts.append(Cut(clause.start() + head, clause.end() - tail, new[head : len(new) - tail]))
    return cuts
