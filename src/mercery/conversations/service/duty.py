"""Who is there to answer: staff whose inbox is open, who have not switched themselves off and are not away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.conversations import inbox_repository
from mercery.conversations.hours.service import absence_of, absences, end_absence
from mercery.conversations.tables import DutyRow
from mercery.core.clock import now
from mercery.core.events import announce

SEEN_WITHIN: Final = timedelta(seconds=90)
"""An open inbox reports every 30 seconds; three missed reports mean the person has gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDuty:
    """One person who can take over now."""

    staff_id: str
    name: str
    seen_at: datetime


async def seen(session: AsyncSession, shop_id: str, staff: Actor) -> None:
    """The person's inbox is open. Whether they are on duty stays as they set it."""
    await _write(session, shop_id, staff, None)


async def set_duty(session: AsyncSession, shop_id: str, staff: Actor, on: bool) -> None:
    """The person says whether they answer customers now; who does is no longer away."""
    if on:
        await end_absence(session, shop_id, staff)
    await _write(session, shop_id, staff, on)
    await announce(session, f"inbox:{shop_id}", {"kind": "duty"})


async def on_duty(session: AsyncSession, shop_id: str) -> list[OnDuty]:
    """Who can take over now, by name."""
    rows = await inbox_repository.duty_rows(session, shop_id, now() - SEEN_WITHIN)
    away = {one.staff_id for one in await absences(session, shop_id)} if rows else set()
    return [
        OnDuty(staff_id=row.staff_id, name=row.name, seen_at=row.seen_at) for row in rows if row.staff_id not in away
    ]


async def is_on_duty(session: AsyncSession, shop_id: str, staff_id: str) -> bool:
    """Whether this person answers now; who has never said otherwise does, once the inbox is open. Who is away does not."""
    if await absence_of(session, shop_id, staff_id) is not None:
        return False
    row = await session.get(DutyRow, (shop_id, staff_id))
    return row is None or row.on_duty


async def _write(session: AsyncSession, shop_id: str, staff: Actor, on: bool | None) -> None:
    values = {"shop_id": shop_id, "staff_id": staff.id, "name": staff.name, "seen_at": now()}
    changes: dict[str, object] = {"name": staff.name, "seen_at": values["seen_at"]}
    if on is not None:
        changes["on_duty"] = on
    statement = insert(DutyRow).values(**values, on_duty=on is not False)
    await session.execute(statement.on_conflict_do_update(index_elements=["shop_id", "staff_id"], set_=changes))
