"""What the demo shop remembers of its alerts: none is open, two are over. Written once, at the first look at it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.core.as_json import plain
from mercery.core.i18n import Words
from mercery.core.ids import new_id
from mercery.operations.alerts.tables import AlertRow
from mercery.ui.formats import zone_named


async def write_past(session: AsyncSession, shop: Shop, at: datetime) -> None:
    """A wait on a Saturday afternoon that somebody took, and an index that fell behind on a Tuesday."""
    today = at.astimezone(zone_named(shop.timezone)).replace(second=20, microsecond=0)
    saturday = today - timedelta(days=(today.weekday() - 5) % 7 or 7)
    wait = saturday.replace(hour=15, minute=12)
    behind = (saturday - timedelta(days=4)).replace(hour=11, minute=26)
    session.add_all(
        [
            AlertRow(
                id=new_id("alr"), shop_id=shop.id, measure="handoff_wait", subject="", name={}, severity="urgent",
                words=plain(Words("2 wait, the longest for 24 min.", "2 位顾客在等，最久 24 分钟。")),
                figures={"value": 24.0}, opened_at=wait, told=False, tell_at=None, taken_at=wait + timedelta(minutes=4),
                taken_by="Claire Martin", closed_at=wait + timedelta(minutes=16), came_back=0, again=0,
                closing=plain(Words("Nobody waits.", "无人等候。")),
            ),
            AlertRow(
                id=new_id("alr"), shop_id=shop.id, measure="index_age", subject="", name={}, severity="care",
                words=plain(Words("The oldest change has waited 19 min.", "最早一项改动已等候 19 分钟。")),
                figures={"value": 19.0}, opened_at=behind, told=False, tell_at=None, taken_at=None, taken_by="",
                closed_at=behind + timedelta(minutes=13), came_back=0, again=0,
                closing=plain(Words("Search knows every change.", "搜索索引已包含全部改动。")),
            ),
        ]
    )  # fmt: skip
    await session.flush()
