"""What inspection asks of its neighbour, the assistant, which it does not know. `app.py` fills it for the process."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.claims.facts import Fact
from mercery.conversations.conversation import Conversation, Message
from mercery.conversations.on_record import AssistantRecord, Contradicted, OnRecord
from mercery.core.i18n import Lang


class NoRecord:
    """Where no assistant is wired: nothing is known beside the words."""

    async def on_record(
        self, session: AsyncSession, shop: Shop, conversation: Conversation, messages: Sequence[Message]
    ) -> OnRecord:
        """The identity that the conversation itself names."""
        return OnRecord(identity="session" if conversation.customer_id else "none")

    def contradicted(
        self,
        *,
        shop: Shop,
        facts: Sequence[Fact],
        prices: Sequence[Sequence[Fact]],
        text: str,
        lang: Lang,
        about: str | None,
        at: datetime,
    ) -> list[Contradicted]:
        """Nothing."""
        return []


_in_use: AssistantRecord = NoRecord()


def use_record(record: AssistantRecord) -> None:
    """Set it for this process."""
    global _in_use  # noqa: PLW0603 - one assistant for the process
    _in_use = record


def record_in_use() -> AssistantRecord:
    """What was set, else one that knows nothing."""
    return _in_use
