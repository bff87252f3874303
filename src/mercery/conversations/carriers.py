"""Who carries a message to a messenger that has rules of its own. Filled from above; a channel without a carrier is a signed
webhook, delivered by `delivery.py` itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from mercery.conversations.channels import Channel
from mercery.conversations.conversation import Conversation, Message
from mercery.core.database import Database
from mercery.core.i18n import Words

WEBHOOK: Final = "webhook"
_NONE: Final = Words("")
Outcome = Literal["delivered", "again", "refused", "later"]
"""Accepted; worth another attempt; refused for good; not yet ours to send, so that nothing was attempted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One message on its way, with its place in the log."""

    delivery_id: str
    shop_id: str
    channel: Channel
    conversation: Conversation
    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What became of an attempt. `problem` is for the people of the shop."""

    outcome: Outcome
    http_status: int | None = None
    problem: Words = _NONE


class Carrier(Protocol):
    """Sends a message as the messenger wants it. Called without a transaction; what was sent already is not sent again."""

    async def carry(self, database: Database, parcel: Parcel) -> Carried:
        """One attempt."""
        ...


_carriers: dict[str, Carrier] = {}


def use_carriers(carriers: Mapping[str, Carrier]) -> None:
    """Say, once per process, who carries for which kind of channel."""
    _carriers.clear()
    _carriers.update(carriers)


def carrier_of(kind: str) -> Carrier | None:
    """Who carries for channels of this kind; None for a signed webhook."""
    return _carriers.get(kind)
