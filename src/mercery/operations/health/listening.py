"""The same three addresses where no web process runs: a small server of a worker's own (MERCERY_METRICS_LISTEN).

The first process of the home folder that gets the port serves; another takes it when that one is gone. It reads one request
line and its headers, answers and closes: nothing of the shop can be reached here.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Final

from mercery.core.config import Settings
from mercery.core.errors import Invalid
from mercery.core.logging import get_logger
from mercery.operations.health.readiness import Probe
from mercery.operations.health.scraping import Scraper, may_scrape

log = get_logger(__name__)
_AGAIN: Final = 15.0
_SECONDS: Final = 10.0
_MOST_BYTES: Final = 16_384
_REASONS: Final[Mapping[int, str]] = {
    200: "OK", 401: "Unauthorized", 404: "Not Found", 405: "Method Not Allowed", 503: "Service Unavailable",
}  # fmt: skip


class MetricsOpen(Invalid):
    """Figures would be readable from other machines without a token."""

    code = "metrics_open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer."""

    status: int
    body: bytes
    kind: str = "text/plain; charset=utf-8"
    headers: Mapping[str, str] | None = None


class Listening:
    """Answers the three addresses of one process."""

    def __init__(self, chosen: Settings, scraper: Scraper, probe: Probe | None) -> None:
        self._chosen, self._scraper, self._probe = chosen, scraper, probe
        host, _, port = chosen.metrics_listen.rpartition(":")
        self._host, self._port = host.strip("[]"), int(port or 0)
        if self._host not in ("127.0.0.1", "::1", "localhost") and chosen.metrics_token is None:
            raise MetricsOpen(
                f"MERCERY_METRICS_LISTEN={chosen.metrics_listen} would show figures to other machines.",
                remedy="Set MERCERY_METRICS_TOKEN too, or listen on 127.0.0.1.",
                zh=f"MERCERY_METRICS_LISTEN={chosen.metrics_listen} 会向其他机器公开指标。请同时设置 MERCERY_METRICS_TOKEN，或改为监听 127.0.0.1。",
            )

    async def serve(self) -> None:
        """Serve until cancelled, as soon as the port is free."""
        while True:
            try:
                server = await asyncio.start_server(self._connected, self._host, self._port, limit=_MOST_BYTES)
            except OSError:
                # Another process of this home folder serves, or a stranger has the port.
                await asyncio.sleep(_AGAIN)
                continue
            log.info("metrics_served", at=self._chosen.metrics_listen)
            async with server:
                await server.serve_forever()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(_SECONDS):
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                answer = await self._answer(head, str(writer.get_extra_info("peername")[0]))
                writer.write(_wire(answer))
                await writer.drain()
        except (TimeoutError, OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        except Exception as error:
            log.warning("metrics_not_answered", error=type(error).__name__)
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def _answer(self, head: str, address: str) -> Answer:
        first, *lines = head.split("\r\n")
        method, _, rest = first.partition(" ")
        path = rest.partition(" ")[0].partition("?")[0]
        headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        if method != "GET":
            return Answer(status=405, body=b"GET only\n")
        if path == "/healthz":
            return Answer(status=200, body=b"ok")
        if path == "/readyz" and self._probe is not None:
            found = await self._probe.readiness()
            body = json.dumps({"ready": found.ready, "checks": found.checks}).encode()
            more = None if found.ready else {"Retry-After": "5"}
            return Answer(status=200 if found.ready else 503, body=body, kind="application/json", headers=more)
        if path != "/metrics":
            return Answer(status=404, body=b"not found\n")
        return await self._figures(headers, address)

    async def _figures(self, headers: Mapping[str, str], address: str) -> Answer:
        # A port of its own on this machine is reached by no proxy, so a public address of the shop opens nothing here.
        chosen = self._chosen.model_copy(update={"public_url": None})
        authorization = headers.get("authorization", "")
        allowed = may_scrape(
            chosen, address=address, authorization=authorization, forwarded="x-forwarded-for" in headers
        )
        if not allowed:
            return Answer(status=404 if allowed is None else 401, body=b"not allowed\n")
        body, kind = await self._scraper.answer(headers.get("accept", ""))
        return Answer(status=200, body=body, kind=kind)


@asynccontextmanager
async def listening(chosen: Settings, scraper: Scraper, probe: Probe | None) -> AsyncIterator[None]:
    """Serve beside the block, where MERCERY_METRICS_LISTEN names an address. MetricsOpen where that would be careless."""
    if not chosen.metrics_listen:
        yield
        return
    task = asyncio.create_task(Listening(chosen, scraper, probe).serve(), name="metrics")
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def _wire(answer: Answer) -> bytes:
    headers = {
        "Content-Type": answer.kind,
        "Content-Length": str(len(answer.body)),
        "Cache-Control": "no-store",
        "Connection": "close",
        **(answer.headers or {}),
    }
    lines = [
        f"HTTP/1.1 {answer.status} {_REASONS[answer.status]}",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + answer.body
