"""Rows of changes, and how they end."""

from __future__ import annotations

import hashlib
from typing import cast

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.email_change.change import VALID, VALID_FOR_OWNER, EmailChange, State
from mercery.accounts.tables import EmailChangeRow
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.mail import mail_leaves


def change_from(row: EmailChangeRow) -> EmailChange:
    """The change a row holds."""
    return EmailChange(
        id=row.id,
        staff_id=row.staff_id,
        old_email=row.old_email,
        new_email=row.new_email,
        asked_at=row.asked_at,
        until=row.sent_at + (VALID if mail_leaves(settings()) else VALID_FOR_OWNER),
        state=cast(State, row.state),
    )


async def open_row(session: AsyncSession, staff_id: str) -> EmailChangeRow | None:
    """The change of this person that was asked for and is not ended, whether or not it is too old; locked."""
    query = select(EmailChangeRow).where(EmailChangeRow.staff_id == staff_id, EmailChangeRow.state == "open")
    found: EmailChangeRow | None = await session.scalar(
        query.with_for_update().execution_options(populate_existing=True)
    )
    return found


async def latest(session: AsyncSession, staff_ids: list[str]) -> dict[str, EmailChange]:
    """The last change each of these people asked for, by person."""
    query = select(EmailChangeRow).where(EmailChangeRow.staff_id.in_(staff_ids)).order_by(EmailChangeRow.asked_at)
    return {row.staff_id: change_from(row) for row in await session.scalars(query)}


async def row_proved_by(session: AsyncSession, secret: str) -> EmailChangeRow | None:
    """The change a link to a new address belongs to."""
    found: EmailChangeRow | None = await session.scalar(
        select(EmailChangeRow).where(EmailChangeRow.confirm_hash == digest(secret))
    )
    return found


async def row_stopped_by(session: AsyncSession, secret: str) -> EmailChangeRow | None:
    """The change a link to the address before belongs to."""
    known = digest(secret)
    found: EmailChangeRow | None = await session.scalar(
        select(EmailChangeRow).where(or_(EmailChangeRow.stop_hash == known, EmailChangeRow.undo_hash == known))
    )
    return found


async def end_open(session: AsyncSession, staff_id: str, state: State = "cancelled") -> None:
    """A change that waits is over: its link proves nothing any more. Links to the address before go on, since whoever took an
    account over would also set a password."""
    await session.execute(
        update(EmailChangeRow)
        .where(EmailChangeRow.staff_id == staff_id, EmailChangeRow.state == "open")
        .values(state=state, ended_at=now(), confirm_hash=None)
    )


async def forget(session: AsyncSession, staff_id: str) -> None:
    """No letter about this person's e-mail leads anywhere any more, and none that is still to be sent will."""
    await session.execute(delete(EmailChangeRow).where(EmailChangeRow.staff_id == staff_id))


def digest(secret: str) -> str:
    """What is kept of a link."""
    return hashlib.sha256(secret.encode()).hexdigest()
