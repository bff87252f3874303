"""One's own name, changed by the person. The e-mail is `email_change`."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.own_record import note
from mercery.accounts.service.staff import proper_name
from mercery.accounts.staff import Staff
from mercery.accounts.tables import StaffRow


async def change_own_name(session: AsyncSession, staff: Staff, name: str) -> None:
    """Be called otherwise from now on, in every shop one works for. What is recorded keeps the name it was done under.
    Invalid when the name is missing."""
    new = proper_name(name)
    if new == staff.name:
        return
    person = await session.get_one(StaffRow, staff.id)
    before, person.name = person.name, new
    await session.flush()
    await note(session, staff.id, staff.actor, "staff.name", before={"name": before}, after={"name": new})
