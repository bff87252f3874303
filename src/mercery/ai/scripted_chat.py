"""A chat model that is a script: from a request to its text. It ships, so that a shop can try everything without a model,
and evals and tests can play the good, the weak and the hostile one."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable

from mercery.ai.chat import ChatFailed, ChatRequest, Completion, Usage
from mercery.ai.tokens import estimated, estimated_request

Script = Callable[[ChatRequest], str]
"""What the model would write. It may raise ChatFailed as a model would."""
_PIECE = re.compile(r"\S+\s*|\s+")


class ScriptedChat:
    """A script behind the door of a model. It keeps what it was asked."""

    def __init__(self, name: str, script: Script, *, delay: float = 0.0) -> None:
        self._name, self._script, self._delay = name, script, delay
        self.asked: list[ChatRequest] = []

    @property
    def name(self) -> str:
        """The script's name, marked as one: an admission of it admits no other model."""
        return f"{self._name}@script"

    async def complete(self, request: ChatRequest) -> Completion:
        """The script's text; ChatFailed where it is silent or slow."""
        text = await self._written(request)
        return Completion(text=text, usage=_usage(request, text))

    async def stream(self, request: ChatRequest) -> AsyncIterator[str | Usage]:
        """The same word by word."""
        text = await self._written(request)
        for piece in _PIECE.findall(text):
            yield piece
        yield _usage(request, text)

    async def _written(self, request: ChatRequest) -> str:
        self.asked.append(request)
        if self._delay > request.seconds:
            await asyncio.sleep(request.seconds)
            raise ChatFailed(f"{self.name} did not answer in time.", failure="late")
        await asyncio.sleep(self._delay)
        text = self._script(request)
        if not text.strip():
            raise ChatFailed(f"{self.name} answered nothing.", failure="form")
        return text


def _usage(request: ChatRequest, text: str) -> Usage:
    return Usage(read=estimated_request(request), written=estimated(text))
