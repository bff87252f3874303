"""What fits: every wish held against one and the same variant. Pure.

Nothing is met by guess: a wish that no fact shows is not met. A piece fits where one variant that can be sent today, at a
price in the shopper's currency, meets all wishes together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from mercery.catalog.product import Variant
from mercery.guide.chosen import in_colour, in_size
from mercery.guide.composed import made_as_wished
from mercery.guide.considered import Considered
from mercery.guide.features import free_of, has_feature, in_texts
from mercery.guide.measuring import measures_as_wished
from mercery.guide.need import Wish
from mercery.guide.proof import NOTHING_SPEAKS_AGAINST, Proof, proved
from mercery.promotions.price import VariantPrice

ADULTS: Final = frozenset({"adult", "adults"})
TRACES: Final = frozenset({"nickel", "latex"})
OF_ITS_OWN: Final = frozenset({"price", "on_sale", "colour", "size", "measure"})
"""Kinds of wishes that one variant may meet and another not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selling:
    """On what terms a piece would be sold now."""

    currency: str
    arrives: date | None = None
    """The day it is there at the latest, where the shop's policies say so."""
    arrives_fact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A piece in its best variant, with what shows each wish met and which are not."""

    one: Considered
    variant: Variant
    currency: str
    met: tuple[tuple[Wish, Proof], ...] = ()
    missed: tuple[Wish, ...] = ()

    @property
    def price(self) -> int:
        """What it costs, in minor units."""
        price = self.one.price(self.variant, self.currency)
        return price.price.amount.minor if price else 0

    @property
    def id(self) -> str:
        """The product's id."""
        return self.one.id


def fit(
    one: Considered,
    wishes: Sequence[Wish],
    selling: Selling,
    weights: Sequence[float],
    variants: Sequence[Variant] | None = None,
) -> Fit | None:
    """The piece in the variant that misses least, of those that can be sold (else of `variants`); None where there is
    none. `weights`: what each wish weighs."""
    shared = [None if wish.kind in OF_ITS_OWN else of_product(one, wish, selling) for wish in wishes]
    best: tuple[tuple[float, int], Fit] | None = None
    for variant in one.sold(selling.currency) if variants is None else variants:
        met: list[tuple[Wish, Proof]] = []
        missed: list[Wish] = []
        lost = 0.0
        for place, wish in enumerate(wishes):
            proof = shared[place] or (of_variant(one, variant, wish, selling) if wish.kind in OF_ITS_OWN else None)
            if proof is None:
                missed.append(wish)
                lost += weights[place]
            else:
                met.append((wish, proof))
        found = Fit(one=one, variant=variant, currency=selling.currency, met=tuple(met), missed=tuple(missed))
        rank = (lost, found.price)
        if best is None or rank < best[0]:
            best = (rank, found)
    return best[1] if best else None


def of_variant(one: Considered, variant: Variant, wish: Wish, selling: Selling) -> Proof | None:
    """What shows that this variant meets a wish about what is chosen, measured or paid."""
    match wish.kind:
        case "colour":
            return in_colour(one, variant, wish)
        case "size":
            return in_size(variant, wish)
        case "measure":
            met = measures_as_wished(one, variant, wish)
            return _turned(met) if wish.unwanted else met
        case "price":
            return _priced(one, variant, wish, selling)
        case _:
            return _reduced(one, variant, wish, selling)


def _turned(met: Proof | None) -> Proof | None:
    return None if met else NOTHING_SPEAKS_AGAINST


def _priced(one: Considered, variant: Variant, wish: Wish, selling: Selling) -> Proof | None:
    """Within the amounts, in the currency they were said in: nothing is converted."""
    currency = wish.currency or selling.currency
    price = one.price(variant, currency)
    if price is None or currency != selling.currency:
        return None
    minor = price.price.amount.minor
    within = (wish.low is None or minor >= wish.low) and (wish.high is None or minor <= wish.high)
    return _of_price(price) if within != wish.unwanted else None


def _of_price(price: VariantPrice) -> Proof:
    """The fact of a price by its id, as `promotions.facts` makes it."""
    return Proof(fact_id=f"variant:{price.variant_id}/price@{price.version}", attribute="price")


def _reduced(one: Considered, variant: Variant, wish: Wish, selling: Selling) -> Proof | None:
    price = one.price(variant, selling.currency)
    if price is None:
        return None
    return _of_price(price) if (price.price.was is not None) != wish.unwanted else None


def of_product(one: Considered, wish: Wish, selling: Selling) -> Proof | None:
    """What shows that the product meets a wish, whichever variant is chosen."""
    match wish.kind:
        case "category":
            return _either(wish, any(value in one.categories for value in wish.values), one, "category")
        case "brand":
            return _either(wish, one.brand in wish.values, one, "brand")
        case "material":
            return _material(one, wish)
        case "audience":
            return _for_whom(one, wish)
        case "occasion":
            return _occasion(one, wish)
        case "feature":
            return has_feature(one, wish)
        case "delivery":
            return _delivered(wish, selling)
        case _:
            return _either(wish, one.id in wish.values, one, "")


def _either(wish: Wish, has: bool, one: Considered, attribute: str) -> Proof | None:
    if has == wish.unwanted:
        return None
    return proved(one.facts.get(attribute)) if attribute else NOTHING_SPEAKS_AGAINST


def _material(one: Considered, wish: Wish) -> Proof | None:
    """An alloy may hold nickel though its name does not say so: there it takes the shop's own word."""
    traces = [value for value in wish.values if wish.unwanted and value in TRACES]
    proofs = [free_of(one, value) for value in traces]
    if not all(proofs):
        return None
    return made_as_wished(one, wish) if len(traces) < len(wish.values) else proofs[0]


def _for_whom(one: Considered, wish: Wish) -> Proof | None:
    """Women and men may have what is for both or for nobody in particular; grown-ups nothing that is for children."""
    own, asked = one.product.audience, set(wish.values)
    if asked & ADULTS:
        suits = own != "kids"
    elif asked == {"kids"}:
        suits = own == "kids"
    else:
        suits = own in asked or (own in (None, "unisex") and bool(asked - {"kids"}))
    return NOTHING_SPEAKS_AGAINST if suits != wish.unwanted else None


def _occasion(one: Considered, wish: Wish) -> Proof | None:
    found = in_texts(one, wish.values)
    if wish.unwanted:
        return None if found else NOTHING_SPEAKS_AGAINST
    return found


def _delivered(wish: Wish, selling: Selling) -> Proof | None:
    """There in time by what the policies promise at the latest; without a day, wherever it is sold it is delivered."""
    if wish.by is None:
        return NOTHING_SPEAKS_AGAINST
    if selling.arrives is None or selling.arrives > wish.by:
        return None
    return Proof(fact_id=selling.arrives_fact, attribute="delivery")
