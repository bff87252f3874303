"""The facts about prices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from mercery.catalog.product import PROMOTION, Product, Variant
from mercery.claims.facts import Fact, Subject
from mercery.core.clock import now
from mercery.core.i18n import Words
from mercery.promotions.price import VariantPrice

LABEL: Final = Words("Price", "价格")


def price_facts(products: Iterable[Product], prices: Mapping[str, VariantPrice]) -> list[Fact]:
    """One fact per variant that has a price: what it costs, and until when."""
    return [
        price_fact(product, variant, prices[variant.id])
        for product in products
        for variant in product.variants
        if variant.id in prices
    ]


def price_fact(product: Product, variant: Variant, price: VariantPrice) -> Fact:
    """What `variant` costs."""
    return Fact(
        subject=Subject(kind="variant", id=variant.id, name=_name(product, variant), parent_id=product.id),
        attribute="price",
        label=LABEL,
        value=price.price,
        source=_source(price),
        version=price.version,
        valid_from=price.valid_from,
        valid_to=price.valid_to,
        recorded_at=price.recorded_at or now(),
    )


def _name(product: Product, variant: Variant) -> Words:
    """The product, with the chosen options where it has any: `Saddle Bag, bordeaux`, `马鞍包（酒红）`."""
    title, en, zh = product.title, variant.title("en"), variant.title("zh")
    if not en:
        return title
    return Words(f"{title.text('en')}, {en}", f"{title.text('zh')}（{zh}）")


def _source(price: VariantPrice) -> Words:
    price_list = price.price_list
    if price_list == "default":
        return Words("price list", "价目表")
    if price_list == PROMOTION:
        return Words(f"promotion {price.because.text('en')}", f"促销 {price.because.text('zh')}")
    return Words(f"price list {price_list}", f"价目表 {price_list}")
