"""The hours in which the demo shop's people answer, and its holidays."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import SYSTEM
from mercery.accounts.shop import Shop
from mercery.conversations.hours import service
from mercery.conversations.hours.schedule import SpecialDay
from mercery.conversations.hours.week import Hours, Week
from mercery.core.i18n import Words
from mercery.ui.formats import zone_named

_DAILY: Final = (Hours(9 * 60, 21 * 60),)
_EVE: Final = (Hours(9 * 60, 16 * 60),)
_HOLIDAYS: Final = (
    (12, 24, Words("Christmas Eve", "平安夜"), _EVE),
    (12, 25, Words("Christmas Day", "圣诞节"), ()),
    (12, 31, Words("New Year's Eve", "跨年夜"), _EVE),
    (1, 1, Words("New Year's Day", "元旦"), ()),
    (5, 1, Words("Labour Day", "劳动节"), ()),
)


async def keep_hours(session: AsyncSession, shop: Shop) -> None:
    """Every day from nine to nine."""
    await service.record_week(session, shop.id, SYSTEM, Week((_DAILY,) * 7), shop.timezone)


async def keep_holidays(session: AsyncSession, shop: Shop, now: datetime) -> int:
    """The next of each holiday; how many."""
    today = now.astimezone(zone_named(shop.timezone)).date()
    days = []
    for month, day, name, hours in _HOLIDAYS:
        this_year = date(today.year, month, day)
        coming = this_year if this_year >= today else date(today.year + 1, month, day)
        days.append(SpecialDay(day=coming, name=name, hours=hours))
    return await service.record_days(session, shop.id, SYSTEM, days)
