"""What viewers of a show have just taken, and what of the range goes with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.core.clock import now
from mercery.interactions import service as interactions
from mercery.livestream.order.planning import Good
from mercery.livestream.tables import LiveWatcherRow
from mercery.recommendations import service as recommendations
from mercery.recommendations.recommendation import Asked

LATELY: Final = timedelta(minutes=30)
_ABOUT: Final = 3
"""So many of the pieces taken most are completed."""
_ASKED_FOR: Final = 40
_COMPLETES: Final = ("completes", "same_family", "bought_with")


async def with_sales(session: AsyncSession, shop: Shop, show_id: str, goods: Sequence[Good]) -> tuple[Good, ...]:
    """The goods with what completes the sales of the last half hour, and how many viewers have each already."""
    since = now() - LATELY
    taken = await _taken(session, shop.id, since)
    if not taken:
        return tuple(goods)
    watched = await session.scalar(
        select(func.count())
        .select_from(LiveWatcherRow)
        .where(LiveWatcherRow.show_id == show_id, LiveWatcherRow.seen_at > since)
    )
    viewers = max(watched or 0, len(set().union(*taken.values())))
    most = sorted(taken, key=lambda key: (-len(taken[key]), key))[:_ABOUT]
    asked = Asked(placement="live", about=tuple(most), limit=_ASKED_FOR)
    answer = await recommendations.recommend(session, shop, asked)
    found = [one for one in answer.pieces if one.reason.kind in _COMPLETES]
    best = {one.product_id: 1 - place / len(found) for place, one in enumerate(found)}
    return tuple(
        replace(one, completes=best.get(one.product_id, 0.0), taken=len(taken.get(one.product_id, ())) / viewers)
        for one in goods
    )


async def _taken(session: AsyncSession, shop_id: str, since: datetime) -> Mapping[str, set[str]]:
    """Visitors by product who put it into their bag on the live page since then."""
    found: dict[str, set[str]] = defaultdict(set)
    for act in await interactions.acts(session, shop_id, ["add_to_cart"], since=since, until=now()):
        if act.surface == "live" and act.product_id:
            found[act.product_id].add(act.visitor_id)
    return found
