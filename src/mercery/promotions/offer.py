"""What a product costs at a glance: the lowest price among its variants, and whether one can be had. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from mercery.catalog.product import Variant
from mercery.core.money import Money
from mercery.promotions.price import VariantPrice


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A product on a list of products."""

    low: Money
    """The lowest amount among the variants that can be had; among all when none can."""
    was: Money | None
    """The compare-at price of that variant."""
    varies: bool
    """Whether another variant costs more."""
    available: bool
    valid_to: datetime | None
    """When this price ends, as far as is known."""
    then: Money | None

    @property
    def on_sale(self) -> bool:
        """Whether it costs less than before."""
        return self.was is not None


def offer(variants: Iterable[Variant], prices: Mapping[str, VariantPrice]) -> Offer | None:
    """The offer of one product; None when no variant is sold in the currency."""
    priced = [(variant, prices[variant.id]) for variant in variants if variant.id in prices]
    if not priced:
        return None
    to_be_had = [price for variant, price in priced if variant.stock.available]
    shown = min(to_be_had or [price for _, price in priced], key=_cheapest)
    amounts = {price.price.amount for _, price in priced}
    return Offer(
        low=shown.price.amount,
        was=shown.price.was,
        varies=len(amounts) > 1,
        available=bool(to_be_had),
        valid_to=shown.valid_to,
        then=shown.then,
    )


def _cheapest(price: VariantPrice) -> tuple[int, str]:
    return price.price.amount.minor, price.sku
