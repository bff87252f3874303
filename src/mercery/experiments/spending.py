"""What a feature has cost until each of several moments, for readings of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.core.money import minor_digits
from mercery.experiments.ledger.costs import Cost, used
from mercery.experiments.ledger.kinds import CostKind
from mercery.experiments.reading import Spent

_MICROS: Final = 1_000_000


async def spent_until(
    session: AsyncSession, shop: Shop, key: str, since: datetime, moments: Sequence[datetime]
) -> list[Spent]:
    """For each of the moments (rising) what was spent on the feature since `since`, in minor units of the shop's currency.

    Nothing used is 0. What was used of a kind without a price is named and not in the sum.
    """
    if not await used(session, shop, key, since, moments[-1]):
        return [Spent(minor=0.0) for _ in moments]
    scale = 10 ** minor_digits(shop.currency) / _MICROS
    so_far, before = dict[CostKind, Cost](), since
    found = []
    for moment in moments:
        so_far = _added(so_far, await used(session, shop, key, before, moment))
        before = moment
        micros = sum(cost.micros for cost in so_far.values())
        unknown = tuple(sorted(kind for kind, cost in so_far.items() if not cost.whole))
        found.append(Spent(minor=micros * scale, unknown=unknown))
    return found


def _added(one: Mapping[CostKind, Cost], other: Mapping[CostKind, Cost]) -> dict[CostKind, Cost]:
    return {kind: one.get(kind, Cost()) + other.get(kind, Cost()) for kind in {*one, *other}}
