"""Orders from Shopify's CSV (one row per line item), WooCommerce's order exports and JSON, each checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from mercery.catalog.importing.draft import Context, money
from mercery.core.files.amounts import Unreadable, is_currency, parse_whole
from mercery.core.files.problems import ProblemLog, refused
from mercery.core.files.rows import columns_of, rows_of
from mercery.core.files.tabular import Row, grouped, heading, text_of
from mercery.core.money import Money
from mercery.customers.contact_reading import address_of
from mercery.customers.importing import moment
from mercery.orders.handover.coming_back import ref_in
from mercery.orders.importing.packed_items import item_row, numbered_items, packed_items
from mercery.orders.importing.payments import paid, payments_of
from mercery.orders.order import (
    ORDER_STATUSES,
    RETURN_STATUSES,
    Order,
    OrderLine,
    OrderStatus,
    Return,
    ReturnStatus,
    Shipment,
)
from mercery.orders.sales.channels import channel_named

_NUMBER: Final = ("number", "order number", "name", "order id", "id", "order", "订单号", "订单编号")
_EMAIL: Final = ("email", "billing email", "email billing", "customer email", "邮箱")
_PLACED: Final = (
    "placed at",
    "created at",
    "order date",
    "date created",
    "paid date",
    "date",
    "paid at",
    "下单时间",
    "订单日期",
)
_TOTAL: Final = (
    "total",
    "order total",
    "order total amount",
    "total amount",
    "total minor",
    "总金额",
    "订单金额",
    "实付金额",
)
_SHIPPING: Final = (
    "shipping",
    "shipping total",
    "order shipping",
    "order shipping amount",
    "shipping amount",
    "shipping cost",
    "shipping minor",
    "运费",
)
_DISCOUNT: Final = (
    "cart discount amount",
    "discount amount",
    "discount total",
    "cart discount",
    "discount",
    "discount minor",
    "优惠金额",
)
_TAX: Final = ("taxes", "total tax", "tax total", "order total tax amount", "tax", "tax minor")
_REFUND: Final = ("refunded amount", "order refund amount", "refunded total", "refund total")
_LINE_TITLE: Final = ("lineitem name", "item name", "product name", "line item name", "title", "商品名称")
_LINE_COUNT: Final = ("lineitem quantity", "quantity", "qty", "item quantity", "数量")
_LINE_PRICE: Final = (
    "lineitem price",
    "item cost",
    "item price",
    "unit price",
    "price",
    "unit minor",
    "price minor",
    "unit price minor",
    "单价",
)
_LINE_WHOLE: Final = ("item subtotal", "sub total", "item total", "line total")
_LINE_SKU: Final = ("lineitem sku", "sku", "item sku", "product sku", "variant sku", "item id", "商品编码")
_COUNTRY: Final = (
    "shipping country", "shipping country code", "country code shipping", "billing country", "country code billing", "country",
)  # fmt: skip
_NOTE: Final = (
    "note", "notes", "order note", "order notes", "customer note", "customer notes", "customer message", "customer provided note",
    "备注", "订单备注", "客户备注", "买家备注", "买家留言", "顾客留言",
)  # fmt: skip
_CHANNEL: Final = (
    "channel", "sales channel", "source name", "created via", "source", "渠道", "销售渠道", "订单渠道", "订单来源",
)  # fmt: skip
NOTE_LIMIT: Final = 4_000
"""Longest note in characters."""
_SHOPIFY_STATUS: Final[dict[str, OrderStatus]] = {"pending": "pending", "authorized": "pending", "paid": "paid", "partially_paid": "pending",
                                                  "refunded": "returned", "partially_refunded": "partly_returned", "voided": "cancelled", "expired": "cancelled"}  # fmt: skip
_WOO_STATUS: Final[dict[str, OrderStatus]] = {"pending": "pending", "on-hold": "pending", "pending payment": "pending", "on hold": "pending", "processing": "paid",
                                              "completed": "delivered", "cancelled": "cancelled", "canceled": "cancelled", "refunded": "returned", "failed": "cancelled",
                                              "fulfilled": "shipped", "processed": "packed", "pending (item modified)": "items_changed", "open": "paid", "待付款": "pending", "待发货": "paid", "已发货": "shipped", "已完成": "delivered",
                                              "已取消": "cancelled", "已退款": "returned"}  # fmt: skip


def likeness(path: Path) -> float:
    """How surely the file holds orders."""
    columns = columns_of(path)
    if {"lineitem name", "financial status"} <= columns:
        return 0.98
    marks = sum(
        bool(columns & set(names))
        for names in (
            ("order number", "order id", "number", "订单号", "订单编号"),
            _PLACED,
            _TOTAL,
            ("line items", "lines", "items", *_LINE_TITLE[:4]),
        )
    )
    mark = columns & {
        "order status",
        "order number",
        "order id",
        "order total",
        "order date",
        "placed at",
        "line items",
        "lines",
        "订单号",
        "订单编号",
    }
    return 0.9 if marks >= 3 and mark else 0.0


def read_orders(path: Path, name: str, currency: str) -> tuple[list[Order], ProblemLog]:
    """The orders in the file; FileRefused with every problem. `currency`: the shop's, where the file names none."""
    log = ProblemLog(name)
    context = Context(log=log, currency=currency)

    def group(row: Row) -> str | None:
        number = _get(row, _NUMBER)
        if not number:
            log.stop(
                "The row has no order number.",
                "Give it one.",
                line=row.line,
                field="number",
                zh="此行没有订单号，请填写。",
            )
        return number or f"line-{row.line}"

    orders = [order for rows in grouped(rows_of(path, name, log), group) if (order := _order(rows, context))]
    if not orders and not log.errors:
        raise refused(name, "The file holds no order.", "Export it again.", line=1, zh="文件中没有订单，请重新导出。")
    log.refuse()
    return orders, log


def _get(row: Row, names: Sequence[str]) -> str:
    return next((text for name in names if (text := text_of(row.cells.get(name)))), "")


def _amount(row: Row, names: Sequence[str], context: Context, currency: str) -> Money | None:
    for name in names:
        text = text_of(row.cells.get(name))
        if text:
            return money(
                context,
                text.removeprefix("-"),
                line=row.line,
                column=name,
                currency=currency,
                minor=name.endswith(" minor"),
            )
    return None


def _order(rows: Sequence[Row], context: Context) -> Order | None:
    head, log = rows[0], context.log
    currency = (_get(head, ("currency", "order currency", "币种")) or context.currency).upper()
    if not is_currency(currency):
        log.stop(
            f"The currency '{currency}' is unknown.",
            "Write its ISO code, such as EUR.",
            line=head.line,
            field="currency",
            zh=f"货币“{currency}”无法识别，请填写 ISO 代码，例如 EUR。",
        )
        return None
    placed = moment(_get(head, _PLACED), head, log, "placed at")
    if placed is None and any(name in head.cells for name in _PLACED):
        log.stop(
            "The order has no date.", "Give it one.", line=head.line, field="placed_at", zh="订单没有日期，请填写。"
        )
    elif placed is None and not log.warnings:
        log.note(
            "The file has no dates: nothing will be said about when orders were placed.",
            line=head.line,
            zh="文件中没有日期，将不会提及下单时间。",
        )
    payments = payments_of(head, context, currency)
    total = _amount(head, _TOTAL, context, currency) or paid(payments, currency)
    if total is None:
        log.stop("The order has no total.", "Give it one.", line=head.line, field="total", zh="订单没有总额，请填写。")
    lines = tuple(line for row in rows for line in _lines(row, context, currency))
    if total is None:
        return None
    status = _status(head, log)
    order = Order(
        number=_get(head, _NUMBER).lstrip("#"),
        placed_at=placed,
        currency=currency,
        status=status,
        total=total,
        shipping=_amount(head, _SHIPPING, context, currency),
        discount=_amount(head, _DISCOUNT, context, currency),
        tax=_amount(head, _TAX, context, currency),
        customer_key=_get(head, ("customer key", "customer id", "customer user", "user id")) or None,
        email=_get(head, _EMAIL) or None,
        lines=lines,
        shipments=_shipments(head, log),
        returns=_returns(head, context, currency),
        country=_country(_get(head, _COUNTRY)),
        address=address_of(head.cells, "address", "shipping address"),
        payments=payments,
        cancel_reason=_get(head, ("cancel reason", "cancellation reason")),
        note=_note(head, log),
        channel=channel_named(_get(head, _CHANNEL)),
        handover=ref_in(head.cells),
        source_line=head.line or None,
    )
    refund = _amount(head, _REFUND, context, currency)
    return _with_refund(order, refund) if refund and refund.minor and not order.returns else order


def _note(head: Row, log: ProblemLog) -> str:
    note = _get(head, _NOTE).replace("\x00", "").strip()
    if len(note) > NOTE_LIMIT:
        log.stop(
            f"The note has {len(note)} characters.", f"Shorten it to {NOTE_LIMIT}.", line=head.line, column="note", field="note", zh=f"备注为 {len(note)} 字，请缩短至 {NOTE_LIMIT} 字以内。"
        )  # fmt: skip
    return note


def _country(text: str) -> str | None:
    return text.upper() if len(text) == 2 and text.isalpha() else None


def _status(head: Row, log: ProblemLog) -> OrderStatus:
    if _get(head, ("cancelled at",)):
        return "cancelled"
    financial = _get(head, ("financial status",)).casefold()
    if financial:
        status = _SHOPIFY_STATUS.get(financial, "paid")
        return (
            "shipped" if status == "paid" and _get(head, ("fulfillment status",)).casefold() == "fulfilled" else status
        )
    said = _get(head, ("status", "order status", "订单状态")).casefold().removeprefix("wc-")
    if (plain := said.replace(" ", "_")) in ORDER_STATUSES:
        return plain
    if said and said not in _WOO_STATUS:
        log.stop(
            f"The status '{said}' is unknown.",
            f"Write one of {', '.join(ORDER_STATUSES)}.",
            line=head.line,
            column="status",
            field="status",
            zh=f"订单状态“{said}”无法识别，请填写其中之一：{'、'.join(ORDER_STATUSES)}。",
        )
    return _WOO_STATUS.get(said, "paid")


def _lines(row: Row, context: Context, currency: str) -> Iterator[OrderLine]:
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
    if not written and _get(row, (*_LINE_TITLE, *_LINE_SKU)):
        yield from _line(row, context, currency)


def _line(row: Row, context: Context, currency: str) -> Iterator[OrderLine]:
    count = _get(row, _LINE_COUNT)
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
    discount = _amount(row, ("lineitem discount", "discount minor", "item discount"), context, currency)
    yield OrderLine(
        sku=_get(row, _LINE_SKU), title=_get(row, _LINE_TITLE) or _get(row, ("name",)), quantity=quantity, unit_price=price,
        discount=discount if discount and discount.minor else None, options=_options(row.cells.get("options")),
    )  # fmt: skip


def _unit_price(row: Row, context: Context, currency: str, quantity: int) -> Money | None:
    """What one piece cost: as written, else the line's amount shared among its pieces (rounded to a minor unit)."""
    price = _amount(row, _LINE_PRICE, context, currency)
    if price is not None:
        return price
    whole = _amount(row, _LINE_WHOLE, context, currency)
    return Money((whole.minor * 2 + quantity) // (quantity * 2), currency) if whole else None


def _options(held: object) -> tuple[tuple[str, str], ...]:
    return tuple((str(name), text_of(value)) for name, value in held.items()) if isinstance(held, dict) else ()


def _shipments(head: Row, log: ProblemLog) -> tuple[Shipment, ...]:
    nested = head.cells.get("shipments") or head.cells.get("fulfillments")
    if isinstance(nested, list):
        return tuple(
            _shipment({heading(str(key)): value for key, value in item.items()}, head, log)
            for item in nested
            if isinstance(item, dict)
        )
    sent = moment(_get(head, ("fulfilled at", "completed date", "date completed")), head, log, "fulfilled at")
    tracking = _get(head, ("tracking number", "tracking", "运单号", "快递单号"))
    carrier = _get(head, ("carrier", "tracking company", "快递公司"))
    return (Shipment(carrier=carrier, tracking_number=tracking, shipped_at=sent),) if sent or tracking else ()


def _shipment(cells: dict[str, Any], head: Row, log: ProblemLog) -> Shipment:
    def at(name: str) -> datetime | None:
        return moment(text_of(cells.get(name)), head, log, name)

    return Shipment(
        carrier=text_of(cells.get("carrier")),
        tracking_number=text_of(cells.get("tracking number")) or text_of(cells.get("tracking id")),
        shipped_at=at("shipped at"),
        delivered_at=at("delivered at"),
    )


def _returns(head: Row, context: Context, currency: str) -> tuple[Return, ...]:
    nested = head.cells.get("returns")
    found = []
    for item in nested if isinstance(nested, list) else ():
        row = Row(head.line, {heading(str(key)): value for key, value in item.items()})
        count = _get(row, ("quantity",))
        found.append(
            Return(
                sku=_get(row, ("sku",)), quantity=int(count) if count.isdigit() else 1,
                status=_return_status(_get(row, ("status",)), head, context.log),
                refund=_amount(row, ("refund minor", "refund"), context, currency), reason=_get(row, ("reason",)),
                requested_at=moment(_get(row, ("requested at",)), head, context.log, "requested at"),
                exchange_for=_get(row, ("exchange for",)), payment_method=_get(row, ("payment method",)),
            )
        )  # fmt: skip
    return tuple(found)


def _return_status(said: str, head: Row, log: ProblemLog) -> ReturnStatus:
    for status in RETURN_STATUSES:
        if said == status:
            return status
    if said:
        known = ", ".join(RETURN_STATUSES)
        log.stop(
            f"The return's status '{said}' is unknown.",
            f"Write one of {known}.",
            line=head.line,
            column="returns",
            field="status",
            zh=f"退货状态“{said}”无法识别，请填写其中之一：{known}。",
        )
    return "received"


def _with_refund(order: Order, refund: Money) -> Order:
    """A refund the export gives as one sum: on the whole order when it is all of it, else as a part without a SKU."""
    whole = refund.minor >= order.total.minor
    status: OrderStatus = "returned" if whole else "partly_returned"
    skus = [(line.sku, line.quantity) for line in order.lines] if whole and order.lines else [("", 1)]
    shares = refund.split([max(1, quantity) for _, quantity in skus])
    back = tuple(
        Return(sku=sku, quantity=quantity, status="refunded", refund=share)
        for (sku, quantity), share in zip(skus, shares, strict=True)
    )
    return replace(order, status=order.status if order.status in ("cancelled",) else status, returns=back)
