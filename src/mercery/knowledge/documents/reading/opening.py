"""Which reader a file gets: by its name, held against what it really is."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, Literal

from mercery.core.i18n import Lang, Words
from mercery.knowledge.documents.document import DocumentFormat, Passage
from mercery.knowledge.documents.limits import Limits, Refused
from mercery.knowledge.documents.reading.piece import Opened
from mercery.knowledge.documents.reading.script import language_of

FORMATS: Final[dict[str, DocumentFormat]] = {
    ".pdf": "pdf", ".docx": "docx", ".dotx": "docx", ".xlsx": "xlsx", ".xltx": "xlsx", ".pptx": "pptx", ".ppsx": "pptx",
    ".potx": "pptx", ".html": "html", ".htm": "html", ".xhtml": "html", ".md": "markdown", ".markdown": "markdown",
    ".csv": "csv", ".tsv": "csv", ".txt": "text", ".text": "text",
}  # fmt: skip
"""Endings that are read, and as what."""
_OLD: Final = {".doc": "DOCX", ".dot": "DOCX", ".xls": "XLSX", ".xlt": "XLSX", ".ppt": "PPTX", ".pps": "PPTX"}
_MACROS: Final = {
    ".docm": "DOCX", ".dotm": "DOCX", ".xlsm": "XLSX", ".xltm": "XLSX", ".xlam": "XLSX", ".xlsb": "XLSX",
    ".pptm": "PPTX", ".ppsm": "PPTX", ".potm": "PPTX",
}  # fmt: skip
_MAIN_PARTS: Final[dict[str, DocumentFormat]] = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}
_Real = DocumentFormat | Literal["other"]
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED: Final = "EncryptedPackage".encode("utf-16-le")
_BEGINNING: Final = 1 << 13
_TEXTS: Final = ("html", "markdown", "csv", "text")


def open_document(path: Path, name: str, limits: Limits) -> Opened:
    """The file at `path`, called `name`, opened by the reader of its format. Refused."""
    size = path.stat().st_size
    if not size:
        raise Refused("empty", file=name)
    if size > limits.bytes:
        found, most = (f"{number / (1 << 20):,.0f} MB" for number in (size, limits.bytes))
        raise Refused("too_large", file=name, found=found, most=most)
    return _reader(format_of(path, name))(path, name, limits)


def format_of(path: Path, name: str) -> DocumentFormat:
    """The format of a file; Refused when it is none that is read, or its name and its content disagree."""
    ending = Path(name.split("?")[0]).suffix.lower()
    with path.open("rb") as stream:
        beginning = stream.read(_BEGINNING)
    if ending in _MACROS:
        raise Refused("macros", file=name, other=_MACROS[ending])
    if beginning.startswith(_OLE):
        raise _ole(path, name, ending)
    if ending in _OLD:
        raise Refused("old_office", file=name, what=ending, other=_OLD[ending])
    said, real = FORMATS.get(ending), _real(path, beginning)
    if real == "other" and said is not None:
        raise Refused("content_differs", file=name, what=said.upper(), real=Words("something else", "其他内容"))
    if real == "other" or (said is None and ending not in ("", ".") and real is None):
        raise Refused("unknown_format", file=name, what=ending or _unnamed())
    if said is None:
        return real or "text"
    if real is not None and real != said and not (real == "html" and said == "markdown"):
        raise Refused("content_differs", file=name, what=said.upper(), real=real.upper())
    if real is None and said not in _TEXTS:
        raise Refused("content_differs", file=name, what=said.upper(), real=Words("something else", "其他内容"))
    return said


def _unnamed() -> Words:
    return Words("unknown", "未知类型")


def _ole(path: Path, name: str, ending: str) -> Refused:
    """A file of the old kind: of Office before 2007, or a new one that is locked."""
    with path.open("rb") as stream:
        kept = b""
        while block := stream.read(1 << 20):
            if _LOCKED in kept + block:
                return Refused("encrypted", file=name)
            kept = block[-64:]
    return Refused("old_office", file=name, what=ending or _unnamed(), other=_OLD.get(ending, "DOCX, XLSX, PPTX"))


def _real(path: Path, beginning: bytes) -> _Real | None:
    """What a file is by its first bytes: a format, `other` for what is never read, None for plain text of any kind."""
    if b"%PDF-" in beginning[:1024]:
        return "pdf"
    if beginning.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed(path)
    bare = beginning.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if bare.startswith((b"<!doctype html", b"<html")):
        return "html"
    if bare.startswith((b"{\\rtf", b"\x1f\x8b", b"rar!", b"7z\xbc\xaf", b"\x89png", b"\xff\xd8\xff", b"gif8", b"mz")):
        return "other"
    utf16 = beginning.startswith((b"\xff\xfe", b"\xfe\xff"))
    return "other" if b"\0" in beginning and not utf16 else None


def _packed(path: Path) -> _Real:
    """Which office format a packed file is; its list of parts stands at its end."""
    try:
        with zipfile.ZipFile(path) as packed:
            names = packed.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        # Cut off: its name decides, and its reader says that it is broken.
        return FORMATS.get(path.suffix.lower(), "other")
    for folder, kind in _MAIN_PARTS.items():
        if any(name.startswith(folder) for name in names):
            return kind
    return "other"


def _reader(kind: DocumentFormat) -> Callable[[Path, str, Limits], Opened]:
    """Imported when it is needed: the others' libraries are not loaded."""
    from importlib import import_module

    modules = {"pdf": "pdf.reader", "xlsx": "xlsx.reader", "csv": "plain", "text": "plain"}
    module = import_module(f"mercery.knowledge.documents.reading.{modules.get(kind, kind)}")
    opener: Callable[[Path, str, Limits], Opened] = getattr(module, f"open_{kind}")
    return opener


def passages_of(opened: Opened, name: str, limits: Limits) -> Iterator[Passage]:
    """The passages with their numbers and languages; Refused when they are too many, or none."""
    signs = number = 0
    before: Lang = "en"
    for number, piece in enumerate(opened.pieces, 1):
        text = piece.text.replace("\0", "")
        signs += len(text)
        if signs > limits.characters or number > limits.passages:
            raise Refused("too_much_text", file=name, most=f"{limits.characters:,}")
        before = language_of(text, before)
        yield Passage(
            number=number,
            kind=piece.kind,
            text=text,
            anchor=piece.anchor,
            lang=before,
            level=piece.level,
            cells=piece.cells,
        )
    if not number:
        raise Refused("no_text" if opened.format == "pdf" else "empty", file=name)
