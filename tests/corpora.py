"""What the tests of corpora share: small sources, hostile files, one corpus that many questions are asked of."""

import json
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from duban.corpus.readers import Reader
from duban.corpus.records import Item, Record, Refused
from duban.corpus.run import Options, Summary, run_corpus
from duban.corpus.settings import Mapping, Settings
from duban.corpus.shards import Bundle, plan, shards_of
from duban.corpus.sources import find_files

PROMISE = "青禾县县长周明要求，县住建局要确保2021年9月底前完成固定资产投资{value}亿元，增长8%以上。"
REPORT = "2021年，青禾县完成固定资产投资{value}亿元，增长9.2%，县住建局做了大量工作。"
NOTICE = "会议强调，石泉县水利局要在2022年12月底前完成危旧房改造{value}套。\n一要加快棚户区改造。\n二要做好扶贫工作。"
QUIET = Options(quiet=True)
HERE = Settings(workers=0)


def rows(count: int) -> list[dict[str, str]]:
    """Rows of a table of announcements: promises, reports and notices in turn."""
    texts = (PROMISE, REPORT, NOTICE)
    return [
        {
            "编号": f"n{number}",
            "标题": f"第{number}号公告",
            "正文": texts[number % 3].format(value=20 + number)
            + "附注"
            + "甲乙丙丁戊己庚辛"[number % 8] * (number % 5),
            "日期": f"2021/{number % 12 + 1}/5",
            "网址": f"https://example.org/{number}",
        }
        for number in range(count)
    ]


def write_jsonl(path: Path, count: int) -> Path:
    """The rows as JSON lines."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows(count)), "utf-8")
    return path


def read_all(*sources: Path | str, settings: Settings = HERE) -> list[Item]:
    """Everything that the readers make of some sources, in order."""
    from collections import Counter

    reader = Reader(settings)
    found: list[Item] = []
    for piece in plan(find_files([str(source) for source in sources], Counter()), settings):
        if isinstance(piece, Bundle):
            found += piece.read(reader)
        else:
            found += [item for shard in shards_of(piece, reader, settings) for item in shard.items]
    return found


def texts(items: list[Item]) -> list[str]:
    """The contents of the records as text."""
    return [
        item.content if isinstance(item.content, str) else item.content.decode()
        for item in items
        if isinstance(item, Record)
    ]


def reasons(items: list[Item]) -> dict[str, str]:
    """The reason by place of all that was refused."""
    return {item.locator.rpartition("/")[2]: item.reason for item in items if isinstance(item, Refused)}


def with_columns(**columns: str) -> Settings:
    """Settings with named columns."""
    return replace(HERE, columns=Mapping(**columns))


def zipped(**members: bytes) -> bytes:
    """A zip archive."""
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def make_corpus(folder: Path, count: int = 30, **changes: object) -> tuple[Path, Summary]:
    """A corpus of *count* rows in *folder*, made once."""
    source, output = folder / "rows.jsonl", folder / "out"
    write_jsonl(source, count)
    return output, run_corpus([str(source)], output, replace(HERE, **changes), QUIET)  # type: ignore[arg-type]
