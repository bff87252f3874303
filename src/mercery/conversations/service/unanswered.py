"""Customers' messages nobody has answered and nobody is about to: left over when a process died in the middle."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.conversations import repository
from mercery.conversations.conversation import Conversation, Message
from mercery.core.clock import now

NOT_OLDER: Final = timedelta(days=2)
"""A message older than this is not answered out of the blue; its customer finds it unanswered and can write again."""
LATELY: Final = timedelta(minutes=15)
"""How far back is looked in most rounds: what was left over longer ago was found by then."""
_KEY: Final = "again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """A message left over. Sent again under `client_key`, it is answered without being stored twice."""

    conversation: Conversation
    message: Message
    client_key: str


async def unanswered(
    session: AsyncSession, waited: timedelta, *, limit: int = 50, not_older: timedelta = NOT_OLDER
) -> list[Unanswered]:
    """The messages the assistant owes an answer for longer than `waited`, oldest first. Of all shops."""
    moment = now()
    found = []
    for conversation, message in await repository.unanswered_rows(session, moment - not_older, moment - waited, limit):
        message.client_key = message.client_key or f"{_KEY}:{message.id}"
        found.append(
            Unanswered(
                conversation=repository.to_conversation(conversation),
                message=repository.to_message(message),
                client_key=message.client_key,
            )
        )
    await session.flush()
    return found
