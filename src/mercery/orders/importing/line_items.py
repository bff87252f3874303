"""The line items of an order: a row of their own, a list, one packed cell, or numbered columns."""

from __future__ import annotations

from collections.abc import Iterator

from mercery.catalog.importing.draft import Context
from mercery.core.files.amounts import Unreadable, parse_whole
from mercery.core.files.tabular import Row, heading, text_of
from mercery.core.money import Money
from mercery.orders.importing.headings import (
    LINE_COUNT,
    LINE_PRICE,
    LINE_SKU,
    LINE_TITLE,
    LINE_WHOLE,
    amount,
    cell,
)
from mercery.orders.importing.packed_items import item_row, numbered_items, packed_items
from mercery.orders.order import (
    OrderLine,
)


def lines_of(row: Row, context: Context, currency: str) -> Iterator[OrderLine]:
    """The row's own line item, the list under it, or WooCommerce's numbered `Product Item 1 Name` columns."""
    nested = next(
        (row.cells[name] for name in ("lines", "line items", "items") if isinstance(row.cells.get(name), list)), None
    )
    if nested is not None:
        for item in nested:
            if isinstance(item, dict):
                yield from _line(
                    Row(row.line, {heading(str(key)): value for key, value in item.items()}), context, currency
                )
        return
    written = [item_row(row, item) for item in numbered_items(row.cells) or packed_items(row.cells)]
    for item in written:
        yield from _line(item, context, currency)
    if not written and cell(row, (*LINE_TITLE, *LINE_SKU)):
        yield from _line(row, context, currency)


def _line(row: Row, context: Context, currency: str) -> Iterator[OrderLine]:
    count = cell(row, LINE_COUNT)
    try:
        quantity = parse_whole(count or "1")
    except Unreadable:
        quantity = 0
    if quantity < 1:
        context.log.stop(
            f"'{count}' is not a number of pieces.",
            "Write 1 or more.",
            line=row.line,
            column="quantity",
            field="quantity",
            zh=f"“{count}”不是件数，请填写 1 或以上的整数。",
        )
        return
    price = _unit_price(row, context, currency, quantity)
    if price is None:
        context.log.stop(
            "The line has no price.",
            "Give it one.",
            line=row.line,
            column="price",
            field="price",
            zh="此行商品没有价格，请填写。",
        )
        return
    discount = amount(row, ("lineitem discount", "discount minor", "item discount"), context, currency)
    yield OrderLine(
        sku=cell(row, LINE_SKU), title=cell(row, LINE_TITLE) or cell(row, ("name",)), quantity=quantity, unit_price=price,
        discount=discount if discount and discount.minor else None, options=_options(row.cells.get("options")),
    )  # fmt: skip


def _unit_price(row: Row, context: Context, currency: str, quantity: int) -> Money | None:
    """What one piece cost: as written, else the line's amount shared among its pieces (rounded to a minor unit)."""
    price = amount(row, LINE_PRICE, context, currency)
    if price is not None:
        return price
    whole = amount(row, LINE_WHOLE, context, currency)
    return Money((whole.minor * 2 + quantity) // (quantity * 2), currency) if whole else None


def _options(held: object) -> tuple[tuple[str, str], ...]:
    return tuple((str(name), text_of(value)) for name, value in held.items()) if isinstance(held, dict) else ()
