"""The examples in the documentation are real."""

import doctest

import pytest

from conftest import ROOT

PAGES = sorted((ROOT / "docs").glob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_examples_of_a_page_are_real(page: object) -> None:
    assert doctest.testfile(str(page), module_relative=False, encoding="utf-8").failed == 0
