"""Calls of other machines: a span and two figures for each, by what they are for."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal
from urllib.parse import urlsplit

from mercery.core.telemetry import tracing
from mercery.core.telemetry.instruments import CALL_OUT_SECONDS, CALLS_OUT
from mercery.core.telemetry.recording import count, observe

To = Literal["chat", "embeddings", "speech", "pictures", "channel", "mail", "webhook"]


class Call:
    """A call that goes on; `ended` says how, where it is not an exception that tells."""

    def __init__(self, span: tracing.Span) -> None:
        self._span, self.outcome = span, "answered"

    def ended(self, outcome: str) -> None:
        """How it ended, in one word of ours."""
        self.outcome = outcome

    def status(self, code: int) -> None:
        """The other side's HTTP status."""
        self._span.say({"http.response.status_code": code})
        if code >= 400:
            self.outcome = "refused"


@contextmanager
def calling(to: To, address: str) -> Iterator[Call]:
    """Count and time a call of `address`, of which the trace gets host and port and nothing else."""
    began = time.perf_counter()
    with tracing.span(f"call {to}", "client", _place(to, address)) as span:
        call = Call(span)
        try:
            yield call
        except BaseException:
            call.outcome = "failed" if call.outcome == "answered" else call.outcome
            raise
        finally:
            span.say({"mercery.outcome": call.outcome})
            count(CALLS_OUT, to, call.outcome)
            observe(CALL_OUT_SECONDS, to, seconds=time.perf_counter() - began)


def _place(to: To, address: str) -> tracing.Attributes:
    try:
        parts = urlsplit(address if "://" in address else f"//{address}")
        place: dict[tracing.Attribute, str | int | float] = {"mercery.to": to, "server.address": parts.hostname or ""}
        if parts.port:
            place["server.port"] = parts.port
        return place
    except ValueError:
        return {"mercery.to": to}
