"""Promotions and ways to pay in parts beside a price, in the visitor's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mercery.catalog.product import Product, Variant
from mercery.claims.deal_acts import TellInstalments
from mercery.claims.deals import Promotion
from mercery.claims.facts import Fact
from mercery.claims.frames.render import render
from mercery.claims.wording import Voice
from mercery.core.clock import now
from mercery.promotions.cart_quote import CartQuote
from mercery.promotions.plans import plans_of, plans_of_bag, plans_of_variant
from mercery.promotions.price import VariantPrice
from mercery.promotions.told import promotions_told
from mercery.storefront.speech import until_text
from mercery.storefront.visit import Visit

MOST_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotionLine:
    """One promotion a piece is part of."""

    name: str
    words: str
    until: str
    fact_id: str


async def promotions_of_piece(visit: Visit, product: Product) -> tuple[PromotionLine, ...]:
    """The promotions in force that hold for every choice of the piece, those that end first before the others."""
    told = await promotions_told(visit.session, visit.shop, at=now(), currency=visit.currency, products=[product])
    own = [one for one in told.facts if isinstance(one.value, Promotion) and one.value.covers(product.id)]
    own.sort(key=lambda one: (one.valid_to is None, one.valid_to))
    return tuple(promotion_line(visit, one) for one in own[:MOST_SHOWN])


def promotion_line(visit: Visit, fact: Fact) -> PromotionLine:
    """A promotion by its name and its words."""
    assert isinstance(fact.value, Promotion)
    return PromotionLine(
        name=fact.value.name.text(visit.lang),
        words=fact.value.words.text(visit.lang),
        until=until_text(fact.valid_to, visit.lang, visit.shop.timezone),
        fact_id=fact.id,
    )


async def plans_of_piece(
    visit: Visit, product: Product, variant: Variant | None, price: VariantPrice | None
) -> tuple[str, ...]:
    """How the price of the chosen variant can be paid in parts."""
    if variant is None or price is None:
        return ()
    plans = plans_of(await visit.policies_in_force(), price.price.amount.currency)
    return _said(visit, plans_of_variant(plans, product, variant, price)) if plans else ()


async def plans_of_total(visit: Visit, quote: CartQuote) -> tuple[str, ...]:
    """How the bag can be paid in parts."""
    plans = plans_of(await visit.policies_in_force(), quote.currency)
    return _said(visit, plans_of_bag(plans, quote)) if plans else ()


def _said(visit: Visit, facts: Sequence[Fact]) -> tuple[str, ...]:
    voice = Voice(lang=visit.lang, now=now(), timezone=visit.shop.timezone)
    act = TellInstalments(fact_ids=tuple(fact.id for fact in facts))
    if not facts:
        return ()
    return tuple(sentence.text for sentence in render(act, {fact.id: fact for fact in facts}, voice))
