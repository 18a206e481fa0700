"""The same shards on a Dask cluster: each worker reads, extracts and commits for itself, and sends back receipts.

A task is a bundle of files, or one share of a large container: of n shares, share k makes the shards k, k+n, k+2n, …
and reads past the others, which costs a hundredth of extracting them. The shards are those of a local run, byte for
byte. A task whose worker is lost is done again elsewhere; whatever the lost one had committed stands or is written
over with the same bytes.
"""

import math
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from duban.corpus.manifest import Manifest
from duban.corpus.readers import Reader
from duban.corpus.receipts import Receipt
from duban.corpus.settings import Settings, configuration_digest
from duban.corpus.shards import LARGE, Container, Piece, Shard, shards_of
from duban.corpus.stores import Store, store_at
from duban.corpus.work import Desk
from duban.errors import DubanError, UsageError
from duban.store.extras import need

RETRIES = 5
AHEAD = 3

Made = tuple[Receipt, bool]


class OtherVersion(DubanError):
    """A worker of the cluster that would decide otherwise than this machine."""


def run_on_cluster(
    pieces: Iterator[Piece], place: str, settings: Settings, digest: str, manifest: Manifest, scheduler: str | None
) -> Iterator[Made]:
    """Have *pieces* made by the cluster at *scheduler*, or by one on this machine; yield each receipt as it comes.

    *place* is where shards are committed: a folder that all machines mount, or a URL.
    """
    if settings.limit is not None:
        raise UsageError("--limit", "works on one machine only", "Leave it out, or try a part with --engine local")
    distributed = need("distributed")
    with _client(distributed, scheduler, settings.workers) as client:
        cores = max(1, sum(client.ncores().values()))
        tasks = _tasks(pieces, manifest, cores)
        futures = distributed.as_completed()
        for _ in range(AHEAD * cores):
            _submit(client, futures, next(tasks, None), place, settings, digest)
        for future in futures:
            try:
                made = future.result()
            except distributed.KilledWorker as error:
                what = f"a share of the work ended its worker {RETRIES} times ({error.task})"
                raise OtherVersion("cluster", what, "Look at the workers' memory; run again to go on") from None
            future.release()
            _submit(client, futures, next(tasks, None), place, settings, digest)
            yield from made


def _client(distributed: Any, scheduler: str | None, workers: int) -> Any:
    if scheduler is not None:
        try:
            return distributed.Client(scheduler, timeout="20s")
        except (OSError, TimeoutError) as error:
            what = f"no Dask scheduler answers ({error})"
            raise UsageError(scheduler, what, "Check the address: tcp://host:8786") from None
    cluster = distributed.LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None)
    return _Local(distributed.Client(cluster), cluster)


class _Local:
    """A client that takes its own cluster down with it."""

    def __init__(self, client: Any, cluster: Any) -> None:
        self._client, self._cluster = client, cluster

    def __enter__(self) -> Any:
        return self._client

    def __exit__(self, *error: object) -> None:
        self._client.close()
        self._cluster.close()


Task = tuple[Piece, int, int, tuple[Receipt, ...]]


def _tasks(pieces: Iterator[Piece], manifest: Manifest, cores: int) -> Iterator[Task]:
    """Each piece, or each share of it, with what the manifest has of it."""
    for piece in pieces:
        unit = piece.unit if isinstance(piece, Container) else piece.name
        known = tuple(manifest.of_unit(unit))
        shares = min(2 * cores, math.ceil(piece.file.size / LARGE)) if isinstance(piece, Container) else 1
        for share in range(shares):
            yield piece, share, shares, known


def _submit(client: Any, futures: Any, task: Task | None, place: str, settings: Settings, digest: str) -> None:
    if task is not None:
        futures.add(client.submit(make_share, *task, place, settings, digest, pure=False, retries=RETRIES))


def make_share(
    piece: Piece,
    share: int,
    shares: int,
    known: tuple[Receipt, ...],
    place: str,
    settings: Settings,
    digest: str,
) -> list[Made]:
    """Make every *shares*-th shard of *piece*; the receipts, and whether each was made now."""
    desk = _desk(settings, digest)
    store = store_at(place)
    receipts = {receipt.name: receipt for receipt in known}
    made = []
    for number, shard in enumerate(shards_of(piece, Reader(settings), settings)):
        if number % shares == share:
            made.append(_make(desk, store, shard, receipts.get(shard.name)))
    return made


def _make(desk: Desk, store: Store, shard: Shard, known: Receipt | None) -> Made:
    wanted = (shard.input, desk.configuration)
    if known and (known.input, known.configuration) == wanted and store.has(known):
        return known, False
    sealed = store.find(shard.name)
    if sealed and (sealed.input, sealed.configuration) == wanted:
        return sealed, True
    receipt = desk.make(shard, store.write)
    store.seal(receipt)
    return receipt, True


@lru_cache(maxsize=1)
def _desk(settings: Settings, digest: str) -> Desk:
    """One desk a process, as long as the settings are the same."""
    if configuration_digest(settings.configuration()) != digest:
        remedy = "Install the same version with the same lexicons on every machine"
        raise OtherVersion("cluster", "a worker has another version of duban or of its lexicons", remedy)
    return Desk(settings, digest)
