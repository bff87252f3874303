"""What features cost: the rows of the ledger, priced by what held when they were written. What has no price is told apart,
and is never nought."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final, cast

from sqlalchemy import ColumnElement, case, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.core.money import Money
from mercery.experiments.ledger.days import Part, days_of, kept_until, parts, prefix, things, times, told
from mercery.experiments.ledger.kinds import KINDS, CostKind
from mercery.experiments.ledger.prices import EXCHANGE, Tariff, exchanged, money_of, priced
from mercery.experiments.ledger.rates import tariff
from mercery.experiments.tables import CostRow
from mercery.ui.formats import zone_named

UNITS: Final[Mapping[str, str]] = {
    "cnv": "conversation", "sra": "search_answer", "lcm": "comment", "lsh": "show", "cnt": "piece",
}  # fmt: skip
"""What a cost was for, by the beginning of its subject's id."""
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Of one feature, kind and day (or thing). Money in millionths of the shop's currency."""

    micros: int = 0
    quantity: int = 0
    """Tokens, characters, milliseconds or messages."""
    unpriced: int = 0
    """Of `quantity`, what nobody gave a price for; it is in no sum of money."""
    abroad: Mapping[str, int] = field(default_factory=dict)
    """Millionths by another currency whose worth the shop has not said; in no sum either."""

    def __add__(self, other: Cost) -> Cost:
        abroad = {**self.abroad}
        for currency, micros in other.abroad.items():
            abroad[currency] = abroad.get(currency, 0) + micros
        return Cost(
            micros=self.micros + other.micros, quantity=self.quantity + other.quantity,
            unpriced=self.unpriced + other.unpriced, abroad=abroad,
        )  # fmt: skip

    @property
    def whole(self) -> bool:
        """Whether everything has its price."""
        return not self.unpriced and not self.abroad

    @property
    def known(self) -> bool:
        """Whether anything has: else nothing at all can be said of the money."""
        return self.whole or bool(self.micros) or self.quantity > self.unpriced


@dataclass(frozen=True, slots=True, kw_only=True)
class CostLine:
    """A line of the ledger."""

    feature: str
    kind: CostKind
    day: date
    cost: Cost


_OfDay = tuple[str, CostKind, date]
"""Feature, kind, day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLine:
    """What things of one kind cost: `count` conversations, shows, pieces."""

    feature: str
    unit: str
    count: int
    cost: Cost


async def costs_of(
    session: AsyncSession, shop: Shop, feature: str | None, since: datetime, until: datetime
) -> Mapping[CostKind, Money]:
    """What a feature (None: all of them) cost between two moments, by kind, in the shop's currency. A kind of which nothing
    is known (it was used, and nobody gave a price) is not among them; `used` says what was used of it."""
    found = await used(session, shop, feature, since, until)
    return {kind: money_of(cost.micros, shop.currency) for kind, cost in found.items() if cost.known}


async def used(
    session: AsyncSession, shop: Shop, feature: str | None, since: datetime, until: datetime
) -> Mapping[CostKind, Cost]:
    """The same with quantities, and with what has no price."""
    prices = await tariff(session, shop)
    found: dict[CostKind, Cost] = {}
    async for keys, cost in _priced(session, shop, prices, since, until, feature=feature):
        found[keys[0]] = found.get(keys[0], Cost()) + cost
    return found


async def by_day(session: AsyncSession, shop: Shop, since: date, until: date) -> list[CostLine]:
    """Every feature and kind on each of the shop's days from `since` to before `until`."""
    days, bounds = days_of(shop, since, until)
    prices = await tariff(session, shop)
    place = func.width_bucket(CostRow.at, times(bounds[:-1]))
    found: dict[_OfDay, Cost] = {}
    async for (kind, feature, number), cost in _priced(
        session, shop, prices, bounds[0], bounds[-1], CostRow.feature, place
    ):
        key = (str(feature), kind, days[int(number) - 1])
        found[key] = found.get(key, Cost()) + cost
    return _day_lines(found)


async def by_unit(session: AsyncSession, shop: Shop, since: datetime, until: datetime) -> list[UnitLine]:
    """What each conversation, answer, comment, show and piece cost altogether, and how many there were."""
    prices = await tariff(session, shop)
    found: dict[tuple[str, str], Cost] = {}
    async for (_, feature, start), cost in _priced(
        session, shop, prices, since, until, CostRow.feature, prefix(CostRow.subject)
    ):
        key = (str(feature), str(start))
        found[key] = found.get(key, Cost()) + cost
    return _unit_lines(found, await _things(session, shop, since, until))


async def by_day_and_unit(
    session: AsyncSession, shop: Shop, since: date, until: date
) -> tuple[list[CostLine], list[UnitLine]]:
    """`by_day` and `by_unit` of the same days, gone through once for both: what is added up is read so (`days`), and the rows of
    the days that follow."""
    prices = await tariff(session, shop)
    kept = await kept_until(session, shop, since, until)
    changed = prices.changed_on(zone_named(shop.timezone))
    of_day: dict[_OfDay, Cost] = {}
    of_unit: dict[tuple[str, str], Cost] = {}

    def add(feature: str, kind: CostKind, day: date, start: str, cost: Cost) -> None:
        of_day[feature, kind, day] = of_day.get((feature, kind, day), Cost()) + cost
        of_unit[feature, start] = of_unit.get((feature, start), Cost()) + cost

    for part in await parts(session, shop, since, kept):
        if part.day not in changed:
            kind = cast(CostKind, part.kind)
            add(part.feature, kind, part.day, part.unit, _cost_of_part(prices, shop, part))
    # A day within which a price changed is priced row by row.
    odd = [(day, day + _DAY) for day in sorted(changed) if since <= day < kept]
    for first, last in (*odd, *([(kept, until)] if kept < until else [])):
        days, bounds = days_of(shop, first, last)
        place = func.width_bucket(CostRow.at, times(bounds[:-1]))
        async for (kind, feature, number, start), cost in _priced(
            session, shop, prices, bounds[0], bounds[-1], CostRow.feature, place, prefix(CostRow.subject)
        ):
            add(str(feature), kind, days[int(number) - 1], str(start), cost)
    return _day_lines(of_day), _unit_lines(of_unit, await things(session, shop, since, kept, until))


def _cost_of_part(prices: Tariff, shop: Shop, part: Part) -> Cost:
    """What a day's part comes to; no price changed within it."""
    kind, begins = cast(CostKind, part.kind), datetime.combine(part.day, time(), zone_named(shop.timezone))
    stretch, worth = (bisect_right(prices.bounds(one), begins) for one in (kind, EXCHANGE + part.currency))
    return _cost(prices, kind, stretch, not part.currency, part.currency, worth, part.micros, part.quantity)


def _day_lines(found: Mapping[_OfDay, Cost]) -> list[CostLine]:
    return [
        CostLine(feature=feature, kind=kind, day=day, cost=cost)
        for (feature, kind, day), cost in sorted(found.items(), key=lambda one: (one[0][2], one[0][0], one[0][1]))
    ]


async def _things(session: AsyncSession, shop: Shop, since: datetime, until: datetime) -> dict[tuple[str, str], int]:
    """How many things each feature had costs for, by the beginning of their ids."""
    # Each thing once, and those counted: a count of distinct names would sort them all.
    of_time = (CostRow.shop_id == shop.id, CostRow.at >= since, CostRow.at < until, CostRow.subject.is_not(None))
    things = select(CostRow.feature, CostRow.subject).where(*of_time).distinct().subquery("things").c
    by = (things.feature, prefix(things.subject))
    counts = await session.execute(select(*by, func.count()).group_by(*by))
    return {(str(feature), str(start)): int(number) for feature, start, number in counts}


def _unit_lines(found: Mapping[tuple[str, str], Cost], count: Mapping[tuple[str, str], int]) -> list[UnitLine]:
    return [
        UnitLine(feature=feature, unit=UNITS[start], count=count[feature, start], cost=cost)
        for (feature, start), cost in sorted(found.items())
        if start in UNITS and count.get((feature, start))
    ]


async def _priced(
    session: AsyncSession,
    shop: Shop,
    prices: Tariff,
    since: datetime,
    until: datetime,
    *keys: Any,
    feature: str | None = None,
) -> AsyncIterator[tuple[tuple[Any, ...], Cost]]:
    """Kind, keys and cost of each group. The rows are summed in the database by the stretch in which one price holds."""
    rows = (
        select(
            CostRow.kind, *(key.label(f"key_{number}") for number, key in enumerate(keys)),
            _stretch(prices).label("stretch"), CostRow.micros.is_(None).label("open"), CostRow.currency, CostRow.micros,
            _worth(prices).label("worth"), told().label("quantity"),
        )
        .where(CostRow.shop_id == shop.id, CostRow.at >= since, CostRow.at < until)
    )  # fmt: skip
    if feature is not None:
        rows = rows.where(CostRow.feature == feature)
    inner = rows.subquery("rows")
    columns = inner.c
    by = (columns.kind, *(columns[f"key_{number}"] for number in range(len(keys))), columns.stretch, columns.open)
    # The currency of a row without money says nothing.
    code = case((columns.open, literal("")), else_=columns.currency)
    query = select(*by, code, columns.worth, func.sum(columns.micros), func.sum(columns.quantity))
    for row in await session.execute(query.group_by(*by, code, columns.worth)):
        kind, *rest = row
        stretch, is_open, currency, worth, micros, quantity = rest[-6:]
        cost = _cost(
            prices, kind, int(stretch), bool(is_open), str(currency), int(worth), int(micros or 0), int(quantity)
        )
        yield (kind, *rest[:-6]), cost


def _cost(
    prices: Tariff, kind: CostKind, stretch: int, is_open: bool, currency: str, worth: int, micros: int, quantity: int
) -> Cost:
    if is_open:
        known = priced(kind, quantity, prices.price(kind, stretch))
        return Cost(micros=known or 0, quantity=quantity, unpriced=quantity if known is None else 0)
    if currency == prices.currency or not micros:
        return Cost(micros=micros, quantity=quantity)
    changed = exchanged(micros, prices.price(EXCHANGE + currency, worth))
    if changed is None:
        return Cost(quantity=quantity, abroad={currency: micros})
    return Cost(micros=changed, quantity=quantity)


def _stretch(prices: Tariff) -> ColumnElement[int]:
    """Which price of its kind a row falls under."""
    cases = [
        (CostRow.kind == kind, func.width_bucket(CostRow.at, times(bounds)))
        for kind in KINDS
        if (bounds := prices.bounds(kind))
    ]
    return case(*cases, else_=literal(0)) if cases else literal(0)


def _worth(prices: Tariff) -> ColumnElement[int]:
    """Which worth of its currency a row falls under; that of one without money says nothing, as its currency does."""
    cases: list[tuple[ColumnElement[bool], Any]] = [(CostRow.micros.is_(None), literal(0))]
    cases += [
        (CostRow.currency == kind.removeprefix(EXCHANGE), func.width_bucket(CostRow.at, times(bounds)))
        for kind in prices.rates
        if kind.startswith(EXCHANGE) and (bounds := prices.bounds(kind))
    ]
    return case(*cases, else_=literal(0))
