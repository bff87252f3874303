"""Places at which answers are worked out, given to shops in turn: the flood of one keeps no other waiting.

A process has a few places, since more turns at once would only take each other's processor and connections away. Who comes
when none is free waits in the line of their shop. A place that becomes free goes to the shop that has the fewest; of
several, to the one that has waited longest for its turn.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import Counter, OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from mercery.core.errors import TooMany

_LEARNT: Final = 0.1
"""How much the last turn counts in what one takes on average."""


class TooManyTurns(TooMany):
    """So many messages of the shop wait for an answer that one more would wait too long."""

    code = "too_many_turns"

    def __init__(self, wait: float) -> None:
        seconds = min(60, max(1, math.ceil(wait)))
        super().__init__(
            "Many customers are writing at this moment.",
            remedy=f"Send your message again in {seconds} s.",
            zh=f"当前咨询的顾客较多，请 {seconds} 秒后重新发送。",
        )
        self.headers = {"Retry-After": str(seconds)}


class Places:
    """The places of one process. Used within one event loop."""

    def __init__(self, at_once: int, *, waiting_per_shop: int) -> None:
        self._at_once, self._most = at_once, waiting_per_shop
        self._working: Counter[str] = Counter()
        self._lines: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()
        """Who waits, by shop; the shop whose turn was longest ago comes first."""
        self._average = 0.1
        """Seconds a place is held."""

    def waiting(self, shop_id: str) -> int:
        """How many of the shop wait."""
        return len(self._lines.get(shop_id, ()))

    def check(self, shop_id: str) -> None:
        """TooManyTurns where one more would have to wait too long. Asked before a message is taken, never after."""
        if (waiting := self.waiting(shop_id)) >= self._most:
            raise TooManyTurns(waiting * self._average * max(1, len(self._lines)) / self._at_once)

    @asynccontextmanager
    async def held(self, shop_id: str) -> AsyncIterator[None]:
        """A place for as long as the block runs, when it is the shop's turn."""
        if self._working.total() < self._at_once and not self._lines:
            self._working[shop_id] += 1
        else:
            await self._wait(shop_id)
        since = time.perf_counter()
        try:
            yield
        finally:
            self._average += _LEARNT * (time.perf_counter() - since - self._average)
            self._free(shop_id)

    async def _wait(self, shop_id: str) -> None:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._lines.setdefault(shop_id, deque()).append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._free(shop_id)  # its turn came in the moment in which it left
            else:
                self._leave(shop_id, turn)
            raise

    def _leave(self, shop_id: str, turn: asyncio.Future[None]) -> None:
        line = self._lines.get(shop_id)
        if line is not None and turn in line:
            line.remove(turn)
            if not line:
                del self._lines[shop_id]

    def _free(self, shop_id: str) -> None:
        self._working[shop_id] -= 1
        if not self._working[shop_id]:
            del self._working[shop_id]
        while self._lines and self._working.total() < self._at_once:
            following = min(self._lines, key=lambda one: self._working[one])
            line = self._lines[following]
            turn = line.popleft()
            if line:
                self._lines.move_to_end(following)
            else:
                del self._lines[following]
            if not turn.done():
                self._working[following] += 1
                turn.set_result(None)
