"""Cells of a workbook as they are met in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from mercery.knowledge.documents.reading.package import Package, attribute, child, inner, local
from mercery.knowledge.documents.reading.xlsx.shown import BUILT_IN, general, shown

_ADDRESS: Final = re.compile(r"^([A-Z]{1,3})(\d{1,7})$")
_MERGED: Final = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*\bref=\"([A-Z]{1,3}\d+):([A-Z]{1,3}\d+)\"")
_BLOCK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows."""

    text: str
    bold: bool = False


@dataclass(slots=True)
class SheetRow:
    """A row: its number, and its cells that show something by column counted from 0."""

    number: int
    cells: dict[int, Cell]


@dataclass(slots=True)
class Left:
    """What a sheet holds that was not read."""

    hidden_rows: int = 0
    errors: int = 0
    without_value: int = 0


@dataclass(slots=True)
class Book:
    """What all sheets of a workbook share."""

    strings: list[str] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)
    """By style of a cell."""
    bold: list[bool] = field(default_factory=list)
    since_1904: bool = False


def book_of(package: Package, main: str, root: etree._Element) -> Book:
    """The texts and formats of the workbook at `main`."""
    related = dict(package.related(main).values())
    book = Book(since_1904=attribute(child(root, "workbookPr"), "date1904") in ("1", "true"))
    if (part := related.get("sharedStrings")) in package.names and part is not None:
        for _, element in package.events(part):
            if local(element) == "si":
                book.strings.append(_text(element))
                element.clear()
    if (part := related.get("styles")) in package.names and part is not None:
        _take_styles(book, package.root(part))
    return book


def _take_styles(book: Book, root: etree._Element) -> None:
    codes = {int(one.get("numFmtId") or 0): one.get("formatCode") or "" for one in inner(root, "numFmt")}
    fonts = [_bold(font) for font in _children(root, "fonts")]
    for style in _children(root, "cellXfs"):
        number, font = int(style.get("numFmtId") or 0), int(style.get("fontId") or 0)
        book.formats.append(codes.get(number) or BUILT_IN.get(number, "General"))
        book.bold.append(font < len(fonts) and fonts[font])


def _children(root: etree._Element, name: str) -> list[etree._Element]:
    found = child(root, name)
    return list(found) if found is not None else []


def _bold(font: etree._Element) -> bool:
    switch = child(font, "b")
    return switch is not None and switch.get("val") not in ("0", "false")


def rows_of(package: Package, part: str, book: Book, left: Left) -> Iterator[SheetRow]:
    """The rows of a sheet that show something, and those that are hidden. A cell merged over several rows shows in each of them."""
    merged = _merged(package, part)
    hidden: set[int] = set()
    row_number = 0
    going_on: dict[int, tuple[int, Cell]] = {}
    for _, element in package.events(part):
        kind = local(element)
        if kind == "col" and element.get("hidden") in ("1", "true"):
            low, high = int(element.get("min") or 0), int(element.get("max") or 0)
            hidden |= set(range(low - 1, min(high, low + 1000)))
        if kind != "row":
            continue
        row_number = int(element.get("r") or row_number + 1)
        if element.get("hidden") in ("1", "true"):
            left.hidden_rows += 1
            # Without cells: what stands below it belongs to what stands above it all the same.
            yield SheetRow(row_number, {})
        else:
            cells = _cells(element, book, left)
            for column, cell in list(cells.items()):
                if end := merged.get((row_number, column)):
                    going_on[column] = (end, cell)
            for column, (end, cell) in list(going_on.items()):
                if row_number > end:
                    del going_on[column]
                else:
                    cells.setdefault(column, cell)
            shown_cells = {column: cells[column] for column in sorted(cells) if column not in hidden}
            if shown_cells:
                yield SheetRow(row_number, shown_cells)
        element.clear()


def _merged(package: Package, part: str) -> dict[tuple[int, int], int]:
    """First row and column of cells merged downward, and their last row. They are told after the cells themselves."""
    found: dict[tuple[int, int], int] = {}
    kept = b""
    with package.open(part) as stream:
        while block := stream.read(_BLOCK):
            kept += block
            last = 0
            for one in _MERGED.finditer(kept):
                last = one.end()
                (column, row), (_, end) = _place(one.group(1).decode()), _place(one.group(2).decode())
                if end > row:
                    found[row, column] = end
            kept = kept[max(last, len(kept) - 200) :]
    return found


def _cells(row: etree._Element, book: Book, left: Left) -> dict[int, Cell]:
    cells: dict[int, Cell] = {}
    column = -1
    for one in row:
        if local(one) != "c":
            continue
        address = one.get("r")
        column = _place(address)[0] if address and _ADDRESS.match(address) else column + 1
        style = int(one.get("s") or 0)
        if text := _value(one, book, style, left):
            cells[column] = Cell(text, style < len(book.bold) and book.bold[style])
    return cells


def _place(address: str) -> tuple[int, int]:
    """Column from 0 and row from 1."""
    found = _ADDRESS.match(address)
    assert found is not None
    column = 0
    for letter in found.group(1):
        column = column * 26 + ord(letter) - 64
    return column - 1, int(found.group(2))


def _value(cell: etree._Element, book: Book, style: int, left: Left) -> str:
    kind = cell.get("t") or "n"
    if kind == "inlineStr":
        return _text(child(cell, "is")) if child(cell, "is") is not None else ""
    value = child(cell, "v")
    raw = (value.text or "") if value is not None else ""
    if not raw:
        left.without_value += child(cell, "f") is not None and kind != "str"
        return ""
    if kind == "s":
        return book.strings[int(raw)] if raw.isdigit() and int(raw) < len(book.strings) else ""
    if kind == "e":
        left.errors += 1
        return ""
    if kind == "b":
        return "TRUE" if raw == "1" else "FALSE"
    if kind in ("str", "d"):
        return " ".join(raw.split())
    try:
        number = float(raw)
    except ValueError:
        return raw.strip()
    code = book.formats[style] if style < len(book.formats) else "General"
    try:
        return shown(number, code, since_1904=book.since_1904)
    except (ArithmeticError, ValueError):
        return general(number)


def _text(element: etree._Element | None) -> str:
    """The runs of a text, without the reading aids of Japanese."""
    if element is None:
        return ""
    parts = [
        one.text or "" for one in inner(element, "t") if not any(local(above) == "rPh" for above in one.iterancestors())
    ]
    return " ".join("".join(parts).split())
