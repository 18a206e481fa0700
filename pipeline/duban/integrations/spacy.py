"""duban at home in spaCy: the whole pipeline as a `Language`, or as one pipe of your own.

>>> nlp = load()
>>> doc = nlp("会议要求，各乡镇要在6月底前完成高标准农田建设3000亩。")
>>> [(span.text, span.label_, span._.due) for span in doc.spans["tasks"]]
[('会议要求，各乡镇要在6月底前完成高标准农田建设3000亩。', 'outcome', 'XXXX-06-30')]

Needs `duban[spacy]`. The factory `duban` and the tokenizer `duban.Tokenizer.v1` are entry points, so that
`nlp.add_pipe("duban")` and `spacy.load` find them without an import of this module.
"""

from collections.abc import Callable

import spacy
from spacy.language import Language
from spacy.util import registry

from duban.integrations.spacy_attributes import register_attributes, register_encoder
from duban.integrations.spacy_component import DubanComponent, DubanSettings
from duban.integrations.spacy_tokenizer import DubanTokenizer, lexicons_of
from duban.integrations.words import Segmenter, check_segmenter

__all__ = ["DubanComponent", "DubanTokenizer", "load", "make_duban", "make_tokenizer"]

TOKENIZER = "duban.Tokenizer.v1"
register_attributes()
register_encoder()


def load(
    *,
    segmenter: Segmenter = "rjieba",
    normalise: bool = True,
    lexicons: str | None = None,
    published: str | None = None,
    ner: str | None = None,
    sents: bool = True,
    ents: bool = True,
    overwrite_ents: bool = False,
    split_tokens: bool = True,
) -> Language:
    """A pipeline with duban's tokenizer and the pipe `duban`; more pipes can be added.

    *segmenter* is `rjieba` or `jieba`: the same words. With *normalise*, `doc.text` is the clean text and `doc._.raw`
    the page; without it, `doc.text` is the page and every span stands in the page's offsets. *lexicons* is a folder
    of your own rows. *published* (EDTF) is what relative times count from, unless `doc._.published` says otherwise.
    *ner* names a name engine (`hanlp:MODEL`). *sents* sets `doc.sents` to the units of the text, *ents* sets
    `doc.ents`; entities of an earlier pipe stand unless *overwrite_ents*. *split_tokens* cuts a word where an item
    begins or ends within it, so that `span.text` is the item's text.

    Raises UsageError or LexiconError for a setting that cannot be meant.
    """
    tokenizer = {"@tokenizers": TOKENIZER, "segmenter": segmenter, "normalise": normalise, "lexicons": lexicons}
    check_segmenter(segmenter)
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": tokenizer}})
    nlp.add_pipe(
        "duban",
        config={
            "published": published, "lexicons": lexicons, "ner": ner, "sents": sents, "ents": ents,
            "overwrite_ents": overwrite_ents, "split_tokens": split_tokens,
        },
    )  # fmt: skip
    return nlp


@registry.tokenizers(TOKENIZER)  # type: ignore[untyped-decorator]  # spaCy leaves its registries untyped
def make_tokenizer(
    segmenter: str = "rjieba", normalise: bool = True, lexicons: str | None = None
) -> Callable[[Language], DubanTokenizer]:
    """The tokenizer of a config: `[nlp.tokenizer]` with `@tokenizers = "duban.Tokenizer.v1"`."""
    check_segmenter(segmenter)

    def make(nlp: Language) -> DubanTokenizer:
        return DubanTokenizer(nlp.vocab, segmenter, normalise, lexicons)  # type: ignore[arg-type]

    return make


@Language.factory(
    "duban",
    assigns=["doc.ents", "doc.spans", "doc._.duban", "token.is_sent_start", "token.ent_type", "token.ent_iob"],
    default_config={
        "published": None, "lexicons": None, "ner": None, "sents": True, "ents": True, "overwrite_ents": False,
        "split_tokens": True,
    },
)  # fmt: skip
def make_duban(
    nlp: Language,
    name: str,
    published: str | None,
    lexicons: str | None,
    ner: str | None,
    sents: bool,
    ents: bool,
    overwrite_ents: bool,
    split_tokens: bool,
) -> DubanComponent:
    """The pipe of a config: `[components.duban]` with `factory = "duban"`."""
    lexicons_of(lexicons)
    settings = DubanSettings(published, lexicons, ner, sents, ents, overwrite_ents, split_tokens)
    return DubanComponent(name, settings)
