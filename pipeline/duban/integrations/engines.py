"""Name engines by name: `hanlp:MODEL` is what the command line and spaCy's config write."""

from duban.errors import UsageError
from duban.facts.name_engines import NameEngine

ENGINES = ("hanlp",)


def load_engine(name: str) -> NameEngine:
    """The engine that *name* names; its model is loaded now.

    Raises UsageError for an engine that is not known or not installed, and for a model that cannot be had.
    """
    engine, colon, model = name.partition(":")
    if engine not in ENGINES or not colon or not model:
        known = [f"{engine}:MODEL" for engine in ENGINES]
        raise UsageError("ner", f"{name!r} names no engine and model", "Write the engine, a colon, the model.", known)
    from duban.integrations.hanlp import HanlpNer

    return HanlpNer(model)
