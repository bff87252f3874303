"""What a turn may stand on about promotions: those in force, the visitor's bag, ways to pay in parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.assistant.goods import Goods
from mercery.assistant.promoting.asking import asks, codes_named, may_ask
from mercery.assistant.promoting.bag import Bag
from mercery.catalog.product import Product, Variant
from mercery.claims.deals import Promotion
from mercery.claims.facts import Fact
from mercery.policies.facts import facts as policy_facts
from mercery.promotions.bag_told import BagTold, apart_from_others, bag_told
from mercery.promotions.buying import buyer_of, entered
from mercery.promotions.cart_quote import CartLine
from mercery.promotions.plans import PolicyPlan, plans_in_force, plans_of_bag, plans_of_variant
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.service import price_products, quote_cart
from mercery.promotions.told import promotions_told

MOST_PRICES: Final = 6
"""Of so many prices of one piece each is worked out with a code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deals:
    """The facts of one turn about promotions."""

    promotions: tuple[Fact, ...] = ()
    """Those a customer may be told of."""
    apart: frozenset[frozenset[str]] = frozenset()
    """Pairs of fact ids of promotions of which one counts."""
    plans: Mapping[str, tuple[Fact, ...]] = field(default_factory=dict)
    """Ways to pay in parts, by product; under the empty id those of the bag."""
    released: bool = False
    """Whether the shop has published promotions."""
    takes_codes: bool = False
    """Whether a published promotion asks for a coupon code."""
    tried: BagTold | None = None
    """With codes named: the one piece the message is about with them, else an empty bag; the reason is in it."""
    tried_piece: str = ""
    """The piece; empty where there was none."""
    tried_variants: tuple[tuple[frozenset[str], BagTold], ...] = ()
    """Where variants of the piece cost different amounts: each group of one price, the lowest first, with the codes."""
    opening: tuple[Fact, ...] = ()
    """The policies that open paying in parts."""
    plan_rules: bool = False
    """Whether the shop has rules for paying in parts at all."""

    def of(self, product_ids: Sequence[str]) -> tuple[Fact, ...]:
        """Those that hold for one of the products."""
        return tuple(
            one
            for one in self.promotions
            if isinstance(one.value, Promotion) and any(one.value.covers(key) for key in product_ids)
        )


async def deals_at_hand(
    session: AsyncSession,
    shop: Shop,
    text: str,
    shelf: Mapping[str, Goods],
    about: Sequence[str],
    *,
    kind: Sequence[str] = (),
    bag: Bag | None,
    customer_id: str | None,
    currency: str,
    at: datetime,
) -> tuple[Deals, BagTold | None]:
    """What may be told, where the message may ask for it. `about`: the products it names or refers to;
    `kind`: those of the kind it names."""
    if not may_ask(text):
        return Deals(), None
    codes = entered([*(bag.codes if bag else ()), *codes_named(text)])
    products = [shelf[one].product for one in about if one in shelf]
    asked = [*products, *(shelf[one].product for one in kind if one in shelf and one not in about)]
    told = await promotions_told(session, shop, at=at, currency=currency, products=asked, codes=codes)
    plans = await plans_in_force(session, shop, at=at, currency=currency) if "instalments" in asks(text) else []
    known = {product.id: _of_product(plans, shop, product, currency, at) for product in products} if plans else {}
    priced = None
    if bag is not None and bag.lines:
        buyer = await buyer_of(session, shop.id, customer_id, codes=codes)
        quote = await quote_cart(session, shop, bag.lines, currency=currency, at=at, buyer=buyer)
        priced = await bag_told(session, shop, quote, buyer)
        if plans:
            known[""] = tuple(plans_of_bag(plans, quote))
    found = {key: facts for key, facts in known.items() if facts is not None}
    named = codes_named(text)
    tried, piece = (None, "")
    groups: tuple[tuple[frozenset[str], BagTold], ...] = ()
    if named and told.released:
        buyer = await buyer_of(session, shop.id, customer_id, codes=entered(named))
        tried, piece = await _tried(session, shop, products, buyer, currency, at)
        groups = await _tried_variants(session, shop, products, buyer, currency, at) if not piece else ()
    deals = Deals(
        promotions=told.facts, apart=told.apart, plans=found, plan_rules=bool(plans), released=told.released,
        takes_codes=told.takes_codes, tried=tried, tried_piece=piece, tried_variants=groups,
        opening=tuple(policy_facts({one.policy.key: one.policy for one in plans}.values())),
    )  # fmt: skip
    return deals, priced


async def _tried(
    session: AsyncSession, shop: Shop, products: Sequence[Product], buyer: Buyer, currency: str, at: datetime
) -> tuple[BagTold, str]:
    """One unit of the piece with the codes, at the one door for quotes; of a piece whose variants cost different amounts none."""
    groups = _by_price(shop, products, currency, at)
    for variant in groups[0] if len(groups) == 1 else ():
        line = CartLine(product_id=products[0].id, variant_id=variant.id, quantity=1)
        quote = await quote_cart(session, shop, [line], currency=currency, at=at, buyer=buyer)
        if quote.total.minor and quote.promotions is not None:
            return await bag_told(session, shop, quote, buyer), line.product_id
    quote = await quote_cart(session, shop, [], currency=currency, at=at, buyer=buyer)
    return await bag_told(session, shop, quote, buyer), ""


async def _tried_variants(
    session: AsyncSession, shop: Shop, products: Sequence[Product], buyer: Buyer, currency: str, at: datetime
) -> tuple[tuple[frozenset[str], BagTold], ...]:
    """One unit of each price with the codes, for a piece whose variants cost different amounts."""
    groups = _by_price(shop, products, currency, at)
    found = []
    for group in groups if 1 < len(groups) <= MOST_PRICES else ():
        line = CartLine(product_id=products[0].id, variant_id=group[0].id, quantity=1)
        quote = await quote_cart(session, shop, [line], currency=currency, at=at, buyer=buyer)
        if quote.total.minor and quote.promotions is not None:
            told = apart_from_others(await bag_told(session, shop, quote, buyer), group[0].id)
            found.append((frozenset(one.id for one in group), told))
    return tuple(found) if len(found) == len(groups) else ()


def _by_price(shop: Shop, products: Sequence[Product], currency: str, at: datetime) -> list[list[Variant]]:
    """The variants of the one piece by their price, the lowest first; nothing for several pieces or none."""
    if len(products) != 1:
        return []
    prices = price_products(shop, products, currency=currency, at=at)
    groups: dict[int, list[Variant]] = {}
    for variant in products[0].variants:
        if variant.id in prices:
            groups.setdefault(prices[variant.id].price.amount.minor, []).append(variant)
    return [groups[minor] for minor in sorted(groups)]


def _of_product(
    plans: Sequence[PolicyPlan], shop: Shop, product: Product, currency: str, at: datetime
) -> tuple[Fact, ...] | None:
    """How a piece can be paid in parts; None where its variants cost different amounts, and nothing holds of them all."""
    prices = price_products(shop, [product], currency=currency, at=at)
    priced = [(variant, prices[variant.id]) for variant in product.variants if variant.id in prices]
    if len({price.price.amount for _, price in priced}) != 1:
        return None
    return tuple(plans_of_variant(plans, product, *priced[0]))
