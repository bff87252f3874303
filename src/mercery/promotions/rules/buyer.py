"""Who buys: what decides which rules are open to a cart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """A buyer as far as rules ask for it."""

    audiences: frozenset[str] = frozenset()
    """`member`, `new`, `first_order` and whatever groups the shop has."""
    wallet: Mapping[str, int] | None = None
    """Copies of each coupon held, by code; None: whoever asks for a code is taken to have it (a worst cart's buyer)."""
    points: int | None = None
    """Points held; None: as many as can be used."""
    used: Mapping[str, int] = field(default_factory=dict)
    """How often this buyer has used each rule before, by rule id (counts against `Rule.per_user`)."""

    known: bool = True
    """Whether it is known who buys: of somebody unknown nobody can count uses, so `Rule.per_user` shuts the rule."""


ANYBODY = Buyer()
"""Belongs to no audience and holds every coupon."""
