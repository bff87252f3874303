"""Offers this process has worked out, kept for as long as the variants they are made of stay as they are.

Whoever asks is asked back by the database each time whether anything has changed, so a new price or stock is seen at
once; what is saved is reading and working out hundreds of variants again for every list that is filtered or counted.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, Generic, TypeVar

from mercery.catalog.product import Variant

MOST: Final = 40_000
"""Variants whose prices and stock are kept, some 1.3 KB each."""
T = TypeVar("T")
Key = tuple[str, bool, str, str]
"""Shop, whether its prices have tax in them, currency, product."""


_Kept = tuple[int, datetime | None, T | None, int]
"""The stamp; when a price begins or ends, and the offer has to be worked out anew; the offer; how many variants it has.
A plain tuple: of tens of thousands, the garbage collector need look through none that hold mere numbers and texts."""


class Remembered(Generic[T]):
    """Offers, or what is known of them, by product. None is an answer, too: a product that is not sold in the currency."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[Key, _Kept[T]] = OrderedDict()
        self._variants = 0

    def __len__(self) -> int:
        return len(self._kept)

    def __contains__(self, key: Key) -> bool:
        """Whether anything is remembered of it, though it may no longer hold."""
        return key in self._kept

    def known(self, keys: Mapping[str, Key], stamps: Mapping[str, int], moment: datetime) -> dict[str, T | None]:
        """The offers that hold at `moment`, by product."""
        found: dict[str, T | None] = {}
        for product_id, key in keys.items():
            kept = self._kept.get(key)
            if kept is None:
                continue
            stamp, until, offer, _ = kept
            if stamp != stamps.get(product_id) or (until and until <= moment):
                continue
            self._kept.move_to_end(key)
            found[product_id] = offer
        return found

    def keep(self, key: Key, stamp: int, offer: T | None, variants: Sequence[Variant], moment: datetime) -> None:
        """Keep the offer made of these variants at `moment`; `stamp` must have been asked for before they were read."""
        turns = (
            at
            for variant in variants
            for row in variant.prices
            for at in (row.valid_from, row.valid_to)
            if at is not None and at > moment
        )
        self.put(key, stamp, offer, len(variants), min(turns, default=None))

    def put(self, key: Key, stamp: int, offer: T | None, variants: int, until: datetime | None = None) -> None:
        """The same of so many variants, for as long as they stay as they are, `until` at most."""
        before = self._kept.pop(key, None)
        self._kept[key] = (stamp, until, offer, variants)
        self._variants += variants - (before[3] if before else 0)
        while self._variants > self._most:
            self._variants -= self._kept.popitem(last=False)[1][3]
