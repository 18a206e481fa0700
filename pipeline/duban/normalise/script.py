"""Traditional → simplified, only on a traditional page: a stray 著 or 乾 in simplified text is no script to convert.

A page's script is told by the characters that only one of the two standards writes. OpenCC converts phrase-wise;
its Taiwan rules read 著 as 着 where it is the particle, and are taken unless the page tells 着 and 著 apart itself.
"""

import re
from typing import TYPE_CHECKING

from duban.alignment import Cut
from duban.lexicon import Lexicons
from duban.normalise.aligned import AlignedText, Fix, Remark

if TYPE_CHECKING:
    from opencc import OpenCC

SCRIPT = Fix("script", "script.opencc", "traditional script, converted by phrases")
QUOTES = str.maketrans("「」『』﹁﹂﹃﹄", "“”‘’“”‘’")
QUOTE_RE = re.compile("[「」『』﹁﹂﹃﹄]")
KANA_RE = re.compile("[\u3041-\u30fa]")
SAMPLE = 50_000
CHOICE = Fix("script", "script.phrase", "simplified text writes this character in several ways; the words decided")
CORNERS = Fix("punctuation", "script.quotes", "corner brackets are the quotes of traditional text")


def simplify_quotes(page: AlignedText, lex: Lexicons) -> AlignedText:
    """「」『』 → “”‘’ on a traditional page."""
    if not QUOTE_RE.search(page.letters) or not is_traditional(page, lex):
        return page
    return page.exchange(CORNERS, page.text.translate(QUOTES))


def simplify_script(page: AlignedText, lex: Lexicons) -> AlignedText:
    """Convert a traditional page: 著力創建 → 着力创建. Offsets stay, character for character."""
    if not is_traditional(page, lex):
        return page
    converter = _converter(lex, standard_of(page.letters, lex))
    after = converter.convert(page.text)
    if len(after) == len(page.text):
        return _with_choices(page, after, lex)
    return page.cut(SCRIPT, _cuts_by_clause(page.text, converter))


def standard_of(letters: str, lex: Lexicons) -> str:
    """OpenCC's name for the way from the page's own standard: its variants tell Hong Kong, Taiwan or neither.

    A page that writes 着 is not Taiwan's, where that is 著: 衞綫裏 → hk2s, 衛線裡 → tw2s, 着 alone → t2s.
    """
    hong_kong, taiwan = lex.cached("normalise.standards", _standards)
    if len(hong_kong.intersection(letters)) > len(taiwan.intersection(letters)):
        return "hk2s"
    return "t2s" if "着" in letters else "tw2s"


def _standards(lex: Lexicons) -> tuple[frozenset[str], frozenset[str]]:
    """The variants that only Hong Kong and those that only Taiwan writes."""
    han = "".join(map(chr, range(0x3400, 0xA000)))
    hong_kong, taiwan = (
        {new for old, new in zip(han, _converter(lex, f"t2{name}").convert(han), strict=True) if old != new}
        for name in ("hk", "tw")
    )
    return frozenset(hong_kong - taiwan), frozenset(taiwan - hong_kong)


def _with_choices(page: AlignedText, after: str, lex: Lexicons) -> AlignedText:
    """The page become *after*; where a character had several simplified forms the edit says which others."""
    choices = lex.cached(
        "normalise.script_choices", lambda lex: {e.form: e["simplified"].split() for e in lex.entries("script_choices")}
    )
    found = [sign for sign in page.letters if sign in choices]
    if not found:
        return page.exchange(SCRIPT, after)
    old = page.text
    places = [match.start() for match in re.finditer(f"[{''.join(found)}]", old)]
    places = [at for at in places if old[at] != after[at]]
    cuts = [Cut(at, at + 1, after[at]) for at in places]
    others = (tuple(form for form in choices[old[at]] if form != after[at]) for at in places)
    remarks = [Remark("certain", "", other) for other in others]
    return page.cut(CHOICE, cuts, remarks).exchange(SCRIPT, after)


def is_traditional(page: AlignedText, lex: Lexicons) -> bool:
    """True if characters that only traditional text writes are there, and outnumber those that only simplified does."""
    traditional, simplified = lex.cached("normalise.scripts", _scripts)
    if not traditional.search(page.letters):
        return False
    text = page.text
    sample = text if len(text) <= SAMPLE else text[: SAMPLE // 2] + text[-SAMPLE // 2 :]
    if KANA_RE.search(page.letters) and 10 * len(KANA_RE.findall(sample)) > len(sample):
        return False  # Japanese
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


def simplified_forms(lex: Lexicons, traditional: bool = True) -> dict[str, str]:
    """The characters of GBK that traditional text may hold (or simplified text), each with its simplified form."""
    foreign = lex.cached("normalise.scripts", _scripts)[1 if traditional else 0]
    signs = b"".join(bytes((first, second)) for first in range(0x81, 0xFF) for second in range(0x40, 0xFF))
    known = sorted({sign for sign in signs.decode("gbk", "ignore") if sign > "\x7f" and len(sign.encode("gbk")) == 2})
    text = "".join(sign for sign in known if not foreign.match(sign) and not "\ue000" <= sign <= "\uf8ff")
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
