"""From the address before: a change that waits ends, one that was done is taken back, and a new password is set with it.

Who asked for the change knew the password. So stopping it without a new one would stop nobody; and the mailbox it comes from
was good for a new password until the change.
"""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.email_change import repository
from mercery.accounts.email_change.change import STOPS, Stop, StopOver
from mercery.accounts.email_change.service import move
from mercery.accounts.notices import tell
from mercery.accounts.own_record import note
from mercery.accounts.service.sign_in import set_password
from mercery.accounts.tables import EmailChangeRow, StaffRow
from mercery.core.clock import now


async def stop_for(session: AsyncSession, secret: str) -> Stop:
    """What this link would do; StopOver."""
    row = await _live(session, secret)
    person = await session.get_one(StaffRow, row.staff_id)
    waiting = select(EmailChangeRow.id).where(EmailChangeRow.staff_id == row.staff_id, EmailChangeRow.state == "open")
    waits = await session.scalar(waiting) is not None
    return Stop(email=row.old_email, moved=person.email != row.old_email, waits=waits)


async def stop(session: AsyncSession, secret: str, password: str) -> Stop:
    """Do it and set the password. Every session and every other link ends; two-step sign-in stays as it was. StopOver;
    Invalid (the password) and AddressTaken (somebody has the address before by now) change nothing."""
    found = await _live(session, secret)
    person = await session.get_one(StaffRow, found.staff_id, with_for_update=True, populate_existing=True)
    # Looked for once more, behind the lock: of two who send the same link, one finds it used.
    row = await _live(session, secret)
    done = await stop_for(session, secret)
    lost = person.email
    if done.moved:
        await move(session, person, row.old_email, keep=None)
    await set_password(session, person, password, keep=None)
    await session.execute(
        update(EmailChangeRow)
        .where(EmailChangeRow.staff_id == person.id, EmailChangeRow.asked_at >= row.asked_at)
        .values(state="stopped", ended_at=now(), confirm_hash=None, stop_hash=None, undo_hash=None)
    )
    action = "staff.email_undone" if done.moved else "staff.email_stopped"
    before = {"email": lost if done.moved else row.new_email}
    await note(session, person.id, None, action, before=before, after={"email": row.old_email})
    await tell(session, person.id, "password_changed")
    if done.moved:
        await tell(session, person.id, "email_taken_back", to=lost)
    return done


async def _live(session: AsyncSession, secret: str) -> EmailChangeRow:
    row = await repository.row_stopped_by(session, secret)
    if row is None:
        raise StopOver
    await session.refresh(row)
    written_at = row.ended_at if row.undo_hash == repository.digest(secret) else row.asked_at
    known = repository.digest(secret) in (row.stop_hash, row.undo_hash)
    if not known or written_at is None or now() >= written_at + STOPS:
        raise StopOver
    return row
