"""Prices and quotes for a shop. Every surface asks here; nobody else reads the price rows of the catalogue."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.catalog.product import Product
from mercery.catalog.stamps import variant_stamps
from mercery.claims.facts import Fact
from mercery.core.clock import now
from mercery.promotions import facts
from mercery.promotions.buying import STRANGER
from mercery.promotions.cart_quote import CartLine, CartQuote, quote
from mercery.promotions.glance import MOST_GLANCES, Glance, Packed, read_glances, unpacked
from mercery.promotions.in_force import calendar_of, rules_in_force
from mercery.promotions.offer import Offer, offer
from mercery.promotions.price import EVERYBODY, VariantPrice, prices_of, variant_price
from mercery.promotions.promoted import promoted
from mercery.promotions.remembered import Key, Remembered
from mercery.promotions.rules.buyer import Buyer


def price_products(
    shop: Shop,
    products: Iterable[Product],
    *,
    currency: str | None = None,
    at: datetime | None = None,
    lists: Collection[str] = EVERYBODY,
) -> dict[str, VariantPrice]:
    """Prices by variant id of products already at hand, in `currency` (else the shop's own) at `at` (else now).

    A variant that is missing is not sold in that currency; no amount is converted.
    """
    return prices_of(
        products, currency=currency or shop.currency, at=at or now(), tax_included=shop.tax_included, lists=lists
    )


async def prices(
    session: AsyncSession,
    shop: Shop,
    product_ids: Sequence[str],
    *,
    currency: str | None = None,
    at: datetime | None = None,
) -> dict[str, VariantPrice]:
    """As `price_products`, for products named by their ids."""
    products = await catalog.products(session, shop.id, list(dict.fromkeys(product_ids)))
    return price_products(shop, products, currency=currency, at=at)


async def quote_cart(
    session: AsyncSession,
    shop: Shop,
    lines: Sequence[CartLine],
    *,
    currency: str | None = None,
    at: datetime | None = None,
    buyer: Buyer = STRANGER,
    products: Sequence[Product] | None = None,
) -> CartQuote:
    """What `buyer` pays for the lines under all rules in force, with the walk to it in `promotions`; lines that cannot be
    bought carry their reason and are left out of the sums. `products` are those of the lines, where they are at hand.

    Who the buyer is says `buying.buyer_of`: audiences and coupons decide which rules are open. Without published rules
    it is what the price lists say.
    """
    if products is None:
        products = await catalog.products(session, shop.id, list(dict.fromkeys(line.product_id for line in lines)))
    listed = quote_products(shop, products, lines, currency=currency, at=at)
    held = await rules_in_force(session, shop.id)
    if not (held.rules(listed.currency) or held.settings.shipping.get(listed.currency)):
        return listed
    calendar = await calendar_of(session, shop, at=listed.at, currency=listed.currency, products=products, within=held)
    certificate = held.certificates.get(listed.currency, "")
    return promoted(listed, calendar, buyer, release=held.release, certificate=certificate)


def quote_products(
    shop: Shop,
    products: Sequence[Product],
    lines: Iterable[CartLine],
    *,
    currency: str | None = None,
    at: datetime | None = None,
) -> CartQuote:
    """What the prices everybody gets add up to, with the products already at hand. Rules that depend on the cart or the
    buyer are not in it: what somebody is to pay says `quote_cart`."""
    moment, chosen = at or now(), currency or shop.currency
    on_sale = [product for product in products if product.status == "active"]
    return quote(
        lines,
        currency=chosen,
        at=moment,
        prices=price_products(shop, on_sale, currency=chosen, at=moment),
        stock={variant.id: variant.stock for product in on_sale for variant in product.variants},
    )


def price_facts(
    shop: Shop, products: Sequence[Product], *, currency: str | None = None, at: datetime | None = None
) -> list[Fact]:
    """The price fact of each variant sold in `currency` (else the shop's own)."""
    return facts.price_facts(products, price_products(shop, products, currency=currency, at=at))


async def offers(
    session: AsyncSession, shop: Shop, product_ids: Sequence[str], *, currency: str | None = None
) -> dict[str, Offer]:
    """Lowest price and availability of each product now; products not sold in the currency are missing."""
    ids = list(dict.fromkeys(product_ids))
    stamps = await variant_stamps(session, shop.id, ids)
    found = await _offers(session, shop, ids, currency or shop.currency, stamps, now())
    return {product_id: one for product_id in ids if (one := found.get(product_id)) is not None}


async def glances(
    session: AsyncSession, shop: Shop, product_ids: Sequence[str], *, currency: str | None = None
) -> dict[str, Offer | Glance]:
    """The same where no more is asked than the lowest price and whether it can be had: a tenth of the work for hundreds of
    products nobody has looked at before."""
    chosen, moment, ids = currency or shop.currency, now(), list(dict.fromkeys(product_ids))
    keys = {one: _key(shop, chosen, one) for one in ids}
    # Whether it has changed is only asked of what is at hand; of everything else, prices and stock themselves.
    held = [one for one, key in keys.items() if key in _glanced or key in _remembered]
    stamps = await variant_stamps(session, shop.id, held)
    kept = _glanced.known(keys, stamps, moment)
    found: dict[str, Offer | Glance | None] = {
        **{one: None if packed is None else unpacked(packed, chosen) for one, packed in kept.items()},
        **_remembered.known(keys, stamps, moment),
    }
    missing = [one for one in ids if one not in found]
    if missing:
        read = await read_glances(session, shop.id, missing, chosen)
        for product_id, glance in read.found.items():
            packed = None if glance is None else glance.packed
            _glanced.put(keys[product_id], read.stamps[product_id], packed, read.variants[product_id])
        found |= read.found
        if read.unclear:
            stamps = await variant_stamps(session, shop.id, read.unclear)
            found |= await _offers(session, shop, read.unclear, chosen, stamps, moment)
    return {product_id: one for product_id in ids if (one := found.get(product_id)) is not None}


async def _offers(
    session: AsyncSession, shop: Shop, ids: Sequence[str], chosen: str, stamps: Mapping[str, int], moment: datetime
) -> dict[str, Offer | None]:
    """Those remembered, and the others made and remembered."""
    keys = {one: _key(shop, chosen, one) for one in ids if one in stamps}
    found = _remembered.known(keys, stamps, moment)
    missing = [one for one in keys if one not in found]
    for product_id, variants in (await catalog.variants(session, shop.id, missing)).items():
        priced = (
            variant_price(variant, product_id=product_id, tax_included=shop.tax_included, currency=chosen, at=moment)
            for variant in variants
        )
        one = offer(variants, {price.variant_id: price for price in priced if price is not None})
        _remembered.keep(keys[product_id], stamps[product_id], one, variants, moment)
        found[product_id] = one
    return found


def _key(shop: Shop, currency: str, product_id: str) -> Key:
    return shop.id, shop.tax_included, currency, product_id


_remembered: Remembered[Offer] = Remembered()
_glanced: Remembered[Packed] = Remembered(MOST_GLANCES)


def offers_of(
    shop: Shop, products: Iterable[Product], *, currency: str | None = None, at: datetime | None = None
) -> dict[str, Offer]:
    """As `offers`, of products already at hand."""
    listed = list(products)
    priced = price_products(shop, listed, currency=currency, at=at)
    found = {product.id: offer(product.variants, priced) for product in listed}
    return {product_id: one for product_id, one in found.items() if one is not None}
