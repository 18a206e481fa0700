"""On a cluster the same shards come out, and a worker that is lost costs nothing."""

import json
import os
import signal
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from corpora import HERE, QUIET, rows
from duban.corpus.receipts import Receipt
from duban.corpus.run import run_corpus
from duban.corpus.stores import UrlStore
from duban.errors import UnreadableSource, UsageError
from duban.store.packing import digest

distributed = pytest.importorskip("distributed")
pytest.importorskip("duckdb")


def receipt(name: str, data: bytes) -> Receipt:
    return Receipt(name, "i", "c", 1, 0, len(data), digest(data), 9, 0.1)


def test_on_a_store_without_renames_a_shard_counts_only_with_its_marker() -> None:
    store = UrlStore("memory://shards")
    name, data = "files-000001", b"whole"
    store.write(name, data)
    assert store.find(name) is None, "written, not sealed"
    store.seal(receipt(name, data))
    assert store.has(receipt(name, data))
    assert store.read(name) == data
    path = "/shards/000/files-000001.shard"
    store._fs.pipe_file(path, b"who")
    assert store.find(name) is None, "a torn shard"
    store._fs.pipe_file(path, b"other")
    with pytest.raises(UnreadableSource):
        store.read(name)
    store.write(name, data)
    assert store.find(name) is None, "an old marker does not vouch for new bytes"
    store._fs.pipe_file(path + ".done", b'{"name": "files-0000')
    assert store.find(name) is None, "a torn marker"
    store.remove(name)
    assert not store._fs.exists(path)


@pytest.mark.filterwarnings("ignore")
def test_two_workers_one_of_them_killed_make_the_same_bytes(tmp_path: Path) -> None:
    wide = [row | {"备注": "无" * 8_000} for row in rows(50)]  # a large container of little text
    source = tmp_path / "rows.jsonl"
    source.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in wide), "utf-8")
    for index in range(12):
        (tmp_path / f"{index:02d}.txt").write_text("县长要求，9月底前完成投资5亿元。" * 20, "utf-8")
    assert source.stat().st_size > 1_000_000
    sources = [str(source), str(tmp_path / "*.txt")]
    settings = replace(HERE, shard_documents=5)
    with pytest.raises(UsageError, match="--limit"):
        options = replace(QUIET, engine="dask")
        run_corpus(sources, tmp_path / "limited", replace(settings, limit=3), options)
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        pids = list(client.run(os.getpid).values())

        def strike() -> None:
            while not list((tmp_path / "out").rglob("*.shard")):
                time.sleep(0.02)
            os.kill(pids[0], signal.SIGKILL)

        threading.Thread(target=strike, daemon=True).start()
        options = replace(QUIET, engine="dask", scheduler=cluster.scheduler_address)
        summary = run_corpus(sources, tmp_path / "out", settings, options)
    assert summary.documents == 62
    run_corpus(sources, tmp_path / "local", replace(settings, workers=0), QUIET)
    files = sorted(path.relative_to(tmp_path / "out") for path in (tmp_path / "out" / "tables").rglob("*.parquet"))
    assert files
    for path in files:
        assert (tmp_path / "out" / path).read_bytes() == (tmp_path / "local" / path).read_bytes(), path
