"""What a running order may be made of: the goods of the show's goals with what planning has to know of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.catalog.browsing import Browse, browse
from mercery.catalog.costs import costs_of
from mercery.catalog.product import Product
from mercery.claims.deals import Promotion
from mercery.claims.facts import Fact
from mercery.claims.values import Price, Stock
from mercery.core.clock import now
from mercery.livestream.order.gathering import gather
from mercery.livestream.order.planning import Good
from mercery.livestream.order.shelf import Shelf
from mercery.livestream.show import Goals
from mercery.studio.writing.own_sentences import sentences

MOST: Final = 200
"""Goods looked at for one plan; in a larger range others come in other rounds."""


async def goods_for(session: AsyncSession, shop: Shop, goals: Goals, round_number: int) -> tuple[Good, ...]:
    """The goods that come into question, with their prices, stock and offers of this moment."""
    ids = list(goals.product_ids) or await _ids(session, shop, goals, round_number)
    shelf = await gather(session, shop, ids[:MOST])
    skus = [variant.sku for product in shelf.products for variant in product.variants]
    costs = {sku: one.cost for sku, one in (await costs_of(session, shop.id, shop.currency, skus)).items()}
    newest = sorted(product.id.partition("_")[2] for product in shelf.products)
    places = {key: place / max(1, len(newest) - 1) for place, key in enumerate(newest)}
    return tuple(
        good_of(shelf, product, newness=places[product.id.partition("_")[2]], costs=costs) for product in shelf.products
    )


async def _ids(session: AsyncSession, shop: Shop, goals: Goals, round_number: int) -> list[str]:
    if goals.collection:
        asked = Browse(category=goals.collection, in_stock=True, limit=MOST)
        found = await browse(session, shop.id, asked)
        if not found.products:
            found = await browse(session, shop.id, Browse(collection=goals.collection, in_stock=True, limit=MOST))
        return [product.id for product in found.products]
    every = await catalog.all_product_ids(session, shop.id)
    if len(every) <= MOST:
        return every
    if goals.prefer == "new":
        return sorted(every, reverse=True)[:MOST]
    # Another part of a large range each round.
    start = round_number * MOST % len(every)
    return [*every[start : start + MOST], *every[: max(0, start + MOST - len(every))]]


def good_of(shelf: Shelf, product: Product, *, newness: float, costs: dict[str, int | None]) -> Good:
    """What planning knows of the piece."""
    offers = shelf.offers(product.id)
    counts = [fact.value.quantity for fact in shelf.stocks(product.id) if isinstance(fact.value, Stock)]
    promotions = shelf.promotions(product.id)
    return Good(
        product_id=product.id,
        title=product.title,
        category=product.category[-1].text("en") if product.category else "",
        said=_to_say(product),
        stock=None if not counts or None in counts else sum(one or 0 for one in counts),
        reduced=max((_share(fact) for fact in offers), default=0.0),
        promoted=any(isinstance(one.value, Promotion) and not one.value.audiences for one in promotions),
        offer_ends=_end([*offers, *promotions]),
        newness=newness,
        margin=_margin(product, offers, costs),
    )


def _to_say(product: Product) -> int:
    words = product.description.en or product.description.zh
    own = len(sentences(words, "en" if product.description.en else "zh")) if words else 0
    return len(product.attributes) + len(product.options) + own


def _share(fact: Fact) -> float:
    price = fact.value
    if not isinstance(price, Price) or price.was is None or price.was.minor <= 0:
        return 0.0
    return 1 - price.amount.minor / price.was.minor


def _end(facts: Sequence[Fact]) -> datetime | None:
    ends = [fact.valid_to for fact in facts if fact.valid_to is not None and fact.valid_to > now()]
    return min(ends, default=None)


def _margin(product: Product, offers: Sequence[Fact], costs: dict[str, int | None]) -> float | None:
    by_variant = {variant.id: costs.get(variant.sku) for variant in product.variants}
    shares = [
        1 - cost / fact.value.amount.minor
        for fact in offers
        if isinstance(fact.value, Price) and fact.value.amount.minor > 0
        and (cost := by_variant.get(fact.subject.id)) is not None
    ]  # fmt: skip
    return min(shares, default=None)
