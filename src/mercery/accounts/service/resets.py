"""A new password by mail: asking for it is the same work whether or not there is an account, and says the same."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.notices import tell
from mercery.accounts.own_record import note
from mercery.accounts.service.sign_in import set_password
from mercery.accounts.tables import PasswordResetRow, StaffRow
from mercery.core.clock import now
from mercery.core.errors import NotFound
from mercery.core.i18n import Lang
from mercery.core.ids import new_id, new_secret
from mercery.core.jobs import enqueue
from mercery.web.rate_limit import Limit

VALID: Final = timedelta(minutes=30)
_KEPT: Final = timedelta(days=1)
RESETS_PER_EMAIL: Final = Limit(name="reset_email", burst=3, seconds=3600)
RESETS_PER_NETWORK: Final = Limit(name="reset_network", burst=10, seconds=3600)


class LinkOver(NotFound):
    """The link of a mail was used, or is too old."""

    code = "reset_over"

    def __init__(self) -> None:
        minutes = int(VALID.total_seconds() // 60)
        super().__init__(
            f"This link was used, or is older than {minutes} minutes.",
            remedy="Ask for a new one.",
            zh=f"链接已使用，或已超过 {minutes} 分钟，请重新申请。",
        )


async def ask_for_reset(session: AsyncSession, email: str, lang: Lang) -> None:
    """Have a link sent, where the address belongs to somebody: one look, one row and one job in either case."""
    await session.execute(delete(PasswordResetRow).where(PasswordResetRow.asked_at < now() - _KEPT))
    person = await session.scalar(select(StaffRow.id).where(StaffRow.email == email.strip().lower()))
    row = PasswordResetRow(id=new_id("rst"), staff_id=person, asked_at=now())
    session.add(row)
    await session.flush()
    await enqueue(session, "accounts:send_reset", {"reset_id": row.id, "lang": lang})


async def link_secret(session: AsyncSession, reset_id: str) -> tuple[str, str] | None:
    """Whom to write to and the secret of the link, made in this moment: it stands in no table and no queue. Asked again
    after a mail that did not leave, it makes another. None where nobody is to be written to."""
    row = await session.get(PasswordResetRow, reset_id, with_for_update=True)
    if row is None or row.staff_id is None or row.used_at is not None or now() >= row.asked_at + VALID:
        return None
    secret = new_secret()
    row.token_hash = _digest(secret)
    return row.staff_id, secret


async def reset_for(session: AsyncSession, secret: str) -> str:
    """The e-mail of whose link it is; LinkOver."""
    row = await _live(session, secret, lock=False)
    person = await session.get_one(StaffRow, row.staff_id)
    return person.email


async def complete_reset(session: AsyncSession, secret: str, new: str) -> str:
    """Set the password and return the person's id. Every session and every other link of the person ends, no browser is
    trusted any more, and two-step sign-in stays as it was. LinkOver; Invalid changes nothing, and the link goes on."""
    row = await _live(session, secret, lock=True)
    person = await session.get_one(StaffRow, row.staff_id)
    await set_password(session, person, new, keep=None)
    await note(session, person.id, None, "staff.reset_by_mail")
    await tell(session, person.id, "password_changed")
    return person.id


async def _live(session: AsyncSession, secret: str, *, lock: bool) -> PasswordResetRow:
    query = select(PasswordResetRow).where(PasswordResetRow.token_hash == _digest(secret))
    row = await session.scalar(query.with_for_update() if lock else query)
    if row is None or row.staff_id is None or row.used_at is not None or now() >= row.asked_at + VALID:
        raise LinkOver
    return row


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
