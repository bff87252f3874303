"""Reading and bringing in orders."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from sqlalchemy import ARRAY, String, any_, func, literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.accounts.audit import record
from mercery.core import clock
from mercery.core.database import Json
from mercery.core.errors import Invalid, NotFound, Problem
from mercery.core.events import bus
from mercery.core.files.twice import Once
from mercery.core.i18n import Words
from mercery.core.ids import new_id
from mercery.core.money import Money
from mercery.customers.customer_json import address_from_json, address_to_json
from mercery.customers.service import ids_by_email, ids_by_key
from mercery.orders.events import OrdersChanged
from mercery.orders.handover.service import came_back
from mercery.orders.order import Order
from mercery.orders.order_json import (
    line_from_json,
    line_to_json,
    order_to_json,
    payment_from_json,
    payment_to_json,
    return_from_json,
    return_to_json,
    shipment_from_json,
    shipment_to_json,
)
from mercery.orders.paid import with_units
from mercery.orders.sales.channels import CameBy
from mercery.orders.sales.keeping import begin_book, keep_sales
from mercery.orders.tables import OrderRow

_BATCH = 500
_ASKED = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdersImported:
    """What an import of orders did."""

    new: int
    changed: int
    unchanged: int


async def order_by_number(session: AsyncSession, shop_id: str, number: str) -> Order:
    """The order the customer knows by `number` (with or without #); NotFound."""
    row = await session.scalar(
        select(OrderRow).where(OrderRow.shop_id == shop_id, OrderRow.number == number.strip().lstrip("#"))
    )
    if row is None:
        raise NotFound(f"There is no order {number}.", zh=f"没有订单 {number}。")
    return order_of_row(row)


async def find_order(session: AsyncSession, shop_id: str, number: str, *, lock: bool = False) -> Order | None:
    """As `order_by_number`, None when there is none; with `lock` nobody else changes it until the transaction ends."""
    query = select(OrderRow).where(OrderRow.shop_id == shop_id, OrderRow.number == number.strip().lstrip("#"))
    row = await session.scalar(query.with_for_update() if lock else query)
    return order_of_row(row) if row else None


async def save(session: AsyncSession, shop_id: str, changed: Order) -> None:
    """Store an order that an action has changed, as its next version.

    The digest stays that of the file it came from: the same file again says nothing new, and must not undo the action.
    """
    row = await session.scalar(select(OrderRow).where(OrderRow.shop_id == shop_id, OrderRow.id == changed.id))
    if row is None:
        raise NotFound(f"There is no order {changed.number}.", zh=f"没有订单 {changed.number}。")
    columns = _columns(changed, changed.customer_id)
    del columns["digest"]
    _change(row, columns)
    await session.flush()
    await keep_sales(session, shop_id, [order_of_row(row)])
    await bus.publish(session, OrdersChanged(shop_id=shop_id, numbers=(row.number,)))


async def keep_unit_paid(
    session: AsyncSession, shop_id: str, number: str, units: Mapping[str, Sequence[int]]
) -> Order | None:
    """Note what each piece was paid with after every promotion, by SKU in minor units; None where there is no such order.

    Nothing is noted that does not account for what was paid for the goods: then the order's discount is shared by price.
    """
    found = await find_order(session, shop_id, number, lock=True)
    if found is None:
        return None
    noted = with_units(found, units)
    if noted != found:
        await save(session, shop_id, noted)
    return noted


async def numbers_by_email(session: AsyncSession, shop_id: str, email: str, *, limit: int = 200) -> list[str]:
    """The numbers of the newest orders placed with an e-mail address."""
    rows = await session.scalars(
        select(OrderRow.number)
        .where(OrderRow.shop_id == shop_id, OrderRow.email == email.strip().lower())
        .order_by(OrderRow.placed_at.desc())
        .limit(limit)
    )
    return list(rows)


async def orders_of_customer(session: AsyncSession, shop_id: str, customer_id: str, *, limit: int = 50) -> list[Order]:
    """The customer's orders, newest first."""
    rows = await session.scalars(
        select(OrderRow)
        .where(OrderRow.shop_id == shop_id, OrderRow.customer_id == customer_id)
        .order_by(OrderRow.placed_at.desc().nulls_last())
        .limit(limit)
    )
    return [order_of_row(row) for row in rows]


async def orders(session: AsyncSession, shop_id: str, *, offset: int = 0, limit: int = 50) -> list[Order]:
    """The shop's orders, newest first."""
    rows = await session.scalars(
        select(OrderRow)
        .where(OrderRow.shop_id == shop_id)
        .order_by(OrderRow.placed_at.desc().nulls_last(), OrderRow.id)
        .offset(offset)
        .limit(limit)
    )
    return [order_of_row(row) for row in rows]


async def count_orders(session: AsyncSession, shop_id: str) -> int:
    """How many orders the shop has."""
    return await session.scalar(select(func.count()).where(OrderRow.shop_id == shop_id)) or 0


async def apply_orders(
    session: AsyncSession, shop_id: str, drafts: Sequence[Order], actor: Actor, *, came: CameBy = ""
) -> OrdersImported:
    """Bring orders in: new ones are added, known ones (by number) changed where they differ, none is removed.

    `came`: the channel of those that tell none and are new; a known order keeps what it had. Invalid, with a problem per
    order, when one is in itself contradictory; nothing is changed then.
    """
    if problems := list(_problems(drafts)):
        raise Invalid(
            "The orders cannot be used as they are.", problems=problems, zh="这些订单不能使用，请按所列修改。"
        )
    await begin_book(session, shop_id)
    known = await _known(session, shop_id, drafts)
    people = await ids_by_key(session, shop_id, {draft.customer_key for draft in drafts if draft.customer_key})
    alone = [draft.email for draft in drafts if draft.email and draft.customer_key not in people]
    by_email = await ids_by_email(session, shop_id, alone)
    fresh: list[Json] = []
    changed = 0
    touched: list[str] = []
    apart: list[Order] = []
    for draft in drafts:
        customer_id = people.get(draft.customer_key or "") or by_email.get((draft.email or "").strip().lower())
        columns = _columns(draft, customer_id)
        row = known.get(columns["number"])
        columns["channel"] = draft.channel or (row.channel if row is not None else came)
        if row is None:
            made = columns | {"id": new_id("ord"), "shop_id": shop_id}
            fresh.append(made)
            touched.append(columns["number"])
            apart.append(replace(draft, id=made["id"], channel=made["channel"]))
        elif row.digest != columns["digest"]:
            changed += 1
            touched.append(row.number)
            _change(row, columns)
            apart.append(replace(draft, id=row.id, channel=row.channel))
    for start in range(0, len(fresh), _BATCH):
        await session.execute(insert(OrderRow), fresh[start : start + _BATCH])
    result = OrdersImported(new=len(fresh), changed=changed, unchanged=len(drafts) - len(fresh) - changed)
    if result.new or result.changed:
        numbers: Json = {"new": result.new, "changed": result.changed}
        await record(session, shop_id, actor, "orders.import", "orders", after=numbers)
        await session.flush()
        await keep_sales(session, shop_id, apart)
        await bus.publish(session, OrdersChanged(shop_id=shop_id, numbers=tuple(touched)))
    await came_back(session, shop_id, drafts)
    return result


async def _known(session: AsyncSession, shop_id: str, drafts: Sequence[Order]) -> dict[str, OrderRow]:
    """The orders on record among the drafts, by number."""
    numbers = [draft.number.strip().lstrip("#") for draft in drafts]
    found: dict[str, OrderRow] = {}
    for start in range(0, len(numbers), _ASKED):
        # One array: a parameter for each number would end at 65,535.
        wanted = any_(literal(numbers[start : start + _ASKED], ARRAY(String)))
        rows = await session.scalars(select(OrderRow).where(OrderRow.shop_id == shop_id, OrderRow.number == wanted))
        found |= {row.number: row for row in rows}
    return found


def _problems(drafts: Sequence[Order]) -> Iterator[Problem]:
    once = Once(what=Words("order", "订单"), name="number")
    for draft in drafts:
        if problem := once.again(draft.number, draft.source_line):
            yield problem
        if draft.placed_at is not None and draft.placed_at.tzinfo is None:
            yield Problem(
                line=draft.source_line,
                field="placed_at",
                message="The time has no zone.",
                remedy="Write it as 2026-12-10T14:30:00+01:00.",
                zh="时间没有注明时区，请写成 2026-12-10T14:30:00+01:00。",
            )
        amounts = [line.unit_price for line in draft.lines] + [draft.total]
        if any(amount.currency != draft.currency for amount in amounts):
            yield Problem(
                line=draft.source_line,
                field="currency",
                message="Amounts in more than one currency.",
                remedy="Write all of them in the order's own.",
                zh="订单中的金额有两种以上货币，请统一用该订单的货币。",
            )
        if draft.total.minor < 0 or any(line.quantity < 1 for line in draft.lines):
            yield Problem(
                line=draft.source_line,
                field="lines",
                message="A total below zero, or a line of less than one piece.",
                remedy="Mend the total or take the line out.",
                zh="总额小于 0，或有商品不足一件。请更正总额，或删去该行商品。",
            )


def _change(row: OrderRow, columns: Json) -> None:
    for name, value in columns.items():
        setattr(row, name, value)
    row.version += 1
    row.recorded_at = clock.now()


def _columns(draft: Order, customer_id: str | None) -> Json:
    content = json.dumps(order_to_json(draft), sort_keys=True, ensure_ascii=False) + (customer_id or "")
    return {
        "number": draft.number.strip().lstrip("#"),
        "customer_id": customer_id,
        "email": draft.email.strip().lower() if draft.email else None,
        "placed_at": draft.placed_at,
        "status": draft.status,
        "currency": draft.currency,
        "total_minor": draft.total.minor,
        "shipping_minor": draft.shipping.minor if draft.shipping else None,
        "discount_minor": draft.discount.minor if draft.discount else None,
        "tax_minor": draft.tax.minor if draft.tax else None,
        "country": draft.country,
        "lines": [line_to_json(line) for line in draft.lines],
        "shipments": [shipment_to_json(shipment) for shipment in draft.shipments],
        "returns": [return_to_json(back) for back in draft.returns],
        "address": address_to_json(draft.address) if draft.address else None,
        "payments": [payment_to_json(payment) for payment in draft.payments],
        "cancel_reason": draft.cancel_reason,
        "note": draft.note,
        "channel": draft.channel,
        "digest": sha256(content.encode()).hexdigest(),
    }


def order_of_row(row: OrderRow) -> Order:
    """The order a row holds."""

    def money(minor: int | None) -> Money | None:
        return None if minor is None else Money(minor, row.currency)

    return Order(
        id=row.id,
        number=row.number,
        customer_id=row.customer_id,
        email=row.email,
        placed_at=row.placed_at,
        status=row.status,  # type: ignore[arg-type]
        currency=row.currency,
        total=Money(row.total_minor, row.currency),
        shipping=money(row.shipping_minor),
        discount=money(row.discount_minor),
        tax=money(row.tax_minor),
        country=row.country,
        lines=tuple(line_from_json(line, row.currency) for line in row.lines),
        shipments=tuple(shipment_from_json(shipment) for shipment in row.shipments),
        returns=tuple(return_from_json(back, row.currency) for back in row.returns),
        address=address_from_json(row.address) if row.address else None,
        payments=tuple(payment_from_json(payment, row.currency) for payment in row.payments),
        cancel_reason=row.cancel_reason,
        note=row.note,
        channel=row.channel,
        version=row.version,
        recorded_at=row.recorded_at,
    )
