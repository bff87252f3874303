"""Costs that other features announce: a person's work on conversations, and answers sent to outside channels."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.conversations.events import Delivered, Spoken
from mercery.conversations.service.working import time_before
from mercery.experiments.service import record_cost

FEATURE: Final = "assistant"
MOST: Final = timedelta(minutes=10)
"""Of one message: who answers after an hour did something else in most of it."""


async def on_spoken(session: AsyncSession, event: Spoken) -> None:
    """A person's message costs the time since the last thing that happened in the conversation, ten minutes at most."""
    if event.author != "staff":
        return
    spent = await time_before(session, event.shop_id, event.message_id)
    if spent is None:
        return
    ms = round(min(spent, MOST) / timedelta(milliseconds=1))
    await record_cost(session, event.shop_id, FEATURE, kind="person", ms=ms, subject=event.conversation_id)


async def on_delivered(session: AsyncSession, event: Delivered) -> None:
    """An answer was handed to an outside channel."""
    await record_cost(session, event.shop_id, FEATURE, kind="messages", units=1, subject=event.conversation_id)
