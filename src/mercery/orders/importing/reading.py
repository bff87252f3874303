"""Orders from Shopify's CSV (one row per line item), WooCommerce's order exports and JSON, each checked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from mercery.catalog.importing.draft import Context
from mercery.core.files.amounts import is_currency
from mercery.core.files.problems import ProblemLog, refused
from mercery.core.files.rows import columns_of, rows_of
from mercery.core.files.tabular import Row, grouped
from mercery.customers.contact_reading import address_of
from mercery.customers.importing import moment
from mercery.orders.handover.coming_back import ref_in
from mercery.orders.importing.headings import (
    CHANNEL,
    COUNTRY,
    DISCOUNT,
    EMAIL,
    LINE_TITLE,
    NOTE,
    NUMBER,
    PLACED,
    REFUND,
    SHIPPING,
    TAX,
    TOTAL,
    amount,
    cell,
)
from mercery.orders.importing.line_items import lines_of
from mercery.orders.importing.payments import paid, payments_of
from mercery.orders.importing.returns import returns_of, with_refund
from mercery.orders.importing.shipments import shipments_of
from mercery.orders.importing.statuses import status_of
from mercery.orders.order import (
    Order,
)
from mercery.orders.sales.channels import channel_named

NOTE_LIMIT: Final = 4_000
"""Longest note in characters."""


def likeness(path: Path) -> float:
    """How surely the file holds orders."""
    columns = columns_of(path)
    if {"lineitem name", "financial status"} <= columns:
        return 0.98
    marks = sum(
        bool(columns & set(names))
        for names in (
            ("order number", "order id", "number", "订单号", "订单编号"),
            PLACED,
            TOTAL,
            ("line items", "lines", "items", *LINE_TITLE[:4]),
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
        number = cell(row, NUMBER)
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


def _order(rows: Sequence[Row], context: Context) -> Order | None:
    head, log = rows[0], context.log
    currency = _currency(head, context)
    if currency is None:
        return None
    placed = _placed(head, log)
    payments = payments_of(head, context, currency)
    total = amount(head, TOTAL, context, currency) or paid(payments, currency)
    if total is None:
        log.stop("The order has no total.", "Give it one.", line=head.line, field="total", zh="订单没有总额，请填写。")
    lines = tuple(line for row in rows for line in lines_of(row, context, currency))
    if total is None:
        return None
    order = Order(
        number=cell(head, NUMBER).lstrip("#"),
        placed_at=placed,
        currency=currency,
        status=status_of(head, log),
        total=total,
        shipping=amount(head, SHIPPING, context, currency),
        discount=amount(head, DISCOUNT, context, currency),
        tax=amount(head, TAX, context, currency),
        customer_key=cell(head, ("customer key", "customer id", "customer user", "user id")) or None,
        email=cell(head, EMAIL) or None,
        lines=lines,
        shipments=shipments_of(head, log),
        returns=returns_of(head, context, currency),
        country=_country(cell(head, COUNTRY)),
        address=address_of(head.cells, "address", "shipping address"),
        payments=payments,
        cancel_reason=cell(head, ("cancel reason", "cancellation reason")),
        note=_note(head, log),
        channel=channel_named(cell(head, CHANNEL)),
        handover=ref_in(head.cells),
        source_line=head.line or None,
    )
    refund = amount(head, REFUND, context, currency)
    return with_refund(order, refund) if refund and refund.minor and not order.returns else order


def _currency(head: Row, context: Context) -> str | None:
    currency = (cell(head, ("currency", "order currency", "币种")) or context.currency).upper()
    if is_currency(currency):
        return currency
    context.log.stop(
        f"The currency '{currency}' is unknown.",
        "Write its ISO code, such as EUR.",
        line=head.line,
        field="currency",
        zh=f"货币“{currency}”无法识别，请填写 ISO 代码，例如 EUR。",
    )
    return None


def _placed(head: Row, log: ProblemLog) -> datetime | None:
    placed = moment(cell(head, PLACED), head, log, "placed at")
    if placed is None and any(name in head.cells for name in PLACED):
        log.stop(
            "The order has no date.", "Give it one.", line=head.line, field="placed_at", zh="订单没有日期，请填写。"
        )
    elif placed is None and not log.warnings:
        log.note(
            "The file has no dates: nothing will be said about when orders were placed.",
            line=head.line,
            zh="文件中没有日期，将不会提及下单时间。",
        )
    return placed


def _note(head: Row, log: ProblemLog) -> str:
    note = cell(head, NOTE).replace("\x00", "").strip()
    if len(note) > NOTE_LIMIT:
        log.stop(
            f"The note has {len(note)} characters.", f"Shorten it to {NOTE_LIMIT}.", line=head.line, column="note", field="note", zh=f"备注为 {len(note)} 字，请缩短至 {NOTE_LIMIT} 字以内。"
        )  # fmt: skip
    return note


def _country(text: str) -> str | None:
    return text.upper() if len(text) == 2 and text.isalpha() else None
