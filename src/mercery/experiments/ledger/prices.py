"""What kinds cost: prices over time, what another currency is worth, and what a quantity comes to. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from mercery.core.money import Money, minor_digits
from mercery.experiments.ledger.kinds import MEASURES, CostKind

EXCHANGE: Final = "fx:"
"""A rate whose kind is `fx:USD` says what one US dollar is worth in the shop's currency."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A price from a moment on."""

    kind: str
    """A `CostKind`, or `fx:` and a currency."""
    micros: int | None
    """Millionths of one unit of `currency` for one measure; None: not known from then on."""
    currency: str
    valid_from: datetime | None
    """None: since the beginning."""

    @property
    def amount(self) -> Decimal | None:
        """In units of the currency, as it is typed."""
        return None if self.micros is None else (Decimal(self.micros) / 1_000_000).normalize()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tariff:
    """Every price a shop gave, in the shop's currency, by kind in order of time."""

    currency: str
    rates: Mapping[str, Sequence[Rate]]

    def bounds(self, kind: str) -> list[datetime]:
        """Where a price begins that has one before it, or none; the stretches between them are numbered from 0."""
        return [one.valid_from for one in self.rates.get(kind, ()) if one.valid_from is not None]

    def price(self, kind: str, stretch: int) -> int | None:
        """The price in a stretch (0: before the first bound), millionths for one measure; None: not known."""
        held = self.rates.get(kind, ())
        always = sum(one.valid_from is None for one in held)
        place = stretch + always - 1
        return held[place].micros if 0 <= place < len(held) else None

    def changed_on(self, zone: tzinfo) -> set[date]:
        """The days within which a price changed, and not as they began."""
        moments = (moment.astimezone(zone) for kind in self.rates for moment in self.bounds(kind))
        return {one.date() for one in moments if one != datetime.combine(one.date(), time(), zone)}

    def now(self, kind: str) -> Rate | None:
        """The newest price."""
        held = self.rates.get(kind, ())
        return held[-1] if held else None


def tariff_of(currency: str, rates: Sequence[Rate]) -> Tariff:
    """From rates in the order they were recorded: of two for the same moment the later one counts; those in another currency
    are out of force, since the shop has changed its own."""
    found: dict[str, dict[datetime | None, Rate]] = {}
    for one in rates:
        if one.currency == currency:
            found.setdefault(one.kind, {})[one.valid_from] = one
    ordered = {
        kind: sorted(held.values(), key=lambda one: (one.valid_from is not None, one.valid_from or _EARLY))
        for kind, held in found.items()
    }
    return Tariff(currency=currency, rates=ordered)


_EARLY: Final = datetime.fromisoformat("0001-01-02T00:00:00+00:00")


def priced(kind: CostKind, quantity: int, price: int | None) -> int | None:
    """Millionths for a quantity in counted units; None without a price. Halves are rounded up."""
    if price is None:
        return None
    exact = Decimal(quantity) * price / MEASURES[kind].size
    return int(exact.to_integral_value(ROUND_HALF_UP))


def exchanged(micros: int, worth: int | None) -> int | None:
    """Millionths of the shop's currency for millionths of another, of which one unit is worth `worth` millionths."""
    return None if worth is None else int((Decimal(micros) * worth / 1_000_000).to_integral_value(ROUND_HALF_UP))


def money_of(micros: int, currency: str) -> Money:
    """As money, rounded to the smallest unit."""
    minor = Decimal(micros) * 10 ** minor_digits(currency) / 1_000_000
    return Money(int(minor.to_integral_value(ROUND_HALF_UP)), currency)
