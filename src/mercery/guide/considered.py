"""A product under consideration: its facts, what its texts affirm and deny, and what each variant costs now. Pure.

What the texts say is read by the grammar the gate uses, so that "does not fit a 13-inch laptop" denies what it names. It
is read when a wish first asks for it, and kept by product and version.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Final

from mercery.accounts.shop import Shop
from mercery.catalog.facts import product_facts
from mercery.catalog.product import Product, Variant
from mercery.catalog.slug import category_handle, slug
from mercery.claims.composition import made_of
from mercery.claims.facts import Fact
from mercery.claims.grammar.tokens import Token, Vocabulary, normalised, tokens, vocabulary
from mercery.claims.lexicon import entries
from mercery.claims.product_views import product_view
from mercery.claims.values import Terms, Text
from mercery.claims.views import Made, ProductView
from mercery.core.i18n import Words
from mercery.guide.hearing.features import stated, stated_in
from mercery.guide.hearing.kinds import kinds_in
from mercery.promotions.facts import price_fact
from mercery.promotions.price import VariantPrice, variant_price

MOST_READ: Final = 8_192
"""Readings of texts kept; the rest is read again."""
_MATERIAL_ATTRIBUTES: Final = ("material", "lining")


@lru_cache(maxsize=1)
def plain_words() -> Vocabulary:
    """The vocabulary without the names of a shop."""
    return vocabulary(entries(), {}, ())


@lru_cache(maxsize=2_048)
def read_tokens(text: str) -> tuple[Token, ...]:
    """The tokens of a short text."""
    return tuple(tokens(normalised(text), plain_words(), year=2026))


_read: dict[str, tuple[Product, ProductView]] = {}


def _view(product: Product, facts: Iterable[Fact]) -> ProductView:
    """What the product's own facts say. Kept while they read the same: a shop is not read anew with every message."""
    known = _read.get(product.id)
    if known is not None and _reads_the_same(known[0], product):
        return known[1]
    own = [fact for fact in facts if fact.subject.kind == "product"]
    view = product_view(product.id, own, (), plain_words(), 2026) if own else _empty(product)
    if len(_read) >= MOST_READ:
        _read.clear()
    _read[product.id] = (product, view)
    return view


Stated = Mapping[str, tuple[bool, Fact | None]]
_features: dict[str, tuple[Product, Stated]] = {}


def _stated(product: Product, facts: Mapping[str, Fact]) -> Stated:
    known = _features.get(product.id)
    if known is not None and _reads_the_same(known[0], product):
        return known[1]
    found = {name: (on, _saying(name, facts, on=on)) for name, on in stated(product).items()}
    if len(_features) >= MOST_READ:
        _features.clear()
    _features[product.id] = (product, found)
    return found


def _saying(name: str, facts: Mapping[str, Fact], *, on: bool) -> Fact | None:
    """The fact that states or denies a feature."""
    if name in facts:
        return facts[name]
    for fact in facts.values():
        words = (
            fact.value.items
            if isinstance(fact.value, Terms)
            else (fact.value.words,)
            if isinstance(fact.value, Text)
            else ()
        )
        if any((name, on) in set(stated_in(text)) for both in words for text in (both.en, both.zh) if text):
            return fact
    return None


def _reads_the_same(one: Product, other: Product) -> bool:
    return (one.version, one.title, one.description, one.attributes, one.category) == (
        other.version,
        other.title,
        other.description,
        other.attributes,
        other.category,
    )


def _empty(product: Product) -> ProductView:
    return ProductView(
        id=product.id, title=product.title, brand="", nouns=frozenset(), facts={}, variants=(), made=(),
        absent=frozenset(), clauses=(),
    )  # fmt: skip


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
    def facts(self) -> Mapping[str, Fact]:
        """The product's facts by attribute."""
        return {fact.attribute: fact for fact in self._all_facts if fact.subject.kind == "product"}

    @cached_property
    def variant_facts(self) -> Mapping[str, Mapping[str, Fact]]:
        """The facts of each variant by attribute."""
        found: dict[str, dict[str, Fact]] = {variant.id: {} for variant in self.product.variants}
        for fact in self._all_facts:
            if fact.subject.kind == "variant":
                found[fact.subject.id][fact.attribute] = fact
        return found

    @cached_property
    def _all_facts(self) -> list[Fact]:
        return product_facts(self.product)

    @cached_property
    def view(self) -> ProductView:
        """What its facts affirm and deny, and what it is made of."""
        return _view(self.product, self._all_facts)

    @cached_property
    def stated(self) -> Mapping[str, tuple[bool, Fact | None]]:
        """Features its flags, notes, name and description state or deny, each with the fact that says so."""
        return _stated(self.product, self.facts)

    @cached_property
    def made(self) -> tuple[Made, ...]:
        """What it is made of, part by part, from its material facts."""
        facts = [fact for name in _MATERIAL_ATTRIBUTES if (fact := self.facts.get(name))]
        return tuple(one for fact in facts for one in made_of(fact, plain_words(), 2026)[0])

    @cached_property
    def kinds(self) -> frozenset[str]:
        """Kinds of goods its name says it is."""
        return kinds_in(self.product.title.en) | kinds_in(self.product.title.zh)

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """Its categories from the top down, as facets have them."""
        names = self.product.category_names
        return tuple(category_handle(names[:depth]) for depth in range(1, len(names) + 1))

    @cached_property
    def brand(self) -> str:
        """The value of its brand."""
        return slug(self.product.brand) if self.product.brand else ""

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
