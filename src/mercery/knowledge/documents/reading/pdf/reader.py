"""A PDF page by page: passages with their page and the headings they stand under."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pypdfium2

from mercery.core.i18n import Words
from mercery.knowledge.documents.document import Anchor
from mercery.knowledge.documents.limits import Limits, Refused
from mercery.knowledge.documents.reading.headings import Headings
from mercery.knowledge.documents.reading.pdf.blocks import Block, Rows, blocks_of
from mercery.knowledge.documents.reading.pdf.lines import is_marker
from mercery.knowledge.documents.reading.pdf.page import Page
from mercery.knowledge.documents.reading.pdf.signs import page_of
from mercery.knowledge.documents.reading.pdf.style import Style, style_of
from mercery.knowledge.documents.reading.piece import Opened, Piece
from mercery.knowledge.documents.reading.rows import cell_range, has_head, paired, row_text

_SAMPLE: Final = 24
"""Pages looked at before the first is read, two by two, spread over the document."""
_NAMED: Final = 12
"""Pages without text that are named one by one."""


def open_pdf(path: Path, name: str, limits: Limits) -> Opened:
    """The file, opened. Refused when it is locked, broken or too long."""
    try:
        document = pypdfium2.PdfDocument(path)
        pages = len(document)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise Refused("encrypted", file=name) from error
        broken = Words("it is damaged or was cut off", "文件已损坏或不完整")
        raise Refused("corrupt", file=name, what=broken) from error
    if pages > limits.pages:
        raise Refused("too_many_pages", file=name, found=f"{pages:,}", most=f"{limits.pages:,}")
    opened = Opened(format="pdf", pieces=iter(()), title=_title(document), pages=pages)
    opened.pieces = _pieces(document, name, opened)
    return opened


def _title(document: Any) -> str:
    return str(document.get_metadata_dict().get("Title") or "").strip()


def _pieces(document: Any, name: str, opened: Opened) -> Iterator[Piece]:
    try:
        count = len(document)
        known = {index: _page(document, index, name) for index in _spread(count)}
        style = style_of(list(known.values()))
        flow = _Flow(style)
        silent = []
        for index in range(count):
            page = known.pop(index, None) or _page(document, index, name)
            if not page.words:
                silent.append(page.number)
            for block in blocks_of(page, style):
                yield from flow.take(block, page.number)
        yield from flow.end()
        if len(silent) == count:
            raise Refused("no_text", file=name)
        if silent:
            opened.notes.append(_without_text(silent))
    finally:
        document.close()


def _page(document: Any, index: int, name: str) -> Page:
    try:
        return page_of(document, index)
    except pypdfium2.PdfiumError as error:
        broken = Words("this page is damaged", "此页已损坏")
        raise Refused("corrupt", file=name, place=f"page {index + 1}", what=broken) from error


def _spread(count: int) -> list[int]:
    """Neighbours in pairs, since left and right pages may be set differently."""
    if count <= _SAMPLE:
        return list(range(count))
    pairs = _SAMPLE // 2
    starts = [round(place * (count - 2) / (pairs - 1)) for place in range(pairs)]
    return sorted({index for start in starts for index in (start, start + 1)})


def _without_text(pages: list[int]) -> Words:
    named = ", ".join(str(page) for page in pages[:_NAMED]) + (" …" if len(pages) > _NAMED else "")
    return Words(
        f"{len(pages)} pages hold no text (pictures or scans) and were left out: {named}.",
        f"{len(pages)} 页没有文字（图片或扫描），已略过：{named}。",
    )


@dataclass(slots=True)
class _Flow:
    """Carries over page ends what goes on: headings, a sentence that has not ended, the head of a table."""

    style: Style
    headings: Headings = field(default_factory=Headings)
    held: tuple[Block, int] | None = None
    heads: list[str] = field(default_factory=list)
    table: int = 0
    """Number of the next row of a table that may go on on the next page; 0 when none may."""
    table_page: int = 0

    def take(self, block: Block | Rows, page: int) -> Iterator[Piece]:
        """The passages that are complete now."""
        if isinstance(block, Rows):
            yield from self.end()
            yield from self._rows(block, page)
            return
        if self.held is not None and self._goes_on(self.held[0], block, page):
            self.held[0].lines += block.lines
            return
        yield from self.end()
        self.table = 0
        self.held = (block, page)

    def end(self) -> Iterator[Piece]:
        """What was held back."""
        if self.held is None:
            return
        (block, page), self.held = self.held, None
        text = block.text(self.style)
        if not text or (block.kind == "item" and is_marker(text)):
            return
        if block.kind == "heading":
            path = self.headings.enter(block.level, text)
            yield Piece(kind="heading", text=text, anchor=Anchor(page=page, headings=path), level=len(path) + 1)
        else:
            anchor = Anchor(page=page, headings=self.headings.path)
            yield Piece(kind=block.kind, text=text, anchor=anchor, level=block.level)

    def _goes_on(self, last: Block, block: Block, page: int) -> bool:
        """Whether a paragraph goes on over the end of a page or column: its sentence has not ended."""
        if last.kind == "heading" or block.kind != "paragraph" or not last.open_ended:
            return False
        before, after = last.lines[-1], block.lines[0]
        jumped = page != (self.held[1] if self.held else page) or after.base < before.base
        begins = after.text[:1]
        return jumped and abs(before.size - after.size) <= 0.6 and (begins.islower() or "\u4e00" <= begins <= "\u9fff")

    def _rows(self, table: Rows, page: int) -> Iterator[Piece]:
        rows, bold = table.rows, table.bold
        goes_on = self.table and page == self.table_page + 1 and len(rows[0]) == len(self.heads)
        if goes_on and rows[0] == self.heads:
            rows, number = rows[1:], self.table
        elif goes_on and not has_head(rows, bold=bold):
            number = self.table
        else:
            self.heads, number = [""] * len(rows[0]), 1
            if has_head(rows, bold=bold):
                self.heads, rows, number = rows[0], rows[1:], 2
        for place, cells in enumerate(rows):
            if text := row_text(cells):
                anchor = Anchor(
                    page=page,
                    headings=self.headings.path,
                    cell=cell_range(number + place, 0, max(0, len(cells) - 1)),
                )
                yield Piece(kind="row", text=text, anchor=anchor, cells=paired(self.heads, cells))
        self.table, self.table_page = number + len(rows), page
