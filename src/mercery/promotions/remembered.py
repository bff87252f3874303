"""Offers this process has worked out, kept for as long as the variants they are made of stay as they are.

Whoever asks is asked back by the database each time whether anything has changed, so a new price or stock is seen at
once; what is saved is reading and working out hundreds of variants again for every list that is filtered or counted.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from mercery.catalog.product import Variant
from mercery.promotions.offer import Offer

MOST: Final = 40_000
"""Variants whose prices and stock are kept, some 1.3 KB each."""
Key = tuple[str, bool, str, str]
"""Shop, whether its prices have tax in them, currency, product."""


@dataclass(frozen=True, slots=True)
class _Kept:
    stamp: int
    until: datetime | None
    """When a price begins or ends, and the offer has to be worked out anew."""
    offer: Offer | None
    variants: int


class Remembered:
    """Offers by product. None is an answer, too: a product that is not sold in the currency."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[Key, _Kept] = OrderedDict()
        self._variants = 0

    def __len__(self) -> int:
        return len(self._kept)

    def known(self, keys: Mapping[str, Key], stamps: Mapping[str, int], moment: datetime) -> dict[str, Offer | None]:
        """The offers that hold at `moment`, by product."""
        found: dict[str, Offer | None] = {}
        for product_id, key in keys.items():
            kept = self._kept.get(key)
            if kept is None or kept.stamp != stamps.get(product_id) or (kept.until and kept.until <= moment):
                continue
            self._kept.move_to_end(key)
            found[product_id] = kept.offer
        return found

    def keep(self, key: Key, stamp: int, offer: Offer | None, variants: Sequence[Variant], moment: datetime) -> None:
        """Keep the offer made of these variants at `moment`; `stamp` must have been asked for before they were read."""
        turns = (
            at
            for variant in variants
            for row in variant.prices
            for at in (row.valid_from, row.valid_to)
            if at is not None and at > moment
        )
        before = self._kept.pop(key, None)
        self._kept[key] = _Kept(stamp, min(turns, default=None), offer, len(variants))
        self._variants += len(variants) - (before.variants if before else 0)
        while self._variants > self._most:
            self._variants -= self._kept.popitem(last=False)[1].variants
