"""The same input gives the same bytes: whatever the hash seed, the order of the sources, the number of the run."""

from pathlib import Path

import pytest

import duban
from conftest import Run, sample_files


def test_two_hash_seeds_give_the_same_bytes(run: Run) -> None:
    samples = sample_files()
    outputs = [run("extract", *samples, "--format", "jsonl", PYTHONHASHSEED=seed).stdout for seed in ("1", "4242")]
    assert outputs[0]
    assert outputs[0] == outputs[1]


@pytest.mark.parametrize("path", sample_files(), ids=lambda path: path.stem)
def test_a_second_run_in_one_process_gives_the_same_bytes(path: Path) -> None:
    data = path.read_bytes()
    assert duban.extract(data).to_json() == duban.extract(data).to_json()


def test_what_was_read_before_does_not_matter() -> None:
    samples = [path.read_bytes() for path in sample_files()]
    forwards = [duban.extract(data).to_json() for data in samples]
    backwards = [duban.extract(data).to_json() for data in reversed(samples)]
    assert forwards == backwards[::-1]
