"""What the shopper has bought already. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from mercery.guide.considered import Considered

USED_UP: Final = frozenset({"burn_time", "scent_notes", "servings", "ingredients"})
"""Attributes that only goods have which are used up."""
_LIQUID: Final = frozenset({"ml", "fl_oz"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """A piece of an order that was not sent back."""

    product_id: str
    on: date


def has_enough(one: Considered, owned: Iterable[Purchase], today: date) -> bool:
    """Whether the shopper has it and needs no other: it lasts for years, or what lasts a while is not yet due."""
    bought = max((purchase.on for purchase in owned if purchase.product_id == one.id), default=None)
    if bought is None:
        return False
    days = one.product.replacement_days
    if days is not None:
        return today < bought + timedelta(days=days)
    return lasts(one)


def lasts(one: Considered) -> bool:
    """Whether one is enough: as the shop says, else unless it is plainly used up."""
    if one.product.durable is not None:
        return one.product.durable
    if USED_UP & one.facts.keys():
        return False
    volume = one.facts.get("volume")
    return getattr(getattr(volume, "value", None), "unit", "") not in _LIQUID
