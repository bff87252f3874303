"""Measures held against bounds: weights, sizes, depths, and what goes in. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from mercery.catalog.attributes import quantity
from mercery.catalog.product import Variant
from mercery.claims.facts import Fact
from mercery.claims.grammar.clauses import Clause
from mercery.claims.measures import dimension, in_base
from mercery.claims.mentions import mentions
from mercery.claims.values import Dimensions, Quantity
from mercery.guide.considered import Considered
from mercery.guide.hearing.sides import SIDES as ALL_SIDES
from mercery.guide.hearing.sides import sides_said, within_sides
from mercery.guide.hearing.text import plain
from mercery.guide.need import Wish
from mercery.guide.proof import Proof, proved

SIDES: Final[dict[str, int]] = {"width": 0, "height": 1, "depth": 2}
"""Which side of the dimensions a shop gives (width × height × depth) an attribute of its own would be; the length is the
longest of them."""
EVERY_SIDE: Final = frozenset({"dimensions", "side", "sides", "size"})
ACROSS: Final = frozenset({"diameter", "case_diameter", "case_size"})
"""Names under which shops keep how large a round thing is."""
_FLAT: Final = 2
"""Sides of what is flat: the shorter is its width."""
_LAPTOP: Final = "laptop"
_SLACK: Final = Decimal("1.02")
"""A screen is named by a rounded diagonal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """An amount a piece has, in the base unit of its dimension."""

    low: Decimal
    high: Decimal
    fact: Fact | None

    def within(self, wish: Wish) -> bool:
        """Whether it meets the bounds."""
        return (wish.low is None or self.high >= wish.low) and (wish.high is None or self.low <= wish.high)


def measures_as_wished(one: Considered, variant: Variant, wish: Wish) -> Proof | None:
    """What shows that an amount is within the bounds; every side of it where no side is named."""
    if wish.name.startswith(_LAPTOP) or "laptop" in wish.name:
        return _laptop(one, wish)
    if wish.values and wish.name == ALL_SIDES:
        return _in_all_sides(one, variant, wish)
    found = list(measures_of(one, variant, wish))
    if not found:
        return None
    met = [measure for measure in found if measure.within(wish)]
    if wish.name in EVERY_SIDE and len(met) < len(found):
        return None
    return proved(met[0].fact, wish.name) if met else None


def _in_all_sides(one: Considered, variant: Variant, wish: Wish) -> Proof | None:
    """Within limits for all sides at once, whichever way it is turned: by the chosen size, where it names sides (a pillow
    of 50 × 70), else by the dimensions."""
    for name, words in variant.options.items():
        for said in sides_said(plain(words.en or words.zh), ()):
            fits = within_sides(said.amounts, wish)
            return proved(one.variant_facts[variant.id].get(name)) if fits else None
    fact = one.facts.get("dimensions")
    if fact is None or not isinstance(fact.value, Dimensions):
        return None
    sides = [in_base(side, fact.value.unit) for side in fact.value.sides]
    return proved(fact) if within_sides(sides, wish) else None


def measures_of(one: Considered, variant: Variant, wish: Wish) -> Iterator[Measure]:
    """The amounts a wish is about: the attribute, else the side, else what the chosen size says."""
    named = list(_attributes(one, variant, wish))
    if named:
        yield from named
        return
    sides = one.facts.get("dimensions")
    if sides is not None and isinstance(sides.value, Dimensions) and _of(wish, sides.value.unit):
        yield from _sides(sides, sides.value, wish.name)
        return
    yield from _from_options(one, variant, wish)


def _attributes(one: Considered, variant: Variant, wish: Wish) -> Iterator[Measure]:
    names = {wish.name, *ACROSS} if wish.name in ACROSS else {wish.name, *wish.values}
    for facts in (one.variant_facts[variant.id], one.facts):
        for name, fact in facts.items():
            if name in names and isinstance(fact.value, Quantity) and _of(wish, fact.value.unit):
                yield _measure(fact.value, fact)
    if wish.name in ACROSS and wish.name not in one.facts:
        yield from (_measure(value, fact) for name, value, fact in one.view.quantities() if name == "case_diameter")


def _of(wish: Wish, unit: str) -> bool:
    return not wish.dimension or dimension(unit) == wish.dimension


def _measure(value: Quantity, fact: Fact | None) -> Measure:
    return Measure(low=in_base(value.low, value.unit), high=in_base(value.high or value.low, value.unit), fact=fact)


def _sides(fact: Fact, value: Dimensions, name: str) -> Iterator[Measure]:
    amounts = [in_base(side, value.unit) for side in value.sides]
    if name in EVERY_SIDE:
        yield from (Measure(low=amount, high=amount, fact=fact) for amount in amounts)
    elif name == "length":
        yield Measure(low=max(amounts), high=max(amounts), fact=fact)
    elif name in SIDES and SIDES[name] < len(amounts):
        side = min(amounts) if name == "width" and len(amounts) == _FLAT else amounts[SIDES[name]]
        yield Measure(low=side, high=side, fact=fact)


def _from_options(one: Considered, variant: Variant, wish: Wish) -> Iterator[Measure]:
    """The amount that a chosen size names: 50 ml, S (16 cm)."""
    if not wish.dimension:
        return
    for name, words in variant.options.items():
        text = words.en or words.zh
        whole = quantity(text)
        fact = one.variant_facts[variant.id].get(name)
        if whole is not None and dimension(whole.unit) == wish.dimension:
            yield _measure(whole, fact)
        elif whole is None:
            for said in mentions(text):
                if said.kind == "quantity" and dimension(said.unit) == wish.dimension:
                    low, high = in_base(said.value, said.unit), in_base(said.high or said.value, said.unit)
                    yield Measure(low=low, high=high, fact=fact)


def _laptop(one: Considered, wish: Wish) -> Proof | None:
    """What takes a laptop of the size: the attribute that names the largest, else what the texts say of one."""
    asked = wish.low if wish.low is not None else wish.high
    for name, fact in one.facts.items():
        if name.startswith(_LAPTOP) and isinstance(fact.value, Quantity):
            largest = in_base(fact.value.high or fact.value.low, fact.value.unit)
            return proved(fact) if asked is None or largest * _SLACK >= asked else None
    return _laptop_in_text(one, asked)


def _laptop_in_text(one: Considered, asked: Decimal | None) -> Proof | None:
    """ "Fits a 13-inch laptop" answers for 13 inches and smaller, "a 13-inch laptop does not fit" for 13 and larger."""
    fits: list[tuple[Decimal | None, Clause]] = []
    refuses: list[Decimal | None] = []
    for clause in one.view.clauses:
        if "c:laptop" not in clause.affirmed | clause.denied:
            continue
        sizes: list[Decimal | None] = [in_base(one.value, one.unit) for one in clause.amounts if one.unit == "in"]
        if {"c:laptop", "c:fits"} & clause.denied:
            refuses += sizes or [None]
        elif {"c:fits", "c:sleeve", "c:pocket", "c:padded"} & clause.affirmed:
            fits += [(size, clause) for size in sizes or [None]]
    for size, clause in fits:
        takes = asked is None or (size is not None and size * _SLACK >= asked)
        if takes and not any(denied is None or (asked and denied <= asked * _SLACK) for denied in refuses):
            return Proof(fact_id=clause.fact_id, attribute=clause.attribute)
    return None
