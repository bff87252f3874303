"""What an invented customer is likelier to buy, by what they bought before: seldom another of what lasts, again what is used
up, and what goes with what they have. So that the demo shop's history looks like people's and not like a lottery."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from datetime import datetime
from typing import Final

from mercery.catalog.product import Product
from mercery.recommendations.complements import by_kind, completing
from mercery.recommendations.piece import Piece, pieces_of

HAS_ONE: Final = 0.04
"""Of a durable kind that was bought within its window: a second bag is bought, but seldom."""
NOT_YET: Final = 0.2
DUE: Final = 12.0
COMPLETES: Final = 4.0
_DUE_FROM, _DUE_UNTIL = 0.7, 2.0
"""Shares of the time after which a piece is used up."""
_REMEMBERED_DAYS: Final = 400


class Wanting:
    """Remembers what each customer bought, in the order of time."""

    def __init__(self, products: Sequence[Product]) -> None:
        pieces = pieces_of([replace(one, id=one.key) for one in products])
        kinds = by_kind(pieces)
        self._pieces: dict[str, Piece] = {one.id: one for one in pieces}
        self._key_of = {variant.sku: one.key for one in products for variant in one.variants}
        self._completes = {one.id: frozenset(other.id for other, _ in completing(one, kinds)) for one in pieces}
        self._had: dict[str, list[tuple[Piece, datetime]]] = defaultdict(list)

    def bought(self, customer: str, skus: Iterable[str], at: datetime) -> None:
        """Note an order."""
        self._had[customer] += [(self._pieces[self._key_of[sku]], at) for sku in skus]

    def factors(self, customer: str, skus: Sequence[str], at: datetime) -> list[float]:
        """How many times likelier a customer is to buy each of these than somebody who has nothing."""
        had = self._had.get(customer)
        if not had:
            return [1.0] * len(skus)
        remembered = [
            (other, days)
            for other, when in had
            if (days := (at - when).days) <= max(_REMEMBERED_DAYS, other.window_days or 0)
        ]
        lasting = {other.group for other, days in remembered if days < (other.window_days or 0)}
        completed = frozenset[str]().union(*(self._completes[other.id] for other, _ in remembered))
        # The variants of a product have one answer.
        known = {
            key: self._factor(self._pieces[key], remembered, lasting, completed)
            for key in dict.fromkeys(self._key_of[sku] for sku in skus)
        }
        return [known[self._key_of[sku]] for sku in skus]

    def _factor(
        self, piece: Piece, had: Sequence[tuple[Piece, int]], lasting: Set[str | None], completed: Set[str]
    ) -> float:
        """`had` with the days since; `lasting`: kinds of which one is still within its window."""
        if piece.durable and piece.group in lasting:
            return HAS_ONE
        if not piece.used_up_days:
            return COMPLETES if piece.id in completed else 1.0
        by = 1.0
        for other, days in had:
            if other.id == piece.id:
                used = days / piece.used_up_days
                by = max(by, DUE) if _DUE_FROM <= used <= _DUE_UNTIL else NOT_YET if used < _DUE_FROM else by
            if piece.id in self._completes[other.id]:
                by = max(by, COMPLETES)
        return by
