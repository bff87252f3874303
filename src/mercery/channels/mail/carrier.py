"""Sending by mail, in the customer's thread."""

from __future__ import annotations

import asyncio
from email.message import EmailMessage
from email.utils import make_msgid

from mercery.accounts import service as accounts
from mercery.accounts.shop import Shop
from mercery.channels import repository, setups, sources
from mercery.channels.arrived import Arrived, Media
from mercery.channels.mail.composing import Envelope, compose
from mercery.channels.mail.marks import message_id, tagged
from mercery.channels.mail.servers import box_address, mailer, read_new
from mercery.channels.saying import Said, said
from mercery.channels.sending import Taken, send_parts
from mercery.channels.setups import Setup
from mercery.channels.tables import ThreadRow
from mercery.conversations.carriers import Carried, Parcel
from mercery.conversations.undelivered import reason
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.database import Database
from mercery.core.errors import Invalid
from mercery.core.i18n import Words
from mercery.core.mail.choosing import mail_leaves
from mercery.core.mail.message import MailNotSent, read_address
from mercery.core.mail.outbox import Outbox

_UNKNOWN = Words("It is not known where this customer is.", "不清楚该顾客的地址。")
_BOUNCED = Words("Mails to this address come back: it does not exist.", "发往该地址的邮件被退回：地址不存在。")


class MailCarrier:
    """One message, as one mail."""

    async def carry(self, database: Database, parcel: Parcel) -> Carried:
        """One attempt. The Message-ID is the same each time, so that a mail program sees a second one as the same."""
        async with database.session() as session:
            thread = await repository.thread_of(session, parcel.conversation.id)
            setup = await setups.setup(session, parcel.shop_id, parcel.channel.id)
            shop = await accounts.shop(session, parcel.shop_id)
        if thread is None:
            return Carried(outcome="refused", problem=_UNKNOWN)
        if thread.stopped:
            return Carried(outcome="refused", problem=_BOUNCED)
        mail = _composed(parcel, setup, thread, shop.name.text(parcel.message.lang))

        async def send(part: EmailMessage) -> Taken | Carried:
            try:
                await hand_over(setup, part)
            except MailNotSent as error:
                return Carried(outcome="refused" if error.final else "again", problem=reason(error))
            return Taken(outside_id=str(part["Message-ID"]))

        return await send_parts(database, parcel, [mail], send)


async def hand_over(setup: Setup, mail: EmailMessage) -> None:
    """Give a mail to the channel's server; MailNotSent, or Invalid for a server that may not be reached."""
    way = await mailer(setup)
    if isinstance(way, Outbox):
        await asyncio.to_thread(way.hand_over, mail, setup.channel.shop_id)
    else:
        await asyncio.to_thread(way.hand_over, mail)


class MailPlatform:
    """Mail boxes, as mails of them are taken in."""

    async def seen(self, database: Database, setup: Setup, arrived: Arrived) -> None:
        """Nothing: a mail does not tell that it was read."""

    async def check(self, database: Database, setup: Setup) -> None:
        """Sign in and look at the folder; make sure that mail can leave."""
        if setup.get("imap_host"):
            await asyncio.to_thread(read_new, await box_address(setup), -1, 0)
        if not setup.get("smtp") and not mail_leaves(settings()):
            raise Invalid(
                "No outgoing server is known.",
                remedy="Name one here, or set MERCERY_SMTP_URL for the installation.",
                zh="尚无发信服务器。请在此填写，或为本系统设置 MERCERY_SMTP_URL。",
            )

    async def send_line(self, database: Database, setup: Setup, address: str, text: str, shop: Shop) -> None:
        """To any address."""
        if read_address(address) is None:
            raise Invalid(
                "That is no mail address.", remedy="For example anna@example.com.",
                zh="这不是邮箱地址，格式如 anna@example.com。",
            )  # fmt: skip
        sender, lang = setup.get("address"), shop.default_language
        envelope = Envelope(
            sender=sender, shop_name=shop.name.text(lang), to=address, reply_to=sender, subject="", answers="",
            message_id=make_msgid(domain=sender.rpartition("@")[2]), references=(), by_assistant=True,
            author=shop.assistant_name.text(lang), moment=now(),
        )  # fmt: skip
        await hand_over(setup, compose(Said(lang=lang, text=text), envelope))

    async def fetch(self, database: Database, setup: Setup, media: Media) -> tuple[bytes, str, str]:
        """Never asked: what is attached comes with the mail."""
        raise Invalid("A mail brings its files along.", zh="邮件附件随邮件送达，无须另取。")


def _composed(parcel: Parcel, setup: Setup, thread: ThreadRow, shop_name: str) -> EmailMessage:
    message, address, details = parcel.message, setup.get("address"), thread.details
    spoken = said(message, base=settings().base_url, sources=sources.address_of(message.id))
    envelope = Envelope(
        sender=address,
        shop_name=shop_name,
        to=thread.address,
        reply_to=tagged(address, parcel.conversation.id) if setup.get("tagged") == "tagged" else address,
        subject=str(details.get("subject", "")),
        message_id=message_id(message.id, address),
        answers=str(details.get("message_id", "")),
        references=[str(one) for one in details.get("references", [])],
        by_assistant=message.author == "assistant",
        author=message.author_name,
        moment=now(),
    )
    return compose(spoken, envelope)
