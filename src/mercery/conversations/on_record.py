"""What is on record of a conversation beside its words, and who tells it: the assistant keeps it, features that look back on
conversations read it. `app.py` brings them together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.claims.facts import Fact
from mercery.conversations.conversation import Conversation, Message
from mercery.core.i18n import Lang, Words

AnswerKind = Literal["proved", "social", "asked_back", "not_known", "handed"]
"""Every sentence stands on facts, or on something done; a courtesy; a question back; nothing known; handed to a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerOnRecord:
    """What the record says of one answer of the assistant."""

    message_id: str
    kind: AnswerKind
    fact_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """What a message is about: products, the one a sentence without a name means first."""

    products: tuple[str, ...] = ()
    about: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OnRecord:
    """What is known of a conversation beside its words."""

    identity: str = "none"
    """How the customer proved who they are, a word of `conversations.PROOFS`."""
    identified_at: datetime | None = None
    """None: from the beginning, where `identity` is not `none`."""
    spoken: Mapping[str, Spoken] = field(default_factory=dict)
    """By message."""
    answers: Mapping[str, AnswerOnRecord] = field(default_factory=dict)
    """By message."""
    orders: tuple[str, ...] = ()
    """Numbers of the orders spoken of."""
    order_states: tuple[tuple[str, Words, datetime], ...] = ()
    """Number, how it stands in words, and when that was so."""
    receipts: tuple[str, ...] = ()
    """What was done, with its receipt."""
    complains: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradicted:
    """Words that a fact contradicts, and what it says; without a fact they are words a law forbids."""

    found: str
    expected: str
    fact: Fact | None
    law: str = ""


class AssistantRecord(Protocol):
    """What the assistant kept of conversations, and how it reads free words."""

    async def on_record(
        self, session: AsyncSession, shop: Shop, conversation: Conversation, messages: Sequence[Message]
    ) -> OnRecord:
        """What is known of the conversation."""
        ...

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
        """What in a person's words these facts contradict. `prices`: by currency. Pure; takes up to some seconds."""
        ...
