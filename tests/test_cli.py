"""The command: what it takes, where it writes, how it ends."""

import json
from pathlib import Path

import pytest

from conftest import ROOT, Run, run_python
from duban import __version__
from duban.cli.sources import Source, find_sources, name_outputs
from duban.contract import Document
from duban.invariants import broken_promises
from duban.schema import schema_text

NOTICE = "会议要求，县住建局要确保9月底前完成棚户区改造260套。"


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    path = tmp_path / "notice.txt"
    path.write_text(NOTICE, "utf-8")
    return path


def test_one_file_gives_one_document_on_standard_output(run: Run, notice: Path) -> None:
    done = run("extract", notice)
    assert (done.returncode, done.stderr) == (0, b"")
    document = Document.from_json(done.stdout)
    assert document.to_json(indent=1).encode() == done.stdout
    assert broken_promises(document) == []
    assert document.source.uri == notice.as_posix()
    assert [task.modality for task in document.tasks] == ["binding"]


def test_standard_input_is_read(run: Run) -> None:
    done = run("extract", "-", stdin=NOTICE.encode("gb18030"))
    assert done.returncode == 0
    document = Document.from_json(done.stdout)
    assert document.source.uri is None
    assert "棚户区改造260套" in document.clean_text


def test_more_sources_give_a_list_or_lines(run: Run, notice: Path) -> None:
    (notice.parent / "b.txt").write_text(NOTICE, "utf-8")
    assert len(json.loads(run("extract", notice, "b.txt").stdout)) == 2
    lines = run("extract", ".", "--format", "jsonl").stdout.decode().splitlines()
    assert [Document.from_json(line).source.uri for line in lines] == ["b.txt", "notice.txt"]


def test_a_folder_with_one_document_still_gives_a_list(run: Run, notice: Path) -> None:
    assert len(json.loads(run("extract", notice.parent).stdout)) == 1


def test_a_glob_is_expanded_where_the_shell_did_not(run: Run, notice: Path) -> None:
    assert len(json.loads(run("extract", "*.txt").stdout)) == 1
    done = run("extract", "*.html")
    assert done.returncode == 1
    assert b"no file matches" in done.stderr


def test_a_table_shows_what_by_when_and_who(run: Run, notice: Path) -> None:
    done = run("extract", notice, "--format", "table")
    shown = done.stdout.decode()
    assert done.returncode == 0
    for part in ("tasks", "targets", "binding", "棚户区改造", "260 套", "XXXX-09-30", "县住建局"):
        assert part in shown


def test_a_folder_of_results_has_one_file_a_source(run: Run, notice: Path) -> None:
    done = run("extract", notice, "-o", "out")
    assert (done.returncode, done.stdout) == (0, b"")
    assert [path.name for path in Path(notice.parent, "out").iterdir()] == ["notice.json"]
    assert Document.from_json(Path(notice.parent, "out", "notice.json").read_bytes()).source.uri == str(notice)


def test_two_sources_with_one_stem_both_get_a_file(run: Run, notice: Path) -> None:
    other = notice.parent / "sub" / "notice.txt"
    other.parent.mkdir()
    other.write_text("会议决定，县水利局要在6月底前修复堤防12公里。", "utf-8")
    done = run("extract", notice, other, "-o", "out")
    assert done.returncode == 0
    assert b"notice-2.json" in done.stderr
    texts = [Document.from_json(path.read_bytes()).clean_text for path in sorted(Path(notice.parent, "out").iterdir())]
    assert len(set(texts)) == 2


def test_a_source_that_fails_is_named_and_the_others_are_done(run: Run, notice: Path) -> None:
    done = run("extract", "nowhere.txt", notice, "-o", "out")
    assert done.returncode == 1
    assert b"nowhere.txt: there is no such file" in done.stderr
    assert Path(notice.parent, "out", "notice.json").exists()


def test_many_sources_show_progress_on_standard_error(run: Run, tmp_path: Path) -> None:
    for number in range(8):
        (tmp_path / f"{number}.txt").write_text(NOTICE, "utf-8")
    done = run("extract", tmp_path, "-o", "out")
    assert done.returncode == 0
    assert b"8/8" in done.stderr
    assert len(list(Path(tmp_path, "out").iterdir())) == 8


def test_the_publication_date_can_be_given(run: Run, notice: Path) -> None:
    document = Document.from_json(run("extract", notice, "--published", "2021-03-05").stdout)
    assert document.published is not None
    assert (document.published.date, document.published.basis) == ("2021-03-05", "given")
    assert [time.end for time in document.times] == ["2021-09-30"]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["extract"],
        ["extract", "x.txt", "--published", "next week"],
        ["extract", "x.txt", "--published", "2021-02-30"],
        ["extract", "x.txt", "--format", "xml"],
        ["extract", "x.txt", "-o", "out", "--format", "table"],
        ["extract", "x.txt", "--lexicons", "nowhere"],
        ["evaluate", "nowhere"],
        ["evaluate", "nowhere", "nowhere"],
        ["frobnicate"],
    ],
)
def test_a_command_that_cannot_be_meant_ends_with_two(run: Run, arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stdout == b""
    assert b"Traceback" not in done.stderr
    assert done.stderr.strip()


def test_the_environment_names_a_folder_of_lexicons(run: Run, notice: Path) -> None:
    done = run("extract", notice, DUBAN_LEXICONS="nowhere")
    assert done.returncode == 2
    assert b"nowhere" in done.stderr


def test_a_wrong_row_says_where_and_what_to_do(run: Run, notice: Path) -> None:
    own = notice.parent / "own"
    own.mkdir()
    (own / "units.tsv").write_text("form\tkind\n亿元\n", "utf-8")
    done = run("extract", notice, "--lexicons", own)
    assert done.returncode == 2
    assert b"units.tsv, line 2" in done.stderr


def test_schema_and_version_are_printed(run: Run) -> None:
    assert run("schema").stdout.decode() == schema_text()
    assert run("version").stdout.decode() == f"duban {__version__}\n"
    assert run("--version").stdout.decode() == f"duban {__version__}\n"


def test_help_names_every_command(run: Run) -> None:
    text = run("--help").stdout.decode()
    assert all(command in text for command in ("extract", "evaluate", "schema", "version"))


def test_a_reader_that_has_gone_is_no_traceback(notice: Path) -> None:
    code = (
        "import subprocess, sys\n"
        f"p = subprocess.Popen([sys.executable, '-m', 'duban', 'extract', {str(notice)!r}], stdout=subprocess.PIPE,"
        " stderr=subprocess.PIPE)\n"
        "p.stdout.close()\n"
        "sys.exit(b'Traceback' in p.stderr.read())"
    )
    assert run_python("-c", code).returncode == 0


def test_output_is_utf_8_whatever_the_locale(run: Run, notice: Path) -> None:
    done = run("extract", notice, "--format", "table", LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert "棚户区" in done.stdout.decode("utf-8")


def test_sources_are_taken_once_and_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.html", ".hidden.txt", "c.bin", "sub/d.TXT"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    sources, failures = find_sources([str(tmp_path / "c.bin"), str(tmp_path), str(tmp_path / "b.txt")])
    found = [source.path.relative_to(tmp_path).as_posix() for source in sources if source.path]
    assert (found, failures) == (["c.bin", "a.html", "b.txt", "sub/d.TXT"], [])


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        (["a/x.txt", "b/x.txt"], ["x.json", "x-2.json"]),
        (["a/x.txt", "b/X.html", "x-2.txt"], ["x.json", "X-3.json", "x-2.json"]),
        (["x.tar.txt"], ["x.tar.json"]),
    ],
)
def test_no_two_sources_share_an_output(paths: list[str], names: list[str]) -> None:
    assert list(name_outputs([Source(Path(path)) for path in paths]).values()) == names


def test_the_module_and_the_command_are_the_same() -> None:
    assert 'duban = "duban.cli:main"' in (ROOT / "pyproject.toml").read_text("utf-8")
