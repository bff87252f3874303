"""Sending by WeChat's customer-service interface."""

from __future__ import annotations

from mercery.channels import repository, setups, sources
from mercery.channels.saying import said
from mercery.channels.sending import Taken, send_parts
from mercery.channels.wechat import rendering
from mercery.channels.wechat.client import UNAUTHORISED, WechatRefused, post
from mercery.conversations.carriers import Carried, Parcel
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.database import Database, Json
from mercery.core.i18n import Words

_UNSUBSCRIBED = Words("The customer no longer follows the account.", "顾客已取消关注。")
_UNKNOWN = Words("It is not known where this customer is.", "不清楚该顾客的地址。")


class WechatCarrier:
    """One message, as up to five of theirs."""

    async def carry(self, database: Database, parcel: Parcel) -> Carried:
        """One attempt. While the answer may still go back in the request itself, nothing is sent here."""
        async with database.session() as session:
            thread = await repository.thread_of(session, parcel.conversation.id)
            direct = await repository.direct_until(session, parcel.conversation.id)
            setup = await setups.setup(session, parcel.shop_id, parcel.channel.id)
        if thread is None:
            return Carried(outcome="refused", problem=_UNKNOWN)
        if thread.stopped:
            return Carried(outcome="refused", problem=_UNSUBSCRIBED)
        if direct is not None and direct > now():
            return Carried(outcome="later")
        whole = sources.address_of(parcel.message.id)
        parts = rendering.messages(said(parcel.message, base=settings().base_url, sources=whole), whole)

        async def send(part: Json) -> Taken | Carried:
            try:
                content = {"touser": thread.address, **part}
                found = await post(database, setup, "/cgi-bin/message/custom/send", content)
            except WechatRefused as error:
                if error.number == UNAUTHORISED:
                    async with database.session() as noting:
                        await setups.note_place(noting, setup.channel.id, {"direct_only": True})
                return error.carried()
            return Taken(outside_id=str(found.get("msgid", "")))

        return await send_parts(database, parcel, parts, send)
