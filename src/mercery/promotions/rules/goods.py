"""What is sold, and what a buyer puts into a cart."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Sku:
    """One article. `id` is the shop's article number (in a shop) or any name (in the library)."""

    id: str
    price: int
    """List price of one unit."""
    cost: int = 0
    """What one unit costs the merchant."""
    floor: int = 0
    """What one unit is never sold below by discounts: a discount stops there."""
    tags: frozenset[str] = frozenset()
    shop: str = ""
    """The seller, where a platform has several in one cart."""
    limit: int | None = None
    """Units one order may have; None: `Calendar.most_units`."""
    stock: int | None = None
    """Units there are; None: not counted."""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Units of one SKU in a cart. Two lines may name the same SKU where `Policy.split_lines` allows it."""

    sku: str
    quantity: int


Cart = tuple[Line, ...]
"""Lines in the order in which they were put in: allocation breaks ties by it."""
