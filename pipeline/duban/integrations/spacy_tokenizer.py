"""spaCy's tokenizer for duban: the clean text, cut into the words of jieba's dictionary, with jieba's tags."""

import re
from functools import cache

from spacy.tokens import Doc
from spacy.util import DummyTokenizer
from spacy.vocab import Vocab

from duban.integrations.spacy_attributes import PAGE, RAW, SOURCE
from duban.integrations.words import Segmenter, check_segmenter, cut_words, universal_tags
from duban.lexicon import Lexicons, load_lexicons
from duban.normalise.normalising import normalise

SURROGATE_RE = re.compile("[\ud800-\udfff]")
SPACE_TAG = "_SP"


@cache
def lexicons_of(folder: str | None) -> Lexicons:
    """The lexicons of a pipeline's setting, loaded once for all its pipes."""
    return load_lexicons(folder)


class DubanTokenizer(DummyTokenizer):
    """Makes a `Doc` of a page: `doc.text` is the clean text, `doc._.raw` the page as it came.

    White space is kept: a single blank behind a word is the word's own (`token.whitespace_`), all other white space
    is a token, as everywhere in spaCy. So `doc.text` is the clean text, and `token.idx` counts its code points. With
    `normalise` off, `doc.text` is the text as given (a lone surrogate, which spaCy cannot hold, becomes U+FFFD).

    Tokens have jieba's tag as `tag_` and its Universal POS as `pos_`.
    """

    def __init__(
        self, vocab: Vocab, segmenter: Segmenter = "rjieba", normalise: bool = True, lexicons: str | None = None
    ) -> None:
        check_segmenter(segmenter)
        self.vocab = vocab
        self.segmenter = segmenter
        self.normalise = normalise
        self.folder = lexicons

    def __call__(self, text: str | bytes) -> Doc:
        """The tokens of a page; bytes may be in any encoding that Chinese pages use.

        Raises UnreadableSource for bytes that hold no text.
        """
        if not self.normalise and isinstance(text, str):
            return self._tokens(SURROGATE_RE.sub("\ufffd", text))
        page = normalise(text, lexicons_of(self.folder))
        raw = SURROGATE_RE.sub("\ufffd", page.source)
        doc = self._tokens(page.text if self.normalise else raw)
        doc.user_data |= {SOURCE: text, PAGE: page}
        if raw != doc.text:
            doc.user_data[RAW] = raw
        return doc

    def _tokens(self, text: str) -> Doc:
        pairs = cut_words(text, self.segmenter)
        words: list[str] = []
        tags: list[str] = []
        poses: list[str] = []
        spaces: list[bool] = []
        for (word, tag), pos in zip(pairs, universal_tags(pairs), strict=True):
            if pos != "SPACE":
                words.append(word)
                tags.append(tag)
                poses.append(pos)
                spaces.append(False)
            elif word == " " and words and not spaces[-1] and tags[-1] != SPACE_TAG:
                spaces[-1] = True
            elif words and tags[-1] == SPACE_TAG:
                words[-1] += word
            else:
                words.append(word)
                tags.append(SPACE_TAG)
                poses.append("SPACE")
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces, tags=tags, pos=poses)
