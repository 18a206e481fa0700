"""The settings of a run: those that decide what comes out have a digest, those that only decide how fast have none."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from duban.errors import UsageError
from duban.lexicon import Lexicons, load_lexicons
from duban.store.tables import TABLES_VERSION
from duban.version import __version__
from duban.vocabulary import SCHEMA_VERSION

TEXT_NAMES = ("text", "content", "正文", "内容", "body", "article", "全文")
TITLE_NAMES = ("title", "标题", "题目", "headline")
ID_NAMES = ("id", "编号", "doc_id", "uid")
DATE_NAMES = ("published", "date", "发布日期", "发布时间", "日期", "publish_date", "pub_date", "时间", "time")
URL_NAMES = ("url", "网址", "链接", "link", "source_url", "uri")
FROM_NAME = "name"
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Mapping:
    """Which column of a table holds what; None: the first known name that is there (`TEXT_NAMES`, …)."""

    text: str | None = None
    id: str | None = None
    title: str | None = None
    date: str | None = None
    url: str | None = None

    def resolve(self, columns: list[str]) -> dict[str, str]:
        """The column for each purpose; UsageError if one is named that is not there, or none holds the text."""
        known = {"text": TEXT_NAMES, "id": ID_NAMES, "title": TITLE_NAMES, "date": DATE_NAMES, "url": URL_NAMES}
        found: dict[str, str] = {}
        folded = {name.casefold(): name for name in reversed(columns)}
        for purpose, names in known.items():
            named: str | None = getattr(self, purpose)
            if named is not None and named != FROM_NAME:
                if named not in columns:
                    raise UsageError(f"--{purpose}", f"there is no column {named!r}", "Name one of them.", columns)
                found[purpose] = named
                continue
            for name in names:
                if name in folded:
                    found[purpose] = folded[name]
                    break
        if "text" not in found:
            raise UsageError("--text", "no column is known to hold the text", "Name it with --text.", columns)
        return found


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost; beyond it the document is a failure and the run goes on."""

    bytes: int = 64 * MEGABYTE
    characters: int = 2_000_000
    seconds: float = 60
    memory: int = 1_024 * MEGABYTE
    ratio: int = 200
    members: int = 5_000_000


@dataclass(frozen=True, slots=True)
class Settings:
    """All of them. *lexicons* is the user's folder; *limit* the number of documents to stop at."""

    columns: Mapping = field(default_factory=Mapping)
    limits: Limits = field(default_factory=Limits)
    lexicons: str | None = None
    html: str = "exact"
    limit: int | None = None
    shard_documents: int = 200
    shard_bytes: int = 8 * MEGABYTE
    workers: int = 1

    def load_lexicons(self) -> Lexicons:
        """The lexicons that the run reads with."""
        return load_lexicons(Path(self.lexicons) if self.lexicons else None)

    def configuration(self) -> dict[str, str]:
        """What decides the output, by name; the number of workers and the engine are not in it."""
        return {
            "duban": __version__,
            "contract": SCHEMA_VERSION,
            "tables": TABLES_VERSION,
            "lexicons": self.load_lexicons().digest,
            "columns": json.dumps(asdict(self.columns), ensure_ascii=False),
            "limits": json.dumps(asdict(self.limits)),
            "html": self.html,
            "shards": f"{self.shard_documents} documents, {self.shard_bytes} bytes",
        }


def configuration_digest(configuration: dict[str, str]) -> str:
    """16 hex digits of what decides the output."""
    return hashlib.sha256(json.dumps(configuration, sort_keys=True).encode()).hexdigest()[:16]
