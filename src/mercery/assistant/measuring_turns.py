"""A turn as it is counted and timed: what came of it, and how long the customer waited for the end of the answer."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Final

from mercery.conversations.responder import TurnEvent
from mercery.core.telemetry import tracing
from mercery.core.telemetry.instruments import TURN_SECONDS, TURNS
from mercery.core.telemetry.recording import count, observe

_GIVEN_UP: Final = "given_up"


async def measured_turn(steps: AsyncIterator[TurnEvent]) -> AsyncGenerator[TurnEvent]:
    """The same steps, noted when they end: `answered`, `handed_over` (answered, and a person takes over), `silent` (nobody
    answers here: a person has the conversation, or the visitor is kept without the assistant), `failed`, or `given_up` where
    nobody followed the turn to its end."""
    began, outcome, waits = time.perf_counter(), _GIVEN_UP, False
    span = tracing.started("turn", "internal")
    try:
        async with aclosing(tracing.within(span, steps)) as timed:
            async for step in timed:
                if step.kind == "status":
                    waits = step.data.get("status") == "waiting"
                if step.kind == "done":
                    outcome = ("handed_over" if waits else "answered") if step.data.get("message") else "silent"
                yield step
    except Exception as error:
        outcome = "failed"
        span.failed(error)
        raise
    finally:
        span.say({"mercery.outcome": outcome})
        span.end()
        count(TURNS, outcome)
        observe(TURN_SECONDS, outcome, seconds=time.perf_counter() - began)
