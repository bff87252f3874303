"""The pieces of a show as its page offers them: price, stock and choices of this moment, and when each comes on. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from mercery.accounts.shop import Shop
from mercery.catalog.product import Product, Variant
from mercery.claims.values import Stock
from mercery.core.i18n import Lang
from mercery.livestream.showing import Slot
from mercery.promotions.price import VariantPrice
from mercery.promotions.service import price_products
from mercery.storefront.speech import capital, until_text
from mercery.storefront.wares import FEW, ground_of, pictures, product_url, stock_text
from mercery.ui.formats import money_text, time_text, zone_named

COUNTED_DOWN: Final = timedelta(hours=24)
"""A price that ends sooner is counted down by the second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Whom a room is shown to: everybody who reads the same language and pays in the same currency."""

    shop: Shop
    lang: Lang
    currency: str

    def say(self, en: str, zh: str) -> str:
        """The words in the language of the page."""
        return zh if self.lang == "zh" else en


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A variant that can be had now."""

    sku: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LivePiece:
    """A piece on the counter or on the shelf."""

    product_id: str
    name: str
    shown: str
    """Name and the options of the variant in the picture."""
    url: str
    picture: str
    ground: str
    price: str
    was: str
    until: str
    ends_at: str
    """When a reduced price ends, where it is counted down; empty otherwise."""
    stock: str
    available: bool
    choice_label: str
    choices: tuple[Choice, ...]
    """What can be chosen; one is chosen already, none can be had."""
    at: str
    """When it comes on: `20:34`; empty where that is not known, or it is on the counter."""


def pieces_of(
    audience: Audience, products: Iterable[Product], slots: Sequence[Slot], counter: str, at: datetime
) -> tuple[LivePiece, ...]:
    """The pieces in the order of `slots`; what has left the shop is not among them."""
    active = {one.id: one for one in products if one.status == "active"}
    prices = price_products(audience.shop, active.values(), currency=audience.currency, at=at)
    return tuple(
        piece_of(audience, active[slot.product_id], prices, at, slot=slot if slot.product_id != counter else None)
        for slot in slots
        if slot.product_id in active
    )


def piece_of(
    audience: Audience, product: Product, prices: Mapping[str, VariantPrice], at: datetime, *, slot: Slot | None = None
) -> LivePiece:
    """One piece: shown in the first variant that can be had, at the lowest price there is where variants differ."""
    lang, shop = audience.lang, audience.shop
    sold = [one for one in product.variants if one.id in prices]
    can_be_had = [one for one in sold if one.stock.available]
    shown = next(iter(can_be_had or sold or product.variants), None)
    amounts = {prices[one.id].price.amount.minor for one in (can_be_had or sold)}
    priced = min((prices[one.id] for one in (can_be_had or sold)), key=lambda one: one.price.amount.minor, default=None)
    amount = money_text(priced.price.amount, lang) if priced else ""
    reduced = priced is not None and priced.price.was is not None and len(amounts) == 1
    ends = priced.valid_to if priced is not None and reduced else None
    soon = ends is not None and ends - at <= COUNTED_DOWN
    label = shown.title(lang) if shown else ""
    zone = zone_named(shop.timezone)
    pictured = pictures(product, shown, lang)
    return LivePiece(
        product_id=product.id,
        name=product.title.text(lang),
        shown=product.title.text(lang) + (audience.say(", ", "，") + label if label and _by_colour(product) else ""),
        url=product_url(product, lang, shown.sku if shown else ""),
        picture=pictured[0].url if pictured else "",
        ground=ground_of(product),
        price=audience.say(f"From {amount}", f"{amount} 起") if len(amounts) > 1 else amount,
        was=money_text(priced.price.was, lang) if priced and priced.price.was and reduced else "",
        until=until_text(ends, lang, shop.timezone) if ends else "",
        ends_at=ends.isoformat() if ends is not None and soon else "",
        stock=_stock(audience, product, sold, can_be_had, shown),
        available=bool(can_be_had),
        choice_label=_choice_label(product, lang),
        choices=tuple(_choice(one, prices, lang, priced_alike=len(amounts) == 1) for one in can_be_had),
        at=time_text(slot.at, lang, zone) if slot is not None else "",
    )


def _choice(variant: Variant, prices: Mapping[str, VariantPrice], lang: Lang, *, priced_alike: bool) -> Choice:
    label = capital(variant.title(lang)) or variant.sku
    if not priced_alike:
        label += f" · {money_text(prices[variant.id].price.amount, lang)}"
    return Choice(sku=variant.sku, label=label)


def _choice_label(product: Product, lang: Lang) -> str:
    return (" / " if lang == "en" else "、").join(option.label.text(lang) for option in product.options)


def _by_colour(product: Product) -> bool:
    """Whether the variant in the picture is told by how it looks, so that it can be named with the piece."""
    return any(option.name in ("colour", "color") for option in product.options) and len(product.options) == 1


def _stock(
    audience: Audience, product: Product, sold: Sequence[Variant], can_be_had: Sequence[Variant], shown: Variant | None
) -> str:
    """Of the variant that is shown and named; where sizes have to be chosen no count is said."""
    if not sold or shown is None:
        return audience.say(f"Not sold in {audience.currency} at the moment", f"目前不以 {audience.currency} 出售")
    if not can_be_had:
        return stock_text(shown.stock, audience.lang, audience.shop.timezone)
    count = shown.stock.quantity if len(sold) == 1 or _by_colour(product) else None
    if count is not None and 0 < count <= FEW:
        return audience.say(f"{count} left", f"余 {count} 件")
    return stock_text(Stock(count), audience.lang, audience.shop.timezone)
