"""Options that a table names in one column and gives in another: `Option1 Name` beside `Option1 Value`. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mercery.core.files.tabular import heading

_NAMES: Final = ("name", "names", "title", "label", "type", "名称", "名")
_VALUES: Final = ("value", "values", "value s", "option", "description", "值", "内容", "")
_CHOICES: Final = (
    "option",
    "variation",
    "variant",
    "variante",
    "规格",
    "销售属性",
    "属性",
    "attribute",
    "property",
    "merkmal",
)


def option_pairs(columns: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Pairs of columns (as the file writes them) of which the first names an option and the second gives its value."""
    places: dict[tuple[str, str], str] = {}
    for column in columns:
        places.setdefault(_parts(heading(column)), column)
    found: dict[str, str] = {}
    for word in _NAMES:
        for (stem, number), column in places.items():
            base = stem.removesuffix(word).strip()
            if base == stem or not number or not any(choice in base for choice in _CHOICES):
                continue
            value = _value_beside(places, base, number)
            if value and value != column:
                found.setdefault(value, column)
    return tuple((column, value) for value, column in found.items())


def _value_beside(places: dict[tuple[str, str], str], base: str, number: str) -> str | None:
    for word in _VALUES:
        value = places.get((f"{base} {word}".strip(), number)) or places.get((f"{base}{word}", number))
        if value:
            return value
    return None


def _parts(column: str) -> tuple[str, str]:
    """The heading without its number, and the number: `option1 value` and `option value 1` are the same."""
    numbers = re.findall(r"\d+", column)
    stem = " ".join(re.sub(r"\d+", " ", column).split())
    return stem, numbers[0] if len(numbers) == 1 else ""


def split_choices(text: str) -> list[tuple[str, str]]:
    """`Colour: Red; Size: M` and `颜色:红色;尺码:M` as pairs; empty when the text is not written so."""
    pieces = [piece for piece in re.split(r"[;；|\n]|,(?=[^,:：]+[:：])", text) if piece.strip()]
    pairs = [re.split(r"[:：=]", piece, maxsplit=1) for piece in pieces]
    if not pairs or not all(len(pair) == 2 and pair[0].strip() and pair[1].strip() for pair in pairs):
        return []
    return [(name.strip(), value.strip()) for name, value in pairs]
