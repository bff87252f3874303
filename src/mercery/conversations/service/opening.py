"""Opening a conversation, finding it again, and who may read it."""

from __future__ import annotations

import hmac
from datetime import timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.conversations import repository
from mercery.conversations.conversation import Conversation
from mercery.conversations.tables import ConversationRow
from mercery.core.clock import now
from mercery.core.database import Json
from mercery.core.errors import Forbidden, NotFound
from mercery.core.i18n import Lang
from mercery.core.ids import new_id, new_secret
from mercery.core.statements import Asked

RESUMED_FOR: Final = timedelta(days=30)
"""A conversation silent for longer is not taken up again; the next question opens a new one."""


async def open_or_resume(
    session: AsyncSession,
    shop_id: str,
    visitor_id: str,
    *,
    channel: str,
    lang: Lang,
    context: Json | None = None,
    thread: str = "",
    customer_id: str | None = None,
) -> Conversation:
    """The visitor's open conversation on this channel, or a new one. Two calls at once yield the same one.

    `customer_id`: who is signed in; a conversation that another customer had in this browser stays theirs.
    """
    await repository.lock_visitor(session, shop_id, f"{channel}:{thread}:{visitor_id}")
    moment = now()
    row = await repository.newest_open(
        session, shop_id, visitor_id, channel, thread, moment - RESUMED_FOR, customer_id=customer_id
    )
    if row is None:
        row = ConversationRow(
            id=new_id("cnv"),
            shop_id=shop_id,
            visitor_id=visitor_id,
            channel=channel,
            thread=thread,
            lang=lang,
            context={},
            created_at=moment,
            last_message_at=moment,
        )
        session.add(row)
    if context:
        row.context = {**row.context, **context}
    await session.flush()
    await session.refresh(row)
    return repository.to_conversation(row)


async def newest_open(
    session: AsyncSession,
    shop_id: str,
    visitor_id: str,
    *,
    channel: str,
    thread: str = "",
    customer_id: str | None = None,
) -> Conversation | None:
    """The visitor's open conversation on the channel, without opening one."""
    row = await repository.newest_open(
        session, shop_id, visitor_id, channel, thread, now() - RESUMED_FOR, customer_id=customer_id
    )
    return repository.to_conversation(row) if row else None


async def conversation(session: AsyncSession, shop_id: str, conversation_id: str) -> Conversation:
    """The shop's conversation with that id; NotFound when there is none."""
    return repository.to_conversation(await required(session, shop_id, conversation_id))


async def hold(session: AsyncSession, shop_id: str, conversation_id: str) -> None:
    """Keep all others from writing into the conversation until the transaction ends."""
    await required(session, shop_id, conversation_id, lock=True)


async def required(session: AsyncSession, shop_id: str, conversation_id: str, *, lock: bool = False) -> ConversationRow:
    """The row behind `conversation`, locked against other writers when `lock`."""
    row = await repository.conversation_row(session, shop_id, conversation_id, lock=lock)
    if row is None:
        raise NotFound("There is no such conversation.", remedy="Open it again from the inbox.")
    return row


async def for_customer(
    session: AsyncSession,
    shop_id: str,
    conversation_id: str,
    *,
    visitor_id: str | None = None,
    token: str | None = None,
) -> Conversation:
    """The conversation for the customer whose cookie or token this is. Nothing a customer writes opens another's."""
    known = await repository.with_token(session, shop_id, conversation_id)
    if known is not None:
        found, held = known
        by_token = bool(token and held and hmac.compare_digest(held, repository.token_hash(token)))
        by_cookie = bool(visitor_id) and found.channel == "storefront" and found.visitor_id == visitor_id
        if by_token or by_cookie:
            return found
    raise Forbidden(
        "This conversation belongs to somebody else, or its key is no longer valid.",
        remedy="Start a new conversation.",
        zh="此会话属于他人，或其密钥已失效。请开始新会话。",
    )


def for_customer_asked(conversation_id: str) -> Asked[tuple[Conversation, str | None]]:
    """What `for_customer` asks, to be read ahead."""
    return repository.with_token_asked(conversation_id)


async def issue_token(session: AsyncSession, shop_id: str, conversation_id: str) -> str:
    """A new token for the customer's page; an earlier one stops working. Only its hash is kept."""
    row = await required(session, shop_id, conversation_id, lock=True)
    token = new_secret()
    row.token_hash = repository.token_hash(token)
    await session.flush()
    return token


async def name_customer(
    session: AsyncSession,
    shop_id: str,
    conversation_id: str,
    *,
    name: str = "",
    email: str = "",
    customer_id: str | None = None,
) -> Conversation:
    """Note who the customer is. `customer_id` only from a verified sign-in, never from what was written."""
    row = await required(session, shop_id, conversation_id, lock=True)
    row.customer_name = name[:120] or row.customer_name
    row.customer_email = email[:254] or row.customer_email
    row.customer_id = customer_id or row.customer_id
    await session.flush()
    return repository.to_conversation(row)
