"""Tables without ruled cells: rows whose pieces stand under each other. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from mercery.knowledge.documents.reading.pdf.lines import is_marker, joined
from mercery.knowledge.documents.reading.pdf.page import Line

_LEAST_ROWS: Final = 3
_RIVER: Final = 3.0
"""Points of white that must run down between two columns."""
_LONG: Final = 90
"""Signs in a piece beyond which it is text set in columns, not a table."""


@dataclass(slots=True)
class Aligned:
    """A table found among the lines from `start` up to but without `end`."""

    start: int
    end: int
    rows: list[list[str]]
    bold: list[bool]


@dataclass(slots=True)
class _Row:
    start: int
    end: int
    lines: list[Line] = field(default_factory=list)

    @property
    def base(self) -> float:
        return self.lines[0].base


def aligned_tables(lines: Sequence[Line]) -> list[Aligned]:
    """The tables among lines in the order of the file."""
    rows = _rows(lines)
    found: list[Aligned] = []
    place = 0
    while place < len(rows):
        end = _run(rows, place)
        table = _table(rows[place:end]) if end - place >= _LEAST_ROWS else None
        if table is not None:
            found.append(table)
            place = end
        else:
            place += 1
    return found


def _rows(lines: Sequence[Line]) -> list[_Row]:
    """Lines that follow each other on one height, from left to right."""
    rows: list[_Row] = []
    for place, line in enumerate(lines):
        last = rows[-1] if rows else None
        if last is not None and abs(last.base - line.base) <= line.size * 0.3 and line.x0 > last.lines[-1].x1:
            last.lines.append(line)
            last.end = place + 1
        else:
            rows.append(_Row(place, place + 1, [line]))
    return rows


def _run(rows: Sequence[_Row], start: int) -> int:
    """Where a run of rows that could be a table ends: most have several pieces, the others go on a cell."""
    if not _several(rows[start]):
        return start
    end, last = start + 1, rows[start]
    for row in rows[start + 1 :]:
        near = 0 < row.base - last.base <= 3.2 * row.lines[0].size
        if not near or not (_several(row) or _goes_on(rows[start], last, row)):
            break
        end += 1
        last = row
    while end > start and not _several(rows[end - 1]) and not _goes_on(rows[start], rows[end - 2], rows[end - 1]):
        end -= 1
    return end


def _several(row: _Row) -> bool:
    pieces = row.lines[1:] if is_marker(row.lines[0].text) else row.lines
    return len(pieces) >= 2 and all(len(line.text) <= _LONG for line in pieces)


def _goes_on(first: _Row, last: _Row, row: _Row) -> bool:
    """Whether a lone piece is the next line of a cell: under a piece of the row before, at the pitch of lines."""
    line = row.lines[0]
    if len(row.lines) != 1 or row.base - last.base > 1.5 * line.size or is_marker(line.words[0].text):
        return False
    # Under the first column alone nothing tells a second line from the next paragraph, but its ends do.
    column = next((place for place, piece in enumerate(first.lines) if abs(piece.x0 - line.x0) <= 2.5), None)
    return column is not None and (column > 0 or line.x1 < first.lines[1].x0 - _RIVER)


def _table(rows: Sequence[_Row]) -> Aligned | None:
    columns = _columns([line for row in rows for line in row.lines])
    if len(columns) < 2 or sum(_several(row) for row in rows) < _LEAST_ROWS:
        return None
    cells: list[list[list[Line]]] = []
    for row in rows:
        if _several(row) or not cells:
            cells.append([[] for _ in columns])
        for line in row.lines:
            place = next(at for at, (left, right) in enumerate(columns) if left - 1 <= line.x0 <= right + 1)
            cells[-1][place].append(line)
    if any(sum(1 for cell in row if cell) < 2 for row in cells):
        return None
    texts = [[joined(cell) for cell in row] for row in cells]
    bold = [all(line.bold for cell in row for line in cell) for row in cells]
    return Aligned(rows[0].start, rows[-1].end, texts, bold)


def _columns(lines: Sequence[Line]) -> list[tuple[float, float]]:
    """Where the pieces stand, put together where they overlap: what is left between is white from top to bottom."""
    found: list[list[float]] = []
    for left, right in sorted((line.x0, line.x1) for line in lines):
        if found and left <= found[-1][1] + _RIVER:
            found[-1][1] = max(found[-1][1], right)
        else:
            found.append([left, right])
    return [(left, right) for left, right in found]
