"""Visitors who met an experiment, and what they did."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.experiments.tables import ExposureRow, OutcomeRow


async def a_crowd(
    session: AsyncSession, shop: Shop, key: str, since: datetime, *, days: int, per_day: int, share: float = 0.5,
    buys: tuple[float, float] = (0.1, 0.1), drawn: float | None = None, margin: int | None = 4_000, seed: int = 5,
) -> int:  # fmt: skip
    """Visitors by day with their orders; `drawn`: the share that really is without it. Returns how many orders."""
    dice = random.Random(seed)
    exposures, outcomes = [], []
    for number in range(days * per_day):
        at = since + timedelta(days=number // per_day, minutes=dice.randrange(60, 1_300))
        held = dice.random() < (share if drawn is None else drawn)
        visitor = f"vis_{key}_{number}"
        exposures.append(
            {"shop_id": shop.id, "feature": key, "visitor_id": visitor, "day": at.date(), "at": at, "share": share,
             "arm": "holdout" if held else "treatment"}
        )  # fmt: skip
        if dice.random() < buys[held]:
            outcomes.append(
                {"shop_id": shop.id, "visitor_id": visitor, "kind": "order", "at": at + timedelta(minutes=5),
                 "minor": 10_000, "currency": "EUR", "subject": f"{key}-{number}", "margin_minor": margin}
            )  # fmt: skip
    await session.execute(insert(ExposureRow), exposures)
    if outcomes:
        await session.execute(insert(OutcomeRow), outcomes)
    return len(outcomes)
