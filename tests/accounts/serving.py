"""An application on a real socket, for tests in a browser."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI
from granian.constants import Interfaces
from granian.server.embed import Server


@asynccontextmanager
async def serving(app: FastAPI) -> AsyncIterator[str]:
    """The address at which the application answers while this lasts."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    server = Server(app, address="127.0.0.1", port=port, interface=Interfaces.ASGI, log_enabled=False)
    running = asyncio.create_task(server.serve())
    base = f"http://127.0.0.1:{port}"
    async with httpx.AsyncClient() as client:
        for _ in range(200):
            try:
                await client.get(f"{base}/console/login")
                break
            except httpx.TransportError:
                await asyncio.sleep(0.05)
    yield base
    server.stop()  # type: ignore[no-untyped-call]
    _, late = await asyncio.wait({running}, timeout=1)
    for task in late:
        task.cancel()
