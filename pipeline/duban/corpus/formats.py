"""From the bytes of one file to what `duban.extract` reads. Runs in a worker, where a wild file can do no harm.

HTML and text go on as bytes: the stages read them with exact offsets. Of docx, xlsx and PDF the text is taken out
first, tables as lines with TABs, and offsets count in that text.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

from duban.corpus.settings import Limits, Settings
from duban.errors import UnreadableSource, UsageError
from duban.read.encoding import decode
from duban.store.extras import need

DEEPEST = 5_000
TAG_RE = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9]{0,15})(?=[\s/>])")
VOID = frozenset(b"area base br col embed hr img input link meta source track wbr p li".split())
HTML_WAYS = ("exact", "article")


class Unsuitable(UnreadableSource):
    """A file that holds no text to read; *reason* is the word for `failures`."""

    def __init__(self, where: str, reason: str, what: str, remedy: str = "") -> None:
        self.reason = reason
        super().__init__(where, what, remedy)


def to_source(form: str, content: bytes | str, where: str, settings: Settings) -> str | bytes:
    """What to extract from. Raises Unsuitable, or whatever a parser raises on a broken file."""
    if isinstance(content, str):
        return content
    reader = _READERS.get(form)
    if reader is not None:
        text = reader(content, where, settings.limits)
        if not text.strip():
            remedy = "Run it through OCR first" if form == "pdf" else ""
            raise Unsuitable(where, "no_text", f"this {form} holds no text", remedy)
        return text
    _check_depth(content, where)
    if form == "html" and settings.html == "article":
        return _article(content, where)
    return content


def _check_depth(data: bytes, where: str) -> None:
    """No page nests thousands of elements; one that does is refused, whichever reader it is for."""
    if data.count(b"<") < DEEPEST:
        return
    depth = 0
    for close, name in TAG_RE.findall(data):
        if name.lower() not in VOID:
            depth = max(0, depth - 1) if close else depth + 1
            if depth > DEEPEST:
                raise Unsuitable(where, "too_deep", f"its elements nest more than {DEEPEST} deep")


def _article(data: bytes, where: str) -> str:
    """The main text of a web page by trafilatura."""
    trafilatura = need("trafilatura")
    text: str | None = trafilatura.extract(decode(data).text, include_tables=True, include_comments=False, fast=True)
    if not text:
        raise Unsuitable(where, "no_text", "no article was found in the page", "Read it with --html exact")
    return text


def _docx(data: bytes, where: str, limits: Limits) -> str:
    """Paragraphs and tables in their order; a row is a line, its cells separated by TABs."""
    _check_package(data, where, limits)
    docx = need("docx")
    return "\n".join(_blocks(docx.Document(io.BytesIO(data))))


def _blocks(document: Any) -> Iterator[str]:
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                yield "\t".join(" ".join(cell.text.split()) for cell in row.cells)
        else:
            yield block.text


def _xlsx(data: bytes, where: str, limits: Limits) -> str:
    """Sheet by sheet, the name of each as a line of its own where there are several."""
    _check_package(data, where, limits)
    book = need("openpyxl").load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    lines: list[str] = []
    held = 0
    for sheet in book.worksheets:
        if len(book.worksheets) > 1:
            lines.append(str(sheet.title))
        for row in sheet.iter_rows(values_only=True):
            cells = ["" if value is None else " ".join(str(value).split()) for value in row]
            if any(cells):
                lines.append("\t".join(cells).rstrip("\t"))
                held += len(lines[-1])
            if held > limits.characters:
                raise Unsuitable(where, "too_long", f"more than {limits.characters} characters")
    book.close()
    return "\n".join(lines)


def _pdf(data: bytes, where: str, limits: Limits) -> str:
    """The text layer, page by page."""
    pypdf = need("pypdf")
    reader = pypdf.PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unsuitable(where, "encrypted", "needs a password")
    pages: list[str] = []
    held = 0
    for page in reader.pages:
        pages.append(page.extract_text() or "")
        held += len(pages[-1])
        if held > limits.characters:
            raise Unsuitable(where, "too_long", f"more than {limits.characters} characters")
    return "\n".join(pages)


def _check_package(data: bytes, where: str, limits: Limits) -> None:
    """An Office file is a zip archive; one that unpacks to far more than it holds is not opened."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        total = sum(member.file_size for member in package.infolist())
    if total > limits.bytes * 4 or (total > 16_000_000 and total > limits.ratio * len(data)):
        raise Unsuitable(where, "bomb", f"would unpack to {total} bytes from {len(data)}; it looks like a bomb")


def check_html_way(way: str) -> None:
    """UsageError for a way to read pages that is not known; MissingExtra if its library is not there."""
    if way not in HTML_WAYS:
        raise UsageError("--html", f"{way!r} is no way to read a page", "Choose one", HTML_WAYS)
    if way == "article":
        need("trafilatura")


_READERS: dict[str, Callable[[bytes, str, Limits], str]] = {"docx": _docx, "xlsx": _xlsx, "pdf": _pdf}
