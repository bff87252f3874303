"""The web application: the one place where features meet."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import APIRouter, FastAPI, Path
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, Response

from mercery.accounts import service as accounts
from mercery.catalog.events import CatalogChanged
from mercery.core.config import settings
from mercery.core.events import Listener, bus
from mercery.core.logging import configure_logging
from mercery.core.runtime import database, use_database
from mercery.search import jobs as search_jobs
from mercery.storefront import media, pages
from mercery.ui.manifest import ASSET_PREFIX, DIST
from mercery.ui.shop_colour import shop_stylesheet
from mercery.web.database import database_of
from mercery.web.pipeline import new_web_app
from mercery.web.static import IMMUTABLE, ImmutableFiles

base = APIRouter(include_in_schema=False)


@base.get("/healthz")
async def healthz() -> PlainTextResponse:
    """Whether this process answers at all."""
    return PlainTextResponse("ok")


@base.get("/assets/shop/{colour}.css")
async def shop_colour(colour: Annotated[str, Path(pattern="^[0-9a-f]{6}$")]) -> Response:
    """The declarations that give a storefront its merchant's colour; the name is the content."""
    return Response(shop_stylesheet(f"#{colour}"), media_type="text/css", headers={"Cache-Control": IMMUTABLE})


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Open what a web process needs, and close it."""
    app.state.database = database()
    app.state.listener = Listener(app.state.database.url)
    app.state.listener.start()
    try:
        yield
    finally:
        await app.state.listener.stop()
        await app.state.database.close()
        use_database(None)


def wire_events() -> None:
    """Say which feature hears of which event; once per process."""
    bus.clear()
    bus.subscribe(CatalogChanged, search_jobs.on_catalog_changed)


async def embed_allowed(connection: HTTPConnection, origin: str) -> bool:
    """Whether pages of `origin` may talk to the shop this request is for."""
    async with database_of(connection).session() as session:
        return await accounts.embed_origin_allowed(session, connection.headers.get("host", ""), origin)


def create_app() -> FastAPI:
    """The application with every feature's pages and interfaces."""
    configure_logging(settings())
    wire_events()
    app = new_web_app(embed_allowed=embed_allowed, title="Mercery", lifespan=lifespan)
    for router in (base, media.router):
        app.include_router(router)
    app.mount(ASSET_PREFIX.rstrip("/"), ImmutableFiles(directory=DIST, check_dir=False), name="assets")
    # Last, because its addresses begin with a language and end with a catch-all.
    app.include_router(pages.router)
    return app
