"""Libraries that only some work needs: imported when it begins, with an error that names the extra to install."""

from importlib import import_module
from typing import Any

from duban.errors import UsageError

EXTRAS = {
    "pyarrow": "corpora",
    "duckdb": "corpora",
    "zstandard": "corpora",
    "docx": "office",
    "openpyxl": "office",
    "pypdf": "office",
    "trafilatura": "web",
    "warcio": "web",
    "fsspec": "remote",
    "dask": "dask",
    "distributed": "dask",
    "pandas": "stata",
}


class MissingExtra(UsageError):
    """A library that this work needs is not installed."""


def need(module: str) -> Any:
    """Import *module*; if it is not there, say which extra brings it."""
    name = module.partition(".")[0]
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] != name:
            raise
        extra = EXTRAS[name]
        remedy = f'install it: pip install "duban[{extra}]"'
        raise MissingExtra(name, "is needed for this and not installed", remedy) from None
