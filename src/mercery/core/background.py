"""Long work on one thread that gives way to everything else: whoever waits for a page, or for a price to follow, goes first."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import Final, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
_GIVING_WAY: Final = 10
"""Niceness above that of everything else here."""


def _give_way() -> None:
    # On Linux a thread has its own niceness, and threads it starts (an encoder's) take it over. Elsewhere nothing is done:
    # there it would be that of the whole process.
    if hasattr(os, "setpriority") and os.uname().sysname == "Linux":
        with suppress(OSError):
            mine = threading.get_native_id()
            os.setpriority(os.PRIO_PROCESS, mine, min(19, os.getpriority(os.PRIO_PROCESS, mine) + _GIVING_WAY))


_thread: Final = ThreadPoolExecutor(1, thread_name_prefix="background", initializer=_give_way)


async def in_background(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """What `function` returns, worked out when there is nothing more urgent; one such work at a time in a process."""
    return await asyncio.get_running_loop().run_in_executor(_thread, partial(function, *args, **kwargs))
