"""Sending a code: made here, at the last moment, so that it stands in no table and no queue."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import audit
from mercery.accounts import service as accounts
from mercery.accounts.actor import SYSTEM
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.database import Database, Json
from mercery.core.i18n import Lang
from mercery.core.mail import Mail, Mailer, MailNotSent, mailer_of
from mercery.customers.challenges.challenge import VALID
from mercery.customers.challenges.letter import code_mail
from mercery.customers.challenges.service import KEPT, code_digest
from mercery.customers.service import find_customer
from mercery.customers.tables import ChallengeRow

ATTEMPTS: Final = 6
"""Within about a minute, each wait twice the one before: a code that comes later than that is of no use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outgoing:
    mail: Mail
    customer_id: str


async def send_code(
    database: Database, shop_id: str, challenge_id: str, lang: Lang, attempt: int, *, mailer: Mailer | None = None
) -> bool:
    """Make a code and send it; whether a mail went out. MailNotSent asks for another attempt, which makes another code.

    No transaction is held while the mail server answers.
    """
    async with database.session() as session:
        outgoing = await _prepare(session, shop_id, challenge_id, lang)
    if outgoing is None:
        return False
    try:
        by = await asyncio.to_thread((mailer or mailer_of(settings())).send, outgoing.mail)
    except MailNotSent as error:
        last = error.final or attempt >= ATTEMPTS
        async with database.session() as session:
            await _note(session, shop_id, challenge_id, outgoing, problem=error.message, last=last)
        if last:
            return False
        raise
    async with database.session() as session:
        await _note(session, shop_id, challenge_id, outgoing, by=by)
    return True


async def _prepare(session: AsyncSession, shop_id: str, challenge_id: str, lang: Lang) -> _Outgoing | None:
    await session.execute(delete(ChallengeRow).where(ChallengeRow.asked_at < now() - KEPT))
    row = await session.get(ChallengeRow, challenge_id, with_for_update=True)
    if row is None or row.shop_id != shop_id or row.state != "open" or row.sent_at is not None:
        return None
    left = row.asked_at + VALID - now()
    customer = await find_customer(session, shop_id, row.customer_id) if row.customer_id else None
    minutes = round(left.total_seconds() / 60)
    if customer is None or not customer.email or minutes < 1:
        return None
    shop = await accounts.shop(session, shop_id)
    code = f"{secrets.randbelow(1_000_000):06d}"
    row.digest = code_digest(row.id, code)
    mail = code_mail(
        to=customer.email, shop_name=shop.name.text(lang), code=code, minutes=minutes, lang=lang, shop_id=shop_id
    )
    return _Outgoing(mail=mail, customer_id=customer.id)


async def _note(
    session: AsyncSession,
    shop_id: str,
    challenge_id: str,
    outgoing: _Outgoing,
    *,
    by: str = "",
    problem: str = "",
    last: bool = True,
) -> None:
    row = await session.get(ChallengeRow, challenge_id)
    if row is not None:
        row.problem = problem[:300]
        row.sent_at = now() if by else None
    if last:
        after: Json = {"challenge": challenge_id, **({"by": by} if by else {"problem": problem[:300]})}
        action = "identity.send_code" if by else "identity.code_not_sent"
        await audit.record(session, shop_id, SYSTEM, action, outgoing.customer_id, after=after)
