"""Tables of any format: which row is the head, and each row with what its cells hold. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from string import ascii_uppercase
from typing import Final

from mercery.knowledge.documents.document import Anchor
from mercery.knowledge.documents.reading.piece import Piece

_FIGURE: Final = re.compile(r"\d")
_LONG_HEAD: Final = 60
BETWEEN: Final = " | "
"""Stands between the cells in the text of a row."""


def column_name(place: int) -> str:
    """The letters of a column counted from 0: A, Z, AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = ascii_uppercase[rest] + name
    return name


def cell_range(row: int, first: int, last: int) -> str:
    """Address of cells of one row: row from 1, columns from 0."""
    start = f"{column_name(first)}{row}"
    return start if first == last else f"{start}:{column_name(last)}{row}"


def has_head(rows: Sequence[Sequence[str]], *, bold: Sequence[bool] = ()) -> bool:
    """Whether the first row names the columns. `bold`: whether each row is set in bold throughout.

    It does when it alone is bold, or when it holds short words in every column and no figures while rows below do, or
    (of words alone) when the columns below are longer than their heads.
    """
    if len(rows) < 2:
        return False
    head, below = rows[0], rows[1:]
    filled = [cell for cell in head if cell]
    if len(filled) < len(head) - 1 or len(set(filled)) < len(filled) or not filled:
        return False
    if len(head) == 2 and not head[1]:
        # A title over the table, not a head of its columns.
        return False
    if any(len(cell) > _LONG_HEAD or cell.endswith((":", "：", "?", "？")) for cell in filled):
        return False
    if bold and bold[0] and not all(bold[1:]):
        return True
    if any(_FIGURE.search(cell) for cell in filled):
        return False
    if any(_FIGURE.search(cell) for row in below for cell in row):
        return True
    longest = max((len(cell) for row in below for cell in row), default=0)
    return len(below) >= 2 or longest > max(len(cell) for cell in filled)


def row_text(values: Sequence[str]) -> str:
    """The row in one line; empty cells leave nothing."""
    return BETWEEN.join(value for value in values if value)


def paired(heads: Sequence[str], values: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Head and value of every cell that holds something."""
    return tuple((heads[place] if place < len(heads) else "", value) for place, value in enumerate(values) if value)


def table_pieces(
    rows: Sequence[Sequence[str]], *, head: bool, headings: tuple[str, ...], page: int | None = None
) -> Iterator[Piece]:
    """The rows of a table in a text; the head, where there is one, is told with the cells under it."""
    heads = rows[0] if head else ()
    for number, row in enumerate(rows, 1):
        if (head and number == 1) or not (text := row_text(row)):
            continue
        anchor = Anchor(page=page, headings=headings, cell=cell_range(number, 0, len(row) - 1))
        yield Piece(kind="row", text=text, anchor=anchor, cells=paired(heads, row))
