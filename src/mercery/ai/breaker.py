"""An endpoint that fails again and again is left alone for a while, so that no customer waits for it in vain."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from typing import Final

from mercery.ai.chat import ChatFailed, ChatModel, ChatRequest, Completion, Failure, Usage
from mercery.core.logging import get_logger

log = get_logger(__name__)
FAILURES: Final = 4
"""Failures in a row after which the endpoint is left alone."""
PAUSE: Final = 60.0
"""Seconds for which it is; then one call tries it again."""
_PATIENCE: Final = 0.8
"""Share of the time a request gave after which a call that is given up was late."""
_COUNTED: Final[frozenset[Failure]] = frozenset({"unreachable", "refused", "late", "broken"})
"""What speaks against the endpoint. An answer of the wrong form speaks against the model."""


class Guarded:
    """A model with a circuit breaker. One for the process."""

    def __init__(
        self,
        model: ChatModel,
        *,
        failures: int = FAILURES,
        pause: float = PAUSE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._model, self._most, self._pause, self._clock = model, failures, pause, clock
        self._failed, self._until = 0, 0.0

    @property
    def name(self) -> str:
        """The model's own."""
        return self._model.name

    @property
    def paused(self) -> bool:
        """Whether the endpoint is left alone right now."""
        return self._clock() < self._until

    async def complete(self, request: ChatRequest) -> Completion:
        """As the model; ChatFailed at once while the endpoint is left alone."""
        self._may_ask()
        with self._watched(request):
            return await self._model.complete(request)

    async def stream(self, request: ChatRequest) -> AsyncIterator[str | Usage]:
        """The same."""
        self._may_ask()
        with self._watched(request):
            async for piece in self._model.stream(request):
                yield piece

    @contextmanager
    def _watched(self, request: ChatRequest) -> Iterator[None]:
        """Count how a call ends. One that whoever asked gave up at its deadline was late, too."""
        began = self._clock()
        try:
            yield
        except ChatFailed as error:
            self._count(error.failure)
            raise
        except asyncio.CancelledError:
            if self._clock() - began >= _PATIENCE * request.seconds:
                self._count("late")
            raise
        self._answered()

    def _may_ask(self) -> None:
        if self.paused:
            raise ChatFailed(f"{self.name} failed {self._failed} times and is left alone for now.", failure="paused")
        if self._failed >= self._most:
            # One call tries; the others wait until it is known how that went.
            self._until = self._clock() + self._pause

    def _count(self, failure: Failure) -> None:
        if failure not in _COUNTED:
            self._answered()
            return
        self._failed += 1
        if self._failed >= self._most:
            self._until = self._clock() + self._pause
            log.warning("chat_model_paused", model=self.name, failure=failure, seconds=self._pause)

    def _answered(self) -> None:
        self._failed, self._until = 0, 0.0
