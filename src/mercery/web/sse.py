"""Server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html)."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import Depends
from starlette.requests import HTTPConnection, Request
from starlette.responses import StreamingResponse

from mercery.web.open_streams import OpenStreams, streams_of

HEARTBEAT_SECONDS: Final = 15.0
"""Below the idle limit of common proxies (30 to 60 s)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SseEvent:
    """One event. `data` is sent as JSON; `id` comes back as Last-Event-ID when the browser reconnects."""

    event: str
    data: object
    id: str | None = None


Events = AsyncIterator[SseEvent | tuple[str, object]]


def sse_response(
    connection: HTTPConnection,
    reader: str,
    events: Events,
    *,
    shop_id: str = "",
    heartbeat: float = HEARTBEAT_SECONDS,
) -> StreamingResponse:
    """Stream `events` until they end or the reader leaves; a comment goes out after each `heartbeat` seconds of silence.

    When the reader leaves, the iterator is closed, so its `finally` blocks run. `reader` says whose stream it is; who
    has too many open gets TooManyStreams, everybody gets StreamsFull when the process has no room, or none for `shop_id`.
    """
    streams = streams_of(connection)
    streams.check(reader, shop_id)
    return StreamingResponse(
        _counted(streams, reader, shop_id, _wire(events, heartbeat)),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


def last_event_id(request: Request) -> str | None:
    """What the browser saw last: the Last-Event-ID header, or `?last_event_id=` where a script cannot set headers."""
    sent = request.headers.get("last-event-id") or request.query_params.get("last_event_id")
    return sent[:200] if sent else None


LastEventId = Annotated[str | None, Depends(last_event_id)]


def encode_event(event: SseEvent) -> str:
    """The event as it goes over the wire. JSON has no raw line breaks, so one `data` line is enough."""
    lines = [f"id: {_one_line(event.id)}"] if event.id is not None else []
    lines.append(f"event: {_one_line(event.event)}")
    lines.append(f"data: {json.dumps(event.data, ensure_ascii=False, default=str)}")
    return "\n".join(lines) + "\n\n"


async def _counted(streams: OpenStreams, reader: str, shop_id: str, lines: AsyncGenerator[str]) -> AsyncIterator[str]:
    with streams.held(reader, shop_id):
        async with aclosing(lines):
            async for line in lines:
                yield line


async def _wire(events: Events, heartbeat: float) -> AsyncGenerator[str]:
    step: asyncio.Task[SseEvent | tuple[str, object]] | None = None
    try:
        yield ": open\n\n"
        while True:
            step = step or asyncio.create_task(_following(events))
            done, _ = await asyncio.wait({step}, timeout=heartbeat)
            if not done:
                yield ": still here\n\n"
                continue
            try:
                item = step.result()
            except StopAsyncIteration:
                return
            step = None
            yield encode_event(item if isinstance(item, SseEvent) else SseEvent(event=item[0], data=item[1]))
    finally:
        if step is not None:
            step.cancel()
            with contextlib.suppress(asyncio.CancelledError, Exception):
                await step
        close = getattr(events, "aclose", None)
        if close is not None:
            await close()


async def _following(events: Events) -> SseEvent | tuple[str, object]:
    return await anext(events)


def _one_line(text: str) -> str:
    return text.replace("\r", " ").replace("\n", " ")
