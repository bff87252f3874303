"""Which price of a variant is in force at a moment, until when, and what follows it. Pure.

The rule, in order:
1. Only rows in the asked currency count. No amount is ever converted: a variant without such a row is not sold in it.
2. Only the lists open to the buyer count (`default` for everybody).
3. Within a list the row whose period started last wins (a row without a start is the oldest); of two that started
   together, the lower amount.
4. Across lists, the lower amount wins.
5. A compare-at price is shown only when it is higher than the amount.

The order of the rows never matters.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from mercery.catalog.product import NO_WORDS, PROMOTION, PriceRow, Product, Variant
from mercery.claims.values import Price
from mercery.core.i18n import Words
from mercery.core.money import Money

LISTED = ("default",)
"""The lists with the shop's own prices, before any rule."""
EVERYBODY = ("default", PROMOTION)
"""The price lists open to a buyer nothing is known about: the shop's own, and what published rules make of it for all."""
PERIODS_PER_VERSION = 1_000
_EARLIEST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantPrice:
    """What is asked for one variant now, in one currency."""

    variant_id: str
    sku: str
    product_id: str
    price: Price
    price_list: str
    valid_from: datetime | None
    valid_to: datetime | None
    """The moment from which the answer will be another one, as far as it is known today; None: no end is set. A promotion
    that will make it cheaper is not told before it begins."""
    then: Money | None
    """The amount from `valid_to` on; None when there is no end or the variant is not sold afterwards."""
    version: int
    """Never used for two prices of a variant: its version in the catalogue × 1000 + the currency and period within it."""
    recorded_at: datetime | None
    """When the catalogue last recorded this variant."""
    certificate: str = ""
    """Of a price that rules make: the proof it was published with."""
    because: Words = NO_WORDS
    """Of such a price: the rules' names."""

    @property
    def saving(self) -> Money:
        """How far the price is below its compare-at price; zero when there is none."""
        amount = self.price.amount
        return self.price.was - amount if self.price.was else Money.zero(amount.currency)


def row_in_force(rows: Iterable[PriceRow], currency: str, at: datetime, lists: Collection[str]) -> PriceRow | None:
    """The row that gives the price at `at`, or None when the variant is not sold in `currency` then."""
    newest: dict[str, PriceRow] = {}
    for row in rows:
        if row.amount.currency != currency or row.price_list not in lists or not row.holds_at(at):
            continue
        known = newest.get(row.price_list)
        if known is None or _stronger(row) < _stronger(known):
            newest[row.price_list] = row
    return min(newest.values(), key=_cheapest, default=None)


def variant_price(
    variant: Variant,
    *,
    product_id: str,
    tax_included: bool,
    currency: str,
    at: datetime,
    lists: Collection[str] = EVERYBODY,
) -> VariantPrice | None:
    """The price of `variant` at `at`, or None when it is not sold in `currency`."""
    row = row_in_force(variant.prices, currency, at, lists)
    if row is None:
        return None
    end, then = _end(variant.prices, row, currency, at, lists)
    return VariantPrice(
        variant_id=variant.id,
        sku=variant.sku,
        product_id=product_id,
        price=Price(row.amount, _compare_at(row), tax_included),
        price_list=row.price_list,
        valid_from=row.valid_from,
        valid_to=end,
        then=then,
        version=variant.version * PERIODS_PER_VERSION + _period(variant.prices, currency, at),
        recorded_at=variant.updated_at or row.valid_from,
        certificate=row.certificate,
        because=row.because,
    )


def prices_of(
    products: Iterable[Product],
    *,
    currency: str,
    at: datetime,
    tax_included: bool,
    lists: Collection[str] = EVERYBODY,
) -> dict[str, VariantPrice]:
    """The prices of all variants of `products` by variant id; variants not sold in `currency` are missing.

    `tax_included` is the shop's rule, which a product may set aside.
    """
    found: dict[str, VariantPrice] = {}
    for product in products:
        included = tax_included if product.tax_included is None else product.tax_included
        for variant in product.variants:
            price = variant_price(
                variant, product_id=product.id, tax_included=included, currency=currency, at=at, lists=lists
            )
            if price is not None:
                found[variant.id] = price
    return found


def next_turn(products: Iterable[Product], at: datetime) -> datetime | None:
    """The next moment after `at` at which some price of these may be another one, those that are not told before they begin
    too: for whoever has to look again then, never to be said."""
    rows = (row for product in products for variant in product.variants for row in variant.prices)
    moments = (moment for row in rows for moment in (row.valid_from, row.valid_to))
    return min((moment for moment in moments if moment is not None and moment > at), default=None)


def _stronger(row: PriceRow) -> tuple[float, int, int, float]:
    start = row.valid_from or _EARLIEST
    return (-start.timestamp() if row.valid_from else float("inf"), *_cheapest(row)[:2], _end_seconds(row))


def _cheapest(row: PriceRow) -> tuple[int, int, str]:
    """Lower amount first; then what says most: the higher compare-at price; then the name of the list."""
    return row.amount.minor, -(row.was.minor if row.was else 0), row.price_list


def _end_seconds(row: PriceRow) -> float:
    return row.valid_to.timestamp() if row.valid_to else float("inf")


def _compare_at(row: PriceRow) -> Money | None:
    return row.was if row.was is not None and row.amount < row.was else None


def _boundaries(rows: Iterable[PriceRow]) -> list[datetime]:
    return sorted({moment for row in rows for moment in (row.valid_from, row.valid_to) if moment is not None})


def _end(
    rows: Sequence[PriceRow], row: PriceRow, currency: str, at: datetime, lists: Collection[str]
) -> tuple[datetime | None, Money | None]:
    """The first moment after `at` with another amount or compare-at price, and the amount from then on."""
    for moment in _boundaries(rows):
        if moment <= at:
            continue
        later = row_in_force(rows, currency, moment, lists)
        if later is None:
            return moment, None
        if later.price_list == PROMOTION and later.amount < row.amount:
            continue  # a shop announces its reductions itself; whoever asks today's price is not told to wait
        if (later.amount, _compare_at(later)) != (row.amount, _compare_at(row)):
            return moment, later.amount
    return None, None


def _period(rows: Sequence[PriceRow], currency: str, at: datetime) -> int:
    """Which pair of currency and period between two boundaries `at` falls into, counted from 0."""
    currencies = sorted({row.amount.currency for row in rows})
    boundaries = _boundaries(rows)
    passed = sum(moment <= at for moment in boundaries)
    return (currencies.index(currency) * (len(boundaries) + 1) + passed) % PERIODS_PER_VERSION
