"""The web application: the one place where features meet."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from mercery.core.config import settings
from mercery.core.events import Listener
from mercery.core.logging import configure_logging
from mercery.core.processes import end_with_parent
from mercery.core.runtime import database, use_database


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Open what a web process needs, and close it."""
    end_with_parent()
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
    """Say which feature hears of which event."""


def create_app() -> FastAPI:
    """The application with every feature's pages and interfaces."""
    configure_logging(settings())
    app = FastAPI(title="Mercery", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    wire_events()
    return app
