"""Tells the knowledge desk which comments found no sure answer, beside what conversations tell it.

Fills `knowledge.health.asked.Conversed`; read from the records of turns on air.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, cast

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.assistant.conversed import lack_of
from mercery.catalog import service as catalog
from mercery.core.i18n import Lang
from mercery.core.money import Money
from mercery.knowledge.health.asked import Asked, Conversed, Use
from mercery.livestream.tables import LiveCommentRow, LiveTurnRow
from mercery.promotions.service import price_products

MOST: Final = 3_000
"""The newest turns that are looked at."""


class AskedOnAir:
    """What conversations tell, and what viewers asked hosts."""

    def __init__(self, conversed: Conversed) -> None:
        self._conversed = conversed

    async def unanswered(self, session: AsyncSession, shop: Shop, since: datetime) -> Sequence[Asked]:
        """Questions since then that got no sure answer, the oldest first."""
        asked = [*await self._conversed.unanswered(session, shop, since), *await _on_air(session, shop, since)]
        return sorted(asked, key=lambda one: one.at)

    async def uses(self, session: AsyncSession, shop: Shop, since: datetime) -> Mapping[str, Use]:
        """Key of an approved answer to how it was used in conversations."""
        return await self._conversed.uses(session, shop, since)


async def _on_air(session: AsyncSession, shop: Shop, since: datetime) -> list[Asked]:
    record = LiveTurnRow.record
    rows = await session.execute(
        select(LiveCommentRow, record["decision"])
        .join(LiveCommentRow, LiveCommentRow.turn_id == LiveTurnRow.id)
        .where(
            LiveTurnRow.shop_id == shop.id, LiveTurnRow.at >= since, record.has_key("decision"),
            LiveCommentRow.state != "hidden",
        )
        .order_by(LiveTurnRow.at.desc())
        .limit(MOST)
    )  # fmt: skip
    lacking = [(row, lack) for row, decision in rows if (lack := lack_of(decision)) is not None]
    worth = await _worth(session, shop, {row.product_id for row, _ in lacking if row.product_id})
    return [
        Asked(
            text=row.text, lang=cast(Lang, row.lang), at=row.at, conversation_id=row.visitor_id or row.id, lack=lack,
            product_ids=(row.product_id,) if row.product_id else (), at_stake=worth.get(row.product_id),
            replied=str(row.answer.get("text", "")) if row.answer.get("by") else "",
            link=f"/console/live/{row.show_id}#c-{row.id}",
        )
        for row, lack in lacking
    ]  # fmt: skip


async def _worth(session: AsyncSession, shop: Shop, product_ids: set[str]) -> dict[str, Money]:
    """Each product's dearest price today."""
    products = await catalog.products(session, shop.id, sorted(product_ids)) if product_ids else []
    prices = price_products(shop, products)
    found = {}
    for product in products:
        own = [prices[variant.id].price.amount for variant in product.variants if variant.id in prices]
        if own:
            found[product.id] = max(own, key=lambda one: one.minor)
    return found
