"""Cells of files that a spreadsheet opens: what customers wrote is never run as a formula. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

_BEGINNINGS: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""The wide ones too: spreadsheets in East Asian languages take them for the narrow ones."""


def guarded(cell: str) -> str:
    """The cell with a quotation mark before what a spreadsheet would run as a formula."""
    return f"'{cell}" if cell.lstrip(" '").startswith(_BEGINNINGS) else cell


def guarded_row(cells: Iterable[object]) -> list[object]:
    """A row of a table with its texts guarded; numbers and days, of which a minus is part, stay as they are."""
    return [guarded(one) if isinstance(one, str) else one for one in cells]


def unguarded(cell: str) -> str:
    """The cell as it was before `guarded`."""
    bare = cell.removeprefix("'")
    return bare if bare != cell and bare.lstrip(" '").startswith(_BEGINNINGS) else cell
