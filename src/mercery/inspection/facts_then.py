"""The facts in force at the time of each message: products as they were, prices, policies and approved answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.catalog.facts import product_facts
from mercery.catalog.history import product_at
from mercery.catalog.product import Product
from mercery.claims.facts import Fact
from mercery.knowledge.facts import answer_fact
from mercery.knowledge.past import answers_at
from mercery.policies.facts import facts as policy_facts
from mercery.policies.service import policies_in_force
from mercery.promotions.facts import price_facts
from mercery.promotions.service import price_products
from mercery.promotions.told import promotions_then


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsThen:
    """What held at one moment."""

    at: datetime
    products: tuple[Fact, ...]
    prices: tuple[tuple[Fact, ...], ...]
    """Currency by currency, the shop's own first."""
    policies: tuple[Fact, ...]
    answers: tuple[Fact, ...]

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all: two moments with the same ones are one time to whoever reads. Prices may share an id."""
        amounts = (f"{fact.id}={fact.value}" for group in self.prices for fact in group)
        return frozenset((*(fact.id for fact in (*self.products, *self.policies, *self.answers)), *amounts))


async def facts_then(
    session: AsyncSession, shop: Shop, product_ids: Sequence[str], moments: Sequence[datetime]
) -> Mapping[datetime, FactsThen]:
    """For each moment what held. A conversation seldom sees a change, so that what stayed is read once."""
    if not moments:
        return {}
    first, last = min(moments), max(moments)
    before = await _products(session, shop.id, product_ids, first)
    after = await _products(session, shop.id, product_ids, last) if last != first else before
    same_goods = _versions(before) == _versions(after)
    answers = [answer_fact(one) for one in await answers_at(session, shop.id, first)]
    later = [answer_fact(one) for one in await answers_at(session, shop.id, last)] if last != first else answers
    same_answers = [one.id for one in answers] == [one.id for one in later]
    found: dict[datetime, FactsThen] = {}
    for moment in sorted(set(moments)):
        goods = before if same_goods else await _products(session, shop.id, product_ids, moment)
        said = answers if same_answers else [answer_fact(one) for one in await answers_at(session, shop.id, moment)]
        policies = [
            *policy_facts(await policies_in_force(session, shop.id, moment)),
            *await promotions_then(session, shop, moment),
        ]
        found[moment] = _then(shop, moment, goods, policies, said)
    return found


def _then(
    shop: Shop, moment: datetime, goods: Sequence[Product], policies: Sequence[Fact], answers: Sequence[Fact]
) -> FactsThen:
    currencies = dict.fromkeys((shop.currency, *shop.currencies))
    return FactsThen(
        at=moment,
        products=tuple(fact for product in goods for fact in product_facts(product, shop)),
        prices=tuple(
            tuple(price_facts(goods, price_products(shop, goods, currency=currency, at=moment)))
            for currency in currencies
        ),
        policies=tuple(policies),
        answers=tuple(answers),
    )


async def _products(session: AsyncSession, shop_id: str, ids: Sequence[str], moment: datetime) -> list[Product]:
    found = [await product_at(session, shop_id, id_, moment) for id_ in ids]
    return [one for one in found if one is not None]


def _versions(products: Sequence[Product]) -> list[tuple[str, int, tuple[tuple[str, int], ...]]]:
    return [(one.id, one.version, tuple((variant.id, variant.version) for variant in one.variants)) for one in products]
