"""Shifts: who presents when, set as a whole."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.accounts.actor import Actor
from mercery.accounts.audit import record
from mercery.core.as_json import plain
from mercery.core.errors import Problem, refused_for
from mercery.core.ids import new_id
from mercery.livestream import repository
from mercery.livestream.repository import show_row
from mercery.livestream.service.drafts import ShiftDraft, check_shifts
from mercery.livestream.service.shows import check_version, touch
from mercery.livestream.show import Shift
from mercery.livestream.tables import LiveShiftRow


async def set_shifts(
    session: AsyncSession,
    shop_id: str,
    actor: Actor,
    show_id: str,
    drafts: Sequence[ShiftDraft],
    *,
    after_version: int | None = None,
    reason: str = "",
) -> tuple[Shift, ...]:
    """The shifts of the show from now on. Invalid where two overlap, or a person does not work here."""
    check_shifts(tuple(drafts))
    row = await show_row(session, shop_id, show_id, locked=True)
    check_version(row, after_version)
    await _check_people(session, shop_id, drafts)
    before = await repository.shifts(session, show_id)
    await session.execute(delete(LiveShiftRow).where(LiveShiftRow.show_id == show_id))
    for draft in drafts:
        session.add(
            LiveShiftRow(
                id=new_id("lsf"), shop_id=shop_id, show_id=show_id, who=draft.who, staff_id=draft.staff_id,
                weekdays=sorted(set(draft.weekdays)), from_minute=draft.from_minute, to_minute=draft.to_minute,
            )
        )  # fmt: skip
    await session.flush()
    after = await repository.shifts(session, show_id)
    await record(
        session, shop_id, actor, "live.shifts", show_id,
        before={"shifts": plain(before)}, after={"shifts": plain(after)}, reason=reason or None,
    )  # fmt: skip
    await touch(session, row)
    return after


async def _check_people(session: AsyncSession, shop_id: str, drafts: Sequence[ShiftDraft]) -> None:
    known = {one.id for one in await accounts.staff_members(session, shop_id)}
    wrong = [
        Problem(field=f"shifts.{number}.staff_id", message="This person does not work here.", remedy="Choose one of the staff.", zh="该人员不在本店。")
        for number, draft in enumerate(drafts)
        if draft.who == "person" and draft.staff_id not in known
    ]  # fmt: skip
    if wrong:
        raise refused_for(wrong)
