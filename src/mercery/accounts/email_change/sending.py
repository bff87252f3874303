"""Sending the letters of a change. Secrets of links are made in the moment of sending: they stand in no table and no queue."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mercery.accounts.email_change import letters, repository
from mercery.accounts.sending import addressee, send
from mercery.accounts.service.staff import person_with
from mercery.accounts.tables import EmailChangeRow
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.database import Database
from mercery.core.ids import new_secret
from mercery.core.mail import Mailer

PROVE_PATH: Final = "/console/email/confirm"
STOP_PATH: Final = "/console/email/stop"


async def prove_new_address(database: Database, change_id: str, attempt: int, *, mailer: Mailer | None = None) -> bool:
    """Write to the new address: with a link, or, where it has an account already, that nothing changes. Whether a mail went
    out; MailNotSent asks for another attempt, which makes another link."""
    async with database.session() as session:
        row = await session.get(EmailChangeRow, change_id, with_for_update=True)
        if row is None or not repository.change_from(row).waits(now()):
            return False
        to = await addressee(session, row.staff_id, None)
        if to is None:
            return False
        to = replace(to, email=row.new_email)
        if await person_with(session, row.new_email) is not None:
            mail = letters.taken_letter(to)
        else:
            secret = new_secret()
            row.confirm_hash = repository.digest(secret)
            mail = letters.proof_letter(to, f"{settings().base_url}{PROVE_PATH}?key={secret}")
    return await send(mail, "email_proof", attempt, mailer)


async def tell_old_address(
    database: Database, change_id: str, attempt: int, *, done: bool, mailer: Mailer | None = None
) -> bool:
    """Tell the address before that another was asked for, or that the account has left it, with a way to stop that."""
    async with database.session() as session:
        row = await session.get(EmailChangeRow, change_id, with_for_update=True)
        to = await addressee(session, row.staff_id, None) if row is not None else None
        if row is None or to is None or row.state == "stopped":
            return False
        to = replace(to, email=row.old_email)
        secret = new_secret()
        url = f"{settings().base_url}{STOP_PATH}?key={secret}"
        if done:
            row.undo_hash = repository.digest(secret)
            mail = letters.changed_letter(to, row.ended_at or now(), row.new_email, url)
        else:
            row.stop_hash = repository.digest(secret)
            mail = letters.asked_letter(to, row.asked_at, row.new_email, url)
    return await send(mail, "email_told", attempt, mailer)
