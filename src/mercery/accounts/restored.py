"""People after a restore: everybody signs in again, since a session that was ended after the backup would live again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, cast

from sqlalchemy import CursorResult, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.tables import (
    ApiKeyRow,
    DeviceRow,
    EmailChangeRow,
    InvitationRow,
    PasswordResetRow,
    RecoveryCodeRow,
    SessionRow,
    StaffRow,
)
from mercery.core.after_restore import Settled

_ENDED: Final = (
    (SessionRow, "sessions of the console ended", ""),
    (DeviceRow, "devices forgotten that needed no second factor", ""),
    (PasswordResetRow, "ways to set a new password taken back", ""),
    (EmailChangeRow, "changes of an e-mail that waited or could be undone ended", "Who still wants one asks again."),
    (InvitationRow, "open invitations taken back", "Invite those people again."),
)


async def settle(session: AsyncSession) -> Sequence[Settled]:
    """End what lets somebody in by what they hold. Passwords, keys and recovery codes are what they were at the time of the
    backup: those changed or withdrawn since are good again, so the owner is told to look."""
    settled = []
    for table, what, remedy in _ENDED:
        gone = cast("CursorResult[Any]", await session.execute(delete(table)))
        settled.append(Settled(count=gone.rowcount, what=what, remedy=remedy))
    people = await session.scalar(select(func.count()).select_from(StaffRow)) or 0
    keys = await session.scalar(select(func.count()).select_from(ApiKeyRow).where(ApiKeyRow.revoked_at.is_(None))) or 0
    codes = (
        await session.scalar(select(func.count()).select_from(RecoveryCodeRow).where(RecoveryCodeRow.used_at.is_(None)))
        or 0
    )
    look = "as they were at the time of the backup"
    settled += [
        Settled(count=people, what=f"people who can sign in, {look}", remedy="Look at Staff: remove who has left since."),
        Settled(count=keys, what=f"keys of programs in force, {look}", remedy="Revoke again those that were revoked since."),
        Settled(count=codes, what=f"recovery codes, {look}", remedy="Have new ones made where one was used since."),
    ]  # fmt: skip
    return settled
