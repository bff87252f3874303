"""The demo shop's past, told once: who came, what they met, what they bought, and which order that is.

The orders of its last weeks are those of the visitors of its pages, of people who wrote their own (`written_people`), and of its
boutique and its platform, where nobody is counted. What is older was brought in with its books. Invented, and the same at every
seeding: days are counted back from today (`traffic`).
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import accumulate, count
from typing import Final

from mercery.catalog.product import Product
from mercery.customers.customer import Customer
from mercery.demo.buying import CURRENCIES, Shelf, currency_of
from mercery.demo.people import guest
from mercery.demo.traffic import DAYS, Visit, arms_of, day_before, traffic
from mercery.demo.written_people import WrittenOrder, written_people
from mercery.orders.order import Order

LAST_NUMBER: Final = 11_000
"""Of the newest order."""
ON_PAGES: Final = frozenset({"storefront", "assistant", "live"})
"""Channels whose buyers are visitors of the shop's pages."""
_SEED: Final = 1926
_OPEN_DAYS: Final = 800
"""So that there is a year to hold a year against."""
_OF_CUSTOMERS: Final = 750
"""Orders of people with an account, had the last weeks been like the others: those are left out of them."""
_OF_GUESTS: Final = 1700
"""Older orders of people without an account."""
_GROWTH_DAYS: Final = 700
"""In so many days the orders of guests become e times as many."""
_KNOWN: Final = 0.3
"""The share of orders of visitors who have an account."""
_CHANNELS: Final = {
    "EUR": {"storefront": 62, "store": 16, "assistant": 12, "live": 13},
    "CNY": {"storefront": 44, "Tmall": 30, "live": 16, "assistant": 10},
}
_ELSEWHERE: Final = (("EUR", "store", 0.75), ("CNY", "Tmall", 0.6))
"""Currency, channel, and orders of a day in the last weeks of which no visit is known."""
_THROUGH_SHOW: Final = 0.55
"""Of orders of those who looked at the live page."""
_THROUGH_ASSISTANT: Final = 0.33
"""Of orders of the others who have the assistant beside the piece."""
_TAKES: Final = (3.0, 38.0, 8.0)
"""Minutes from coming to the order: the least, the most, and what is usual."""
_BEFORE_WRITTEN: Final = timedelta(minutes=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """A visit, and the order it ended with."""

    visit: Visit
    order: Order | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """All of it, oldest first."""

    orders: Sequence[Order]
    visits: Sequence[Came]


def demo_history(products: Sequence[Product], customers: Sequence[Customer], now: datetime) -> History:
    """A few customers buy often, cheap pieces sell more, who has one that lasts seldom buys another, about one in nine comes
    back."""
    past = _Past(products, customers, now)
    found = [*past.older(), *past.elsewhere(), *past.of_visits(), *past.written()]
    found.sort(key=lambda one: one[0].placed_at or now)
    first = LAST_NUMBER - len(found) + 1
    visits = [Came(visit=one) for one in past.without_order]
    orders = list[Order]()
    for number, (order, visit) in enumerate(found, first):
        orders.append(replace(order, number=str(number), channel=order.channel or _channel(order.currency, number)))
        if visit is not None:
            visits.append(Came(visit=visit, order=orders[-1]))
    return History(orders=orders, visits=sorted(visits, key=lambda one: one.visit.at))


Found = tuple[Order, Visit | None]


class _Past:
    def __init__(self, products: Sequence[Product], customers: Sequence[Customer], now: datetime) -> None:
        self._now, self._begins = now, day_before(DAYS - 1, now)
        self._shelf = Shelf(products)
        self._customers = customers
        self._by_key = {one.key: one for one in customers}
        self._loyalty = self._loyalties()
        self._known = {currency: self._of(currency) for currency in CURRENCIES}
        self._guests = count(1)
        self.without_order = list[Visit]()

    def _loyalties(self) -> list[float]:
        dice = random.Random(_SEED + 1)  # noqa: S311 - invented people, not secrets
        loyalty = [1 / (rank + 3) for rank in range(len(self._customers))]
        dice.shuffle(loyalty)
        return [
            0 if one.key in written_people() else share for one, share in zip(self._customers, loyalty, strict=True)
        ]

    def _of(self, currency: str) -> tuple[list[Customer], list[float]]:
        """Customers who pay in it, and their loyalty added up."""
        pairs = [
            (one, share)
            for one, share in zip(self._customers, self._loyalty, strict=True)
            if currency_of(one) == currency
        ]
        return [one for one, _ in pairs], list(accumulate(share for _, share in pairs))

    def older(self) -> Iterator[Found]:
        """What was sold before visitors were counted."""
        dice = random.Random(_SEED + 2)  # noqa: S311
        buyers = [(age, True) for age in _ages_of_customers(dice)] + [(age, False) for age in _ages_of_guests(dice)]
        for age, known in sorted(buyers, reverse=True):
            placed = self._now - timedelta(days=age)
            if placed < self._begins:
                buyer = dice.choices(self._customers, self._loyalty)[0] if known else self._guest(dice, _paid(dice))
                yield self._shelf.order(dice, buyer, placed, self._now), None

    def elsewhere(self) -> Iterator[Found]:
        """What the boutique and the platform sold since."""
        for ago in reversed(range(DAYS)):
            dice = random.Random(f"{_SEED}:elsewhere:{ago}")  # noqa: S311
            for currency, channel, a_day in _ELSEWHERE:
                placed = day_before(ago, self._now) + timedelta(hours=dice.triangular(10, 20, 16))
                sold, buyer = dice.random() < a_day, self._buyer(dice, currency, 0.5)
                if sold and placed < self._now:
                    yield replace(self._shelf.order(dice, buyer, placed, self._now), channel=channel), None

    def of_visits(self) -> Iterator[Found]:
        """What visitors bought. Who has only just decided is still at it, and has no order yet."""
        for visit in traffic(self._now):
            dice = random.Random(f"{_SEED}:visit:{visit.key}") if visit.buys else None  # noqa: S311
            placed = visit.at + timedelta(minutes=dice.triangular(*_TAKES)) if dice else self._now
            if dice is None or placed >= self._now:
                self.without_order.append(visit)
                continue
            buyer = self._buyer(dice, "CNY" if visit.lang == "zh" else "EUR", _KNOWN)
            channel = _through(dice, visit)
            yield replace(self._shelf.order(dice, buyer, placed, self._now), channel=channel), visit

    def written(self) -> Iterator[Found]:
        """The orders written down by hand: of visitors too, as far as visitors were counted."""
        dice = random.Random(_SEED + 3)  # noqa: S311
        for number, one in enumerate(order for person in written_people().values() for order in person.orders):
            buyer = self._by_key[one.buyer]
            order = replace(self._shelf.written(dice, one, buyer, self._now), channel="storefront")
            yield order, self._visit_of(one, buyer, number)

    def _visit_of(self, order: WrittenOrder, buyer: Customer, number: int) -> Visit | None:
        at = self._now - order.placed - _BEFORE_WRITTEN
        if at < self._begins:
            return None
        dice = random.Random(f"{_SEED}:written:{number}")  # noqa: S311
        lang = buyer.language or "en"
        arms = arms_of(dice, at, lang, self._now)
        return Visit(key=f"by_{number:02d}", at=at, lang=lang, live=False, arms=arms, buys=True)

    def _buyer(self, dice: random.Random, currency: str, known: float) -> Customer:
        if dice.random() < known:
            people, summed = self._known[currency]
            return dice.choices(people, cum_weights=summed)[0]
        return self._guest(dice, currency)

    def _guest(self, dice: random.Random, currency: str) -> Customer:
        return guest(dice, next(self._guests), currency)


def _ages_of_customers(dice: random.Random) -> Iterator[float]:
    """Days before now."""
    for _ in range(_OF_CUSTOMERS):
        yield dice.betavariate(1.0, 1.3) * _OPEN_DAYS


def _ages_of_guests(dice: random.Random) -> Iterator[float]:
    """The same: evenly along a shop that grows."""
    newest, oldest = math.exp(-DAYS / _GROWTH_DAYS), math.exp(-_OPEN_DAYS / _GROWTH_DAYS)
    for place in range(_OF_GUESTS):
        share = (place + dice.random()) / _OF_GUESTS
        yield -_GROWTH_DAYS * math.log(newest + (oldest - newest) * share)


def _paid(dice: random.Random) -> str:
    return dice.choices(CURRENCIES, (76, 24))[0]


def _through(dice: random.Random, visit: Visit) -> str:
    drawn = dice.random()
    if visit.live:
        return "live" if drawn < _THROUGH_SHOW else "storefront"
    without = visit.arms.get("assistant-product-pages") == "holdout"
    return "assistant" if not without and drawn < _THROUGH_ASSISTANT else "storefront"


def _channel(currency: str, number: int) -> str:
    """Through which an older order was won: most in the online shop."""
    dice = random.Random(f"{_SEED}:channel:{number}")  # noqa: S311
    shares: Mapping[str, int] = _CHANNELS[currency]
    return dice.choices(list(shares), list(shares.values()))[0]
