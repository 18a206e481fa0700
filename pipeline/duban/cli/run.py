"""`duban run`: the documents of any sources into a corpus folder, resumed where it was stopped."""

import argparse
import os
import sys
import time
from collections import Counter
from itertools import islice
from pathlib import Path

from duban.corpus.guards import scan
from duban.corpus.pool import RunStopped
from duban.corpus.readers import Reader
from duban.corpus.records import Record, Refused
from duban.corpus.run import Options, Summary, run_corpus
from duban.corpus.settings import FROM_NAME, MEGABYTE, Limits, Mapping, Settings
from duban.corpus.shards import Shard, cut, plan
from duban.corpus.sources import find_files
from duban.corpus.work import Desk
from duban.errors import UsageError

SAMPLE = 20
ENGINES = ("local", "dask")
STOPPED = 3


def add_arguments(command: argparse.ArgumentParser) -> None:
    """The arguments of `duban run`."""
    command.add_argument("sources", nargs="+", metavar="SOURCE", help="file, folder, glob, archive, table, or URL")
    command.add_argument(
        "-o", dest="output", required=True, metavar="DIR", help="the corpus folder to make or go on with"
    )
    command.add_argument(
        "--workers", type=int, metavar="N", help="processes (as many as there are cores); 0: in this one"
    )
    command.add_argument("--limit", type=int, metavar="N", help="stop after N documents")
    command.add_argument("--dry-run", action="store_true", help="count the documents and estimate the time")
    command.add_argument("--redo", action="store_true", help="make again what was made with another configuration")
    command.add_argument("--quiet", action="store_true", help="no progress")
    columns = command.add_argument_group("columns of tables (csv, jsonl, parquet, …)")
    for name, what in (("text", "the text"), ("id", "the id"), ("title", "the title"), ("url", "the address")):
        columns.add_argument(f"--{name}", metavar="COLUMN", help=f"the column of {what}")
    columns.add_argument(
        "--published-from", metavar="COLUMN", help=f"the column of the date; `{FROM_NAME}`: the date in a file's path"
    )
    reading = command.add_argument_group("reading")
    reading.add_argument(
        "--html", default="exact", metavar="WAY", help="exact: offsets in the page; article: trafilatura"
    )
    reading.add_argument("--follow-links", action="store_true", help="read files that are symbolic links in folders")
    reading.add_argument(
        "--lexicons", metavar="DIR", help="your own rows over the shipped lexicons (else $DUBAN_LEXICONS)"
    )
    limits = command.add_argument_group("limits of one document; beyond them it is a row of failures")
    standard = Limits()
    limits.add_argument("--max-characters", type=int, default=standard.characters, metavar="N")
    limits.add_argument("--max-bytes", type=int, default=standard.bytes, metavar="N")
    limits.add_argument("--max-seconds", type=float, default=standard.seconds, metavar="S")
    limits.add_argument("--max-memory", type=int, default=standard.memory // MEGABYTE, metavar="MB")
    cluster = command.add_argument_group("cluster")
    cluster.add_argument("--engine", default="local", choices=ENGINES)
    cluster.add_argument("--shards", metavar="PLACE", help="where shards are committed: a folder or URL (OUT/shards)")
    cluster.add_argument("--scheduler", metavar="ADDRESS", help="of a Dask cluster, tcp://host:8786")


def run(args: argparse.Namespace) -> int:
    """0 if every document was read, 1 if some are rows of failures, 3 if the run could not go on."""
    settings = _settings(args)
    if args.dry_run:
        _estimate(args, settings)
        return 0
    options = Options(
        follow=args.follow_links,
        redo=args.redo,
        quiet=args.quiet,
        engine=args.engine,
        scheduler=args.scheduler,
        shards=args.shards,
    )
    try:
        summary = run_corpus(args.sources, args.output, settings, options)
    except RunStopped as error:
        print(f"duban: {error}", file=sys.stderr)
        return STOPPED
    _print_summary(summary, args.output)
    return 1 if summary.failures else 0


def _settings(args: argparse.Namespace) -> Settings:
    for name in ("workers", "limit", "max_characters", "max_bytes", "max_memory"):
        value, least = getattr(args, name), 0 if name == "workers" else 1
        if value is not None and value < least:
            raise UsageError(f"--{name.replace('_', '-')}", f"{value} is too small", f"Name at least {least}")
    if args.scheduler and args.engine != "dask":
        raise UsageError("--scheduler", "is for --engine dask", "Add it, or leave --scheduler out")
    return Settings(
        columns=Mapping(args.text, args.id, args.title, args.published_from, args.url),
        limits=Limits(
            bytes=args.max_bytes,
            characters=args.max_characters,
            seconds=args.max_seconds,
            memory=args.max_memory * MEGABYTE,
        ),
        lexicons=args.lexicons or os.environ.get("DUBAN_LEXICONS") or None,
        html=args.html,
        limit=args.limit,
        workers=_cores() if args.workers is None else args.workers,
    )


def _cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _estimate(args: argparse.Namespace, settings: Settings) -> None:
    """Read everything, extract a few documents, and say what a run would be."""
    files, size = scan(args.sources, follow=args.follow_links)
    passed: Counter[str] = Counter()
    found = find_files(args.sources, passed, follow=args.follow_links)
    documents = refused = shards = bytes_read = 0
    sample: list[Record] = []
    for shard in cut(plan(found, settings), Reader(settings), settings):
        shards += 1
        for item in shard.items:
            if isinstance(item, Refused):
                refused += 1
                continue
            documents += 1
            bytes_read += item.size
            if documents % max(1, documents // SAMPLE) == 0 and len(sample) < SAMPLE:
                sample.append(item)
    seconds = _seconds_each(sample, settings) * documents / max(1, settings.workers) if sample else 0.0
    rows = [
        ("files", f"{files:,} ({size / MEGABYTE:,.1f} MB)"),
        ("documents", f"{documents:,} ({bytes_read / MEGABYTE:,.1f} MB of text and files)"),
        ("refused", f"{refused:,}"),
        ("passed over", _passed(passed) or "none"),
        ("shards", f"{shards:,}"),
        ("time", f"about {_duration(seconds)} with {settings.workers} workers"),
    ]
    _table("dry run", rows)


def _seconds_each(sample: list[Record], settings: Settings) -> float:

    desk = Desk(settings, "")
    items = tuple(sample)
    started = time.monotonic()
    desk.make(Shard("estimate", items, ""), lambda name, data: None)
    return (time.monotonic() - started) / len(items)


def _print_summary(summary: Summary, output: str) -> None:
    tally = summary.tally
    rows = [("documents", f"{summary.documents:,}"), ("failed", f"{summary.failures:,}")]
    rows += [(f"  {reason}", f"{count:,}") for reason, count in summary.reasons.items()]
    rows += [("done before", f"{tally.resumed:,}")] if tally.resumed else []
    rows += [("passed over", _passed(tally.passed))] if tally.passed else []
    rows += [(f"rows of {name}", f"{summary.rows[name]:,}") for name in ("tasks", "targets", "officials")]
    rows.append(("time", _duration(tally.seconds)))
    if tally.documents:
        rows.append(("rate", f"{tally.rate:,.1f} docs/s, {tally.read / tally.seconds / MEGABYTE:,.2f} MB/s"))
    _table(Path(output).as_posix(), rows)
    if summary.failures:
        query = "SELECT reason, locator, message FROM failures"
        print(f'duban: why documents failed: duban query {output} "{query}"', file=sys.stderr)


def _passed(passed: Counter[str]) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in islice(passed.most_common(), 8))


def _duration(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.1f} s"
    return f"{seconds / 60:.1f} min" if seconds < 3600 else f"{seconds / 3600:.1f} h"


def _table(title: str, rows: list[tuple[str, str]]) -> None:
    """Two columns on standard error."""
    width = max(len(name) for name, _ in rows)
    print(title, file=sys.stderr)
    for name, value in rows:
        print(f"  {name.ljust(width)}  {value}", file=sys.stderr)
