"""A Google Merchant feed: every variant with what it costs and whether it can be had at this moment, and the published copy as
its description. Pure.

Rules: support.google.com/merchants, "Product data specification". A text a model had a part in goes into
`structured_description` with `trained_algorithmic_media`, as Google asks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import quote, urljoin
from xml.sax.saxutils import escape

from mercery.accounts.shop import Shop
from mercery.catalog.product import Product, Variant
from mercery.claims.values import Materials
from mercery.core.i18n import Lang
from mercery.promotions.price import VariantPrice

_TITLE: Final = 150
_TEXT: Final = 5_000
_MORE_PICTURES: Final = 10
_UNTIL: Final = timedelta(days=30)
"""How long a reduction without an end is told to last; the feed is read again every day."""
_MODEL: Final = "trained_algorithmic_media"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedText:
    """The description of a product."""

    text: str
    by_model: bool = False


def merchant_xml(
    shop: Shop,
    products: Sequence[Product],
    texts: Mapping[str, FeedText],
    prices: Mapping[str, VariantPrice],
    *,
    lang: Lang,
    base: str,
    moment: datetime,
) -> str:
    """The feed as RSS. Products without a published text have their description; variants without a price are left out."""
    name = escape(shop.name.text(lang))
    items = [
        _item(product, variant, texts.get(product.id), prices[variant.id], lang, base, moment)
        for product in products
        for variant in product.variants
        if variant.id in prices
    ]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">\n'
        f"<channel><title>{name}</title><link>{escape(base)}</link><description>{name}</description>\n"
        f"{''.join(items)}</channel></rss>\n"
    )


def _item(
    product: Product,
    variant: Variant,
    text: FeedText | None,
    price: VariantPrice,
    lang: Lang,
    base: str,
    moment: datetime,
) -> str:
    fields = [
        *_named(product, variant, lang, base),
        *_described(product, text, lang),
        *_offered(variant, price, moment),
    ]
    inner = "".join(f"<g:{key}>{escape(value)}</g:{key}>" for key, value in fields if value)
    return f"<item>{inner}{_structured(text)}</item>\n"


def _named(product: Product, variant: Variant, lang: Lang, base: str) -> Iterator[tuple[str, str]]:
    chosen = variant.title(lang)
    title = product.title.text(lang)
    yield "id", variant.sku
    yield (
        "title",
        (f"{title}, {chosen}" if chosen and lang == "en" else f"{title}（{chosen}）" if chosen else title)[:_TITLE],
    )
    yield "link", f"{base}/{lang}/p/{quote(product.handle)}?variant={quote(variant.sku)}"
    shown = [one for one in product.media if one.kind == "image" and one.url]
    own = [one for one in shown if variant.sku in one.variant_skus]
    first = next(iter(own or shown), None)
    if first is not None:
        yield "image_link", urljoin(base + "/", first.url)
    for one in [one for one in shown if one is not first][:_MORE_PICTURES]:
        yield "additional_image_link", urljoin(base + "/", one.url)
    yield "brand", product.brand or ""
    yield "gtin", variant.barcode or ""
    yield "mpn", variant.sku
    yield "condition", "new"
    yield "item_group_id", product.key if len(product.variants) > 1 else ""
    yield "product_type", " > ".join(step.text(lang) for step in product.category)
    for option in ("color", "colour", "size"):
        if (value := variant.options.get(option)) is not None:
            yield "color" if option == "colour" else option, value.text(lang)


def _described(product: Product, text: FeedText | None, lang: Lang) -> Iterator[tuple[str, str]]:
    if text is None or not text.by_model:
        yield "description", (text.text if text else product.description.text(lang))[:_TEXT]
    made = next((one.value for one in product.attributes if isinstance(one.value, Materials)), None)
    if made is not None:
        yield "material", "/".join(dict.fromkeys(part.material.text(lang) for part in made.parts[:1]))
    yield "gender", {"women": "female", "men": "male", "unisex": "unisex"}.get(product.audience or "", "")


def _structured(text: FeedText | None) -> str:
    if text is None or not text.by_model:
        return ""
    return (
        f"<g:structured_description><g:digital_source_type>{_MODEL}</g:digital_source_type>"
        f"<g:content>{escape(text.text[:_TEXT])}</g:content></g:structured_description>"
    )


def _offered(variant: Variant, price: VariantPrice, moment: datetime) -> Iterator[tuple[str, str]]:
    amount, was = price.price.amount, price.price.was
    regular = was or amount
    yield "availability", "in_stock" if variant.stock.available else "out_of_stock"
    yield "price", f"{regular.major} {regular.currency}"
    if was is not None:
        begins = price.valid_from or moment
        ends = price.valid_to or moment + _UNTIL
        yield "sale_price", f"{amount.major} {amount.currency}"
        yield "sale_price_effective_date", f"{_moment(begins)}/{_moment(ends)}"


def _moment(at: datetime) -> str:
    return at.astimezone().replace(microsecond=0).strftime("%Y-%m-%dT%H:%M%z")
