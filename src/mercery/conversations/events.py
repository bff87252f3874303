"""News of this feature for the features above, published inside the transaction that changed it."""

from __future__ import annotations

from dataclasses import dataclass

from mercery.core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver(Event):
    """The assistant handed a conversation to a person."""

    conversation_id: str
    visitor_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOver(Event):
    """A person took a conversation."""

    conversation_id: str
    visitor_id: str
    staff_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed(Event):
    """A conversation was closed."""

    conversation_id: str
    visitor_id: str
    by_person: bool
    """Whether a person had it, so that the assistant did not settle it alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken(Event):
    """A message was stored that the customer can see."""

    conversation_id: str
    message_id: str
    author: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered(Event):
    """A message was handed to an outside channel."""

    conversation_id: str
    message_id: str
