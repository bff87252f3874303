"""Products as the gate sees them: parts with their materials, variants with what selects them, clauses of their texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from mercery.claims.facts import Fact
from mercery.claims.grammar.amount import Amount
from mercery.claims.grammar.clauses import Clause
from mercery.claims.lexicon import kind_of
from mercery.claims.values import Price, Quantity, Stock, Unit
from mercery.core.i18n import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One part and one material of it."""

    part: str
    materials: frozenset[str]
    adjectives: frozenset[str]
    colours: frozenset[str]
    percent: float | None
    fact_id: str
    coating: frozenset[str] = frozenset()
    """What only covers or imitates: to be named with its word (plated, embossed)."""
    amounts: tuple[Amount, ...] = ()

    def is_of(self, material: str) -> bool:
        """Whether it is the material or a kind of it."""
        asked = (material, f"{material} crystal") if self.part == "glass" else (material,)
        return any(kind_of(one, name) for one in self.materials for name in asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantView:
    """A variant with what selects it and what is sold."""

    id: str
    colours: frozenset[str]
    colour_text: str
    sizes: frozenset[str]
    volumes: frozenset[str]
    option_parts: frozenset[str]
    price: Fact | None
    stock: Fact | None

    @property
    def priced(self) -> Price | None:
        """Its price."""
        return self.price.value if self.price and isinstance(self.price.value, Price) else None

    @property
    def stocked(self) -> Stock | None:
        """Its stock."""
        return self.stock.value if self.stock and isinstance(self.stock.value, Stock) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductView:
    """A product as the gate sees it."""

    id: str
    title: Words
    brand: str
    nouns: frozenset[str]
    facts: Mapping[str, Fact]
    variants: tuple[VariantView, ...]
    made: tuple[Made, ...]
    absent: frozenset[str]
    """Materials the shop says are not in it."""
    clauses: tuple[Clause, ...]
    title_senses: frozenset[str] = frozenset()
    """Everything its name says, to tell it from its siblings."""
    title_keys: frozenset[str] = frozenset()
    """Materials and colours its name speaks of, whether or not it has them."""

    @property
    def complete(self) -> bool:
        """Whether the shares of its material add up, so that nothing else is in it."""
        shares = [one.percent for one in self.made if one.percent is not None]
        return bool(shares) and round(sum(shares)) == 100

    @property
    def colours(self) -> frozenset[str]:
        """Every colour it comes in."""
        return frozenset(colour for variant in self.variants for colour in variant.colours)

    @property
    def on_sale(self) -> bool:
        """Whether every variant is reduced."""
        priced = [variant.priced for variant in self.variants]
        return bool(priced) and all(one is not None and one.was is not None for one in priced)

    @property
    def currencies(self) -> frozenset[str]:
        """The currencies it is sold in."""
        return frozenset(variant.priced.amount.currency for variant in self.variants if variant.priced)

    def primary(self) -> list[Made]:
        """What stands for the piece where no part is named."""
        mains = [one for one in self.made if one.part in ("main", "shell", "upper", "other")]
        return mains or [one for one in self.made if one.part == self.made[0].part]

    def quantities(self) -> list[tuple[str, Quantity, Fact]]:
        """Its measured properties."""
        found = [(name, fact.value, fact) for name, fact in self.facts.items() if isinstance(fact.value, Quantity)]
        across = next(
            (one for one in self.clauses if one.attribute == "dimensions" and "att:diameter" in one.affirmed), None
        )
        if across is not None and len(across.amounts) == 1 and not any(name == "case_diameter" for name, _, _ in found):
            amount = across.amounts[0]
            if amount.unit in ("mm", "cm"):
                found.append(
                    ("case_diameter", Quantity(amount.value, cast("Unit", amount.unit)), self.facts["dimensions"])
                )
        return found
