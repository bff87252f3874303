"""What a feature has cost until each of several moments, for readings of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.core.money import minor_digits
from mercery.experiments.ledger.costs import Cost, by_day, used
from mercery.experiments.ledger.kinds import CostKind
from mercery.experiments.reading import Spent
from mercery.ui.formats import zone_named

_MICROS: Final = 1_000_000


async def spent_until(
    session: AsyncSession, shop: Shop, key: str, since: datetime, moments: Sequence[datetime]
) -> list[Spent]:
    """For each of the moments (rising) what was spent on the feature since `since`, in minor units of the shop's currency.

    Nothing used is 0. What was used of a kind without a price is named and not in the sum; where nothing that was used has a
    price there is no sum, for a net value must not be read from costs that nobody knows.
    """
    if not await used(session, shop, key, since, moments[-1]):
        return [Spent(minor=0.0) for _ in moments]
    scale = 10 ** minor_digits(shop.currency) / _MICROS
    so_far = dict[CostKind, Cost]()
    found = []
    for cost_of_piece in await _pieces(session, shop, key, since, moments):
        so_far = _added(so_far, cost_of_piece)
        micros = sum(cost.micros for cost in so_far.values())
        unknown = tuple(sorted(kind for kind, cost in so_far.items() if not cost.whole))
        priced = any(cost.known for cost in so_far.values()) or not unknown
        found.append(Spent(minor=micros * scale if priced else None, unknown=unknown))
    return found


async def _pieces(
    session: AsyncSession, shop: Shop, key: str, since: datetime, moments: Sequence[datetime]
) -> Sequence[Mapping[CostKind, Cost]]:
    """What was spent between each moment and the one before. Those but the last are ends of the shop's days, so that all
    days between the first and the last take one statement together."""
    first = await used(session, shop, key, since, moments[0])
    if len(moments) == 1:
        return [first]
    last = await used(session, shop, key, moments[-2], moments[-1])
    zone = zone_named(shop.timezone)
    days = [moment.astimezone(zone).date() for moment in moments[:-1]]
    between: list[dict[CostKind, Cost]] = [{} for _ in days[1:]]
    for line in await by_day(session, shop, days[0], days[-1]) if between else ():
        if line.feature == key:
            place = bisect_right(days, line.day) - 1
            between[place] = _added(between[place], {line.kind: line.cost})
    return [first, *between, last]


def _added(one: Mapping[CostKind, Cost], other: Mapping[CostKind, Cost]) -> dict[CostKind, Cost]:
    return {kind: one.get(kind, Cost()) + other.get(kind, Cost()) for kind in {*one, *other}}
