"""What is to be seen of messengers with rules of their own: a door that the shelf above fills."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.conversations.conversation import Conversation
from mercery.core.i18n import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class MessengerKind:
    """A kind of channel that can be connected."""

    name: str
    label: Words
    about: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class MessengerState:
    """How a channel goes."""

    address: str
    """What the platform calls; or the mail address."""
    heard_at: datetime | None
    sent_at: datetime | None
    problem: Words
    problem_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """A file that came with a customer's message, or the whole mail."""

    url: str
    name: str
    kind: str
    """image, audio, video, file or mail."""
    size: int
    picture: bool
    """Whether a page may show it."""
    problem: Words
    """Why it could not be fetched; empty where it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadLimits:
    """What may be sent to a conversation's customer now, and what is known of the place."""

    kind: str
    until: datetime | None
    """Until when; None: no end."""
    open: bool
    left: int | None
    """Messages that may still be sent; None: as many as wanted."""
    template: bool
    """When it is over, a template the shop named goes out instead."""
    stopped: Words
    """Why nothing can be sent at all; empty where something can."""
    subject: str
    proof: Words
    """What the shop's mail server found out about the sender."""
    files: Mapping[str, tuple[KeptFile, ...]]
    """By message id."""


class Messengers(Protocol):
    """Tells what the console shows of them."""

    kinds: Sequence[MessengerKind]

    async def states(self, session: AsyncSession, shop_id: str) -> Mapping[str, MessengerState]:
        """How the shop's channels go, by channel id."""
        ...

    async def of_thread(self, session: AsyncSession, shop: Shop, conversation: Conversation) -> ThreadLimits | None:
        """Of a conversation; None where it is on another kind of channel."""
        ...
