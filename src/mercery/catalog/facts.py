"""The facts of a product: what it is called, what it is made of, what can be chosen and what is left. Never its price."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import Final

from mercery.accounts.shop import Shop
from mercery.catalog.product import Attribute, Product, Variant
from mercery.claims.facts import Fact, Subject
from mercery.claims.values import Terms, Text, Value
from mercery.core.clock import now
from mercery.core.i18n import Words

_SOURCE: Final = Words("catalogue", "商品资料")
_STOCK_SOURCE: Final = Words("stock count", "库存记录")
MOST: Final = 500
"""Products whose facts are kept, with the products."""


class _Itself:
    """A product as the object it is: one that was read anew is another, so its facts are made anew."""

    __slots__ = ("product",)

    def __init__(self, product: Product) -> None:
        self.product = product

    def __hash__(self) -> int:
        return id(self.product)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and other.product is self.product


def product_facts(product: Product, shop: Shop | None = None) -> list[Fact]:
    """Every fact of the product and its variants, in the order a page lists them."""
    del shop  # the shop's own facts (tax, name) come from accounts; kept so that callers need not know
    if product.updated_at is None or any(variant.updated_at is None for variant in product.variants):
        # Not stored yet: its facts are of the moment they are asked for.
        return list(_made(product))
    return list(_kept(_Itself(product)))


@lru_cache(maxsize=MOST)
def _kept(itself: _Itself) -> tuple[Fact, ...]:
    """A process keeps products as long as their rows stand, and every message that names one asks for its facts."""
    return tuple(_made(itself.product))


def _made(product: Product) -> Iterator[Fact]:
    yield from _of_product(product)
    for variant in product.variants:
        yield from _of_variant(product, variant)


def product_subject(product: Product) -> Subject:
    """The product as a subject."""
    return Subject(kind="product", id=product.id, name=product.title)


def variant_subject(product: Product, variant: Variant) -> Subject:
    """The variant as a subject: `Saddle Bag, bordeaux`, `马鞍包（波尔多红）`."""
    en, zh = variant.title("en"), variant.title("zh")
    title = product.title
    name = Words(f"{title.text('en')}, {en}", f"{title.text('zh')}（{zh}）") if en else title
    return Subject(kind="variant", id=variant.id, name=name, parent_id=product.id)


def _of_product(product: Product) -> Iterator[Fact]:
    subject, version, at = product_subject(product), product.version, product.updated_at or now()
    if product.description.en or product.description.zh:
        yield _fact(subject, "description", Words("Description", "介绍"), Text(product.description), version, at)
    if product.brand:
        yield _fact(subject, "brand", Words("Brand", "品牌"), Text(Words(product.brand, product.brand)), version, at)
    if product.category:
        yield _fact(subject, "category", Words("Category", "类别"), Terms(product.category), version, at)
    for attribute in product.attributes:
        yield _of_attribute(subject, attribute, version, at)
    for option in product.options:
        yield _fact(subject, option.name, option.label, Terms(option.values), version, at)


def _of_variant(product: Product, variant: Variant) -> Iterator[Fact]:
    subject, version, at = variant_subject(product, variant), variant.version, variant.updated_at or now()
    labels = {option.name: option.label for option in product.options}
    for name, chosen in variant.options.items():
        yield _fact(subject, name, labels.get(name, Words(name.capitalize())), Text(chosen), version, at)
    for attribute in variant.attributes:
        yield _of_attribute(subject, attribute, version, at)
    yield Fact(
        subject=subject,
        attribute="stock",
        label=Words("Stock", "库存"),
        value=variant.stock,
        source=_STOCK_SOURCE,
        version=version,
        recorded_at=at,
    )


def _of_attribute(subject: Subject, attribute: Attribute, version: int, at: datetime) -> Fact:
    return _fact(subject, attribute.name, attribute.label, attribute.value, version, at)


def _fact(subject: Subject, name: str, label: Words, value: Value, version: int, at: datetime) -> Fact:
    return Fact(
        subject=subject, attribute=name, label=label, value=value, source=_SOURCE, version=version, recorded_at=at
    )
