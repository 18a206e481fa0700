"""The work on one shard: extract its documents within their limits, put their rows in tables, commit one file."""

import gc
import time
from collections.abc import Callable, Mapping

from duban.contract import Document, DocumentWarning
from duban.corpus.budget import OverTime, time_limit
from duban.corpus.dates import to_edtf
from duban.corpus.formats import Unsuitable, to_source
from duban.corpus.receipts import Receipt
from duban.corpus.records import Record, Refused, document_key, refused, to_failure
from duban.corpus.settings import Settings
from duban.corpus.shards import Shard
from duban.errors import UnreadableSource
from duban.extract import extract
from duban.lexicon import Lexicons
from duban.read.encoding import decode
from duban.store.extras import MissingExtra
from duban.store.kinds import Origin
from duban.store.packing import digest, pack
from duban.store.tables import Rows

WARM_UP = "县长周明要求，县住建局要确保2021年9月底前完成棚户区改造260套以上，比上年增长5%。"


class Desk:
    """Where a worker sits: its lexicons and settings, loaded once."""

    def __init__(self, settings: Settings, configuration: str) -> None:
        self.settings = settings
        self.configuration = configuration
        self.lexicons: Lexicons = settings.load_lexicons()
        extract(WARM_UP, lexicons=self.lexicons)
        Rows().tables()

    def make(
        self,
        shard: Shard,
        write: Callable[[str, bytes], None],
        skip: Mapping[int, str] | None = None,
        step: Callable[[int], None] = lambda index: None,
    ) -> Receipt:
        """Extract *shard* and give its bytes to *write*. *skip* holds documents that killed a worker before, and why;
        *step* is told which document is at work, and at last -1."""
        started = time.monotonic()
        rows = Rows()
        read = 0
        for index, item in enumerate(shard.items):
            step(index)
            if isinstance(item, Refused):
                rows.fail(to_failure(item))
                continue
            read += item.size
            if skip and index in skip:
                rows.fail(to_failure(_killer(item, skip[index]), "extract"))
                continue
            self._one(item, rows)
        step(-1)
        note = {"name": shard.name, "input": shard.input, "configuration": self.configuration}
        data = pack(rows.tables(), note)
        write(shard.name, data)
        counts = rows.counts()
        return Receipt(
            **note,
            documents=counts["documents"],
            failures=counts["failures"],
            bytes=len(data),
            sha256=digest(data),
            read=read,
            seconds=time.monotonic() - started,
        )

    def _one(self, record: Record, rows: Rows) -> None:
        limits = self.settings.limits
        origin = Origin(document_key(record.locator), record.locator, record.form, record.given_id, record.given_title)
        failure: Refused | None = None
        try:
            with time_limit(limits.seconds):
                document = self._read(record)
            rows.add(origin, document)
        except OverTime:
            failure = Refused(record.locator, "too_slow", f"took more than {limits.seconds:g} s")
        except MemoryError as error:
            failure = refused(record.locator, "too_much_memory", error, record.size)
            del error
            gc.collect()
        except MissingExtra:
            raise
        except Unsuitable as error:
            failure = refused(record.locator, error.reason, error, record.size)
        except UnreadableSource as error:
            failure = refused(record.locator, "unreadable", error, record.size)
        except Exception as error:  # one bad document must not cost the others
            failure = refused(record.locator, "broken" if record.form in OFFICE else "error", error, record.size)
        if failure:
            rows.fail(to_failure(failure, "extract"))

    def _read(self, record: Record) -> Document:
        source = to_source(record.form, record.content, record.locator, self.settings)
        length = len(source)
        if isinstance(source, bytes) and length > self.settings.limits.characters:
            length = len(decode(source).text)
        if length > self.settings.limits.characters:
            what = f"{length} characters, the limit is {self.settings.limits.characters}"
            raise Unsuitable(record.locator, "too_long", what, "Raise --max-characters if it is sound")
        title = record.given_title
        if isinstance(source, str) and title and title not in source[: 2 * len(title) + 20]:
            source = f"{title}\n{source}"
        published = to_edtf(record.published) if record.published else None
        uri = record.url or record.locator
        document = extract(source, published=published, uri=uri, lexicons=self.lexicons)
        if record.published and published is None:
            message = f"the given date {record.published[:40]!r} could not be read"
            warning = DocumentWarning(code="published_unreadable", message=message, span=None)
            document = document.model_copy(update={"warnings": (*document.warnings, warning)})
        return document


OFFICE = frozenset({"docx", "xlsx", "pdf"})


def _killer(record: Record, reason: str) -> Refused:
    messages = {
        "too_slow": "took far more than the time limit and did not react",
        "crashed": "ended the process that read it, twice",
    }
    return Refused(record.locator, reason, messages[reason], bytes=record.size)
