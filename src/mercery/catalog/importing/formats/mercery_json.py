"""Our own JSON lines: exactly what the catalogue holds, so that an export comes back as it went out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from mercery.catalog.importing.draft import Context
from mercery.catalog.product import Product
from mercery.catalog.product_json import product_from_json
from mercery.core.errors import MerceryError
from mercery.core.files.records import Record

NAME: Final = "mercery"


def is_ours(data: dict[str, Any]) -> bool:
    """Whether the object has the shape of our export."""
    variants = data.get("variants")
    return (
        {"key", "handle", "title", "variants"} <= data.keys()
        and isinstance(data["title"], dict)
        and isinstance(variants, list)
        and all(isinstance(row, dict) and isinstance(row.get("prices", []), list) for row in variants)
    )


def read(records: Iterator[Record], context: Context) -> Iterator[Product]:
    """The products, in file order."""
    for record in records:
        try:
            product = product_from_json(record.data)
            _check(product, record, context)
        except (KeyError, TypeError, ValueError, AttributeError, MerceryError) as error:
            what = f"the field {error} is missing" if isinstance(error, KeyError) else str(error)
            context.log.stop(
                f"This is not a product of our export: {what}.",
                "Export it again.",
                line=record.line,
                zh=f"这不是本系统导出的商品（{what}），请重新导出。",
            )
            continue
        yield product


def _check(product: Product, record: Record, context: Context) -> None:
    for variant in product.variants:
        if any(row.amount.minor < 0 for row in variant.prices):
            context.log.stop(
                f"The price of '{variant.sku}' is negative.",
                "Write 0 or more.",
                line=record.line,
                column="prices",
                field="price",
                zh=f"“{variant.sku}”的价格小于 0，请填写 0 或以上的数。",
            )
        if (variant.stock.quantity or 0) < 0:
            context.log.stop(
                f"The stock of '{variant.sku}' is negative.",
                "Write 0 or more.",
                line=record.line,
                column="stock",
                field="stock",
                zh=f"“{variant.sku}”的库存小于 0，请填写 0 或以上的数。",
            )
