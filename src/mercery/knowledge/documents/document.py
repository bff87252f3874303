"""A document of the shop at one version, and the passages it consists of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from mercery.core.i18n import Lang, Words

DocumentFormat = Literal["pdf", "docx", "xlsx", "pptx", "html", "markdown", "csv", "text"]
PassageKind = Literal["heading", "paragraph", "item", "row"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """Where a passage stands. What a format does not have stays empty."""

    page: int | None = None
    """Page of a PDF or slide of a presentation, counted from 1."""
    headings: tuple[str, ...] = ()
    """The headings it stands under, the widest first."""
    sheet: str = ""
    cell: str = ""
    """Cells of a sheet or table: "B7" or "A7:D7"."""
    line: int | None = None
    """Line of a text file (Markdown, CSV, plain text), counted from 1."""

    def words(self) -> Words:
        """The place in words: "page 3, Returns › Gifts"."""
        en = [f"page {self.page}"] if self.page is not None else []
        zh = [f"第 {self.page} 页"] if self.page is not None else []
        if self.sheet or self.cell:
            both = " ".join(part for part in (self.sheet, self.cell) if part)
            en.append(both)
            zh.append(both)
        if self.headings:
            en.append(" › ".join(self.headings))
            zh.append(" › ".join(self.headings))
        if self.line is not None and not self.headings:
            en.append(f"line {self.line}")
            zh.append(f"第 {self.line} 行")
        return Words(", ".join(en), "，".join(zh))


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """The smallest piece that is shown and pointed to: a heading, paragraph, item of a list or row of a table."""

    number: int
    """Counted from 1 within its version."""
    kind: PassageKind
    text: str
    anchor: Anchor
    lang: Lang
    level: int = 0
    """Of a heading, 1 the widest; of an item, how deep it is nested."""
    cells: tuple[tuple[str, str], ...] = ()
    """Of a row: head of the column (empty where the table has none) and what the cell holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What is known of a document beside its passages. `id` stays the same over all versions."""

    id: str
    name: str
    """Title if the document has one, else the name of its file."""
    format: DocumentFormat
    origin: str
    """Name of the file or address it came from."""
    version: int
    lang: Lang
    size: int
    """Bytes."""
    pages: int | None
    passages: int
    recorded_at: datetime
    recorded_by: str
    notes: tuple[Words, ...] = ()
    """What was left out while reading, such as hidden sheets."""
    sha256: str = ""
    """Of the original bytes."""
    withdrawn_at: datetime | None = None
    """Since when nothing shall stand on it any more."""


def source_url(document_id: str, version: int, passage: int) -> str:
    """Where the console shows a passage."""
    return f"/console/documents/{document_id}?version={version}&passage={passage}#p{passage}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRef:
    """The passage that an answer stands on, as it read when the answer was approved."""

    document_id: str
    version: int
    passage: int
    quote: str
    anchor: Anchor = Anchor()
