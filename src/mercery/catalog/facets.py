"""What a buyer can filter a category by, taken from the product itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mercery.catalog.product import Product
from mercery.catalog.slug import slug
from mercery.claims.values import Materials, Terms, Value
from mercery.core.i18n import Words

_AUDIENCES = {
    "women": Words("Women", "女士"),
    "men": Words("Men", "男士"),
    "unisex": Words("Unisex", "男女皆宜"),
    "kids": Words("Children", "儿童"),
}
_LONGEST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One value of one filter."""

    name: str
    value: str
    """Slug of the English (else Chinese) words."""
    label: Words


def product_facets(product: Product) -> list[Facet]:
    """The filters `product` answers to, each value once."""
    found: dict[tuple[str, str], Facet] = {}
    for name, words in _words(product):
        value = slug(words.en or words.zh)
        if value and len(words.en or words.zh) <= _LONGEST:
            found.setdefault((name, value), Facet(name=name, value=value, label=words))
    return list(found.values())


def _words(product: Product) -> Iterator[tuple[str, Words]]:
    if product.brand:
        yield "brand", Words(product.brand, product.brand)
    if product.audience:
        yield "audience", _AUDIENCES[product.audience]
    for option in product.options:
        yield from ((option.name, value) for value in option.values)
    for attribute in product.attributes:
        yield from ((attribute.name, words) for words in _choices(attribute.value))


def _choices(value: Value) -> list[Words]:
    match value:
        case Terms(items):
            return list(items)
        case Materials(parts):
            return [part.material for part in parts if part.part == "main"]
        case _:
            return []
