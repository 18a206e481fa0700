"""The surface of the package: few names, imported when used, cheap to import."""

import statistics
import time

import pytest

import duban
from conftest import run_python

LIGHT = "import sys, duban; print(sorted(m for m in sys.modules if m.split('.')[0] in {'pydantic', 'jieba', 'rich'}))"


def test_there_are_at_most_twelve_names_and_each_is_there() -> None:
    assert len(duban.__all__) <= 12
    for name in duban.__all__:
        assert getattr(duban, name) is not None


@pytest.mark.parametrize("name", [name for name in duban.__all__ if name.islower() and name != "__version__"])
def test_a_function_keeps_its_name_when_its_room_is_imported(name: str) -> None:
    code = f"import importlib, duban; importlib.import_module('duban.cli.extract'); assert callable(duban.{name})"
    done = run_python("-c", code)
    assert done.returncode == 0, done.stderr.decode()


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'extrakt'"):
        duban.extrakt  # noqa: B018


def test_importing_duban_imports_nothing_heavy() -> None:
    assert run_python("-c", LIGHT).stdout.decode().strip() == "[]"


def test_importing_duban_takes_under_a_third_of_a_second() -> None:
    def seconds(code: str) -> float:
        started = time.perf_counter()
        assert run_python("-c", code).returncode == 0
        return time.perf_counter() - started

    pairs = [(seconds("import duban"), seconds("pass")) for _ in range(5)]
    assert statistics.median(with_it - without for with_it, without in pairs) < 0.3
