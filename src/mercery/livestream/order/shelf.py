"""Everything a show may speak of at one moment: its pieces, the facts in force, the shop's rules, what is reduced. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Final

from mercery.accounts.shop import Shop
from mercery.catalog.product import Product
from mercery.claims.deals import Promotion
from mercery.claims.facts import Fact
from mercery.claims.values import Stock
from mercery.studio.house_voice import HOUSE, HouseVoice
from mercery.studio.materials import Materials
from mercery.studio.standing import Key, by_key, title_facts

_NEIGHBOURS: Final = 6
_PIECES_KEPT: Final = 4
"""The piece in question, the next one, and those named beside them. What is known of a piece, indexed, takes megabytes, so
that a show over hundreds of pieces would grow for hours."""
Family = tuple[str, str]
"""A product and an attribute its variants have: what is said of the product speaks of each of them."""


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """Values only: whoever speaks from it needs no database."""

    shop: Shop
    products: tuple[Product, ...]
    """Those that are on sale, of the running order."""
    facts: tuple[Fact, ...]
    """Of these products, of the shop's policies, and of promotions anybody may be told."""
    now: datetime
    house: HouseVoice = HOUSE
    laws: frozenset[str] | None = None
    stamp: str = ""
    """What it was gathered at (`stamps.py`)."""
    asked: tuple[str, ...] = ()
    """The products it was gathered for, those that are not on sale too."""
    turns_at: datetime | None = None
    """When a price or a policy turns by itself; it has to be gathered anew then."""
    _pieces: dict[str, Materials] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def by_product(self) -> Mapping[str, Product]:
        """The products by their ids."""
        return {product.id: product for product in self.products}

    @cached_property
    def by_id(self) -> Mapping[str, Fact]:
        """The facts by their ids."""
        return {fact.id: fact for fact in self.facts}

    @cached_property
    def by_key(self) -> Mapping[Key, Fact]:
        """By subject and attribute, what products are called with them; the newest version of each. Whether it is in force is
        asked of the fact."""
        return by_key((*self.facts, *title_facts(self.products, self.now)), self.now)

    @cached_property
    def families(self) -> Mapping[Family, tuple[Key, ...]]:
        """The keys of what a product's variants have of one attribute."""
        found: dict[Family, list[Key]] = {}
        for key, fact in self.by_key.items():
            if fact.subject.parent_id:
                found.setdefault((fact.subject.parent_id, fact.attribute), []).append(key)
        return {family: tuple(keys) for family, keys in found.items()}

    def piece(self, product_id: str) -> Materials | None:
        """What may be said of one piece, beside the shop's rules; None where it is not on sale."""
        product = self.by_product.get(product_id)
        if product is None:
            return None
        found = self._pieces.pop(product_id, None) or Materials(
            shop=self.shop, products=(product,), facts=tuple(one for one in self.facts if _bears(one, product_id)),
            neighbours=self._beside(product), house=self._spoken, now=self.now, laws=self.laws,
        )  # fmt: skip
        self._pieces[product_id] = found
        for longest_ago in list(self._pieces)[:-_PIECES_KEPT]:
            self._pieces.pop(longest_ago, None)
        return found

    @cached_property
    def bare(self) -> Materials:
        """What may be said of the shop where no piece is in question."""
        facts = tuple(one for one in self.facts if one.subject.kind in ("policy", "shop"))
        return Materials(shop=self.shop, products=(), facts=facts, house=self.house, now=self.now, laws=self.laws)

    def at(self, moment: datetime) -> Shelf:
        """The same a little later."""
        return replace(self, now=moment, _pieces={})

    def stale(self, stamp: str, moment: datetime) -> bool:
        """Whether it has to be gathered anew."""
        return stamp != self.stamp or (self.turns_at is not None and moment >= self.turns_at)

    @cached_property
    def _spoken(self) -> HouseVoice:
        # Short breaths: what is read at leisure may run on, what is heard may not.
        return replace(self.house, pace="brisk")

    def available(self, product_id: str) -> bool:
        """Whether the piece can be had."""
        stocks = self.stocks(product_id)
        there = any(isinstance(fact.value, Stock) and fact.value.available for fact in stocks)
        return product_id in self.by_product and (there or not stocks)

    def offers(self, product_id: str) -> tuple[Fact, ...]:
        """The price of each variant."""
        return self._of(product_id, "price")

    def stocks(self, product_id: str) -> tuple[Fact, ...]:
        """How many there are of each variant."""
        return self._of(product_id, "stock")

    def promotions(self, product_id: str) -> tuple[Fact, ...]:
        """Promotions for the piece that anybody may be told."""
        return tuple(
            fact for fact in self.facts
            if isinstance(fact.value, Promotion) and not fact.value.code and fact.value.covers(product_id)
            and fact.holds_at(self.now)
        )  # fmt: skip

    def _of(self, product_id: str, attribute: str) -> tuple[Fact, ...]:
        keys = self.families.get((product_id, attribute), ())
        return tuple(fact for key in keys if (fact := self.by_key[key]).holds_at(self.now))

    def _beside(self, product: Product) -> tuple[Product, ...]:
        """Other pieces of the show, those of the same category first: for what sets a piece apart."""
        others = [one for one in self.products if one.id != product.id]
        others.sort(key=lambda one: one.category[-1:] != product.category[-1:])
        return tuple(others[:_NEIGHBOURS])


def _bears(fact: Fact, product_id: str) -> bool:
    subject = fact.subject
    if isinstance(fact.value, Promotion):
        return not fact.value.code and fact.value.covers(product_id)
    return subject.kind in ("policy", "shop") or subject.id == product_id or subject.parent_id == product_id
