"""What a chat model is here: one request in, text out, with what it used. It decides nothing and calls nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Literal, Protocol

from mercery.core.database import Json
from mercery.core.errors import MerceryError

Purpose = Literal["commands", "wording"]
"""The two boxes a model may fill: what the customer wants, and how an answer is put."""


Failure = Literal["unreachable", "refused", "late", "broken", "form", "budget", "paused"]
"""Why there is no answer: no connection, a refusal of the endpoint, out of time, a broken or overlong answer, not the form
asked for, more than may be spent, or an endpoint that is left alone because it failed before."""


class ChatFailed(MerceryError):
    """The model did not answer, or not in time, or not in the form asked for. The assistant goes on without it."""

    code = "chat_failed"
    status = 502

    def __init__(
        self, message: str, *, remedy: str = "", failure: Failure = "broken", usage: Usage | None = None
    ) -> None:
        super().__init__(message, remedy=remedy)
        self.failure = failure
        self.usage = usage
        """What the call used all the same, where that is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Tokens of one call; `cached` is the part of `read` the endpoint had seen before."""

    read: int = 0
    written: int = 0
    cached: int = 0

    def __add__(self, other: Usage) -> Usage:
        """Both calls together."""
        return Usage(
            read=self.read + other.read, written=self.written + other.written, cached=self.cached + other.cached
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatRequest:
    """One call. `system` is ours alone; whatever came from a customer or a text stands in `prompt`, as data."""

    purpose: Purpose
    system: str
    prompt: str
    schema: Json | None = None
    """JSON schema the answer has to follow; None for plain text."""
    max_tokens: int = 400
    seconds: float = 6.0
    """Until when an answer is of use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """A whole answer."""

    text: str
    usage: Usage = field(default_factory=Usage)


class ChatModel(Protocol):
    """A model behind an address, or a script in its place."""

    @property
    def name(self) -> str:
        """Model and address: what an admission is valid for."""
        ...

    async def complete(self, request: ChatRequest) -> Completion:
        """The whole answer; ChatFailed where there is none."""
        ...

    def stream(self, request: ChatRequest) -> AsyncIterator[str | Usage]:
        """The answer piece by piece as it is written, with its usage last; ChatFailed where it breaks off."""
        ...
