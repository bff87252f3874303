"""Documents opened a second time, simply and without Mercery's readers, to see whether a quotation stands where it is said to."""

from __future__ import annotations

import calendar
import csv
import html
import re
import zipfile
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final

import pypdfium2
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.cell_range import CellRange

from mercery.knowledge.documents.document import Anchor, SourceRef

_PARTS: Final = " | "
_TAG: Final = re.compile(rb"<[^>]*>")
_MARKS: Final = re.compile(r"[*_`#>|\\~\[\]]|\]\([^)]*\)|<br\s*/?>|&nbsp;|<[^>]{1,80}>")


def stands(path: Path, source: SourceRef) -> bool:
    """Whether the quoted words stand at the page, cell, line or under the heading that the source names."""
    anchor = source.anchor
    match path.suffix.lower():
        case ".pdf":
            return _on_page(path, source.quote, anchor)
        case ".xlsx":
            return _in_cells(path, source.quote, anchor)
        case ".pptx":
            return anchor.page is not None and _holds(_slide(path, anchor.page), source.quote)
        case ".md" | ".markdown" | ".txt" | ".csv":
            return _at_line(path, source.quote, anchor)
        case _:
            return _under_heading(_whole(path), source.quote, anchor)


def _flat(text: str) -> str:
    """Letters and digits alone: spaces, hyphens at line ends and marks differ from reader to reader."""
    return re.sub(r"[^\w€$£¥%]|_", "", text).lower()


def _holds(text: str, quote: str) -> bool:
    return all(_flat(part) in text for part in quote.split(_PARTS))


@lru_cache(maxsize=8)
def _pages(path: Path) -> tuple[str, ...]:
    with pypdfium2.PdfDocument(path) as document:
        return tuple(_flat(page.get_textpage().get_text_range()) for page in document)


def _on_page(path: Path, quote: str, anchor: Anchor) -> bool:
    """On the page, or beginning there and going on over the next, where foot and head of the pages come between."""
    if anchor.page is None or anchor.page > len(_pages(path)):
        return False
    page = _pages(path)[anchor.page - 1]
    if _holds(page, quote):
        return True
    following = _pages(path)[anchor.page] if anchor.page < len(_pages(path)) else ""
    flat = _flat(quote)
    cuts = (cut for cut in range(len(flat) - 1, 7, -1) if flat[:cut] in page)
    return any(flat[cut:] in following for cut in cuts)


Cells = dict[tuple[int, int], object]


@lru_cache(maxsize=8)
def _sheets(path: Path) -> dict[str, Cells]:
    """What every cell shows; a merged one shows in all it covers."""
    found: dict[str, Cells] = {}
    for sheet in load_workbook(path, data_only=True).worksheets:
        cells: Cells = {
            (cell.row, cell.column): cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None
        }
        for merged in sheet.merged_cells.ranges:
            value = cells.get((merged.min_row, merged.min_col))
            if value is not None:
                cells |= dict.fromkeys(_covered(merged), value)
        found[sheet.title] = cells
    return found


def _covered(merged: CellRange) -> list[tuple[int, int]]:
    return [
        (row, column)
        for row in range(merged.min_row, merged.max_row + 1)
        for column in range(merged.min_col, merged.max_col + 1)
    ]


def _in_cells(path: Path, quote: str, anchor: Anchor) -> bool:
    cells = _sheets(path).get(anchor.sheet)
    if cells is None or not anchor.cell:
        return False
    left, top, right, bottom = (int(one or 0) for one in range_boundaries(anchor.cell))
    held = [value for (row, column), value in cells.items() if top <= row <= bottom and left <= column <= right]
    return all(any(_same(part, value) for value in held) for part in quote.split(_PARTS))


def _same(part: str, value: object) -> bool:
    if _flat(part) == _flat(str(value)):
        return True
    if isinstance(value, date):
        return _same_day(part, value)
    figures = re.sub(r"[^\d.\-]", "", part)
    return (
        isinstance(value, int | float)
        and bool(re.fullmatch(r"-?\d+(?:\.\d+)?", figures))
        and abs(float(figures) / (100 if "%" in part else 1) - value) < 0.005
    )


def _same_day(part: str, day: date) -> bool:
    """Whether a cell's day is what is shown of it: its year, month and day, in figures or with the month's name."""
    shown = [int(one) for one in re.findall(r"\d+", part)]
    if calendar.month_name[day.month].lower()[:3] in part.lower():
        return sorted(shown) == sorted([day.year, day.day])
    return sorted(shown) == sorted([day.year, day.month, day.day])


@lru_cache(maxsize=8)
def _slide(path: Path, number: int) -> str:
    with zipfile.ZipFile(path) as packed:
        names = [name for name in packed.namelist() if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)]
        names.sort(key=lambda name: int(re.sub(r"\D", "", name)))
        return _flat(_text(packed.read(names[number - 1]))) if number <= len(names) else ""


@lru_cache(maxsize=8)
def _lines(path: Path) -> tuple[str, ...]:
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    if path.suffix.lower() == ".csv":
        rows = csv.reader(text.splitlines(keepends=True), delimiter=max(",;\t", key=text[:2000].count))
        return tuple(_flat(" ".join(row)) for row in rows)
    return tuple(_flat(html.unescape(_MARKS.sub("", line))) for line in text.splitlines())


def _at_line(path: Path, quote: str, anchor: Anchor) -> bool:
    """From the line on, within the lines a paragraph may have; the rows of a CSV are counted as its reader counts them."""
    if anchor.line is None:
        return False
    near = (
        _lines(path)[anchor.line - 1 : anchor.line + 60]
        if path.suffix.lower() != ".csv"
        else _lines(path)[max(0, anchor.line - 2) : anchor.line + 1]
    )
    text = "".join(near)
    plain = quote if path.suffix.lower() == ".csv" else _MARKS.sub("", quote)
    parts = [_flat(part) for part in (plain if path.suffix.lower() == ".csv" else quote).split(_PARTS)]
    parts = [_flat(_MARKS.sub("", part)) for part in quote.split(_PARTS)] if plain != quote else parts
    return (
        bool(near)
        and all(part in text for part in parts)
        and (path.suffix.lower() == ".csv" or parts[0][:8] in near[0])
    )


@lru_cache(maxsize=8)
def _whole(path: Path) -> str:
    if path.suffix.lower() == ".docx":
        with zipfile.ZipFile(path) as packed:
            return _flat(_text(packed.read("word/document.xml")))
    return _flat(
        html.unescape(
            re.sub(
                r"(?s)<(script|style|head)\b.*?</\1>|<!--.*?-->|<[^>]*>",
                "",
                path.read_text(encoding="utf-8", errors="replace"),
            )
        )
    )


def _under_heading(text: str, quote: str, anchor: Anchor) -> bool:
    """After its headings in their order."""
    place = 0
    for heading in anchor.headings:
        place = text.find(_flat(heading), place)
        if place < 0:
            return False
        place += len(_flat(heading))
    return all(text.find(_flat(part), place) >= 0 for part in quote.split(_PARTS))


def _text(xml: bytes) -> str:
    return html.unescape(_TAG.sub(b"", xml).decode("utf-8", errors="replace"))


_NUMBER: Final = re.compile(r"\d+(?:[.,:]\d+)*")
_SAID: Final = re.compile(
    r"\b(?:january|february|march|april|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    r"|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|ninety|hundred|twice|half)\b|(?:周|星期)[一二三四五六日天]|[二两三四五六七八九十百千]+(?=[天日个件次年月周元])",
    re.IGNORECASE,
)


def numbers_in(text: str) -> list[str]:
    """Figures, names of days and months, and numbers in words: read by their signs alone."""
    return [one.lower() for one in (*_NUMBER.findall(text), *_SAID.findall(text))]


def outside(texts: Sequence[str], quotes: Sequence[str]) -> list[str]:
    """What of the texts' numbers no quotation names."""
    stated = {one for quote in quotes for one in numbers_in(quote)}
    return [one for text in texts for one in numbers_in(text) if one not in stated]
