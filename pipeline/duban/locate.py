"""Find the data that travels with the package: in a wheel beside the modules, in a checkout at its top."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
CHECKOUT = PACKAGE.parent.parent


def lexicons_folder() -> Path:
    """The shipped lexicons."""
    return _data_folder("lexicons")


def schemas_folder() -> Path:
    """The JSON Schemas of the contract."""
    return _data_folder("schemas")


def _data_folder(name: str) -> Path:
    packed = PACKAGE / name
    return packed if packed.is_dir() else CHECKOUT / name
