"""The demo shop's goods and orders as the files `mercery eval substitutes` reads."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from mercery.demo.catalogue import demo_products
from mercery.demo.history import demo_history
from mercery.demo.people import demo_customers
from mercery.recommendations.piece import pieces_of

_AT: Final = datetime(2026, 11, 26, 12, tzinfo=UTC)
"""Always the same moment, so that a figure can be compared with one of last week."""


def write_history(folder: Path) -> None:
    """Write `products.jsonl` and `orders.jsonl`; the type of a piece is the kind of which one is enough."""
    products = [replace(one.product, id=one.product.key) for one in demo_products(_AT.date())]
    key_of = {variant.sku: product.key for product in products for variant in product.variants}
    typed = [
        {
            "id": one.key, "title": one.title.en, "type": piece.group, "durable": one.durable,
            "replacement_days": one.replacement_days,
        }
        for one, piece in zip(products, pieces_of(products), strict=True)
    ]  # fmt: skip
    orders = [
        {
            "customer": order.customer_key, "order": order.number, "at": order.placed_at.isoformat(),
            "items": list(dict.fromkeys(key_of[line.sku] for line in order.lines)),
        }
        for order in demo_history(products, demo_customers(_AT), _AT).orders
        if order.placed_at is not None and order.customer_key and order.status != "cancelled"
    ]  # fmt: skip
    for name, rows in (("products", typed), ("orders", orders)):
        (folder / f"{name}.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
