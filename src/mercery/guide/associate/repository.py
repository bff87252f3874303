"""Reads and writes of shared offers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.i18n import Lang
from mercery.guide.associate.shared_offer import Happened, SharedOffer, SharedPiece
from mercery.guide.associate.tables import SharedOfferEventRow, SharedOfferRow
from mercery.guide.state import wish_from_json, wish_to_json


async def add(session: AsyncSession, shop_id: str, offer: SharedOffer) -> None:
    """Keep a new offer."""
    session.add(
        SharedOfferRow(
            id=offer.id, shop_id=shop_id, token=offer.token, staff_id=offer.staff_id, by=offer.by,
            customer_id=offer.customer_id, conversation_id=offer.conversation_id, addressee=offer.addressee,
            lang=offer.lang, currency=offer.currency, note=offer.note,
            pieces=[{"product": one.product_id, "variant": one.variant_id} for one in offer.pieces],
            wishes=[wish_to_json(one) for one in offer.wishes],
            created_at=offer.created_at, expires_at=offer.expires_at, withdrawn_at=None,
        )
    )  # fmt: skip
    await session.flush()


async def by_token(session: AsyncSession, shop_id: str, token: str) -> SharedOffer | None:
    """The shop's offer behind a link."""
    row = await session.scalar(
        select(SharedOfferRow).where(SharedOfferRow.shop_id == shop_id, SharedOfferRow.token == token)
    )
    return _offer(row) if row else None


async def by_id(session: AsyncSession, shop_id: str, offer_id: str) -> SharedOffer | None:
    """One offer of the shop."""
    row = await session.scalar(
        select(SharedOfferRow).where(SharedOfferRow.shop_id == shop_id, SharedOfferRow.id == offer_id)
    )
    return _offer(row) if row else None


async def newest(
    session: AsyncSession, shop_id: str, *, staff_id: str | None, customer_id: str | None, limit: int, offset: int = 0
) -> list[SharedOffer]:
    """The newest offers, of one associate or for one client where these are given."""
    query = select(SharedOfferRow).where(SharedOfferRow.shop_id == shop_id)
    if staff_id:
        query = query.where(SharedOfferRow.staff_id == staff_id)
    if customer_id:
        query = query.where(SharedOfferRow.customer_id == customer_id)
    rows = await session.scalars(
        query.order_by(SharedOfferRow.created_at.desc(), SharedOfferRow.id).limit(limit).offset(offset)
    )
    return [_offer(row) for row in rows]


async def withdraw(session: AsyncSession, shop_id: str, offer_id: str, at: datetime) -> bool:
    """End an offer that is not withdrawn yet; whether there was one."""
    done = await session.scalar(
        update(SharedOfferRow)
        .where(
            SharedOfferRow.shop_id == shop_id,
            SharedOfferRow.id == offer_id,
            or_(SharedOfferRow.withdrawn_at.is_(None), SharedOfferRow.withdrawn_at > at),
        )
        .values(withdrawn_at=at)
        .returning(SharedOfferRow.id)
    )
    return done is not None


async def note_event(
    session: AsyncSession,
    shop_id: str,
    offer_id: str,
    kind: Happened,
    visitor_id: str,
    at: datetime,
    *,
    variant_id: str | None = None,
) -> None:
    """Write down that something happened."""
    await session.execute(
        insert(SharedOfferEventRow).values(
            shop_id=shop_id, offer_id=offer_id, kind=kind, visitor_id=visitor_id, variant_id=variant_id, at=at
        )
    )


async def events(session: AsyncSession, shop_id: str, offer_ids: Sequence[str]) -> list[SharedOfferEventRow]:
    """What happened with these offers, in order."""
    rows = await session.scalars(
        select(SharedOfferEventRow)
        .where(SharedOfferEventRow.shop_id == shop_id, SharedOfferEventRow.offer_id.in_(offer_ids))
        .order_by(SharedOfferEventRow.at, SharedOfferEventRow.id)
    )
    return list(rows)


def _offer(row: SharedOfferRow) -> SharedOffer:
    return SharedOffer(
        id=row.id, token=row.token, staff_id=row.staff_id, by=row.by, customer_id=row.customer_id,
        addressee=row.addressee, lang=cast(Lang, row.lang), currency=row.currency, note=row.note,
        pieces=tuple(SharedPiece(product_id=one["product"], variant_id=one["variant"]) for one in row.pieces),
        wishes=tuple(wish_from_json(one) for one in row.wishes),
        created_at=row.created_at, expires_at=row.expires_at, withdrawn_at=row.withdrawn_at,
        conversation_id=row.conversation_id,
    )  # fmt: skip
