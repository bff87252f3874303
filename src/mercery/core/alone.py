"""Work that one process of a machine does for all of them there, by a lock the kernel frees when it dies."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from typing import Final

_LOOK_SECONDS: Final = 2.0


@contextlib.asynccontextmanager
async def alone_on_this_machine(lock: Path) -> AsyncIterator[None]:
    """Wait until no other process of this machine holds the lock, and hold it for as long as the block runs."""
    await asyncio.to_thread(lock.parent.mkdir, parents=True, exist_ok=True)
    with lock.open("w") as file:
        while True:
            try:
                flock(file, LOCK_EX | LOCK_NB)
                break
            except BlockingIOError:
                await asyncio.sleep(_LOOK_SECONDS)
        yield
