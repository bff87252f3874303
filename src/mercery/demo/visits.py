"""Visits to the demo shop in its last two weeks, so that the overview and the comparison have something to count."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.catalog.product import Product
from mercery.core import clock
from mercery.core.i18n import Lang
from mercery.demo.searches import search_acts
from mercery.experiments import service as experiments
from mercery.interactions import service as interactions
from mercery.interactions.interaction import Interaction
from mercery.orders.order import Order

DAYS = 14
_SEED = 1927
_SEARCHING = 0.45
"""The share of visitors who search."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoVisit:
    """One visitor's visit."""

    visitor_id: str
    at: datetime
    acts: tuple[Interaction, ...]

    @property
    def bag(self) -> bool:
        """Whether something went into the bag."""
        return self.bagged is not None

    @property
    def bagged(self) -> str | None:
        """The product that went into it."""
        return next((act.product_id for act in self.acts if act.kind == "add_to_cart"), None)


def demo_visits(products: Sequence[Product], now: datetime) -> list[DemoVisit]:
    """The visits, oldest first; the same for the same products and moment."""
    dice = random.Random(_SEED)  # noqa: S311 - invented visits, not secrets
    ordered = sorted(products, key=lambda product: product.key)
    visits = []
    for day in range(DAYS):
        for number in range(dice.randint(28, 52)):
            at = now - timedelta(days=day, minutes=dice.randint(1, 24 * 60 - 1))
            name = f"vis_demo_{day:02d}_{number:02d}"
            visits.append(DemoVisit(visitor_id=name, at=at, acts=tuple(_acts(dice, name, ordered, at))))
    return sorted(visits, key=lambda visit: visit.at)


def _acts(dice: random.Random, name: str, products: Sequence[Product], at: datetime) -> Iterator[Interaction]:
    languages: tuple[Lang, ...] = ("en", "en", "zh")
    lang = dice.choice(languages)
    opened = None
    if dice.random() < _SEARCHING:
        found = list(search_acts(dice, name, lang, {product.key: product for product in products}, at))
        opened = next((act.product_id for act in found if act.kind == "click"), None)
        at = found[-1].at or at
        yield from found
    looked = dice.sample(products, dice.randint(1, 5))
    for step, product in enumerate(looked, 1):
        yield Interaction(
            visitor_id=name,
            kind="view",
            surface="product",
            product_id=product.id,
            lang=lang,
            at=at + timedelta(seconds=40 * step),
        )
    if dice.random() < (0.2 if opened else 0.09):
        yield Interaction(
            visitor_id=name,
            kind="add_to_cart",
            surface="product",
            product_id=opened or looked[-1].id,
            lang=lang,
            details={"quantity": 1},
            at=at + timedelta(seconds=40 * len(looked) + 20),
        )


async def pay_visits(
    session: AsyncSession, shop: Shop, products: Sequence[Product], orders: Sequence[Order], now: datetime
) -> int:
    """Store the visits with their exposures, bags and orders. Returns how many visitors came."""
    visits = demo_visits(products, now)
    await interactions.record_all(session, shop.id, [act for visit in visits for act in visit.acts])
    for visit in visits:
        with clock.at(visit.at):
            await experiments.record_exposure(session, shop, "assistant", visit.visitor_id)
            if visit.bag:
                await experiments.record_outcome(session, shop.id, visit.visitor_id, "add_to_cart")
    product_of = {variant.sku: product.id for product in products for variant in product.variants}
    for order, buyer in _buyers(visits, orders, product_of):
        with clock.at(order.placed_at or now):
            await experiments.record_outcome(session, shop.id, buyer, "order", order.total, subject=order.number)
    return len(visits)


def _buyers(
    visits: Sequence[DemoVisit], orders: Sequence[Order], product_of: Mapping[str, str]
) -> Iterator[tuple[Order, str]]:
    """Each order of these days with one of the visitors who had a bag shortly before: who had that piece in it, where
    there is one."""
    dice = random.Random(_SEED + 1)  # noqa: S311
    for order in orders:
        bags = [visit for visit in visits if visit.bag and order.placed_at and visit.at < order.placed_at]
        pieces = {product_of.get(line.sku) for line in order.lines}
        same = [visit for visit in bags if visit.bagged in pieces]
        if bags:
            yield order, dice.choice(same[-3:] or bags[-6:]).visitor_id
