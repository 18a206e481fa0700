"""The built wheel, installed in an environment of its own, extracts a document with the source out of reach."""

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from conftest import ROOT

NOTICE = "会议要求，县住建局要确保9月底前完成棚户区改造260套。"
REPORT = """
import json, duban
from duban.locate import lexicons_folder
print(json.dumps([duban.__file__, str(lexicons_folder()), duban.__version__]))
"""


def python(executable: Path | str, *arguments: str, folder: Path, **options: str) -> str:
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "DUBAN_LEXICONS")}
    done = subprocess.run(
        [str(executable), *arguments], cwd=folder, env=environment | options, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode("utf-8")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    python(
        sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT), folder=folder
    )
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of a fresh environment that holds the wheel; dependencies are those of this environment."""
    folder = tmp_path_factory.mktemp("installed")
    python(sys.executable, "-m", "venv", "--without-pip", str(folder / "venv"), folder=folder)
    executable = folder / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    site = Path(
        python(executable, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", folder=folder).strip()
    )
    options = ("--no-deps", "--no-index", "--no-warn-script-location", "--target", str(site))
    python(sys.executable, "-m", "pip", "install", "--quiet", *options, str(wheel), folder=folder)
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return executable


def test_the_wheel_carries_every_table_and_schema(wheel: Path) -> None:
    packed = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("lexicons", "schemas"):
        for path in (ROOT / folder).iterdir():
            assert f"duban/{folder}/{path.name}" in packed
    assert "duban/py.typed" in packed
    assert not [name for name in packed if name.startswith(("tests", "corpus", "pipeline"))]


def test_the_installed_wheel_extracts_a_document(installed: Path, tmp_path: Path) -> None:
    home, lexicons, version = json.loads(python(installed, "-c", REPORT, folder=tmp_path))
    assert not Path(home).is_relative_to(ROOT)
    assert Path(lexicons).is_relative_to(Path(home).parent)
    (tmp_path / "notice.txt").write_text(NOTICE, "utf-8")
    document = json.loads(python(installed, "-m", "duban", "extract", "notice.txt", folder=tmp_path))
    assert document["provenance"]["duban"] == version
    assert [task["modality"] for task in document["tasks"]] == ["binding"]
