"""What a product can be compared by: price, weight, size, hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from mercery.claims.grammar.priced import priced
from mercery.claims.grammar.reading import Reading
from mercery.claims.grammar.selecting import sizes_of
from mercery.claims.measures import dimension, in_base
from mercery.claims.values import Dimensions, Quantity
from mercery.claims.views import ProductView, VariantView


@dataclass(frozen=True, slots=True)
class Measured:
    value: Decimal
    unit: str
    fact_id: str


def price(reading: Reading, view: ProductView) -> Measured | None:
    variants = list(view.variants)
    if reading.variant and any(one.id == reading.variant.id for one in variants):
        variants = [reading.variant]
    chosen = [
        one for segment in reading.segments if segment.view is view and segment.selected for one in segment.variants
    ]
    sizes = [token for token in reading.tokens if sizes_of(token, view)]
    if not chosen and len(variants) > 1 and sizes:
        wanted = {size for token in sizes for size in sizes_of(token, view)}
        variants = [one for one in variants if wanted & (one.sizes | one.volumes)]
        for token in sizes:
            token.by = token.by or "size"
    return _price_of(chosen or variants)


def _price_of(variants: Sequence[VariantView]) -> Measured | None:
    prices = priced(variants)
    if not prices or len({(one.amount.minor, one.amount.currency) for one in prices}) != 1:
        return None
    fact = variants[0].price
    return Measured(prices[0].amount.major, prices[0].amount.currency, fact.id if fact else "")


def measure(reading: Reading, view: ProductView, name: str) -> Measured | None:
    if name == "price":
        return price(reading, view)
    fact = view.facts.get(name)
    if name == "size":
        return _size(view)
    if name in ("width", "height", "depth"):
        return _side(view, name)
    if fact is None or not isinstance(fact.value, Quantity):
        return None
    unit = {"mass": "g", "length": "mm", "clock": "min", "volume": "ml"}.get(
        dimension(fact.value.unit), fact.value.unit
    )
    return Measured(in_base(fact.value.low, fact.value.unit), unit, fact.id)


def sides_of(view: ProductView) -> tuple[Decimal, ...]:
    """Width, height and depth as far as told; a suitcase is told by its height first."""
    fact = view.facts.get("dimensions")
    if fact is None or not isinstance(fact.value, Dimensions):
        return ()
    sides = tuple(in_base(side, fact.value.unit) for side in fact.value.sides)
    return (sides[1], sides[0], *sides[2:]) if len(sides) == 3 and "suitcase" in view.nouns else sides


def _side(view: ProductView, name: str) -> Measured | None:
    sides = sides_of(view)
    place = ("width", "height", "depth").index(name)
    return Measured(sides[place], "mm", view.facts["dimensions"].id) if len(sides) > place else None


def _size(view: ProductView) -> Measured | None:
    fact = view.facts.get("case_diameter") or view.facts.get("diameter")
    if fact is not None and isinstance(fact.value, Quantity):
        return Measured(in_base(fact.value.low, fact.value.unit), "diameter", fact.id)
    fact = view.facts.get("dimensions")
    if fact is not None and isinstance(fact.value, Dimensions):
        volume = Decimal(1)
        for side in fact.value.sides:
            volume *= in_base(side, fact.value.unit)
        return Measured(volume, f"sides{len(fact.value.sides)}", fact.id)
    clause = next(
        (
            one
            for one in view.clauses
            if one.attribute == "dimensions" and "att:diameter" in one.affirmed and one.amounts
        ),
        None,
    )
    if clause is not None:
        amount = clause.amounts[0]
        return Measured(in_base(amount.value, amount.unit), "diameter", clause.fact_id)
    if view.nouns & _BY_CONTENT:
        fact = view.facts.get("weight") or view.facts.get("volume")
        if fact is not None and isinstance(fact.value, Quantity):
            return Measured(in_base(fact.value.low, fact.value.unit), dimension(fact.value.unit), fact.id)
    return None


_BY_CONTENT: Final = frozenset({"candle", "perfume", "toilette", "cream"})
"""Goods that are larger the more is in them."""
