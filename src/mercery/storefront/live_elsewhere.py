"""The programme of a show that another machine directs: fetched there, kept for as long as viewers ask for it.

What is fetched are files everybody may fetch there too, under the same address: nothing is opened by it, so no key is needed.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

import httpx
from starlette.requests import Request

from mercery.core.config import settings
from mercery.core.logging import get_logger
from mercery.livestream.folders import PLAYLIST
from mercery.livestream.on_air import programme_at
from mercery.web.database import database_of

log = get_logger(__name__)
BETWEEN: Final = "x-mercery-between"
"""A request with this header comes from another of our machines: it is answered out of the own folders or not at all, so that two
machines that take each other for the one on air do not ask each other for ever. Whoever else sends it is told less."""
MOST_BYTES: Final = 16 * 1024 * 1024
"""Of one file: a piece of two seconds is far smaller."""
KEPT_BYTES: Final = 64 * 1024 * 1024
"""Of all files kept by one process."""
PIECE_S: Final = 90.0
"""A piece never changes; so long after it was fetched players that are behind still ask for it."""
PLAYLIST_S: Final = 0.8
"""The playlist moves on every two seconds."""
NOTHING_S: Final = 1.0
"""So long it is believed that a file is not there, and that a machine does not answer."""
ADDRESS_S: Final = 3.0
_AT_ONCE: Final = 24
_SECONDS: Final = 6.0
_MOST_KNOWN: Final = 4096
"""Files and shows about which something is remembered: more than viewers of honest shows ask for within a minute."""

Fetch = Callable[[str, str], Awaitable[bytes | None]]
"""The bytes at an address, asked under the name of a host; None where there is nothing."""


@dataclass(slots=True)
class _Kept:
    data: bytes | None
    until: float


@dataclass(slots=True)
class Elsewhere:
    """What one process knows of programmes of other machines. Many viewers ask at once: each file is fetched once."""

    fetch: Fetch
    kept_bytes: int = KEPT_BYTES
    _files: OrderedDict[str, _Kept] = field(default_factory=OrderedDict)
    _bytes: int = 0
    _asking: dict[str, asyncio.Task[bytes | None]] = field(default_factory=dict)
    _addresses: OrderedDict[str, tuple[str, float]] = field(default_factory=OrderedDict)

    async def file(self, address: str, path: str, host: str) -> bytes | None:
        """The file at `path` of the machine at `address`."""
        kept = self._files.get(path)
        if kept is not None and kept.until > time.monotonic():
            return kept.data
        task = self._asking.get(path)
        if task is None:
            task = self._asking[path] = asyncio.create_task(self._fetched(address, path, host))
            task.add_done_callback(lambda _: self._asking.pop(path, None))
        # A viewer who leaves does not take the file from the others.
        return await asyncio.shield(task)

    async def _fetched(self, address: str, path: str, host: str) -> bytes | None:
        data = await self.fetch(f"{address}{path}", host)
        lasts = NOTHING_S if data is None else PLAYLIST_S if path.endswith(PLAYLIST) else PIECE_S
        self._keep(path, _Kept(data, time.monotonic() + lasts))
        return data

    def _keep(self, path: str, kept: _Kept) -> None:
        """The oldest go first: once they are past, or there is too much."""
        self._drop(path)
        self._files[path] = kept
        self._bytes += len(kept.data or b"")
        while self._files:
            oldest, held = next(iter(self._files.items()))
            if self._bytes <= self.kept_bytes and len(self._files) <= _MOST_KNOWN and held.until > time.monotonic():
                break
            self._drop(oldest)

    def _drop(self, path: str) -> None:
        if (gone := self._files.pop(path, None)) is not None:
            self._bytes -= len(gone.data or b"")

    async def address(self, show_id: str, ask: Callable[[], Awaitable[str]]) -> str:
        """Where the show is directed, asked every few seconds however many watch."""
        known = self._addresses.get(show_id)
        if known is not None and known[1] > time.monotonic():
            return known[0]
        address = await ask()
        self._addresses.pop(show_id, None)
        self._addresses[show_id] = (address, time.monotonic() + ADDRESS_S)
        if len(self._addresses) > _MOST_KNOWN:
            self._addresses.popitem(last=False)
        return address


async def from_elsewhere(request: Request, shop_id: str, show_id: str, name: str) -> bytes | None:
    """The playlist or a piece of what another machine has on air; None where none has, or it is not to be asked."""
    if BETWEEN in request.headers:
        return None
    elsewhere = _of(request)

    async def ask() -> str:
        async with database_of(request).session() as session:
            return await programme_at(session, shop_id, show_id)

    address = await elsewhere.address(f"{shop_id}/{show_id}", ask)
    if not address or address == settings().live_address:
        return None
    return await elsewhere.file(address, f"/live/{shop_id}/{show_id}/{name}", request.headers.get("host", ""))


def _of(request: Request) -> Elsewhere:
    state = request.app.state
    if not hasattr(state, "elsewhere"):
        state.elsewhere = Elsewhere(fetching())
    found: Elsewhere = state.elsewhere
    return found


def fetching() -> Fetch:
    """Asks other machines over HTTP: so many at once, none for long, and no file without a bound."""
    places = asyncio.Semaphore(_AT_ONCE)
    limits = httpx.Limits(max_connections=_AT_ONCE, max_keepalive_connections=8, keepalive_expiry=15)
    client = httpx.AsyncClient(timeout=_SECONDS, limits=limits, follow_redirects=False, trust_env=False)

    async def fetch(url: str, host: str) -> bytes | None:
        headers = {BETWEEN: "1", "accept-encoding": "identity", **({"host": host} if host else {})}
        try:
            async with asyncio.timeout(_SECONDS), places, client.stream("GET", url, headers=headers) as answer:
                if answer.status_code != httpx.codes.OK:
                    return None
                return await _bounded(answer)
        except (httpx.HTTPError, OSError, TimeoutError) as error:
            log.warning("live_programme_not_fetched", address=url.rpartition("/live/")[0], error=type(error).__name__)
            return None

    return fetch


async def _bounded(answer: httpx.Response) -> bytes | None:
    read = bytearray()
    async for part in answer.aiter_bytes():
        read += part
        if len(read) > MOST_BYTES:
            return None
    return bytes(read)
