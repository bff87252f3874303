"""A shop's goods as rules see them. Pure.

A rule's scope names goods by article number (`Scope.skus`) or by tags (`Scope.tags`, `Scope.not_tags`), each `kind:value`:

| tag | of |
|---|---|
| `category:bags`, `category:bags/totes` | the category a piece stands in, and each above it, by its handle |
| `collection:winter` | each collection, by its handle |
| `brand:maison-aurelle` | the brand |
| `material:grained-calfskin`, `material:calfskin` | what the piece is called after, and the last word of it; further parts as `lining:cotton-twill`, `lining:twill` |
| `product:saddle-bag` | one product in all its variants, by its handle |
| `audience:women` | whom it is made for |
| `tag:hero` | each of the shop's own tags |
| `colour:bordeaux`, `size:m` | each option of the variant, by the option's name |
| `reduced:yes` | a piece whose price list already says a lower price than before |

Values are slugs of the English words, else of the Chinese: small letters, digits and hyphens.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache

from mercery.catalog.costs import GoodsCost
from mercery.catalog.product import Attribute, Product, Variant
from mercery.catalog.slug import category_handle, slug
from mercery.claims.values import Materials, Terms
from mercery.promotions.price import LISTED, row_in_force
from mercery.promotions.rules.goods import Sku


def skus_of(
    products: Iterable[Product], *, currency: str, at: datetime, costs: Mapping[str, GoodsCost]
) -> dict[str, Sku]:
    """Every variant sold in `currency` at `at`, at its list price, by article number. Without the stock of the hour: a
    proof holds until prices, costs or rules change, and must not lapse with each piece sold."""
    found: dict[str, Sku] = {}
    for product in products:
        own = _product_tags(product)
        for variant in product.variants:
            row = row_in_force(variant.prices, currency, at, LISTED)
            if row is None:
                continue
            known = costs.get(variant.sku)
            reduced = row.was is not None and row.amount < row.was
            found[variant.sku] = Sku(
                id=variant.sku,
                price=row.amount.minor,
                cost=(known.cost or 0) if known else 0,
                floor=(known.floor or 0) if known else 0,
                tags=own | _variant_tags(variant) | (_REDUCED if reduced else frozenset()),
                name=_name(product, variant),
            )
    return found


_REDUCED = frozenset(("reduced:yes",))


def tags_of(product: Product, variant: Variant | None = None) -> frozenset[str]:
    """What rules may name a product by, or one of its variants."""
    return _product_tags(product) | (_variant_tags(variant) if variant else frozenset())


def _name(product: Product, variant: Variant) -> str:
    options = variant.title("en")
    return f"{product.title.text('en')}, {options}" if options else product.title.text("en")


def _product_tags(product: Product) -> frozenset[str]:
    return frozenset(f"{kind}:{value}" for kind, value in _own(product) if value)


def _own(product: Product) -> Iterator[tuple[str, str]]:
    yield "product", product.handle
    for depth in range(1, len(product.category) + 1):
        yield "category", category_handle(product.category_names[:depth])
    for handle in product.collections:
        yield "collection", handle
    if product.brand:
        yield "brand", _slug(product.brand)
    if product.audience:
        yield "audience", product.audience
    for tag in product.tags:
        yield "tag", _slug(tag)
    for attribute in product.attributes:
        yield from _of_attribute(attribute)


def _of_attribute(attribute: Attribute) -> Iterator[tuple[str, str]]:
    match attribute.value:
        case Materials(parts):
            for part in parts:
                kind = attribute.name if part.part == "main" else _slug(part.part)
                yield from ((kind, value) for value in _whole_and_head(part.material.en or part.material.zh))
        case Terms(items):
            for item in items:
                yield attribute.name, _slug(item.en or item.zh)
        case _:
            pass


def _whole_and_head(material: str) -> Iterator[str]:
    """The material, and what it is at bottom: grained calfskin is calfskin."""
    whole = _slug(material)
    yield whole
    head = whole.rpartition("-")[2]
    if head != whole:
        yield head


def _variant_tags(variant: Variant) -> frozenset[str]:
    pairs = ((name, _slug(value.en or value.zh)) for name, value in variant.options.items())
    return frozenset(f"{name}:{value}" for name, value in pairs if value)


@lru_cache(maxsize=8_192)
def _slug(text: str) -> str:
    return slug(text)
