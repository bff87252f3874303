"""Conversations that have come to an end: closed, or silent for a time. For features above that look back on them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.conversations import repository
from mercery.conversations.conversation import Conversation
from mercery.conversations.tables import ConversationRow
from mercery.web.visitor import TESTER


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A conversation that has ended for now, and when its last word was spoken."""

    id: str
    last_message_at: datetime


async def finished(session: AsyncSession, shop_id: str, *, since: datetime, silent_since: datetime) -> list[Finished]:
    """Conversations of customers last spoken in after `since` that are closed, or silent since `silent_since`; oldest
    first. What the staff tried out is left out."""
    rows = await session.execute(
        select(ConversationRow.id, ConversationRow.last_message_at)
        .where(
            ConversationRow.shop_id == shop_id,
            ConversationRow.last_seq > 0,
            ConversationRow.last_message_at >= since,
            or_(ConversationRow.status == "closed", ConversationRow.last_message_at <= silent_since),
            ConversationRow.visitor_id.not_like(f"{TESTER}\\_%"),
        )
        .order_by(ConversationRow.last_message_at)
    )
    return [Finished(id=id_, last_message_at=at) for id_, at in rows]


async def of_the_same_person(
    session: AsyncSession, shop_id: str, conversation: Conversation, *, after: datetime, until: datetime
) -> list[Conversation]:
    """Other conversations that this customer or this visitor began in the time, oldest first."""
    row = ConversationRow
    same = [row.visitor_id == conversation.visitor_id]
    if conversation.customer_id:
        same.append(row.customer_id == conversation.customer_id)
    if conversation.customer_email:
        same.append(row.customer_email == conversation.customer_email)
    found = await session.scalars(
        select(row)
        .where(
            row.shop_id == shop_id,
            row.id != conversation.id,
            row.created_at > after,
            row.created_at <= until,
            or_(*same),
        )
        .order_by(row.created_at)
    )
    return [repository.to_conversation(one) for one in found]


async def subjects(session: AsyncSession, shop_id: str, ids: Collection[str]) -> dict[str, Conversation]:
    """The conversations of these ids that exist."""
    found = await session.scalars(
        select(ConversationRow).where(ConversationRow.shop_id == shop_id, ConversationRow.id.in_(list(ids)))
    )
    return {one.id: repository.to_conversation(one) for one in found}
