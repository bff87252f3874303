"""The demo shop's own experiments: set up as they began, and read every day since by the same code as for any shop. Whom they
met, and what came of it, are the visits of its pages (`history`, `visits`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, time
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.accounts.actor import Actor
from mercery.accounts.shop import Shop
from mercery.core import clock
from mercery.demo.history import Came
from mercery.demo.rules import PARIS
from mercery.demo.stories import STORIES, Story
from mercery.demo.traffic import began
from mercery.experiments.readings import take
from mercery.experiments.running import service as running
from mercery.experiments.service import record_cost

BY: Final = Actor(kind="system", id="demo", name="Demo")
_MICROS_A_TOKEN: Final = 2
_CLOSES: Final = time(23, 59)


async def run_experiments(session: AsyncSession, shop: Shop, visits: Sequence[Came], now: datetime) -> int:
    """Set them up as they began, note what they cost, read every day since. Returns how many. Who was met must be stored."""
    for story in STORIES:
        with clock.at(began(story, now)):
            await running.create(session, shop, BY, story.draft)
            started = await running.start(session, shop, BY, story.draft.key)
        await _costs(session, shop, story, visits, now)
        current = await accounts.shop(session, shop.id)
        with clock.at(now):
            await take(session, current, started)
    return len(STORIES)


async def _costs(session: AsyncSession, shop: Shop, story: Story, visits: Sequence[Came], now: datetime) -> None:
    """Of each day what those used who had it; of today, so far."""
    if not story.costs:
        return
    key = story.draft.key
    had = [one.visit.at.astimezone(PARIS).date() for one in visits if one.visit.arms.get(key) == "treatment"]
    for day, met in sorted(Counter(had).items()):
        spent = met * story.costs
        with clock.at(min(datetime.combine(day, _CLOSES, tzinfo=PARIS), now)):
            await record_cost(
                session,
                shop.id,
                key,
                kind="model",
                micros=spent,
                currency=shop.currency,
                tokens=spent // _MICROS_A_TOKEN,
            )
