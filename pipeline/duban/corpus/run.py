"""A run: every document of some sources, extracted once, in tables; stopped at any moment it goes on from there.

A shard is written to a temporary file, synced, renamed, and then entered in the manifest. A shard that the manifest
has with the same input and the same configuration is not made again; anything else on disk counts for nothing.
The tables are merged from the shards in the order of their names, so that they are the same bytes whoever made the
shards, in whatever order, with however many interruptions.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from duban.corpus.formats import check_html_way
from duban.corpus.guards import check_output, locked, scan, terminated_as_interrupt
from duban.corpus.manifest import Manifest
from duban.corpus.pool import Inline, Pool, RunStopped
from duban.corpus.progress import Tally, Voice, voice
from duban.corpus.readers import Reader
from duban.corpus.receipts import Receipt
from duban.corpus.records import Refused
from duban.corpus.settings import Settings, configuration_digest
from duban.corpus.shards import Shard, cut, plan
from duban.corpus.snapshot import lexicon_rows
from duban.corpus.sources import File, find_files
from duban.corpus.stores import Store, store_at
from duban.errors import UsageError
from duban.store.extras import need
from duban.store.folder import finish, forget_reprints
from duban.store.merging import Packed, is_whole, merge_into, plan_parts, stale_files
from duban.store.packing import remove_parts


@dataclass(frozen=True, slots=True)
class Options:
    """How a run is done: none of it changes what comes out."""

    follow: bool = False
    redo: bool = False
    quiet: bool = False
    engine: str = "local"
    scheduler: str | None = None
    shards: str | None = None


@dataclass(slots=True)
class Summary:
    """What a run came to."""

    tally: Tally
    documents: int = 0
    failures: int = 0
    dropped: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, int] = field(default_factory=dict)


def run_corpus(
    sources: Sequence[str], output: str | Path, settings: Settings | None = None, options: Options | None = None
) -> Summary:
    """Extract all documents of *sources* into the corpus folder *output*; go on where an earlier run stopped.

    Raises UsageError when the folder was made from other sources or with another configuration, RunStopped when
    the run cannot go on (no space left); KeyboardInterrupt passes through when all is in order on disk.
    """
    settings, options = settings or Settings(), options or Options()
    need("pyarrow")
    need("duckdb")
    check_html_way(settings.html)
    folder = Path(output)
    check_output(sources, folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(str(folder), f"cannot be made ({error.strerror})", "Name another folder for -o") from None
    with locked(folder), Manifest(folder, create=True) as manifest, terminated_as_interrupt():
        return _Run(list(sources), folder, settings, options, manifest).go()


class _Run:
    def __init__(
        self, sources: list[str], folder: Path, settings: Settings, options: Options, manifest: Manifest
    ) -> None:
        self.sources, self.folder, self.settings, self.options = sources, folder, settings, options
        self.manifest = manifest
        self.configuration = settings.configuration()
        self.digest = configuration_digest(self.configuration)
        self.reader = Reader(settings)
        self.place = options.shards or manifest.get("shards_at") or str(folder / "shards")
        self.store: Store = store_at(self.place)
        self.tally = Tally()
        self.seen: set[str] = set()
        self.before = 0

    def go(self) -> Summary:
        """All of it."""
        self._check_history()
        self.tally.total = scan(self.sources, follow=self.options.follow)[1]
        remove_parts(self.folder)
        self.manifest.note_json("sources", self.sources)
        if self.options.shards:
            self.manifest.note(shards_at=self.options.shards)
        self.manifest.note_json("configuration", self.configuration)
        self.manifest.note_json("lexicons", lexicon_rows(self.settings.load_lexicons()))
        with voice(self.tally, quiet=self.options.quiet) as say:
            try:
                self._extract(say)
                return self._finish(say)
            except KeyboardInterrupt:
                _, documents, failures = self.manifest.totals()
                say.say(f"stopped; {documents + failures:,} documents are safe. The same command goes on from here.")
                raise
            except sqlite3.OperationalError as error:
                remedy = "Make room and run the same command again; it goes on from here"
                raise RunStopped(str(self.folder), f"the manifest cannot be written ({error})", remedy) from None
            except OSError as error:
                remedy = "Make room and run the same command again; it goes on from here"
                raise RunStopped(str(self.folder), f"cannot be written ({error.strerror})", remedy) from None

    def _check_history(self) -> None:
        """A folder holds one corpus: refuse to mix it with another, or with what other rules decided."""
        sources = self.manifest.get_json("sources")
        shards, documents, failures = self.manifest.totals()
        if sources is not None and sources != self.sources and shards:
            remedy = "Name the same sources, or another folder for -o"
            raise UsageError(str(self.folder), f"holds a corpus of other sources: {' '.join(sources)}", remedy)
        limit = self.settings.limit
        if limit is not None and documents + failures > limit:
            what = f"holds {documents + failures:,} documents already, more than --limit {limit}"
            raise UsageError(str(self.folder), what, "Name another folder for -o")
        elsewhere = self.manifest.get("shards_at")
        if shards and self.options.shards not in (None, elsewhere):
            place = elsewhere or "the corpus folder"
            raise UsageError("--shards", f"the shards of this corpus are in {place}", "Leave it out")
        others = self.manifest.configurations() - {self.digest}
        if not others or self.options.redo:
            return
        old = self.manifest.get_json("configuration") or {}
        names = ("duban", "contract", "tables", "lexicons", "columns", "limits", "html", "shards")
        changed = [name for name in names if old.get(name) != self.configuration.get(name)]
        what = f"was made with another configuration (changed: {', '.join(changed) or 'unknown'})"
        remedy = "Add --redo to make it again, or name a new folder and compare both with duban diff"
        raise UsageError(str(self.folder), what, remedy)

    def _extract(self, say: Voice) -> None:
        if self.options.engine == "dask":
            from duban.corpus.cluster import run_on_cluster

            pieces = plan(self._files(), self.settings)
            scheduler = self.options.scheduler
            for receipt, made in run_on_cluster(
                pieces, self.place, self.settings, self.digest, self.manifest, scheduler
            ):
                self._enter(receipt, made=made)
                say.beat()
            return
        pool = (Pool if self.settings.workers else Inline)(self.settings, self.digest, self.place)
        pool.run(self._todo(), lambda receipt: self._enter(receipt, made=True), lambda: self._beat(say))

    def _beat(self, say: Voice) -> None:
        self.tally.taken = self.before + self.reader.position
        say.beat()

    def _files(self) -> Iterator[File | Refused]:
        """The files, each once, however often the arguments name it."""
        once: set[str] | None = set() if len(self.sources) > 1 else None
        for file in find_files(self.sources, self.tally.passed, follow=self.options.follow):
            if once is not None:
                if file.locator in once:
                    continue
                once.add(file.locator)
            yield file
            self.before += 0 if isinstance(file, Refused) else file.size

    def _todo(self) -> Iterator[Shard]:
        """The shards that are not done."""
        for shard in cut(plan(self._files(), self.settings), self.reader, self.settings):
            done = find_done(self.manifest, self.store, shard, self.digest)
            if done is None:
                yield shard
            else:
                self._enter(done, made=False)

    def _enter(self, receipt: Receipt, *, made: bool) -> None:
        if made:
            self.manifest.commit(receipt)
        self.seen.add(receipt.name)
        self.tally.add(receipt, made=made)

    def _finish(self, say: Voice) -> Summary:
        """Take out what the sources no longer hold, merge the tables, write what explains them."""
        stale = [receipt.name for receipt in self.manifest.shards() if receipt.name not in self.seen]
        self.manifest.drop(stale)
        for name in stale:
            self.store.remove(name)
        if stale:
            say.say(f"{len(stale)} shards of documents that are no longer in the sources were taken out")
        shards = (Packed(r.name, r.sha256, r.documents) for r in self.manifest.shards())
        parts = set()
        changed = bool(stale)
        for part in plan_parts(shards):
            parts.add(part.name)
            if self.manifest.part(part.name) != part.digest or not is_whole(self.folder, part.name):
                merge_into(self.folder, part, self.store.read)
                self.manifest.set_part(part.name, part.digest)
                changed = True
            say.beat()
        self.manifest.drop_parts(self.manifest.parts() - parts)
        for path in list(stale_files(self.folder, sorted(parts))):
            path.unlink()
        if changed and forget_reprints(self.folder):
            say.say("the corpus has changed; look for reprints again: duban reprints")
        rows, reasons = finish(self.folder)
        _, documents, failures = self.manifest.totals()
        return Summary(self.tally, documents, failures, len(stale), rows, reasons)


def find_done(manifest: Manifest, store: Store, shard: Shard, configuration: str) -> Receipt | None:
    """The receipt of a shard that need not be made again."""
    receipt = manifest.find(shard.name)
    if receipt is None or receipt.input != shard.input or receipt.configuration != configuration:
        return None
    return receipt if store.has(receipt) else None
