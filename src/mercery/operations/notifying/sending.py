"""Sending a mail to staff: one attempt, recorded whatever happens. No transaction is held while the server answers."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.core.as_json import read
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.database import Database
from mercery.core.errors import NotFound
from mercery.core.i18n import Words
from mercery.core.mail import Mail, Mailer, MailNotSent, mailer_of
from mercery.operations.notifying.item import Item
from mercery.operations.notifying.letter import Around, staff_mail
from mercery.operations.notifying.tables import NoticeMailRow

ATTEMPTS: Final = 7
"""Within about an hour and a half, each wait four times the one before."""


async def send(database: Database, mail_id: str, attempt: int, *, mailer: Mailer | None = None) -> bool:
    """Send it unless it was; whether it went out. MailNotSent asks for another attempt."""
    async with database.session() as session:
        mail = await _prepare(session, mail_id)
    if mail is None:
        return False
    return await carry(mail, partial(_note, database, mail_id), mailer, last=attempt >= ATTEMPTS)


async def carry(mail: Mail, note: Callable[..., Awaitable[None]], mailer: Mailer | None, *, last: bool) -> bool:
    """Hand it to the mail server and note what came of it; whether it went out. MailNotSent asks for another attempt."""
    try:
        await asyncio.to_thread((mailer or mailer_of(settings())).send, mail)
    except MailNotSent as error:
        given_up = error.final or last
        await note(problem=Words(error.message, error.zh), status="failed" if given_up else "waiting")
        if given_up:
            return False
        raise
    await note(status="sent")
    return True


async def _prepare(session: AsyncSession, mail_id: str) -> Mail | None:
    row = await session.get(NoticeMailRow, mail_id)
    if row is None or row.status != "waiting":
        return None
    try:
        staff = await accounts.membership(session, row.shop_id, row.staff_id)
    except NotFound:
        # Who has left the shop meanwhile is told nothing of it.
        row.status, row.ended_at = "failed", now()
        row.problem, row.problem_zh = "No longer works for the shop.", "已不在本店任职。"
        return None
    shop = await accounts.shop(session, row.shop_id)
    lang = staff.language or shop.default_language
    around = Around(to=staff.email, shop_id=shop.id, shop=shop.name.text(lang), base=settings().base_url, lang=lang)
    return staff_mail(around, [read(Item, one) for one in row.items])


async def _note(database: Database, mail_id: str, *, status: str, problem: Words | None = None) -> None:
    async with database.session() as session:
        row = await session.get(NoticeMailRow, mail_id)
        if row is not None:
            row.attempts += 1
            row.status = status
            row.problem, row.problem_zh = (problem.en[:300], problem.zh[:300]) if problem else ("", "")
            row.ended_at = now() if status != "waiting" else None
