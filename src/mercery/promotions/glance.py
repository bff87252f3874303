"""What hundreds of products cost at a glance, for lists that are counted, limited and put in order.

The database works out the lowest price, one row a product, where each variant has one price without a period; products
whose prices begin or end are left to `offer`, which knows the whole rule. Nothing here is shown: a card needs an `Offer`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.catalog.slug import slug
from mercery.catalog.stamps import STAMP
from mercery.core.money import Money
from mercery.promotions.price import EVERYBODY

MOST_GLANCES: Final = 100_000
"""Variants of which a glance is kept, some 0.2 KB each."""
# The order is that of `offer`: what can be had first, then the lowest amount, then the article number.
_AT_A_GLANCE: Final = text(  # nothing of it comes from outside
    "SELECT v.product_id, count(*),"  # noqa: S608
    " count(*) = count(DISTINCT v.id) AND NOT coalesce(bool_or(p.valid_from IS NOT NULL OR p.valid_to IS NOT NULL), false),"
    " (array_agg(ARRAY[p.minor, p.was_minor, (v.stock IS NULL OR v.stock > 0)::int]"
    '   ORDER BY v.stock IS NULL OR v.stock > 0 DESC, p.minor, v.sku COLLATE "C")'
    "   FILTER (WHERE p.minor IS NOT NULL))[1:1],"
    " json_agg(json_build_array(p.minor, p.was_minor, v.stock IS NULL OR v.stock > 0, v.sku, v.options))::text,"
    f" {STAMP}"
    " FROM variants v LEFT JOIN prices p ON p.variant_id = v.id AND p.shop_id = :shop AND p.currency = :currency"
    "  AND p.price_list = ANY(:lists)"
    " WHERE v.shop_id = :shop AND v.product_id = ANY(:ids) GROUP BY v.product_id"
)


Packed = tuple[int, bool, bool, str]
"""A glance as it is kept: what the garbage collector need not look at."""


@dataclass(frozen=True, slots=True)
class Glance:
    """The lowest price of a product, and whether it can be had."""

    low: Money
    available: bool
    on_sale: bool
    _variants: str
    """Its variants as JSON, read only where options are asked for."""

    @property
    def packed(self) -> Packed:
        """The glance without its currency."""
        return self.low.minor, self.available, self.on_sale, self._variants

    def among(self, wanted: Mapping[str, Collection[str]]) -> Glance | None:
        """The same of the variants with the wanted values of options, as of an `Offer`."""
        asked = tuple((name, tuple(wanted[name])) for name in wanted if f'"{name}"' in self._variants)
        if not asked:
            return self
        differs, found = _among(self._variants, self.low.currency, asked)
        return found if differs else self


def unpacked(packed: Packed, currency: str) -> Glance:
    """The glance that was kept."""
    minor, available, on_sale, variants = packed
    return Glance(Money(minor, currency), available, on_sale, variants)


@dataclass(frozen=True, slots=True)
class _Glanced:
    """One variant."""

    minor: int | None
    was: int | None
    available: bool
    sku: str
    options: Mapping[str, str]
    """Values as slugs."""

    def has(self, wanted: Mapping[str, Collection[str]]) -> bool:
        """Whether it has the wanted values of the options it has."""
        own = self.options
        return all(own[name] in values for name, values in wanted.items() if name in own)


@lru_cache(maxsize=2_048)
def _among(written: str, currency: str, asked: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[bool, Glance | None]:
    """Whether only some variants have what is asked for, and then what these cost.

    One search asks the same several times: for its results, their facets and their prices.
    """
    every, wanted = _variants_of(written), dict(asked)
    some = [one for one in every if one.has(wanted)]
    if not some or len(some) == len(every):
        return False, None
    return True, _lowest(some, currency)


@lru_cache(maxsize=2_048)
def _variants_of(written: str) -> tuple[_Glanced, ...]:
    return tuple(
        _Glanced(
            minor, was, available, sku,
            {one["name"]: _slug(one["value"].get("en") or one["value"].get("zh") or "") for one in options},
        )
        for minor, was, available, sku, options in json.loads(written)
    )  # fmt: skip


@lru_cache(maxsize=4_096)
def _slug(value: str) -> str:
    return slug(value)


def _lowest(variants: Iterable[_Glanced], currency: str) -> Glance | None:
    priced = [(not one.available, one.minor, one.sku, one) for one in variants if one.minor is not None]
    if not priced:
        return None
    _, minor, _, best = min(priced, key=lambda one: one[:3])
    return Glance(Money(minor, currency), best.available, best.was is not None and minor < best.was, "[]")


@dataclass(frozen=True, slots=True)
class Glances:
    """What was asked for, as far as a glance tells it."""

    found: Mapping[str, Glance | None]
    """None: not sold in the currency."""
    variants: Mapping[str, int]
    """How many each has."""
    stamps: Mapping[str, int]
    unclear: Sequence[str]
    """Products whose prices have periods."""


async def read_glances(session: AsyncSession, shop_id: str, product_ids: Sequence[str], currency: str) -> Glances:
    """The products' prices and stock of this moment, in one query."""
    asked = {"shop": shop_id, "currency": currency, "lists": list(EVERYBODY), "ids": list(product_ids)}
    found: dict[str, Glance | None] = {}
    counts: dict[str, int] = {}
    stamps: dict[str, int] = {}
    unclear: list[str] = []
    for product_id, count, clear, best, variants, stamp in await session.execute(_AT_A_GLANCE, asked):
        counts[product_id], stamps[product_id] = count, stamp
        if not clear:
            unclear.append(product_id)
        elif not best:
            found[product_id] = None
        else:
            minor, was, available = best[0]
            found[product_id] = Glance(
                Money(minor, currency), bool(available), was is not None and minor < was, variants
            )
    return Glances(found, counts, stamps, unclear)
