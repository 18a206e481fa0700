"""HanLP as a name engine: `extract(…, ner=HanlpNer("models/ner"))`, `duban extract --ner hanlp:models/ner`.

A model is a folder that HanLP wrote, the name of a model of its hub (MSRA_NER_ELECTRA_SMALL_ZH), or an address. Only
the last two go to the network, and only if the model is not on this machine yet. A model's folder names the code that
loads it: take models from people you trust.

Needs `duban[hanlp]`: HanLP, PyTorch, and `setuptools<81`, whose pkg_resources HanLP imports.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn
from unittest.mock import patch

from duban.errors import UsageError
from duban.facts.name_engines import EngineName, NameKind

WHITE_RE = re.compile(r"\s")
ADDRESS_RE = re.compile(r"https?://")
CONFIG_FILES = ("config.json", "meta.json")
STAND_IN = "，"  # white space is no token of any Chinese model; a comma parts words just as well

KIND_OF_LABEL: dict[str, NameKind] = {
    "PERSON": "person", "PER": "person", "NR": "person",
    "ORGANIZATION": "organisation", "ORGANISATION": "organisation", "ORG": "organisation", "NT": "organisation",
    "LOCATION": "place", "LOC": "place", "GPE": "place", "NS": "place", "FAC": "place", "FACILITY": "place",
}  # fmt: skip


class HanlpNer:
    """A HanLP model that finds names; single models for named entities and multi-task models with such a task.

    *options* go to `hanlp.load`: `devices=0`, or `transformer="folder"` for a model whose transformer has moved.
    Raises UsageError if HanLP is not installed, and for a model that cannot be had.
    """

    def __init__(self, model: str | Path, *, batch_size: int = 32, **options: Any) -> None:
        self.model = str(model)
        self.batch_size = batch_size
        self.component = _load(self.model, options)

    @property
    def id(self) -> str:
        """`hanlp:` and the model as it was named."""
        return f"hanlp:{self.model}"

    def find_names(self, texts: Sequence[str]) -> list[list[EngineName]]:
        """People, organisations and places in each of *texts*, batched; other entities are left out."""
        plain = [WHITE_RE.sub(STAND_IN, text) for text in texts]
        rows: list[list[EngineName]] = [[] for _ in texts]
        asked = [index for index, text in enumerate(plain) if text]
        answers = self._ask([plain[index] for index in asked]) if asked else []
        for index, names in zip(asked, answers, strict=True):
            rows[index] = sorted(names)
        return rows

    def _ask(self, texts: list[str]) -> list[list[EngineName]]:
        """The names in each text; a text for which the model's tags make no sense has none, the others keep theirs."""
        from hanlp.utils.span_util import InvalidTagSequence

        try:
            return self._ask_task(texts, self._task) if self._task else self._ask_single(texts)
        except InvalidTagSequence:
            return [name for text in texts for name in self._ask([text])] if len(texts) > 1 else [[]]

    def _ask_single(self, texts: list[str]) -> list[list[EngineName]]:
        answers = self.component([list(text) for text in texts], batch_size=self.batch_size)
        return [list(_names(answer)) for answer in answers]

    @cached_property
    def _task(self) -> str | None:
        """The entity task of a multi-task model; None for a model of one task."""
        tasks = getattr(self.component, "tasks", None)
        if tasks is None:
            return None
        names = [name for name in tasks if name.startswith("ner")]
        if not names:
            _refuse(self.model, f"has no task for names (tasks: {', '.join(tasks)})", "Name a model with a ner task.")
        return str(names[0])

    def _ask_task(self, texts: list[str], task: str) -> list[list[EngineName]]:
        """A multi-task model cuts words first and counts in them."""
        answer = self.component(texts, tasks=[task], batch_size=self.batch_size)
        words = next(answer[key] for key in answer if key.startswith("tok"))
        return [
            list(_names(entities, _edges(text, tokens)))
            for text, tokens, entities in zip(texts, words, answer[task], strict=True)
        ]


def _names(entities: Sequence[Sequence[Any]], edges: Sequence[int] | None = None) -> Iterator[EngineName]:
    """HanLP's (text, label, first token, token behind the last); without *edges* the tokens are characters."""
    for _, label, start, end in entities:
        kind = KIND_OF_LABEL.get(str(label).upper())
        if kind is not None:
            yield EngineName(start, end, kind) if edges is None else EngineName(edges[start], edges[end], kind)


def _edges(text: str, tokens: Sequence[str]) -> list[int]:
    """Where each token begins, and where the last one ends."""
    edges, at = [], 0
    for token in tokens:
        found = text.find(token, at)
        edges.append(max(found, at))
        at = edges[-1] + len(token)
    return [*edges, at]


def _load(model: str, options: dict[str, Any]) -> Any:
    try:
        import hanlp
    except ImportError as error:
        what = f"HanLP cannot be imported ({error})"
        raise UsageError("ner", what, "Install it: pip install 'duban[hanlp]'.") from None
    folder = Path(model)
    is_local = folder.exists()
    if is_local:
        _check_folder(model, folder)
    elif model not in hanlp.pretrained.ALL and not ADDRESS_RE.match(model):
        _refuse(model, "is no folder, and no model of HanLP's hub has that name", "Check the path or the name.")
    try:
        with _offline() if is_local else nullcontext():
            return hanlp.load(str(folder.resolve()) if is_local else model, **{"verbose": False, **options})
    except Exception as error:  # HanLP raises whatever its parts raise
        first = (str(error).strip().splitlines() or [type(error).__name__])[0]
        _refuse(model, f"cannot be loaded ({first})", "Check the model; a hub model needs the network once.")


def _check_folder(model: str, folder: Path) -> None:
    if not folder.is_dir() or not any((folder / name).is_file() for name in CONFIG_FILES):
        _refuse(model, f"is no folder with a {' or '.join(CONFIG_FILES)}", "Name the folder that HanLP saved to.")


@contextmanager
def _offline() -> Iterator[None]:
    """Keep HanLP from the network while it loads a folder.

    It would fetch parts that a model names by address, and, when a model fails, ask PyPI for its own latest version.
    """
    from hanlp.utils import component_util, io_util
    from huggingface_hub import constants

    with (
        patch.object(io_util, "download", _no_download),
        patch.object(component_util, "get_latest_info_from_pypi", _no_download),
        patch.object(constants, "HF_HUB_OFFLINE", True),
    ):
        yield


def _no_download(*args: Any, **kwargs: Any) -> NoReturn:
    what = kwargs.get("url") or (args[0] if args else "a part")
    raise OSError(f"the model wants {what} from the network")


def _refuse(model: str, what: str, remedy: str) -> NoReturn:
    raise UsageError(f"hanlp:{model}", what, remedy)
