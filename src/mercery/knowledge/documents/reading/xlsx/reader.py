"""A workbook sheet by sheet: rows under their heads, and what stands alone as headings and paragraphs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from mercery.core.i18n import Words
from mercery.knowledge.documents.document import Anchor
from mercery.knowledge.documents.limits import Limits, Refused
from mercery.knowledge.documents.reading.headings import BY_EYE, Headings, looks_like_heading
from mercery.knowledge.documents.reading.package import Package, inner
from mercery.knowledge.documents.reading.piece import Opened, Piece
from mercery.knowledge.documents.reading.rows import cell_range, has_head, row_text
from mercery.knowledge.documents.reading.xlsx.sheets import Left, SheetRow, book_of, rows_of

_LOOKED_AT: Final = 12
"""Rows held back to see whether the first names the columns."""


def open_xlsx(path: Path, name: str, limits: Limits) -> Opened:
    """The file, opened; Refused."""
    package = Package(path, name, limits, other="xlsx")
    opened = Opened(format="xlsx", pieces=iter(()), title=package.title())
    opened.pieces = _sheets(package, opened, limits)
    return opened


def _sheets(package: Package, opened: Opened, limits: Limits) -> Iterator[Piece]:
    main = package.main_part()
    root = package.root(main)
    related = package.related(main)
    book = book_of(package, main, root)
    hidden, cells, empty = [], 0, True
    for sheet in inner(root, "sheet"):
        title = sheet.get("name") or ""
        key = next((str(value) for name, value in sheet.attrib.items() if str(name).endswith("}id")), "")
        kind, part = related.get(key, ("", ""))
        if kind != "worksheet" or part not in package.names:
            continue
        if sheet.get("state") in ("hidden", "veryHidden"):
            hidden.append(title)
            continue
        left, flow = Left(), _Flow(title)
        for row in rows_of(package, part, book, left):
            cells += len(row.cells)
            if cells > limits.cells:
                raise Refused("too_many_cells", file=package.name, place=title, most=f"{limits.cells:,}")
            for piece in flow.take(row):
                empty = False
                yield piece
        for piece in flow.end():
            empty = False
            yield piece
        opened.notes += _told(title, left)
    package.close()
    if hidden:
        names = ", ".join(hidden)
        opened.notes.append(Words(f"Hidden sheets were left out: {names}.", f"已略过隐藏的工作表：{names}。"))
    if empty:
        nothing = Words("no visible sheet holds anything", "可见的工作表中没有内容")
        raise Refused("corrupt", file=package.name, what=nothing)


def _told(sheet: str, left: Left) -> Iterator[Words]:
    if left.hidden_rows:
        yield Words(
            f"Sheet {sheet}: {left.hidden_rows} hidden rows were left out.",
            f"工作表 {sheet}：已略过 {left.hidden_rows} 个隐藏行。",
        )
    if left.errors:
        yield Words(
            f"Sheet {sheet}: {left.errors} cells that show an error were left out.",
            f"工作表 {sheet}：已略过 {left.errors} 个显示错误的单元格。",
        )
    if left.without_value:
        yield Words(
            f"Sheet {sheet}: {left.without_value} formulas have no stored result and were left out. Open the file in a "
            "spreadsheet program and save it.",
            f"工作表 {sheet}：{left.without_value} 个公式没有保存结果，已略过。请在表格软件中打开并保存。",
        )


@dataclass(slots=True)
class _Flow:
    """Rows that follow each other without an empty one between are a block: lone texts, then a table."""

    sheet: str
    headings: Headings = field(default_factory=Headings)
    held: list[SheetRow] = field(default_factory=list)
    """Rows of a block that is not understood yet."""
    heads: dict[int, str] | None = None
    """Heads by column once a table has begun."""
    last: int = 0
    begun: bool = False
    """Whether anything stood on the sheet yet."""

    def take(self, row: SheetRow) -> Iterator[Piece]:
        """The passages that are complete now."""
        if self.last and row.number > self.last + 1:
            yield from self.end()
        self.last = row.number
        if not row.cells:
            return
        if self.heads is not None:
            yield self._row(row)
            return
        self.held.append(row)
        if len(self.held) >= _LOOKED_AT:
            yield from self._understood()

    def end(self) -> Iterator[Piece]:
        """The block is over."""
        yield from self._understood()
        self.heads = None

    def _understood(self) -> Iterator[Piece]:
        held, self.held = self.held, []
        while held and len(held[0].cells) == 1:
            yield self._alone(held.pop(0), before_table=any(len(row.cells) > 1 for row in held))
        if not held:
            return
        columns = sorted({column for row in held for column in row.cells})
        texts = [[row.cells[column].text if column in row.cells else "" for column in columns] for row in held]
        bold = [all(cell.bold for cell in row.cells.values()) for row in held]
        if has_head(texts, bold=bold):
            self.heads = {column: cell.text for column, cell in held.pop(0).cells.items()}
        else:
            self.heads = {}
        for row in held:
            yield self._row(row)

    def _alone(self, row: SheetRow, *, before_table: bool) -> Piece:
        """A row with one filled cell is a heading when it looks like one, else a paragraph."""
        ((column, cell),) = row.cells.items()
        address = cell_range(row.number, column, column)
        if looks_like_heading(cell.text) and (cell.bold or before_table or not self.begun):
            # What stands first gives the sheet its title.
            above = self.headings.enter(2 if self.begun else 1, cell.text)
            self.begun = True
            anchor = Anchor(sheet=self.sheet, cell=address, headings=above)
            return Piece(kind="heading", text=cell.text, anchor=anchor, level=len(above) + 1)
        self.begun = True
        anchor = Anchor(sheet=self.sheet, cell=address, headings=self.headings.path)
        return Piece(kind="paragraph", text=cell.text, anchor=anchor)

    def _row(self, row: SheetRow) -> Piece:
        heads = self.heads or {}
        self.begun = True
        if len(row.cells) == 1 and len(heads) > 1 and next(iter(row.cells.values())).bold:
            ((column, cell),) = row.cells.items()
            above = self.headings.enter(BY_EYE, cell.text)
            anchor = Anchor(sheet=self.sheet, cell=cell_range(row.number, column, column), headings=above)
            return Piece(kind="heading", text=cell.text, anchor=anchor, level=len(above) + 1)
        columns = list(row.cells)
        return Piece(
            kind="row",
            text=row_text([cell.text for cell in row.cells.values()]),
            anchor=Anchor(
                sheet=self.sheet,
                cell=cell_range(row.number, columns[0], columns[-1]),
                headings=self.headings.path,
            ),
            cells=tuple((heads.get(column, ""), cell.text) for column, cell in row.cells.items()),
        )
