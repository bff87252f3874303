"""Sending mails about accounts. No transaction is held while the mail server answers."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime
from typing import Final, cast

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import letters
from mercery.accounts.notices import NoticeKind
from mercery.accounts.service.resets import VALID, link_secret
from mercery.accounts.service.staff import shops_of
from mercery.accounts.tables import StaffRow
from mercery.core.config import settings
from mercery.core.database import Database
from mercery.core.i18n import Lang
from mercery.core.logging import get_logger
from mercery.core.mail import Mail, Mailer, MailNotSent, mailer_of

log = get_logger(__name__)
ATTEMPTS: Final = 6
"""Each wait twice the one before, about a minute in all: the link of a later mail would be over soon."""
FORGOT_PATH: Final = "/console/forgot"
RESET_PATH: Final = "/console/reset"


async def send_reset(
    database: Database, reset_id: str, lang: Lang, attempt: int, *, mailer: Mailer | None = None
) -> bool:
    """Make a link and send it; whether a mail went out. MailNotSent asks for another attempt, which makes another link."""
    async with database.session() as session:
        made = await link_secret(session, reset_id)
        to = await addressee(session, made[0], lang) if made else None
    if made is None or to is None:
        return False
    # The secret stands in the query, which no log line holds; the address is the installation's own, never one a request named.
    url = f"{settings().base_url}{RESET_PATH}?key={made[1]}"
    mail = letters.reset_mail(to, url, int(VALID.total_seconds() // 60))
    return await send(mail, "reset", attempt, mailer)


async def send_notice(
    database: Database,
    staff_id: str,
    kind: str,
    at: str,
    browser: str,
    place: str,
    attempt: int,
    *,
    to: str = "",
    mailer: Mailer | None = None,
) -> bool:
    """Tell somebody what happened to their account; whether a mail went out. `to`: at another address than
    that of the account, which somebody else may have by now."""
    async with database.session() as session:
        person = await addressee(session, staff_id, None)
    if person is None:
        return False
    mail = letters.notice_mail(
        replace(person, email=to or person.email),
        cast(NoticeKind, kind),
        datetime.fromisoformat(at),
        browser=browser,
        place=place,
        email=person.email,
        forgot_url=f"{settings().base_url}{FORGOT_PATH}",
    )
    return await send(mail, kind, attempt, mailer)


async def send(mail: Mail, what: str, attempt: int, mailer: Mailer | None) -> bool:
    """Hand a mail over; whether it went out. MailNotSent asks for another attempt, as long as one makes sense. `what`: as the
    log names it."""
    try:
        await asyncio.to_thread((mailer or mailer_of(settings())).send, mail)
    except MailNotSent as error:
        if error.final or attempt >= ATTEMPTS:
            log.warning("account_mail_not_sent", what=what, problem=error.message)
            return False
        raise
    return True


async def addressee(session: AsyncSession, staff_id: str, lang: Lang | None) -> letters.Addressee | None:
    """The person as mails need them, in the language they chose, else `lang`, else the shop's; None when they are gone."""
    person = await session.get(StaffRow, staff_id)
    if person is None:
        return None
    shop = next(iter(await shops_of(session, staff_id)), None)
    own = cast("Lang | None", person.language)
    chosen: Lang = own or lang or (shop.default_language if shop else settings().default_language)
    return letters.Addressee(
        email=person.email,
        lang=chosen,
        shop_name=shop.name.text(chosen) if shop else "Mercery",
        shop_id=shop.id if shop else "",
        timezone=shop.timezone if shop else "UTC",
    )
