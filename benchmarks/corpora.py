"""Measure runs over many documents, made by varying the sample announcements.

usage: corpora.py [--documents N] [--folder DIR] [make | rate | memory | kill | query | dask]…

make    write the documents (jsonl) and stop
rate    documents a second: one process without a pool, one worker, two workers
memory  the largest resident set of all processes, in the first and the last tenth of a run
kill    SIGKILL to a worker or to the run at random moments, then resume; are the tables the same bytes?
query   how long filters, a two-character search and a count take
dask    two local Dask workers beside two local processes

Ratios travel from machine to machine, seconds do not.
"""

import argparse
import hashlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import duban

ROOT = Path(__file__).resolve().parent.parent
PLACES = "青禾 石泉 云岭 南屏 白沙 东篱 沧源 柳河 金川 松阳 海棠 临溪".split()  # noqa: SIM905 (a list to be edited)
DIGITS_RE = re.compile(r"\d+(?:\.\d+)?")
YEAR_RE = re.compile(r"(?:19|20)\d\d")


def vary(text: str, chance: random.Random) -> str:
    """*text* with other figures, and another name for its county; years and the number of digits stay."""

    def other(found: re.Match[str]) -> str:
        written = found[0]
        if YEAR_RE.fullmatch(written) or len(written) == 1:
            return written
        return written[0] + "".join(str(chance.randrange(1, 10)) if sign.isdigit() else sign for sign in written[1:])

    place = chance.choice(PLACES)
    return re.sub(r"云岭|东篱|青禾|南屏", place, DIGITS_RE.sub(other, text))


def documents(count: int) -> Iterator[dict[str, str]]:
    """*count* varied documents, always the same."""
    samples = [duban.normalise(path.read_bytes()).text for path in sorted((ROOT / "corpus").glob("*.txt"))]
    chance = random.Random(20240116)
    for number in range(count):
        text = vary(samples[number % len(samples)], chance)
        yield {"id": f"n{number}", "text": text, "date": f"2023-{number % 12 + 1:02d}-15"}


def make(path: Path, count: int) -> None:
    """Write them as JSON lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        for document in documents(count):
            file.write(json.dumps(document, ensure_ascii=False) + "\n")


def command(source: Path, output: Path, *more: str) -> list[str]:
    """The command of a run."""
    return [sys.executable, "-m", "duban", "run", str(source), "-o", str(output), "--quiet", *more]


def run(source: Path, output: Path, *more: str) -> float:
    """Seconds of a fresh run."""
    shutil.rmtree(output, ignore_errors=True)
    started = time.monotonic()
    subprocess.run(command(source, output, *more), check=True, stderr=subprocess.DEVNULL)
    return time.monotonic() - started


def table_digest(output: Path) -> str:
    """One digest of all tables."""
    total = hashlib.sha256()
    for path in sorted((output / "tables").rglob("*.parquet")):
        total.update(f"{path.relative_to(output)} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()[:16]


def rate(source: Path, folder: Path, count: int) -> None:
    """One process, one worker, two workers."""
    texts = [json.loads(line) for line in source.open(encoding="utf-8")][: max(100, count // 10)]
    duban.extract(texts[0]["text"])
    started = time.monotonic()
    for row in texts:
        duban.extract(row["text"], published=row["date"])
    alone = len(texts) / (time.monotonic() - started)
    print(f"extract alone      {alone:8.1f} docs/s")
    rates = {}
    for workers in (1, 2):
        seconds = run(source, folder / f"rate{workers}", "--workers", str(workers))
        rates[workers] = count / seconds
        print(f"run, {workers} workers     {rates[workers]:8.1f} docs/s ({seconds:.1f} s with start and tables)")
    print(f"two against one    {rates[2] / rates[1]:8.2f}")
    print(f"same bytes         {table_digest(folder / 'rate1') == table_digest(folder / 'rate2')}")


def resident(process: int) -> int:
    """Kilobytes of a process and all below it."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
        except (OSError, ValueError):
            continue
        if int(status.parent.name) == process or int(lines["PPid"]) == process:
            total += int(lines.get("VmRSS", "0 kB").split()[0])
    return total


def memory(source: Path, folder: Path, count: int) -> None:
    """The peak of the first and of the last tenth."""
    output = folder / "memory"
    shutil.rmtree(output, ignore_errors=True)
    process = subprocess.Popen(command(source, output, "--workers", "2"), stderr=subprocess.DEVNULL)
    points: list[tuple[float, int]] = []
    while process.poll() is None:
        points.append((time.monotonic(), resident(process.pid)))
        time.sleep(0.2)
    start, end = points[0][0] + 5, points[-1][0]
    tenth = (end - start) / 10
    first = max(size for at, size in points if at <= start + tenth)
    last = max(size for at, size in points if at >= end - tenth)
    top = max(size for _, size in points)
    print(
        f"memory of all processes: first tenth {first / 1e3:.0f} MB, last {last / 1e3:.0f} MB, top {top / 1e3:.0f} MB"
    )


def kill(source: Path, folder: Path, count: int) -> None:
    """Twenty kills at random moments, half of workers and half of the run, each followed by a resume."""
    undisturbed = folder / "undisturbed"
    seconds = run(source, undisturbed, "--workers", "2")
    output = folder / "killed"
    shutil.rmtree(output, ignore_errors=True)
    chance = random.Random(7)
    done = 0
    while done < 20:
        process = subprocess.Popen(command(source, output, "--workers", "2"), stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.5, max(2.0, seconds / 6)))
        if process.poll() is not None:
            shutil.rmtree(output)
            continue
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        workers = children[1:] if len(children) > 1 else children  # the first keeps track of shared memory
        if done % 2 and workers:
            os.kill(int(chance.choice(workers)), signal.SIGKILL)
            time.sleep(chance.uniform(0.1, 1.0))
        process.kill()
        process.wait()
        done += 1
    subprocess.run(command(source, output, "--workers", "2"), check=True, stderr=subprocess.DEVNULL)
    print(f"after {done} kills the tables are the same bytes: {table_digest(output) == table_digest(undisturbed)}")


def query(source: Path, folder: Path, count: int) -> None:
    """Questions over the tables of a run."""
    output = folder / "rate2"
    if not (output / "tables").is_dir():
        run(source, output, "--workers", "2")
    questions = (
        ("tasks", "--search", "危旧"),
        ("tasks", "--search", "改造 道路"),
        ("targets", "--indicator", "固定资产投资", "--status", "target"),
        ("tasks", "--due", "2024-06", "--organisation", "住建"),
        ("officials", "--official", "县长"),
    )
    for question in questions:
        started = time.monotonic()
        words = [question[0], str(output), *question[1:], "--format", "json"]
        subprocess.run([sys.executable, "-m", "duban", *words], check=True, capture_output=True)
        print(f"{time.monotonic() - started:6.2f} s  duban {' '.join(question)}")
    sql = "SELECT place, count(*) FROM tasks GROUP BY 1 ORDER BY 2 DESC LIMIT 10"
    started = time.monotonic()
    subprocess.run([sys.executable, "-m", "duban", "query", str(output), sql], check=True, capture_output=True)
    print(f"{time.monotonic() - started:6.2f} s  {sql}")


def dask(source: Path, folder: Path, count: int) -> None:
    """The same work on two local Dask workers."""
    local = run(source, folder / "local", "--workers", "2")
    cluster = run(source, folder / "dask", "--workers", "2", "--engine", "dask")
    same = table_digest(folder / "local") == table_digest(folder / "dask")
    print(f"local pool {local:.1f} s, dask {cluster:.1f} s (with start-up), same bytes {same}")


WORK = {"rate": rate, "memory": memory, "kill": kill, "query": query, "dask": dask}


def main() -> None:
    """Do what the arguments name."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", nargs="*", choices=(*WORK, "make", []), default=["rate", "query"])
    parser.add_argument("--documents", type=int, default=2_000)
    parser.add_argument("--folder", type=Path, default=Path("/tmp/duban-benchmark"))
    args = parser.parse_args()
    source = args.folder / f"{args.documents}.jsonl"
    if not source.is_file():
        make(source, args.documents)
    for name in args.work:
        if name != "make":
            WORK[name](source, args.folder, args.documents)


if __name__ == "__main__":
    main()
