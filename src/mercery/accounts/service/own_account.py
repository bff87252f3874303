"""One's own name and e-mail, changed by the person."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.notices import tell
from mercery.accounts.own_record import note
from mercery.accounts.second_factor.devices import end_trust
from mercery.accounts.service.sign_in import check_own_password, end_other_sessions
from mercery.accounts.service.staff import normal_email, person_with, proper_name
from mercery.accounts.staff import Staff
from mercery.accounts.tables import PasswordResetRow, StaffRow
from mercery.core.errors import Invalid, wrong_field


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


async def change_own_email(session: AsyncSession, staff: Staff, *, email: str, password: str, keep: str | None) -> None:
    """Sign in with another e-mail from now on. As with a new password, every session but `keep` ends, so do links that
    would set a password, and every browser is asked for a code again; the address before is told. Invalid changes nothing:
    the address is none or somebody's, or the password is not the person's."""
    new = normal_email(email)
    person = await session.scalar(select(StaffRow).where(StaffRow.id == staff.id).with_for_update())
    assert person is not None
    await check_own_password(person.password_hash, password, field="current_password")
    if new == person.email:
        return
    if await person_with(session, new) is not None:
        raise _taken(new)
    before = person.email
    try:
        async with session.begin_nested():
            person.email = new
            await session.flush()
    except IntegrityError as error:
        # Somebody else took it in this very moment.
        raise _taken(new) from error
    await end_other_sessions(session, person.id, keep=keep)
    await session.execute(delete(PasswordResetRow).where(PasswordResetRow.staff_id == person.id))
    await end_trust(session, person.id)
    await note(session, staff.id, staff.actor, "staff.email", before={"email": before}, after={"email": new})
    await tell(session, staff.id, "email_changed", to=before)


def _taken(email: str) -> Invalid:
    return wrong_field(
        "email",
        f"{email} already has an account.",
        remedy="Give another address.",
        zh=f"{email} 已有账号，请换一个邮箱。",
    )
