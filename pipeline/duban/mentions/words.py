"""What the dictionary and the tagger of rjieba say of a stretch: 高度 is a word, 李岚 is a person's name.

Asked only where a name is in doubt; loaded on first use.
"""

from functools import lru_cache

from duban.spans import Span

NAME_TAGS = ("nr", "nrt", "nrfg")
AFTER_NAME_TAGS = ("v", "d", "p", "c", "t", "a", "l", "i", "u", "r", "m", "z", "b")
BEFORE_NAME, BEHIND_NAME = 12, 6


@lru_cache(maxsize=8192)
def word_tags(text: str) -> tuple[tuple[str, str], ...]:
    """The words of a short text with their tags, as rjieba sees them."""
    import rjieba

    return tuple(rjieba.tag(text))


@lru_cache(maxsize=8192)
def is_word(text: str) -> bool:
    """True if the dictionary holds *text* as one word."""
    import rjieba

    return len(text) > 1 and len(rjieba.cut(text, False)) == 1


def is_ordinary_word(text: str, but: tuple[str, ...] = ()) -> bool:
    """True if *text* is one word and no person's name: 高度, 任命, 云岭; *but* lists tags that do not count."""
    tags = word_tags(text)
    return len(tags) == 1 and is_word(text) and not tags[0][1].startswith(("nr", "x", "eng", *but))


def is_tagged_name(text: str, name: Span) -> bool:
    """True if the tagger, reading the surroundings of *name*, sees a person's name exactly there."""
    at = max(0, name.start - BEFORE_NAME)
    for word, tag in word_tags(text[at : min(len(text), name.end + BEHIND_NAME)]):
        if at == name.start and tag in NAME_TAGS and at + len(word) == name.end:
            return True
        at += len(word)
    return False


def opens_word(text: str, at: int) -> bool:
    """True if the dictionary knows a word of two characters or more at *at*."""
    words = word_tags(text[at : at + 6])
    return bool(words) and not words[0][1].startswith("nr") and is_word(words[0][0])


def opens_predicate(text: str, at: int) -> bool:
    """True if the tagger sees at *at* a word of two characters or more that goes on after a subject: 列席, 后来."""
    words = word_tags(text[at : at + 6])
    return bool(words) and words[0][1].startswith(AFTER_NAME_TAGS) and is_word(words[0][0])
