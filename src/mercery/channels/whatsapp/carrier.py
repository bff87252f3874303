"""Sending by the WhatsApp Cloud API."""

from __future__ import annotations

from typing import Final

from mercery.channels import repository, setups, sources
from mercery.channels.saying import said
from mercery.channels.sending import Taken, send_parts
from mercery.channels.tables import ThreadRow
from mercery.channels.whatsapp import rendering
from mercery.channels.whatsapp.client import CLOSED, WhatsappRefused, problem_of, send
from mercery.channels.windows import window
from mercery.conversations.carriers import Carried, Parcel
from mercery.conversations.undelivered import reason
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.database import Database, Json
from mercery.core.errors import MerceryError
from mercery.core.i18n import Words

_TEMPLATE_PART: Final = 900
"""The place a template has among the parts of a message, so that it is sent once."""


class WhatsappCarrier:
    """One message, as those it takes there."""

    async def carry(self, database: Database, parcel: Parcel) -> Carried:
        """One attempt. When the window is over, the shop's template goes out in its place, if there is one; that the message
        itself did not go is told in either case."""
        async with database.session() as session:
            thread = await repository.thread_of(session, parcel.conversation.id)
            setup = await setups.setup(session, parcel.shop_id, parcel.channel.id)
            begun = await repository.parts_sent(session, parcel.delivery_id)
        if thread is None:
            return Carried(
                outcome="refused", problem=Words("It is not known where this customer is.", "不清楚该顾客的地址。")
            )
        allowed = window("whatsapp", thread.last_heard_at, thread.sent_since, now())
        if allowed is not None and not allowed.open and not begun:
            return await self._too_late(database, parcel, setup, thread)
        whole = sources.address_of(parcel.message.id)
        parts = rendering.messages(said(parcel.message, base=settings().base_url, sources=whole), parcel.message.id)

        async def one(part: Json) -> Taken | Carried:
            try:
                return Taken(outside_id=await send(setup, thread.address, part, delivery_id=parcel.delivery_id))
            except WhatsappRefused as error:
                if error.number == CLOSED:
                    return await self._too_late(database, parcel, setup, thread)
                return error.carried()

        return await send_parts(database, parcel, parts, one)

    async def _too_late(self, database: Database, parcel: Parcel, setup: setups.Setup, thread: ThreadRow) -> Carried:
        name = setup.get("template")
        if not name:
            return Carried(outcome="refused", problem=problem_of(CLOSED))
        async with database.session() as session:
            if _TEMPLATE_PART in await repository.parts_sent(session, parcel.delivery_id):
                return _replaced(name)
        try:
            sent = await send(setup, thread.address, rendering.template(name, setup.get("template_language")))
        except WhatsappRefused as error:
            return error.carried()
        except MerceryError as error:
            return Carried(outcome="again", problem=reason(error))
        async with database.session() as session:
            await repository.add_sent(
                session, parcel.channel, parcel.conversation.id, parcel.delivery_id, _TEMPLATE_PART, sent
            )
        return _replaced(name)


def _replaced(name: str) -> Carried:
    problem = Words(
        f"More than 24 hours: the template {name} was sent in its place. Send this once more when the customer answers.",
        f"已超过 24 小时：已改发模板 {name}，顾客回复后请再次发送本条。",
    )
    return Carried(outcome="refused", http_status=200, problem=problem)
