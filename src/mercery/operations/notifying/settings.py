"""What a shop decides for its mails, and what each of its people chose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import audit
from mercery.accounts import service as accounts
from mercery.accounts.actor import Actor
from mercery.accounts.staff import Staff
from mercery.core.as_json import plain, read
from mercery.core.clock import now
from mercery.core.errors import Invalid, Problem
from mercery.operations.notifying.choice import BY_ROLE, Choice, checked
from mercery.operations.notifying.tables import NoticeChoiceRow, NoticeSettingsRow


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeSettings:
    """What holds for a whole shop."""

    to_customers: bool = True
    """Tell customers who left an address that they have an answer."""
    away_minutes: int = 3
    """How long an answer has to lie unread before the customer counts as gone."""
    gap_minutes: int = 30
    """Between two mails to a customer in one conversation."""
    answer_in_mail: bool = False
    """Whether the answer itself stands in the mail; only ever to an address that was confirmed."""
    subject_in_mail: bool = False
    """Whether a mail to staff says what the waiting customer wants; without it a number and a link."""


_RANGES: Final = {"away_minutes": (1, 1440), "gap_minutes": (5, 1440)}


async def notice_settings(session: AsyncSession, shop_id: str) -> NoticeSettings:
    """What holds now."""
    row = await session.get(NoticeSettingsRow, shop_id, populate_existing=True)
    return read(NoticeSettings, row.values) if row is not None else NoticeSettings()


async def change_settings(session: AsyncSession, shop_id: str, actor: Actor, wanted: NoticeSettings) -> NoticeSettings:
    """Let these hold from now on; on record."""
    problems = [
        Problem(field=name, message=f"Between {low} and {high} minutes.", zh=f"须在 {low} 至 {high} 分钟之间。")
        for name, (low, high) in _RANGES.items()
        if not low <= getattr(wanted, name) <= high
    ]
    if problems:
        raise Invalid(problems[0].message, problems=problems, zh=problems[0].zh)
    before = await notice_settings(session, shop_id)
    if before == wanted:
        return before
    values = {"values": plain(wanted), "changed_at": now(), "changed_by": actor.name}
    statement = insert(NoticeSettingsRow).values(shop_id=shop_id, **values)
    await session.execute(statement.on_conflict_do_update(index_elements=["shop_id"], set_=values))
    await audit.record(
        session, shop_id, actor, "notices.change_settings", "notices", before=plain(before), after=plain(wanted)
    )
    return wanted


async def choice_of(session: AsyncSession, staff: Staff) -> Choice:
    """What this person chose for this shop, else what suits their role."""
    row = await session.get(NoticeChoiceRow, (staff.shop_id, staff.id), populate_existing=True)
    return read(Choice, row.values) if row is not None else BY_ROLE[staff.role]


async def choices(session: AsyncSession, shop_id: str) -> list[tuple[Staff, Choice]]:
    """Everybody of the shop with their choice."""
    people = await accounts.staff_members(session, shop_id)
    rows = await session.scalars(select(NoticeChoiceRow).where(NoticeChoiceRow.shop_id == shop_id))
    chosen = {row.staff_id: read(Choice, row.values) for row in rows}
    return [(one, chosen.get(one.id, BY_ROLE[one.role])) for one in people]


async def choose(session: AsyncSession, staff: Staff, wanted: Choice) -> Choice:
    """Keep a person's choice."""
    values = {"values": plain(checked(wanted)), "changed_at": now()}
    statement = insert(NoticeChoiceRow).values(shop_id=staff.shop_id, staff_id=staff.id, **values)
    await session.execute(statement.on_conflict_do_update(index_elements=["shop_id", "staff_id"], set_=values))
    return wanted
