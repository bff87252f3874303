"""Sending a test mail: whether mail arrives is best known before the first customer waits for a code."""

from __future__ import annotations

import asyncio

from mercery.accounts import audit
from mercery.accounts.actor import Actor
from mercery.accounts.shop import Shop
from mercery.core.config import settings
from mercery.core.database import Database
from mercery.core.errors import Invalid, Problem
from mercery.core.i18n import Lang
from mercery.core.mail import MailNotSent, mailer_of, read_address
from mercery.customers.challenges.letter import trial_mail


async def send_trial(database: Database, shop: Shop, actor: Actor, to: str, lang: Lang) -> str:
    """Send it now and return by which way; MailNotSent says why not. Call outside a transaction."""
    address = read_address(to)
    if address is None:
        problem = Problem(
            field="to",
            message="This is no e-mail address.",
            remedy="Write one such as you@shop.example.",
            zh="邮箱地址有误，请写成 you@shop.example 的形式。",
        )
        raise Invalid("The test was not sent.", problems=[problem], zh="测试邮件没有发出，请核对邮箱地址。")
    mail = trial_mail(to=address.address, shop_name=shop.name.text(lang), lang=lang, shop_id=shop.id)
    by, problem_text = "", ""
    try:
        by = await asyncio.to_thread(mailer_of(settings()).send, mail)
    except MailNotSent as error:
        problem_text = error.message
        raise
    finally:
        async with database.session() as session:
            after = {"by": by} if by else {"problem": problem_text}
            await audit.record(session, shop.id, actor, "mail.test", "mail", after=after)
    return by
