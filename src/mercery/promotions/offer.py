"""What a product costs at a glance: the lowest price among its variants, and whether one can be had. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from mercery.catalog.product import Variant
from mercery.catalog.slug import slug
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
    variants: tuple[Variant, ...] = field(default=(), repr=False, compare=False)
    prices: Mapping[str, VariantPrice] = field(default_factory=dict, repr=False, compare=False)

    def among(self, wanted: Mapping[str, Collection[str]]) -> Offer | None:
        """The offer of the variants with the wanted values of options (as slugs): who asks for black is not told what
        the red one costs. The same where no option is asked for or none fits; None when those have no price."""
        some = with_options(self.variants, wanted)
        return self if len(some) == len(self.variants) else offer(some, self.prices)

    @property
    def on_sale(self) -> bool:
        """Whether it costs less than before."""
        return self.was is not None


def offer(variants: Iterable[Variant], prices: Mapping[str, VariantPrice]) -> Offer | None:
    """The offer of one product; None when no variant is sold in the currency."""
    every = tuple(variants)
    priced = [(variant, prices[variant.id]) for variant in every if variant.id in prices]
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
        variants=every,
        prices=prices,
    )


def with_options(variants: Iterable[Variant], wanted: Mapping[str, Collection[str]]) -> tuple[Variant, ...]:
    """The variants with the wanted values of the options they have; all of them where that leaves none."""
    every = tuple(variants)
    found = tuple(variant for variant in every if _has(variant, wanted)) if wanted else every
    return found or every


def _has(variant: Variant, wanted: Mapping[str, Collection[str]]) -> bool:
    chosen = variant.options
    return all(slug(chosen[name].en or chosen[name].zh) in values for name, values in wanted.items() if name in chosen)


def _cheapest(price: VariantPrice) -> tuple[int, str]:
    return price.price.amount.minor, price.sku
