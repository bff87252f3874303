"""Columns that say in Chinese what the column of the same name says: `Name` beside `Name (Chinese)`. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from mercery.catalog.vocabulary import is_chinese
from mercery.core.files.tabular import heading

_CHINESE: Final = ("zh hans", "zh cn", "zh", "chinese", "cn", "中文", "中")
_ENGLISH: Final = ("en us", "en gb", "en", "english", "英文", "英")
_MOSTLY: Final = 0.5
"""The share of values in Chinese letters from which on a column is in Chinese, whatever its heading says."""


def in_chinese(columns: Sequence[str], samples: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Of each such column (as the file writes it) the one it translates.

    Both have to be there, and the values have to be in Chinese: `Stock (CN)` counts what lies in China.
    """
    others = {_bare(column, _ENGLISH): column for column in reversed(columns)}
    found = {}
    for column in columns:
        bare = _bare(column, _CHINESE)
        said = samples.get(column, ())
        if bare == heading(column) or sum(map(is_chinese, said)) <= _MOSTLY * len(said):
            continue
        other = others.get(bare)
        if other is not None and other != column:
            found[column] = other
    return found


def _bare(column: str, marks: Sequence[str]) -> str:
    """The heading as compared, without the language it names before or behind."""
    compared = heading(column)
    for mark in marks:
        glued = not mark.isascii() and len(mark) > 1
        for end in (f" {mark}", *([mark] if glued else [])):
            if compared.endswith(end) and compared != mark:
                return compared.removesuffix(end).strip()
        for start in (f"{mark} ", *([mark] if glued else [])):
            if compared.startswith(start) and compared != mark:
                return compared.removeprefix(start).strip()
    return compared
