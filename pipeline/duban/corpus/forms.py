"""What a file is, by its name: a document, a table of documents, or a container of files."""

from pathlib import PurePosixPath

from duban.corpus.streams import COMPRESSED

DOCUMENTS = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
    ".shtml": "html",
    ".xhtml": "html",
    ".docx": "docx",
    ".xlsx": "xlsx",
    ".pdf": "pdf",
}
TABLES = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
    ".arrow": "arrow",
}
CONTAINERS = {
    ".zip": "zip",
    ".tar": "tar",
    ".tgz": "tar",
    ".tbz2": "tar",
    ".txz": "tar",
    ".warc": "warc",
    ".wet": "warc",
}
TAR_ENDINGS = {".tgz": ".gz", ".tbz2": ".bz2", ".txz": ".xz"}
OUTDATED = {
    ".doc": "save it as docx",
    ".xls": "save it as xlsx",
    ".ppt": "save its text as txt",
    ".pptx": "save its text as txt",
    ".wps": "save it as docx",
    ".et": "save it as xlsx",
    ".rtf": "save it as docx",
    ".odt": "save it as docx",
    ".ods": "save it as xlsx",
    ".ofd": "save it as pdf",
    ".rar": "pack it as zip",
    ".7z": "pack it as zip",
}
_FORMS = DOCUMENTS | TABLES | CONTAINERS


def form_of(name: str) -> str | None:
    """The form of a file by its name, without what compresses it: `a.jsonl.gz` → jsonl; None for a foreign kind."""
    return _FORMS.get(_suffix(name))


def is_table(name: str) -> bool:
    """True for a file of rows."""
    return _suffix(name) in TABLES


def is_container(name: str) -> bool:
    """True for a file whose documents make shards of their own: an archive or a table."""
    return _suffix(name) in TABLES or _suffix(name) in CONTAINERS


def compression_of(name: str) -> str:
    """The name by which its stream is unpacked; `.tgz` counts as `.tar.gz`."""
    suffix = PurePosixPath(name).suffix.lower()
    return TAR_ENDINGS.get(suffix, suffix if suffix in COMPRESSED else "")


def _suffix(name: str) -> str:
    path = PurePosixPath(name.replace("\\", "/").rstrip("/"))
    suffix = path.suffix.lower()
    return PurePosixPath(path.stem).suffix.lower() if suffix in COMPRESSED else suffix
