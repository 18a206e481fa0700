"""`duban extract`: documents in, their commitments out; a source that fails does not stop the others."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from duban.cli.sources import Source, find_sources, is_single, name_outputs
from duban.contract import Document
from duban.errors import DubanError, UsageError
from duban.extract import extract
from duban.facts.name_engines import NameEngine
from duban.lexicon import Lexicons, load_lexicons
from duban.vocabulary import is_edtf

PROGRESS_ABOVE = 5
Sink = Callable[[Source, Document], None]
Say = Callable[[str], None]


def run(args: argparse.Namespace) -> int:
    """Extract every source that *args* names; 0 if all went well, 1 if some source failed."""
    lexicons = _lexicons(args.lexicons)
    _check(args)
    ner = _name_engine(args.ner)
    sources, failures = find_sources(args.sources)
    failed = len(failures)
    with _progress(len(sources)) as (say, step):
        for failure in failures:
            say(f"duban: {failure}")
        with _sink(args, sources, say) as deliver:
            for source in sources:
                reason = _extract_one(source, args.published, lexicons, ner, deliver)
                if reason:
                    failed += 1
                    say(f"duban: {reason}")
                step()
    if failed and len(sources) + len(failures) > 1:
        _say(f"duban: {failed} of {len(sources) + len(failures)} sources failed, the others are done")
    return 1 if failed else 0


def _check(args: argparse.Namespace) -> None:
    if args.published is not None and not is_edtf(args.published):
        what = f"{args.published!r} is no date"
        raise UsageError("--published", what, "Write 2020-10-09, 2020-10 or 2020 (EDTF, unknown digits as X).")
    if args.output is not None and args.format not in (None, "json"):
        raise UsageError("-o", f"writes one JSON file a source, not {args.format}", "Leave out -o or --format.")


def _lexicons(folder: str | None) -> Lexicons:
    folder = folder or os.environ.get("DUBAN_LEXICONS") or None
    lexicons = load_lexicons(Path(folder) if folder else None)
    if folder:  # a wrong row is an error of the command, not of the first source that meets it
        for name in lexicons.names(".tsv"):
            lexicons.entries(name)
        for name in lexicons.names(".toml"):
            lexicons.rules(name)
    return lexicons


def _name_engine(name: str | None) -> NameEngine | None:
    if name is None:
        return None
    from duban.integrations.engines import load_engine

    return load_engine(name)


def _extract_one(
    source: Source, published: str | None, lexicons: Lexicons, ner: NameEngine | None, deliver: Sink
) -> str | None:
    """Extract and deliver one source; the reason if that failed."""
    try:
        deliver(source, extract(source.read(), published=published, uri=source.uri, lexicons=lexicons, ner=ner))
    except BrokenPipeError:
        raise
    except DubanError as error:
        return str(error) if error.where == source.name else f"{source.name}: {error}"
    except OSError as error:
        return f"{source.name}: its document cannot be written ({error.strerror}: {error.filename})"
    except Exception as error:  # one bad source must not cost the others
        return f"{source.name}: duban failed on it ({type(error).__name__}: {error}). Please report it with the file."
    return None


@contextmanager
def _sink(args: argparse.Namespace, sources: list[Source], say: Say) -> Iterator[Sink]:
    """Where the documents go: files in a folder, or standard output in one of the formats."""
    if args.output is not None:
        yield _into_folder(Path(args.output), sources, say)
    elif args.format == "table":
        from duban.cli.tables import print_document

        yield lambda source, document: print_document(document)
    elif args.format == "jsonl":
        yield lambda source, document: _put(document.to_json())
    elif is_single(args.sources):
        yield lambda source, document: _put(document.to_json(indent=1))
    else:
        written = 0

        def put_in_list(source: Source, document: Document) -> None:
            nonlocal written
            _put((",\n" if written else "[\n") + document.to_json(indent=1).rstrip("\n"))
            written += 1

        yield put_in_list
        _put("\n]\n" if written else "[]\n")


def _into_folder(folder: Path, sources: list[Source], say: Say) -> Sink:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(str(folder), f"cannot be made ({error.strerror})", "Name another folder for -o.") from None
    names = name_outputs(sources)
    for source, name in names.items():
        if name != f"{source.stem}.json":
            say(f"duban: {source.name}: another source has the same stem, so this one is written as {name}")

    def write(source: Source, document: Document) -> None:
        part = folder / f".{names[source]}.part"
        part.write_text(document.to_json(indent=1), "utf-8", newline="\n")
        part.replace(folder / names[source])

    return write


def _put(text: str) -> None:
    sys.stdout.write(text)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


@contextmanager
def _progress(total: int) -> Iterator[tuple[Say, Callable[[], None]]]:
    """A progress bar on standard error for more than a few sources; lines are said above it."""
    if total <= PROGRESS_ABOVE:
        yield _say, lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("extract", total=total)
        yield (
            lambda line: progress.console.print(line, markup=False, highlight=False, soft_wrap=True),
            lambda: progress.advance(task),
        )
