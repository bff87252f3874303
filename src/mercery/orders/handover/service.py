"""The one door of the hand-over: how a shop takes bags over, the address for one, and what came back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.accounts.audit import record
from mercery.catalog.product import Product, Variant
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.database import Json
from mercery.core.events import bus
from mercery.core.i18n import Lang
from mercery.core.ids import new_id
from mercery.core.money import Money
from mercery.orders.events import OrderCameBack
from mercery.orders.handover.checkout import (
    Checkout,
    HandedOver,
    Kind,
    Landing,
    Piece,
    checked,
    hand_over,
    why_not,
)
from mercery.orders.handover.tables import CheckoutRow, HandoverRow
from mercery.orders.order import Order

REF: Final = "hov"
"""First letters of a hand-over's id."""
_NO_CHECKOUT: Final = Checkout()


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """A bag that was handed over, as it is told of."""

    id: str
    at: datetime
    kind: str
    surface: str
    pieces: int
    left: int
    total: Money | None
    order_number: str | None
    ordered_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverCounts:
    """What came of hand-overs since a day."""

    begun: int
    ordered: int
    newest: tuple[Handover, ...]


async def checkout_of(session: AsyncSession, shop_id: str) -> Checkout:
    """How the shop takes a bag over; its own bag where nothing is set."""
    row = await session.get(CheckoutRow, shop_id)
    if row is None:
        return _NO_CHECKOUT
    return Checkout(
        kind=cast(Kind, row.kind),
        address=row.address,
        item=row.item,
        separator=row.separator,
        landing=cast(Landing, row.landing),
    )


async def set_checkout(session: AsyncSession, shop_id: str, actor: Actor, wanted: Checkout) -> Checkout:
    """Change it and write it down; Invalid names each wrong field, and nothing changes then."""
    plain = checked(wanted, http_allowed=not settings().public_url)
    before = await checkout_of(session, shop_id)
    if plain == before:
        return plain
    values = {
        "kind": plain.kind, "address": plain.address, "item": plain.item, "separator": plain.separator,
        "landing": plain.landing, "changed_at": now(), "changed_by": actor.id,
    }  # fmt: skip
    statement = insert(CheckoutRow).values(shop_id=shop_id, **values)
    await session.execute(statement.on_conflict_do_update(index_elements=["shop_id"], set_=values))
    await record(session, shop_id, actor, "checkout.update", shop_id, before=_told(before), after=_told(plain))
    return plain


def _told(checkout: Checkout) -> Json:
    return {"kind": checkout.kind, "address": checkout.address, "item": checkout.item, "landing": checkout.landing}


def piece_of(variant: Variant, quantity: int = 1) -> Piece:
    """A variant as the hand-over sees it."""
    return Piece(variant_id=variant.id, sku=variant.sku, quantity=quantity, external_id=variant.external_id)


def can_hand_over(checkout: Checkout, variant: Variant) -> bool:
    """Whether a button that hands this piece over may be shown."""
    return checkout.on and why_not(checkout, piece_of(variant)) is None


def trial(
    checkout: Checkout, pieces: Sequence[Piece], *, lang: Lang, currency: str, codes: Sequence[str] = ()
) -> HandedOver:
    """The address as it would be, for a preview; nothing is noted and the reference opens nothing."""
    return hand_over(checkout, pieces, ref=f"{REF}_preview", lang=lang, currency=currency, codes=codes)


async def begin(
    session: AsyncSession,
    shop_id: str,
    checkout: Checkout,
    pieces: Sequence[Piece],
    *,
    visitor_id: str,
    surface: str,
    lang: Lang,
    currency: str,
    codes: Sequence[str] = (),
    total: Money | None = None,
    noted: bool = True,
) -> HandedOver:
    """Hand over: the address to send the customer to, and a row by which the order is known again.

    `noted`: False for programs and the shop's own people, who only look. Nothing is noted where nothing can be sent.
    """
    ref = new_id(REF)
    done = hand_over(checkout, pieces, ref=ref, lang=lang, currency=currency, codes=codes)
    if not done.address or not noted:
        return done
    session.add(
        HandoverRow(
            id=ref,
            shop_id=shop_id,
            visitor_id=visitor_id,
            at=now(),
            kind=checkout.kind,
            surface=surface,
            lines=[_line(piece) for piece in done.sent],
            left=[_line(piece) | {"why": why} for piece, why in done.left],
            codes=list(done.codes),
            currency=currency,
            minor=total.minor if total else None,
        )
    )
    await session.flush()
    return done


def _line(piece: Piece) -> Json:
    return {"variant_id": piece.variant_id, "sku": piece.sku, "quantity": piece.quantity}


async def came_back(session: AsyncSession, shop_id: str, orders: Sequence[Order]) -> int:
    """Join orders that carry a reference to the visitors whose bags were handed over; how many were joined.

    The first order of a hand-over counts; the same order told again changes nothing.
    """
    told = {order.handover: order for order in orders if order.handover and order.status != "cancelled"}
    if not told:
        return 0
    rows = await session.scalars(
        select(HandoverRow)
        .where(HandoverRow.shop_id == shop_id, HandoverRow.id.in_(list(told)), HandoverRow.order_number.is_(None))
        .with_for_update()
    )
    joined = 0
    for row in rows:
        order = told[row.id]
        row.order_number, row.ordered_at = order.number.strip().lstrip("#"), order.placed_at or now()
        await session.flush()
        await bus.publish(session, _event(shop_id, row.visitor_id, order))
        joined += 1
    return joined


def _event(shop_id: str, visitor_id: str, order: Order) -> OrderCameBack:
    return OrderCameBack(
        shop_id=shop_id,
        visitor_id=visitor_id,
        number=order.number.strip().lstrip("#"),
        total=order.total,
        pieces=tuple((line.sku, line.quantity) for line in order.lines),
        placed_at=order.placed_at,
    )


async def counts(session: AsyncSession, shop_id: str, *, since: datetime, newest: int = 10) -> HandoverCounts:
    """What was handed over since, how much of it became an order, and the newest."""
    begun, ordered = (
        await session.execute(
            select(func.count(), func.count(HandoverRow.order_number)).where(
                HandoverRow.shop_id == shop_id, HandoverRow.at >= since
            )
        )
    ).one()
    rows = await session.scalars(
        select(HandoverRow).where(HandoverRow.shop_id == shop_id).order_by(HandoverRow.at.desc()).limit(newest)
    )
    return HandoverCounts(begun=begun, ordered=ordered, newest=tuple(_handover(row) for row in rows))


def _handover(row: HandoverRow) -> Handover:
    return Handover(
        id=row.id,
        at=row.at,
        kind=row.kind,
        surface=row.surface,
        pieces=sum(line["quantity"] for line in row.lines),
        left=len(row.left),
        total=None if row.minor is None else Money(row.minor, row.currency),
        order_number=row.order_number,
        ordered_at=row.ordered_at,
    )


def some_piece(products: Sequence[Product], checkout: Checkout) -> tuple[Product, Variant] | None:
    """A real piece to show the address with: the first that can be handed over, else the first there is."""
    every = [(product, variant) for product in products for variant in product.variants]
    fit = next((pair for pair in every if can_hand_over(checkout, pair[1])), None)
    return fit or next(iter(every), None)
