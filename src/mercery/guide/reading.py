"""What a product's own facts say, read once: what it is made of, what its texts affirm, state and deny. Pure.

The grammar of the gate reads the texts, so that "does not fit a 13-inch laptop" denies what it names. That takes some
thousandths of a second a product, so a reading is kept while the product reads the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Final

from mercery.catalog.facts import product_facts
from mercery.catalog.product import Product
from mercery.catalog.slug import category_handle, slug
from mercery.claims.composition import made_of
from mercery.claims.facts import Fact
from mercery.claims.grammar.normal_form import normalised
from mercery.claims.grammar.tokens import Token, tokens
from mercery.claims.grammar.vocabulary import lexicon_words
from mercery.claims.product_views import product_view
from mercery.claims.values import Materials, Terms, Text
from mercery.claims.views import Made, ProductView
from mercery.claims.vocabulary import materials_in
from mercery.guide.hearing.features import stated, stated_in
from mercery.guide.hearing.kinds import kinds_in

MOST_READ: Final = 8_192
"""Readings kept; the rest is read again."""
_YEAR: Final = 2026
"""Completes dates without one, of which goods have none."""
_MATERIAL_ATTRIBUTES: Final = ("material", "lining")
_NO_MATERIALS: Final = frozenset({"material", "description", "care"})
Stated = Mapping[str, tuple[bool, Fact | None]]


@lru_cache(maxsize=2_048)
def read_tokens(text: str) -> tuple[Token, ...]:
    """The tokens of a short text."""
    return tuple(tokens(normalised(text), lexicon_words(), year=_YEAR))


class Reading:
    """What is read of one product; each part when it is first asked for."""

    def __init__(self, product: Product) -> None:
        self.product = product

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """The product's own facts by attribute."""
        return {fact.attribute: fact for fact in product_facts(self.product) if fact.subject.kind == "product"}

    @cached_property
    def view(self) -> ProductView:
        """What its facts affirm and deny."""
        own = list(self.facts.values())
        return product_view(self.product.id, own, (), _YEAR) if own else _empty(self.product)

    @cached_property
    def stated(self) -> Stated:
        """Features its flags, notes, name and description state or deny, each with the fact that says so."""
        return {name: (on, _saying(name, self.facts, on=on)) for name, on in stated(self.product).items()}

    @cached_property
    def made(self) -> tuple[Made, ...]:
        """What it is made of, part by part, from its material facts."""
        facts = [fact for name in _MATERIAL_ATTRIBUTES if (fact := self.facts.get(name))]
        return tuple(one for fact in facts for one in made_of(fact, lexicon_words(), _YEAR)[0])

    @cached_property
    def beside(self) -> frozenset[str]:
        """Materials that other attributes (`strap`, `handles`) name."""
        return frozenset(
            material
            for name, fact in self.facts.items()
            if name not in _NO_MATERIALS and "scent" not in name and "note" not in name
            for text in _texts(fact)
            for material in materials_in(text)
        )

    @cached_property
    def kinds(self) -> frozenset[str]:
        """Kinds of goods its name says it is."""
        return kinds_in(self.product.title.en) | kinds_in(self.product.title.zh)

    @cached_property
    def told_kinds(self) -> frozenset[str]:
        """Kinds of goods that the first sentence of its description calls it."""
        told = self.product.description
        first = [text.split(stop)[0] for text, stop in ((told.en, ". "), (told.zh, "。")) if text]
        return frozenset(kind for text in first for kind in kinds_in(text))

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """Its categories from the top down, as facets have them."""
        names = self.product.category_names
        return tuple(category_handle(names[:depth]) for depth in range(1, len(names) + 1))

    @cached_property
    def brand(self) -> str:
        """The value of its brand."""
        return slug(self.product.brand) if self.product.brand else ""


_read: dict[str, Reading] = {}


def reading_of(product: Product) -> Reading:
    """The reading of a product; the kept one while it reads the same."""
    known = _read.get(product.id)
    if known is not None and _reads_the_same(known.product, product):
        return known
    if len(_read) >= MOST_READ:
        _read.clear()
    made = Reading(product)
    _read[product.id] = made
    return made


def _reads_the_same(one: Product, other: Product) -> bool:
    return one is other or (
        one.version == other.version
        and one.attributes == other.attributes
        and (one.title, one.description, one.category, one.brand)
        == (other.title, other.description, other.category, other.brand)
        and one.options == other.options
    )


def _saying(name: str, facts: Mapping[str, Fact], *, on: bool) -> Fact | None:
    """The fact that states or denies a feature."""
    if name in facts:
        return facts[name]
    for fact in facts.values():
        if any((name, on) in set(stated_in(text)) for text in _texts(fact)):
            return fact
    return None


def _texts(fact: Fact) -> list[str]:
    match fact.value:
        case Terms(items):
            return [text for one in items for text in (one.en, one.zh) if text]
        case Text(words):
            return [text for text in (words.en, words.zh) if text]
        case Materials(parts):
            return [
                text for part in parts if part.part != "note" for text in (part.material.en, part.material.zh) if text
            ]
        case _:
            return []


def _empty(product: Product) -> ProductView:
    return ProductView(
        id=product.id, title=product.title, brand="", nouns=frozenset(), facts={}, variants=(), made=(),
        absent=frozenset(), clauses=(),
    )  # fmt: skip
