"""A product under consideration: what is read of it, and what each variant costs at this moment. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from mercery.accounts.shop import Shop
from mercery.catalog.facts import product_facts
from mercery.catalog.product import Product, Variant
from mercery.claims.facts import Fact
from mercery.claims.views import Made, ProductView
from mercery.core.i18n import Words
from mercery.guide.reading import Reading, Stated, reading_of
from mercery.promotions.facts import price_fact
from mercery.promotions.price import VariantPrice, variant_price


@dataclass(frozen=True, kw_only=True)
class Considered:
    """One product as fitting sees it at one moment."""

    product: Product
    at: datetime
    tax_included: bool = True

    @property
    def id(self) -> str:
        """The product's id."""
        return self.product.id

    @cached_property
    def _reading(self) -> Reading:
        return reading_of(self.product)

    @property
    def facts(self) -> Mapping[str, Fact]:
        """The product's facts by attribute."""
        return self._reading.facts

    @property
    def view(self) -> ProductView:
        """What its facts affirm and deny."""
        return self._reading.view

    @property
    def stated(self) -> Stated:
        """Features it states or denies, each with the fact that says so."""
        return self._reading.stated

    @property
    def made(self) -> tuple[Made, ...]:
        """What it is made of, part by part."""
        return self._reading.made

    @property
    def beside(self) -> frozenset[str]:
        """Materials that other attributes than the material name."""
        return self._reading.beside

    @property
    def kinds(self) -> frozenset[str]:
        """Kinds of goods its name says it is."""
        return self._reading.kinds

    @property
    def told_kinds(self) -> frozenset[str]:
        """Kinds of goods that its description begins with calling it."""
        return self._reading.told_kinds

    @property
    def categories(self) -> tuple[str, ...]:
        """Its categories from the top down, as facets have them."""
        return self._reading.categories

    @property
    def brand(self) -> str:
        """The value of its brand."""
        return self._reading.brand

    @cached_property
    def variant_facts(self) -> Mapping[str, Mapping[str, Fact]]:
        """The facts of each variant by attribute."""
        found: dict[str, dict[str, Fact]] = {variant.id: {} for variant in self.product.variants}
        for fact in product_facts(self.product):
            if fact.subject.kind == "variant":
                found[fact.subject.id][fact.attribute] = fact
        return found

    @cached_property
    def _prices(self) -> dict[tuple[str, str], VariantPrice | None]:
        return {}

    def price(self, variant: Variant, currency: str) -> VariantPrice | None:
        """What the variant costs in the currency; None where it is not sold in it."""
        key = (variant.id, currency)
        if key not in self._prices:
            own = self.product.tax_included
            self._prices[key] = variant_price(
                variant, product_id=self.product.id, tax_included=self.tax_included if own is None else own,
                currency=currency, at=self.at,
            )  # fmt: skip
        return self._prices[key]

    def price_fact(self, variant: Variant, currency: str) -> Fact | None:
        """The fact of that price."""
        price = self.price(variant, currency)
        return price_fact(self.product, variant, price) if price else None

    def sold(self, currency: str) -> list[Variant]:
        """The variants that can be sent today and are sold in the currency."""
        return [
            variant for variant in self.product.variants if variant.stock.available and self.price(variant, currency)
        ]

    def coming(self, currency: str) -> list[Variant]:
        """The variants that are sold out and for which the shop names a day."""
        return [
            variant
            for variant in self.product.variants
            if not variant.stock.available and variant.stock.restock and self.price(variant, currency)
        ]


def option(variant: Variant, *names: str) -> tuple[str, Words] | None:
    """The first of the options the variant has: its name and value."""
    return next(((name, variant.options[name]) for name in names if name in variant.options), None)


def considered(shop: Shop, products: Iterable[Product], at: datetime) -> list[Considered]:
    """The active products of the shop, ready to be held against wishes."""
    return [
        Considered(product=product, at=at, tax_included=shop.tax_included)
        for product in products
        if product.status == "active"
    ]
