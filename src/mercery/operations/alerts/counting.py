"""The past a shop is compared with: its turns by quarters of an hour, counted once and kept for nine weeks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.assistant.counted import TurnCount, counted_turns
from mercery.operations.alerts.tables import AlertCountRow
from mercery.operations.alerts.unusual import Counted
from mercery.ui.formats import zone_named

QUARTER: Final = timedelta(minutes=15)
WEEKS: Final = 8
WEEK: Final = timedelta(days=7)
KEPT: Final = (WEEKS + 1) * WEEK
_SETTLED: Final = timedelta(minutes=2)
"""Turns are stored when they end, with the moment they began."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turns:
    """Turns of one stretch of time."""

    turns: int = 0
    found: int = 0
    held: int = 0

    @property
    def answered(self) -> Counted:
        """How many of them were answered without a person."""
        return Counted(hits=self.found, trials=self.turns)

    @property
    def leaked(self) -> Counted:
        """In how many a sentence was held back."""
        return Counted(hits=self.held, trials=self.turns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """The same stretch of earlier weeks, the latest first, and whole weeks where a stretch alone says too little."""

    here: tuple[Turns, ...]
    whole: tuple[Turns, ...]


def quarter(moment: datetime) -> datetime:
    """When the quarter of an hour began."""
    return moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)


async def bring_up(session: AsyncSession, shop_id: str, through: datetime | None, moment: datetime) -> datetime:
    """Count what is over by now and was not counted yet; returns until when all is counted."""
    until = quarter(moment - _SETTLED)
    since = max(through or moment - KEPT, moment - KEPT)
    since = quarter(since)
    if since >= until:
        return through or until
    found = await counted_turns(session, shop_id, since, until)
    if found:
        rows = [
            {"shop_id": shop_id, "at": one.at, "turns": one.turns, "found": one.found, "held": one.held}
            for one in found
        ]
        await session.execute(insert(AlertCountRow).on_conflict_do_nothing(), rows)
    await session.execute(
        delete(AlertCountRow).where(AlertCountRow.shop_id == shop_id, AlertCountRow.at < moment - KEPT)
    )
    return until


async def lately(session: AsyncSession, shop_id: str, since: datetime, through: datetime, moment: datetime) -> Turns:
    """Turns since then: those counted, and those of the quarter that is not over."""
    kept = await _between(session, shop_id, since, through)
    fresh = await counted_turns(session, shop_id, max(through, since), moment)
    return together([*kept, *fresh])


async def closed_turns(session: AsyncSession, shop_id: str, since: datetime, until: datetime) -> Turns:
    """Turns of whole quarters alone."""
    return together(await _between(session, shop_id, since, until))


async def past(session: AsyncSession, shop_id: str, since: datetime, until: datetime, timezone: str) -> Past:
    """The same stretch by the shop's own clock in each of the last eight weeks in which it had been at work, and those
    weeks whole."""
    began = await session.scalar(select(func.min(AlertCountRow.at)).where(AlertCountRow.shop_id == shop_id))
    if began is None:
        return Past(here=(), whole=())
    zone = zone_named(timezone)
    rows = await _between(session, shop_id, since - KEPT, since)
    here: list[Turns] = []
    whole: list[Turns] = []
    for week in range(1, WEEKS + 1):
        # By the clock of the shop: an hour more or less in summer does not move the noon of its customers.
        start = quarter((since.astimezone(zone).replace(tzinfo=None) - week * WEEK).replace(tzinfo=zone))
        if start < began:
            break
        end = start + max(quarter(until) - quarter(since), QUARTER)
        here.append(together([row for row in rows if start <= row.at < end]))
        ahead = start + WEEK
        whole.append(together([row for row in rows if start <= row.at < ahead]))
    return Past(here=tuple(here), whole=tuple(whole))


def together(rows: Sequence[TurnCount]) -> Turns:
    """All of them."""
    return Turns(
        turns=sum(row.turns for row in rows), found=sum(row.found for row in rows), held=sum(row.held for row in rows)
    )


async def _between(session: AsyncSession, shop_id: str, since: datetime, until: datetime) -> list[TurnCount]:
    rows = await session.scalars(
        select(AlertCountRow)
        .where(AlertCountRow.shop_id == shop_id, AlertCountRow.at >= since, AlertCountRow.at < until)
        .order_by(AlertCountRow.at)
    )
    return [TurnCount(at=row.at, turns=row.turns, found=row.found, held=row.held) for row in rows]
