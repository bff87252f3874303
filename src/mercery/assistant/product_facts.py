"""The facts of a product that the catalogue holds: its own words, every attribute, and the stock of every variant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from mercery.catalog.product import Attribute, Product, Variant
from mercery.claims.facts import Fact, Subject
from mercery.claims.values import Text, Value
from mercery.core.i18n import Words

SOURCE: Final = Words("catalogue", "商品目录")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def product_facts(product: Product) -> list[Fact]:
    """One fact for each thing the catalogue says; prices come from `promotions` alone."""
    subject = Subject(kind="product", id=product.id, name=product.title)
    facts = [_fact(subject, "title", Words("Name", "名称"), Text(product.title), product)]
    if product.description.en or product.description.zh:
        facts.append(
            _fact(subject, "description", Words("Description", "商品说明"), Text(product.description), product)
        )
    if product.brand:
        facts.append(
            _fact(subject, "brand", Words("Brand", "品牌"), Text(Words(product.brand, product.brand)), product)
        )
    facts += [_of(subject, attribute, product) for attribute in product.attributes]
    return facts + list(_of_variants(product))


def _of_variants(product: Product) -> Iterator[Fact]:
    for variant in product.variants:
        name = Words(
            f"{product.title.text('en')}, {variant.title('en')}".rstrip(", "),
            f"{product.title.text('zh')}（{variant.title('zh')}）".replace("（）", ""),
        )
        subject = Subject(kind="variant", id=variant.id, name=name, parent_id=product.id)
        yield _fact(subject, "stock", Words("Stock", "库存"), variant.stock, variant)
        for attribute in variant.attributes:
            yield _of(subject, attribute, variant)


def _of(subject: Subject, attribute: Attribute, owner: Product | Variant) -> Fact:
    return _fact(subject, attribute.name, attribute.label, attribute.value, owner)


def _fact(subject: Subject, attribute: str, label: Words, value: Value, owner: Product | Variant) -> Fact:
    return Fact(
        subject=subject,
        attribute=attribute,
        label=label,
        value=value,
        source=SOURCE,
        version=owner.version,
        recorded_at=owner.updated_at or _EPOCH,
    )
