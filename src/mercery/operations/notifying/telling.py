"""Telling the people of a shop what waits for them: one mail for several things, nothing twice, never a flood."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.accounts.staff import Staff
from mercery.conversations import service as conversations
from mercery.conversations.hours.service import absences
from mercery.core.as_json import plain
from mercery.core.clock import now
from mercery.core.ids import new_id
from mercery.core.jobs import enqueue
from mercery.operations.notifying.choice import Choice
from mercery.operations.notifying.item import Item, Person, told_now
from mercery.operations.notifying.settings import choices
from mercery.operations.notifying.sources import gathered
from mercery.operations.notifying.tables import NoticeMailRow, NoticeToldRow
from mercery.ui.formats import zone_named

KEPT: Final = timedelta(days=60)
_LOCK: Final = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")


async def tell(session: AsyncSession, shop_id: str, at: datetime | None = None) -> int:
    """Put a mail into the queue for each person who is to be told something now; returns how many. Looks again by itself
    when something that is known already will be due."""
    moment = at or now()
    # Two looks at the same shop happen one after the other: the second finds what the first has told.
    await session.execute(_LOCK, {"name": f"notices:{shop_id}"})
    shop = await accounts.shop(session, shop_id)
    items = await gathered(session, shop, moment)
    told = await _told(session, shop_id)
    mailed = await _mailed(session, shop_id, moment)
    absent = {one.staff_id for one in await absences(session, shop_id)}
    zone, count, again = zone_named(shop.timezone), 0, []
    for staff, choice in await choices(session, shop_id):
        if staff.id in absent:
            continue
        person = await _person(session, staff, choice, told.get(staff.id, frozenset()), mailed.get(staff.id, []))
        due = told_now(person, items, moment, zone)
        if due.items:
            await _mail(session, staff, due.items, moment)
            count += 1
        if due.next_at is not None:
            again.append(due.next_at)
    if again:
        await look_later(session, shop_id, min(again))
    await session.execute(
        delete(NoticeToldRow).where(NoticeToldRow.shop_id == shop_id, NoticeToldRow.at < moment - KEPT)
    )
    await session.execute(
        delete(NoticeMailRow).where(NoticeMailRow.shop_id == shop_id, NoticeMailRow.created_at < moment - KEPT)
    )
    return count


async def look_later(session: AsyncSession, shop_id: str, at: datetime) -> None:
    """Look at the shop then. One look an instant is enough: those asked for by the minute are one."""
    minute = at.replace(second=0, microsecond=0) + timedelta(minutes=1)
    name = f"notifying:look:{shop_id}:{int(minute.timestamp())}"
    await enqueue(session, "notifying:look", {"shop_id": shop_id}, once=name, at=minute)


async def _person(
    session: AsyncSession, staff: Staff, choice: Choice, told: frozenset[str], mailed: Sequence[datetime]
) -> Person:
    on_duty = not choice.waiting or await conversations.is_on_duty(session, staff.shop_id, staff.id)
    return Person(staff=staff, choice=choice, on_duty=on_duty, told=told, mailed=mailed)


async def _told(session: AsyncSession, shop_id: str) -> dict[str, frozenset[str]]:
    rows = await session.execute(
        select(NoticeToldRow.staff_id, NoticeToldRow.about).where(NoticeToldRow.shop_id == shop_id)
    )
    found: dict[str, set[str]] = {}
    for staff_id, about in rows:
        found.setdefault(staff_id, set()).add(about)
    return {staff_id: frozenset(abouts) for staff_id, abouts in found.items()}


async def _mailed(session: AsyncSession, shop_id: str, moment: datetime) -> dict[str, list[datetime]]:
    rows = await session.execute(
        select(NoticeMailRow.staff_id, NoticeMailRow.created_at)
        .where(NoticeMailRow.shop_id == shop_id, NoticeMailRow.created_at > moment - timedelta(hours=1))
        .order_by(NoticeMailRow.created_at.desc())
    )
    found: dict[str, list[datetime]] = {}
    for staff_id, at in rows:
        found.setdefault(staff_id, []).append(at)
    return found


async def _mail(session: AsyncSession, staff: Staff, items: Sequence[Item], moment: datetime) -> None:
    row = NoticeMailRow(
        id=new_id("ntc"), shop_id=staff.shop_id, staff_id=staff.id, items=[plain(one) for one in items], status="waiting",
        attempts=0, problem="", created_at=moment,
    )  # fmt: skip
    session.add(row)
    await session.flush()
    told = [{"shop_id": staff.shop_id, "staff_id": staff.id, "about": one.about[:120], "at": moment} for one in items]
    await session.execute(insert(NoticeToldRow).on_conflict_do_nothing(), told)
    await enqueue(session, "notifying:send", {"mail_id": row.id})
