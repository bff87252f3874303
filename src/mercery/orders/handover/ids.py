"""Ids of variants in the shop's own system, read out of what that system tells. Pure.

Shopify's CSV export names no ids, but every storefront tells its products at `/products.json`, pages of 250 with the id of each
variant (an open address of the shop; shops behind a password do not answer). A table of two columns, SKU and id, does for any
other system.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from mercery.core.errors import Invalid

_SKU: Final = ("sku", "variant sku", "款式 sku", "货号")
_ID: Final = ("id", "variant id", "variation id", "external id", "product id", "编号")
_LONGEST: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class IdsFound:
    """Ids by SKU, and by the product's handle with the chosen values where the shop's system has no SKU."""

    by_sku: Mapping[str, str] = field(default_factory=dict)
    by_choice: Mapping[tuple[str, tuple[str, ...]], str] = field(default_factory=dict)
    """Handle and values in small letters; no values: the product's only variant."""
    twice: frozenset[str] = frozenset()
    """SKUs that several variants there have: none of them is taken."""

    @property
    def count(self) -> int:
        """How many ids were told."""
        return len(set(self.by_sku.values()) | set(self.by_choice.values()))


def ids_of_products_json(products: Iterable[Mapping[str, Any]]) -> IdsFound:
    """From the objects of Shopify's `products.json`."""
    by_sku: dict[str, str] = {}
    by_choice: dict[tuple[str, tuple[str, ...]], str] = {}
    twice: set[str] = set()
    for product in products:
        handle = str(product.get("handle") or "").casefold()
        variants = product.get("variants")
        for variant in variants if isinstance(variants, list) else ():
            if not isinstance(variant, Mapping) or not str(variant.get("id") or "").isdigit():
                continue
            own, sku = str(variant["id"]), str(variant.get("sku") or "").strip()
            if sku and by_sku.setdefault(sku, own) != own:
                twice.add(sku)
            by_choice[(handle, _values(variant))] = own
    kept = {sku: own for sku, own in by_sku.items() if sku not in twice}
    return IdsFound(by_sku=kept, by_choice=by_choice, twice=frozenset(twice))


def _values(variant: Mapping[str, Any]) -> tuple[str, ...]:
    said = [str(variant.get(f"option{place}") or "").strip().casefold() for place in (1, 2, 3)]
    return tuple(sorted(value for value in said if value and value != "default title"))


def ids_of_file(data: bytes) -> IdsFound:
    """From a file a person gives: `products.json`, or a table with a SKU and an id in each row. Invalid."""
    text = _text(data).strip()
    if text.startswith(("{", "[")):
        try:
            held = json.loads(text)
        except (json.JSONDecodeError, RecursionError) as error:
            raise Invalid(
                "The JSON is malformed.",
                remedy="Save the page products.json again.",
                zh="JSON 格式有误，请重新保存 products.json 页面。",
            ) from error
        products = held.get("products") if isinstance(held, dict) else held
        if not isinstance(products, list):
            raise Invalid(
                "The file names no products.",
                remedy="It is the page products.json of your shop.",
                zh="文件中没有商品，请使用店铺的 products.json 页面。",
            )
        return ids_of_products_json(one for one in products if isinstance(one, Mapping))
    return _of_table(text)


def _text(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Invalid(
        "The file is no text.",
        remedy="Give a CSV file or products.json.",
        zh="这不是文本文件，请上传 CSV 或 products.json。",
    )


def _of_table(text: str) -> IdsFound:
    first = text.partition("\n")[0]
    between = max((",", ";", "\t"), key=first.count)
    rows = csv.DictReader(io.StringIO(text), delimiter=between)
    names = {(name or "").strip().casefold().replace("_", " "): name for name in rows.fieldnames or ()}
    sku = next((names[name] for name in _SKU if name in names), None)
    own = next((names[name] for name in _ID if name in names), None)
    if sku is None or own is None:
        raise Invalid(
            "The table needs a column SKU and a column ID.",
            remedy="Write both into the first line.",
            zh="表格须有 SKU 与 ID 两列，请写在首行。",
        )
    found: dict[str, str] = {}
    twice: set[str] = set()
    for row in rows:
        key, value = (row.get(sku) or "").strip(), (row.get(own) or "").strip()
        if key and value and len(value) <= _LONGEST and found.setdefault(key, value) != value:
            twice.add(key)
    kept = {key: value for key, value in found.items() if key not in twice}
    return IdsFound(by_sku=kept, twice=frozenset(twice))
