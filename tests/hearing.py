"""A listener that hears already: what is announced before is heard by nobody."""

from __future__ import annotations

import asyncio
from typing import Final

from mercery.core.events import Listener

_PATIENCE: Final = 30.0
"""Seconds, on a busy machine."""


async def hearing(listener: Listener) -> Listener:
    """The listener, started, once news reach it."""
    listener.start()
    async with asyncio.timeout(_PATIENCE):
        while not listener.connected:
            await asyncio.sleep(0.01)
    return listener
