"""Which sales belong to which show: orders of viewers within a stated time, orders of a show's own channels, and what
platforms told. An order belongs to one show at most, the latest it could belong to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.core.clock import now
from mercery.experiments.service import orders_told
from mercery.interactions import service as interactions
from mercery.livestream import repository
from mercery.livestream.economics.entries import Told, told
from mercery.livestream.show import Show
from mercery.orders.sales.figures import NOTHING, Figures
from mercery.orders.sales.reading import numbers_by_channel, of_orders
from mercery.orders.sales.source import Wanted

LIVE: Final = "live"
"""The channel of orders that came from a show, where nobody names a platform."""
DAYS: Final = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowSales:
    """What a show sold, in the shop's currency."""

    show: Show
    viewers: Figures
    """Orders of visitors who did something on the live page."""
    channel: Figures
    """Orders that tell the show's channel, and are no viewer's known by name of browser."""
    told: Sequence[Told]
    """Of platforms none of whose orders are on record here."""

    @property
    def orders(self) -> Figures:
        """Orders on record, each once."""
        return self.viewers + self.channel

    @property
    def told_minor(self) -> int:
        """What platforms told besides, in minor units."""
        return sum(one.sales.minor for one in self.told)

    @property
    def told_refund(self) -> int:
        """Of it, told to have gone back."""
        return sum(one.refund.minor for one in self.told if one.refund is not None)

    @property
    def refunds_untold(self) -> bool:
        """Whether a platform did not tell what went back."""
        return any(one.refund is None for one in self.told)


async def sales_of_shows(
    session: AsyncSession, shop: Shop, *, window: timedelta, tax_bps: int | None, days: int = DAYS
) -> list[ShowSales]:
    """Every show that was on air in the last `days`, the newest first. `window`: how long after its end orders count."""
    since = now() - timedelta(days=days)
    shows = [one for one in await repository.shows(session, shop.id) if _was_on(one, since)]
    shows.sort(key=lambda one: one.started_at or since, reverse=True)
    platforms = {one.id: await _platforms(session, one.id) for one in shows}
    by_show: dict[str, list[Told]] = {}
    for row in await told(session, shop, [one.id for one in shows]):
        by_show.setdefault(row.show_id, []).append(row)
    wanted = Wanted(shop_id=shop.id, currency=shop.currency, tax_bps=tax_bps)
    taken: set[str] = set()
    found = []
    for show in shows:
        first, last = max(show.started_at or since, since), (show.ended_at or now()) + window
        hers = await _of_viewers(session, shop.id, first, show.ended_at or now(), last) - taken
        taken |= hers
        channels = {LIVE, *platforms[show.id], *(one.platform for one in by_show.get(show.id, ()))}
        told_by = await numbers_by_channel(session, shop.id, channels, first, last)
        others = {number for number in told_by if number not in taken}
        taken |= others
        recorded = {channel for number, channel in told_by.items() if number in hers or number in others}
        found.append(
            ShowSales(
                show=show, viewers=await of_orders(session, wanted, sorted(hers)),
                channel=await of_orders(session, wanted, sorted(others)),
                told=[one for one in by_show.get(show.id, ()) if one.platform not in recorded],
            )
        )  # fmt: skip
    return found


def together(shows: Sequence[ShowSales]) -> Figures:
    """Orders of all shows."""
    return sum((one.orders for one in shows), NOTHING)


def _was_on(show: Show, since: datetime) -> bool:
    return show.started_at is not None and (show.ended_at is None or show.ended_at >= since)


async def _platforms(session: AsyncSession, show_id: str) -> Collection[str]:
    """Names of the platforms it is pushed to, as an order's channel would name them."""
    return [one.name for one in await repository.destinations(session, show_id)]


async def _of_viewers(
    session: AsyncSession, shop_id: str, since: datetime, until: datetime, last: datetime
) -> set[str]:
    """Numbers of orders that visitors placed after they did something on the live page."""
    first = await interactions.first_on(
        session, shop_id, LIVE, ["view", "add_to_cart", "click"], since=since, until=until
    )
    if not first:
        return set()
    orders = await orders_told(session, shop_id, since=since, until=last)
    return {number for visitor, at, number in orders if visitor in first and at >= first[visitor]}
