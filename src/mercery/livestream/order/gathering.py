"""The shelf of a show, out of the database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.catalog.product import Product
from mercery.claims.advertising_law import binding
from mercery.claims.facts import Fact
from mercery.core.clock import now
from mercery.livestream.order.shelf import Shelf
from mercery.livestream.order.stamps import NOTHING_OF, stamp
from mercery.promotions.price import next_turn
from mercery.promotions.told import promotions_told
from mercery.studio import house_voices
from mercery.studio.gathering import facts_of, products_of


async def gather(session: AsyncSession, shop: Shop, product_ids: Sequence[str]) -> Shelf:
    """What may be said of these products at this moment. The stamp is read first: what changes while the rest is read is
    noticed by the next question."""
    moment, ids = now(), list(dict.fromkeys(product_ids))
    at = await stamp(session, shop.id, ids or NOTHING_OF)
    products = await products_of(session, shop, ids)
    facts = await facts_of(session, shop, products)
    told = await promotions_told(session, shop, at=moment, currency=shop.currency, products=products)
    every = (*facts, *told.facts)
    return Shelf(
        shop=shop,
        products=tuple(products),
        facts=every,
        now=moment,
        house=await house_voices.voice_or_house(session, shop.id, "house"),
        laws=binding(shop.advertising_law),
        stamp=at,
        asked=tuple(ids),
        turns_at=_turn(products, every, moment),
    )


def _turn(products: Iterable[Product], facts: Iterable[Fact], moment: datetime) -> datetime | None:
    turns = [one for fact in facts for one in (fact.valid_from, fact.valid_to) if one is not None and one > moment]
    priced = next_turn(products, moment)
    return min([*turns, priced] if priced else turns, default=None)
