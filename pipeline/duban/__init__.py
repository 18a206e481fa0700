"""duban (督办) reads Chinese policy news into the list of its commitments.

>>> import duban
>>> document = duban.extract("会议要求，各乡镇要在6月底前完成3000亩高标准农田建设任务。")
>>> document.tasks[0].modality
'binding'

The names below are the whole public surface. Each is imported when it is first used, so that importing duban
costs next to nothing.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from duban.version import __version__

if TYPE_CHECKING:
    from duban.contract import Document
    from duban.errors import DubanError
    from duban.evaluate import evaluate
    from duban.extract import extract
    from duban.lexicon import load_lexicons
    from duban.public import find_officials, find_quantities, find_times, normalise, segment

__all__ = [
    "Document",
    "DubanError",
    "__version__",
    "evaluate",
    "extract",
    "find_officials",
    "find_quantities",
    "find_times",
    "load_lexicons",
    "normalise",
    "segment",
]

_HOMES = {
    "Document": "duban.contract",
    "DubanError": "duban.errors",
    "evaluate": "duban.evaluate",
    "extract": "duban.extract",
    "find_officials": "duban.public",
    "find_quantities": "duban.public",
    "find_times": "duban.public",
    "load_lexicons": "duban.lexicon",
    "normalise": "duban.public",
    "segment": "duban.public",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'duban' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)


class _Package(ModuleType):
    """Keeps a function its name when the import system offers the room of the same name (extract, segment, …)."""

    def __setattr__(self, name: str, value: object) -> None:
        if name in _HOMES and isinstance(value, ModuleType):
            return
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
