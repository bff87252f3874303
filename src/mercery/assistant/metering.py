"""What a turn's calls of a model may cost and did cost: prices, a budget, and the meter around the model. Pure."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Final, Literal

from mercery.ai.chat import ChatFailed, ChatModel, ChatRequest, Completion, Failure, Purpose, Usage
from mercery.ai.tokens import at_most, estimated, estimated_request
from mercery.core.config import Settings
from mercery.core.telemetry.instruments import MODEL_CALLS, MODEL_COST, MODEL_SECONDS, MODEL_TOKENS
from mercery.core.telemetry.recording import count, observe

CALLS: Final = 3
"""Calls of one turn: one to understand, one to word, and one repair."""
CALLS_FOR_ONE: Final = 2
"""Of those, for the same purpose: the call and its repair."""
_UNSENT: Final[frozenset[Failure]] = frozenset({"unreachable", "refused", "budget", "paused"})
"""Failures for which no endpoint asks money."""
Bound = Literal["conversation", "day", "admission"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """Money for a million tokens."""

    read: Decimal = Decimal(0)
    written: Decimal = Decimal(0)
    currency: str = "USD"
    known: bool = True
    """False where nobody said what a call costs: a model on this machine. It has no cap, and its cost is told as unknown."""

    @property
    def free(self) -> bool:
        """Whether calls cost nothing."""
        return not self.read and not self.written

    def micros(self, usage: Usage) -> int:
        """What `usage` costs in millionths of the currency, rounded up. Cached tokens count like others: rather too much."""
        exact = usage.read * self.read + usage.written * self.written
        return int(exact.to_integral_value(ROUND_CEILING))


def prices_of(chosen: Settings) -> Prices:
    """The prices the settings name; a model on this machine costs nothing unless they say so."""
    return Prices(
        read=chosen.chat_price_read or Decimal(0),
        written=chosen.chat_price_written or Decimal(0),
        currency=chosen.chat_currency,
        known=chosen.chat_price_read is not None and chosen.chat_price_written is not None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What one turn may use."""

    micros: int | None = None
    """Money in millionths; None where calls cost nothing or nobody counts."""
    calls: int = CALLS
    calls_for_one: int = CALLS_FOR_ONE
    bound: Bound | None = None
    """Which cap leaves no more than this; None when none is near."""
    reserved: int | None = None
    """The row of the ledger that keeps this money from other turns."""

    @property
    def spent(self) -> bool:
        """Whether nothing is left at all: the model need not be asked."""
        return self.micros is not None and self.micros <= 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call as the ledger keeps it."""

    purpose: Purpose
    outcome: Literal["answered"] | Failure
    usage: Usage
    micros: int
    ms: int


class Metered:
    """A model whose calls are counted and, beyond the budget, refused before anything is sent. One for each turn."""

    def __init__(self, model: ChatModel, prices: Prices, budget: Budget) -> None:
        self._model, self.prices, self.budget = model, prices, budget
        self._calls: list[Call] = []

    @property
    def name(self) -> str:
        """The model's own."""
        return self._model.name

    @property
    def calls(self) -> tuple[Call, ...]:
        """All calls, those that were refused or failed among them."""
        return tuple(self._calls)

    @property
    def usage(self) -> Usage:
        """Tokens of all calls."""
        return sum((call.usage for call in self._calls), Usage())

    @property
    def micros(self) -> int:
        """Money of all calls, in millionths of the prices' currency."""
        return sum(call.micros for call in self._calls)

    async def complete(self, request: ChatRequest) -> Completion:
        """As the model; ChatFailed with `budget` for a call the turn has no budget for."""
        self._admit(request)
        started, usage = time.perf_counter(), Usage(read=estimated_request(request))
        outcome: Literal["answered"] | Failure = "late"
        try:
            found = await self._model.complete(request)
            outcome, usage = "answered", found.usage
            return found
        except ChatFailed as error:
            outcome, usage = error.failure, _used(error, usage)
            raise
        finally:
            self._note(request, outcome, usage, started)

    async def stream(self, request: ChatRequest) -> AsyncIterator[str | Usage]:
        """The same. A stream nobody listens to any longer is counted as far as it came."""
        self._admit(request)
        started, usage = time.perf_counter(), Usage(read=estimated_request(request))
        outcome: Literal["answered"] | Failure = "answered"
        told = False
        try:
            async for piece in self._model.stream(request):
                if isinstance(piece, Usage):
                    usage, told = piece, True
                elif not told:
                    usage += Usage(written=estimated(piece))
                yield piece
        except ChatFailed as error:
            outcome, usage = error.failure, _used(error, usage)
            raise
        except asyncio.CancelledError:
            outcome = "late"
            raise
        finally:
            self._note(request, outcome, usage, started)

    def _admit(self, request: ChatRequest) -> None:
        reason = self._too_much(request)
        if reason:
            self._note(request, "budget", Usage(), time.perf_counter())
            raise ChatFailed(reason, failure="budget")

    def _too_much(self, request: ChatRequest) -> str:
        made = [call for call in self._calls if call.outcome not in ("budget", "paused")]
        if len(made) >= self.budget.calls:
            return f"A turn asks the model {self.budget.calls} times at most."
        if sum(call.purpose == request.purpose for call in made) >= self.budget.calls_for_one:
            return f"A turn asks the model {self.budget.calls_for_one} times at most for its {request.purpose}."
        most = self.prices.micros(at_most(request))
        if self.budget.micros is not None and self.micros + most > self.budget.micros:
            bound = {"conversation": "this conversation", "day": "today"}.get(self.budget.bound or "", "this turn")
            return f"The call could cost more than is left for {bound}."
        return ""

    def _note(self, request: ChatRequest, outcome: Literal["answered"] | Failure, usage: Usage, started: float) -> None:
        seconds, micros = time.perf_counter() - started, self.prices.micros(usage)
        self._calls.append(
            Call(purpose=request.purpose, outcome=outcome, usage=usage, micros=micros, ms=round(seconds * 1000))
        )
        count(MODEL_CALLS, request.purpose, outcome)
        observe(MODEL_SECONDS, request.purpose, seconds=seconds)
        count(MODEL_TOKENS, "read", by=usage.read)
        count(MODEL_TOKENS, "written", by=usage.written)
        if self.prices.known:
            count(MODEL_COST, self.prices.currency, by=micros / 1_000_000)


def metered(model: ChatModel, prices: Prices, budget: Budget) -> Metered:
    """`model` with a meter, for one turn."""
    return Metered(model, prices, budget)


def _used(error: ChatFailed, sent: Usage) -> Usage:
    """What a failed call used: what is known, else nothing where nothing was sent, else what had been sent and read."""
    if error.usage is not None:
        return error.usage
    return Usage() if error.failure in _UNSENT else sent
