"""Products as the pages show them: tiles, pictures, stock in words. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import quote

from mercery.accounts.shop import Shop
from mercery.catalog.product import Media, Product, Variant
from mercery.catalog.slug import slug
from mercery.claims.values import Dimensions, Materials, Quantity, Stock, Text
from mercery.core.i18n import Lang
from mercery.promotions.offer import Offer
from mercery.storefront.speech import capital, materials_text, until_text, value_text
from mercery.ui.formats import date_text, money_text, zone_named

_BODY: Final = ("upper", "frame", "case", "shell", "body")
"""Parts that stand for the whole piece where no main material is stated."""
_CHINESE_UNIT: Final = re.compile(r"(\d\u00a0)([\u4e00-\u9fff]+)")
_SHORT: Final = 24
_ELSEWHERE: Final = ("origin", "care", "warranty", "closure", "pockets")
"""Texts that do not say what a piece is."""
FEW: Final = 3
"""From so few pieces on the number is said on tiles."""
_GROUNDS: Final = ("rose", "sage", "mist", "straw", "stone", "clay", "leaf", "blush")


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One picture with its text."""

    url: str
    alt: str
    width: int = 0
    height: int = 0
    kind: str = "image"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A product in a grid."""

    product_id: str
    name: str
    url: str
    line: str = ""
    picture: str = ""
    price: str = ""
    was: str = ""
    until: str = ""
    note: str = ""
    ground: str = "stone"


def tile(
    product: Product,
    offer: Offer | None,
    shop: Shop,
    lang: Lang,
    *,
    currency: str,
    wanted: Mapping[str, Sequence[str]] | None = None,
) -> Tile:
    """The tile of `product`; `wanted` names values of options (as slugs), so that the piece is shown in them."""
    variant = _in(product, wanted or {})
    shown = pictures(product, variant, lang)
    price = was = until = ""
    if offer is None:
        price = f"不以 {currency} 出售" if lang == "zh" else f"Not sold in {currency}"
    else:
        price, was = price_from(offer, lang), money_text(offer.was, lang) if offer.was and not offer.varies else ""
        until = until_text(offer.valid_to, lang, shop.timezone) if offer.was else ""
    return Tile(
        product_id=product.id,
        name=product.title.text(lang),
        url=product_url(product, lang, variant.sku if variant else ""),
        line=tile_line(product, lang),
        picture=shown[0].url if shown else "",
        price=price,
        was=was,
        until=until,
        note=_note(product, lang),
        ground=ground_of(product),
    )


def _in(product: Product, wanted: Mapping[str, Sequence[str]]) -> Variant | None:
    """The variant that has most of the wanted values, one that can be had first; None when none of them is an option."""
    names = [option.name for option in product.options if option.name in wanted]

    def hits(variant: Variant) -> int:
        return sum(slug(words.en or words.zh) in wanted[name] for name in names if (words := variant.options.get(name)))

    best = max(product.variants, key=lambda one: (hits(one), one.stock.available), default=None) if names else None
    return best if best is not None and hits(best) else None


def product_url(product: Product, lang: Lang, sku: str = "") -> str:
    """The product's address, with a variant where one is chosen."""
    return f"/{lang}/p/{quote(product.handle)}" + (f"?variant={quote(sku)}" if sku else "")


def ground_of(product: Product) -> str:
    """A ground for products without a picture, always the same one."""
    return _GROUNDS[sum(product.handle.encode()) % len(_GROUNDS)]


def tile_line(product: Product, lang: Lang) -> str:
    """One short line from the product's facts: what it is or is made of, and its first measure or its sizes."""
    zh = lang == "zh"
    kind = main_material(product, lang) or _short_text(product, lang)
    measure = next((a for a in product.attributes if isinstance(a.value, Quantity | Dimensions)), None)
    volumes = next((option.values for option in product.options if option.name == "volume"), ())
    size = (" 或 " if zh else " or ").join(value.text(lang) for value in volumes)
    if measure is not None and not size:
        size = value_text(measure.value, lang)
        if isinstance(measure.value, Quantity):
            label = measure.label.text(lang)
            size = f"{label.lower() if kind else label} {size}"
    # A measure never breaks between its number and its unit.
    found = [capital(kind), _unbroken(size)]
    return ("，" if zh else ", ").join(text for text in found if text)


def _unbroken(size: str) -> str:
    """The number stays with its unit, and sides with each other."""
    spaced = re.sub(r"(?<=[\d×]) | (?=×)", "\u00a0", size)
    return _CHINESE_UNIT.sub(lambda found: found[1] + "\u2060".join(found[2]), spaced)


def _short_text(product: Product, lang: Lang) -> str:
    """The first attribute of a word or two: `eau de parfum`."""
    texts = (
        a.value.words.text(lang) for a in product.attributes if isinstance(a.value, Text) and a.name not in _ELSEWHERE
    )
    return next((text for text in texts if len(text) <= _SHORT), "")


def main_material(product: Product, lang: Lang) -> str:
    """What the piece is mostly made of; empty when the catalogue does not say."""
    for attribute in product.attributes:
        if isinstance(attribute.value, Materials):
            parts = attribute.value.parts
            main = tuple(part for part in parts if part.part == "main")[:2]
            main = main or tuple(part for part in parts if part.part in _BODY)[:1]
            return materials_text(Materials(tuple(replace(part, part="main") for part in main)), lang)
    return ""


def pictures(product: Product, variant: Variant | None, lang: Lang) -> list[Picture]:
    """The product's pictures; those of the chosen variant first, those of other variants last."""
    fallback = product.title.text(lang)
    if variant is None:
        chosen = list(product.media)
    else:
        own = [one for one in product.media if one.variant_skus and variant.sku in one.variant_skus]
        common = [one for one in product.media if not one.variant_skus]
        others = [one for one in product.media if one not in own and one not in common]
        chosen = [*own, *common, *others] if own else list(product.media)
    return [_picture(one, fallback, lang) for one in chosen if one.kind == "image" and one.url]


def _picture(media: Media, fallback: str, lang: Lang) -> Picture:
    return Picture(
        url=media.url, alt=media.alt.text(lang) or fallback, width=media.width or 0, height=media.height or 0
    )


def stock_text(stock: Stock, lang: Lang, timezone: str) -> str:
    """`3 in stock`, `In stock`, `Sold out, expected back on 14 Dec`."""
    zh = lang == "zh"
    if stock.available:
        if stock.quantity is None:
            return "有货" if zh else "In stock"
        return f"库存 {stock.quantity} 件" if zh else f"{stock.quantity} in stock"
    if stock.restock is None:
        return "暂时缺货，到货日期未定" if zh else "Sold out, no restock date known"
    day = date_text(stock.restock, lang, zone_named(timezone), style="long")
    return f"暂时缺货，预计 {day}到货" if zh else f"Sold out, expected back on {day}"


def price_words(shop: Shop, tax_included: bool, lang: Lang) -> str:
    """Whether the price contains tax."""
    if lang == "zh":
        return "含税" if tax_included else "未含税"
    return "Tax included" if tax_included else "Tax not included"


def tiles(
    products: Sequence[Product], offers: Mapping[str, Offer], shop: Shop, lang: Lang, *, currency: str
) -> tuple[Tile, ...]:
    """The tiles of several products."""
    return tuple(tile(one, offers.get(one.id), shop, lang, currency=currency) for one in products)


def price_from(offer: Offer, lang: Lang) -> str:
    """The lowest price, said to be that where another variant costs more."""
    amount = money_text(offer.low, lang)
    if not offer.varies:
        return amount
    return f"{amount} 起" if lang == "zh" else f"from {amount}"


def _note(product: Product, lang: Lang) -> str:
    """`Sold out`, or how few there are left."""
    counts = [variant.stock.quantity for variant in product.variants]
    if not any(variant.stock.available for variant in product.variants):
        return "暂时缺货" if lang == "zh" else "Sold out"
    known = [count for count in counts if count is not None]
    total = sum(known)
    if len(known) == len(counts) and 0 < total <= FEW:
        return f"仅余 {total} 件" if lang == "zh" else f"{total} left"
    return ""
