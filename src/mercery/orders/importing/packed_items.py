"""Line items as WooCommerce's export plug-ins write them: in numbered columns, or packed into one cell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from mercery.core.files.tabular import Row, heading, text_of

_NUMBERED: Final = re.compile(r"(?:product|line) item (\d+) (.+)")
_CELL: Final = re.compile(r"line items?(?: \d+)?")
_NEXT: Final = re.compile(r";\s*(?=(?:id|name|product_id|item_id):)")
"""Names hold semicolons too; only one before a new item's first part divides."""
_PART: Final = re.compile(r"(?:^|\|)\s*([a-z_]+)\s*:")


def numbered_items(cells: Mapping[str, Any]) -> list[dict[str, str]]:
    """`Product Item 1 Name`, `Product Item 1 SKU`, …: one mapping per item that has a name."""
    found: dict[int, dict[str, str]] = {}
    for column, value in cells.items():
        if match := _NUMBERED.fullmatch(column):
            found.setdefault(int(match[1]), {})[match[2]] = text_of(value)
    return [item for _, item in sorted(found.items()) if item.get("name")]


def packed_items(cells: Mapping[str, Any]) -> list[dict[str, str]]:
    """`name:Cup|sku:A1|quantity:2|total:16.00;name:…` in `line_items`, or an item each in `line_item_1`, `line_item_2`."""
    found = []
    for column, value in cells.items():
        if _CELL.fullmatch(column) and isinstance(value, str) and _PART.match(value):
            found += [_parts(text) for text in _NEXT.split(value)]
    return [item for item in found if item.get("name")]


def _parts(text: str) -> dict[str, str]:
    marks = list(_PART.finditer(text))
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    return {
        heading(mark[1]): text[mark.end() : end].strip().rstrip(";").strip()
        for mark, end in zip(marks, ends, strict=True)
    }


def item_row(row: Row, item: Mapping[str, str]) -> Row:
    """The item as a row of its own. Its total is what all its pieces cost, not one."""
    cells: dict[str, Any] = {
        "title": item["name"],
        "sku": item.get("sku", ""),
        "quantity": item.get("quantity") or item.get("qty") or "1",
    }
    for name in ("price", "item price"):
        if item.get(name):
            cells["price"] = item[name]
    for name in ("subtotal", "sub total"):
        if item.get(name):
            cells["item subtotal"] = item[name]
    if item.get("total"):
        cells["item total"] = item["total"]
    return Row(row.line, cells)
