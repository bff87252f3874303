"""HTTP/1.1 as a load speaks it: connections that are kept, answers read whole or as a stream, and nothing that takes time.

A customer's own library would take more of the processor than what is measured. Only what the shop sends is understood:
lengths, chunks, no compression.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

CONNECT_SECONDS: Final = 2.0
_SHUNNED_SECONDS: Final = 1.0
"""For so long an address that did not answer is not tried again where there is another one, as a balancer does it."""
_LOOKED_SECONDS: Final = 1.0
"""So often each host is asked whether it is ready."""


class Broken(Exception):
    """No answer came, or not all of it."""

    def __init__(self, stage: str) -> None:
        super().__init__(stage)
        self.stage = stage
        """`connect`: nothing was sent. `answer`: it is not known what became of the request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A whole answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    host: str

    def json(self) -> Any:
        """The body read as JSON."""
        return json.loads(self.body)


Link = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(slots=True)
class Balancer:
    """Sends each request to the next host that seems to live, and to one that is warming up only where no other does."""

    addresses: Sequence[tuple[str, int]]
    _next: int = 0
    _cold: set[tuple[str, int]] = field(default_factory=set)
    _kept: dict[tuple[str, int], list[Link]] = field(default_factory=lambda: defaultdict(list))
    _shunned: dict[tuple[str, int], float] = field(default_factory=dict)

    async def ask(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes = b"", *, seconds: float = 30.0
    ) -> Reply:
        """One request; Broken where no whole answer came in time."""
        address, link, kept = await self._link()
        try:
            async with asyncio.timeout(seconds):
                link[1].write(_head(method, path, headers, body) + body)
                await link[1].drain()
                reply, lasting = await _reply(link[0], address[0])
        except (OSError, asyncio.IncompleteReadError, TimeoutError, ValueError) as error:
            link[1].close()
            if kept and isinstance(error, asyncio.IncompleteReadError | ConnectionResetError) and method == "GET":
                # A kept connection that was closed meanwhile; whoever only asks may ask again.
                return await self.ask(method, path, headers, body, seconds=seconds)
            self._shun(address)
            raise Broken("answer") from error
        except BaseException:
            link[1].close()
            raise
        if lasting:
            self._kept[address].append(link)
        else:
            link[1].close()
        return reply

    @contextlib.asynccontextmanager
    async def stream(
        self, path: str, headers: Mapping[str, str], *, quiet: float
    ) -> AsyncIterator[tuple[int, AsyncIterator[bytes]]]:
        """The status and the lines of an answer that does not end; Broken when it does, or when nothing came for `quiet`
        seconds."""
        address, link = await self._fresh()
        try:
            try:
                async with asyncio.timeout(quiet):
                    link[1].write(_head("GET", path, {**headers, "Accept": "text/event-stream"}, b""))
                    status, told = await _status(link[0])
            except (OSError, asyncio.IncompleteReadError, TimeoutError, ValueError) as error:
                self._shun(address)
                raise Broken("answer") from error
            yield status, _lines(link[0], told, quiet)
        finally:
            link[1].close()

    async def look_after(self) -> None:
        """Ask each host time and again whether it is ready and warm, as the guide has load balancers do. Never ends."""
        await asyncio.gather(*(self._looked_after(one) for one in self.addresses))

    async def warm(self, seconds: float) -> bool:
        """Whether all hosts are ready before the time is over."""
        deadline = asyncio.get_running_loop().time() + seconds
        while asyncio.get_running_loop().time() < deadline:
            if all(await asyncio.gather(*(_ready(one) for one in self.addresses))):
                return True
            await asyncio.sleep(0.3)
        return False

    async def _looked_after(self, address: tuple[str, int]) -> None:
        while True:
            if await _ready(address):
                self._cold.discard(address)
            else:
                self._cold.add(address)
            await asyncio.sleep(_LOOKED_SECONDS)

    def close(self) -> None:
        """Let go of the kept connections."""
        for links in self._kept.values():
            for link in links:
                link[1].close()
        self._kept.clear()

    async def _link(self) -> tuple[tuple[str, int], Link, bool]:
        for address in self._order():
            while self._kept[address]:
                link = self._kept[address].pop()
                if not link[1].is_closing() and not link[0].at_eof():
                    return address, link, True
            with contextlib.suppress(OSError, TimeoutError):
                return address, await self._connected(address), False
            self._shun(address)
        raise Broken("connect")

    async def _fresh(self) -> tuple[tuple[str, int], Link]:
        for address in self._order():
            with contextlib.suppress(OSError, TimeoutError):
                return address, await self._connected(address)
            self._shun(address)
        raise Broken("connect")

    async def _connected(self, address: tuple[str, int]) -> Link:
        async with asyncio.timeout(CONNECT_SECONDS):
            return await asyncio.open_connection(*address, limit=1 << 20)

    def _order(self) -> list[tuple[str, int]]:
        """All addresses, beginning with the next one; those that are not ready, or failed a moment ago, last."""
        self._next += 1
        moment = asyncio.get_running_loop().time()
        turned = [self.addresses[(self._next + at) % len(self.addresses)] for at in range(len(self.addresses))]
        return sorted(turned, key=lambda one: (self._shunned.get(one, 0.0) > moment) * 2 + (one in self._cold))

    def _shun(self, address: tuple[str, int]) -> None:
        self._shunned[address] = asyncio.get_running_loop().time() + _SHUNNED_SECONDS


async def _ready(address: tuple[str, int]) -> bool:
    with contextlib.suppress(OSError, TimeoutError, asyncio.IncompleteReadError, ValueError, IndexError):
        async with asyncio.timeout(CONNECT_SECONDS):
            reader, writer = await asyncio.open_connection(*address)
            try:
                writer.write(_head("GET", "/readyz?warm=yes", {"Connection": "close"}, b""))
                status, _ = await _status(reader)
                return status == 200
            finally:
                writer.close()
    return False


def _head(method: str, path: str, headers: Mapping[str, str], body: bytes) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: shop", *(f"{name}: {value}" for name, value in headers.items())]
    if method == "POST":
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


async def _status(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    told = {}
    for line in head[1:]:
        name, colon, value = line.partition(":")
        if colon:
            told[name.lower()] = value.strip()
    return int(head[0].split(" ", 2)[1]), told


async def _reply(reader: asyncio.StreamReader, host: str) -> tuple[Reply, bool]:
    status, told = await _status(reader)
    if "chunked" in told.get("transfer-encoding", ""):
        body = b"".join([part async for part in _chunks(reader)])
    else:
        body = await reader.readexactly(int(told.get("content-length", "0")))
    lasting = told.get("connection", "").lower() != "close"
    return Reply(status=status, headers=told, body=body, host=host), lasting


async def _chunks(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
        yield (await reader.readexactly(size + 2))[:-2]
    await reader.readuntil(b"\r\n")


async def _lines(reader: asyncio.StreamReader, told: Mapping[str, str], quiet: float) -> AsyncIterator[bytes]:
    held = b""
    chunked = "chunked" in told.get("transfer-encoding", "")
    try:
        while True:
            async with asyncio.timeout(quiet):
                if chunked:
                    size = int((await reader.readuntil(b"\r\n")).split(b";")[0], 16)
                    part = (await reader.readexactly(size + 2))[:-2] if size else b""
                else:
                    part = await reader.read(1 << 16)
            if not part:
                raise Broken("answer")
            held += part
            while (end := held.find(b"\n")) >= 0:
                yield held[:end]
                held = held[end + 1 :]
    except (OSError, asyncio.IncompleteReadError, TimeoutError, ValueError) as error:
        raise Broken("answer") from error
