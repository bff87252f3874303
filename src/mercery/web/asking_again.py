"""A page that is only read is asked once more for a moment while the database is being restarted: nobody sees an error for it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from starlette.types import Message, Receive, Scope

from mercery.core.logging import get_logger
from mercery.web.outages import is_away

log = get_logger(__name__)
PAUSES: Final = (0.2, 0.5, 1.0, 1.5, 2.0)
"""Seconds before each further try: with them a restart of five seconds goes by unseen, and nobody waits much longer."""
MOST_WAITING: Final = 200
"""Requests of one process that wait so at once; a further one is told at once that the shop is being restarted."""
_waiting = 0


async def answered_again(
    scope: Scope, receive: Receive, answer: Callable[[Receive], Awaitable[None]], *, begun: Callable[[], bool]
) -> None:
    """Run `answer`, and once more as long as the database is away and nothing has been sent. Only what may be done twice is:
    GET and HEAD without a body. Every try finds the scope as the first one did."""
    if scope["method"] not in ("GET", "HEAD") or _has_body(scope):
        await answer(receive)
        return
    before, state = dict(scope), dict(scope["state"])
    for pause in (*PAUSES, None):
        try:
            await answer(_empty(receive))
        except Exception as error:
            if pause is None or begun() or not is_away(error) or _waiting >= MOST_WAITING:
                raise
            await _wait(pause)
            held = scope["state"]
            scope.clear()
            scope.update(before)
            held.clear()
            held.update(state)
            scope["state"] = held
        else:
            return


async def _wait(seconds: float) -> None:
    global _waiting  # noqa: PLW0603 - one count for the process
    _waiting += 1
    try:
        await asyncio.sleep(seconds)
    finally:
        _waiting -= 1


def _has_body(scope: Scope) -> bool:
    names = {name for name, value in scope["headers"] if value != b"0"}
    return b"content-length" in names or b"transfer-encoding" in names


def _empty(receive: Receive) -> Receive:
    """The empty body anew for each try; after it, what the server says."""
    told = False

    async def receiving() -> Message:
        nonlocal told
        if not told:
            told = True
            return {"type": "http.request", "body": b"", "more_body": False}
        message = await receive()
        return message if message["type"] != "http.request" else await receive()

    return receiving
