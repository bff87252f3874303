"""The report of a shop, counted once for each time its searches were worked out: of a large shop that takes seconds."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.core.clock import now
from mercery.search.desk import report, repository
from mercery.search.desk.report import DayCount, Lacking, QueryLine, Span, Totals, Turn
from mercery.ui.formats import zone_named

SHOWN: Final = 8
_MOST_KEPT: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Everything the report counts in the last `days`."""

    days: int
    today: date
    totals: Totals
    per_day: Sequence[DayCount]
    nothing: tuple[list[QueryLine], int]
    """The first of them, and how many there are."""
    unclicked: tuple[list[QueryLine], int]
    frequent: tuple[list[QueryLine], int]
    turns: Sequence[Turn]
    lacking: Sequence[Lacking]


_Key = tuple[str, int, int, date]
_kept: OrderedDict[_Key, Counted] = OrderedDict()


async def counted(session: AsyncSession, shop: Shop, days: int) -> Counted:
    """The counts of the last `days`, those in memory where no search was worked out since."""
    _, digests = await repository.stamp(session, shop.id)
    today = now().astimezone(zone_named(shop.timezone)).date()
    key = (shop.id, days, digests, today)
    if key not in _kept:
        span = Span(shop_id=shop.id, since=now() - timedelta(days=days), until=now())
        _kept[key] = Counted(
            days=days,
            today=today,
            totals=await report.totals(session, span),
            per_day=await report.per_day(session, span, shop.timezone),
            nothing=await report.lines(session, span, "nothing", limit=SHOWN),
            unclicked=await report.lines(session, span, "unclicked", limit=SHOWN),
            frequent=await report.lines(session, span, "frequent", limit=SHOWN),
            turns=await report.turns(session, span, limit=SHOWN),
            lacking=await report.lacking(session, span, limit=SHOWN),
        )
        if len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return _kept[key]
