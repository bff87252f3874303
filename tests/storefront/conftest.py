"""The boutique behind a real socket, with the routes a shopper meets."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from granian.constants import Interfaces
from granian.server.embed import Server
from sqlalchemy import event
from tests.storefront.boutique import open_boutique

from mercery.accounts.shop import Shop
from mercery.app import base
from mercery.core.database import Database
from mercery.search import api as search_api
from mercery.storefront import feeds, guide_routes, media, pages
from mercery.storefront.not_found import answer_missing_pages
from mercery.ui.manifest import DIST
from mercery.web.pipeline import new_web_app
from mercery.web.static import ImmutableFiles


@dataclass(frozen=True)
class Boutique:
    """A shop, the application over it and a client that behaves like a browser."""

    shop: Shop
    app: FastAPI
    client: httpx.AsyncClient
    database: Database


def storefront_app(database: Database) -> FastAPI:
    """The routes of the public pages over `database`."""
    app = new_web_app()
    app.state.database = database
    answer_missing_pages(app)
    for router in (base, media.router, search_api.router):
        app.include_router(router)
    app.mount("/assets", ImmutableFiles(directory=DIST, check_dir=False))
    app.include_router(guide_routes.router)
    app.include_router(feeds.router)
    app.include_router(pages.router)
    return app


@pytest.fixture
async def boutique(database: Database, home: Path) -> AsyncIterator[Boutique]:
    """The boutique, asked without a socket."""
    shop = await open_boutique(database, home / "media")
    app = storefront_app(database)
    headers = {"accept": "text/html", "user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://aurelle.localhost", headers=headers) as client:
        yield Boutique(shop=shop, app=app, client=client, database=database)


@pytest.fixture
async def address(boutique: Boutique) -> AsyncIterator[str]:
    """The boutique on a real socket: its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    server = Server(boutique.app, address="127.0.0.1", port=port, interface=Interfaces.ASGI, log_enabled=False)
    running = asyncio.create_task(server.serve())
    async with httpx.AsyncClient() as client:
        for _ in range(100):
            try:
                await client.get(f"http://127.0.0.1:{port}/robots.txt")
                break
            except httpx.TransportError:
                await asyncio.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.stop()  # type: ignore[no-untyped-call]
    await running


@pytest.fixture
def statements(boutique: Boutique) -> Iterator[list[str]]:
    """The SQL statements sent while the test runs."""
    sent: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(boutique.database.engine.sync_engine, "before_cursor_execute", note)
    yield sent
    event.remove(boutique.database.engine.sync_engine, "before_cursor_execute", note)
