"""The README's examples are real: its Python is run, its commands give what it shows."""

import re
import shlex
import subprocess
from pathlib import Path

import pytest

from conftest import ROOT, run_python

README = (ROOT / "README.md").read_text("utf-8")
BLOCK_RE = re.compile(r"^```(?P<language>\w+)\n(?P<body>.*?)^```$", re.M | re.S)


def blocks(language: str) -> list[str]:
    return [match["body"] for match in BLOCK_RE.finditer(README) if match["language"] == language]


@pytest.mark.parametrize("number", range(len(blocks("python"))))
def test_the_python_runs_and_prints_what_is_shown(number: int) -> None:
    code = blocks("python")[number]
    shown = [line.removeprefix("# ") for line in code.splitlines() if line.startswith("# ")]
    done = run_python("-c", code, folder=ROOT)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.decode().splitlines() == shown


@pytest.mark.parametrize("number", range(len(blocks("console"))))
def test_the_commands_print_what_is_shown(number: int, tmp_path: Path) -> None:
    """A line `$ echo … | duban …` is run without a shell; the lines up to the next `$` are its output."""
    for session in re.split(r"^\$ ", blocks("console")[number], flags=re.M)[1:]:
        command, _, shown = session.partition("\n")
        first, _, second = command.partition(" | ")
        if first.startswith("make"):
            continue
        words = shlex.split(second or first)
        assert words[0] == "duban"
        stdin = " ".join(shlex.split(first)[1:]) if second else ""
        done = run_python("-m", *words, stdin=stdin.encode(), folder=ROOT)
        assert [line.rstrip() for line in done.stdout.decode().rstrip().splitlines()] == [
            line.rstrip() for line in shown.rstrip().splitlines()
        ]


def test_the_commands_of_the_readme_are_targets_of_make() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    assert set(re.findall(r"[`$] ?make ([a-z]+)", README)) <= targets


def test_the_files_that_the_readme_names_are_there() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


def test_the_test_command_is_what_ci_runs() -> None:
    assert "make test" in README
    assert "make test" in (ROOT / ".ci" / "run").read_text("utf-8")
    assert subprocess.run(["bash", "-n", str(ROOT / ".ci" / "run")], check=False).returncode == 0
