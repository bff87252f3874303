"""The door for events alone, served as `mercery web` serves everything: what a benchmark kills and starts again quickly.

`python -m mercery.evals.events_door PORT`, over the database of MERCERY_DATABASE_URL.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.responses import PlainTextResponse

from mercery.core.config import settings
from mercery.core.logging import configure_logging
from mercery.core.runtime import database
from mercery.interactions import api
from mercery.interactions.ingest.running import ingesting
from mercery.web.pipeline import new_web_app


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """The database and the buffer, as the whole application has them."""
    app.state.database = database()
    async with ingesting(app.state.database):
        yield
    await app.state.database.close()


def create_app() -> FastAPI:
    """What each serving process calls."""
    configure_logging(settings())
    app = new_web_app(lifespan=lifespan)
    app.include_router(api.router)

    @app.get("/healthz")
    async def healthz() -> PlainTextResponse:
        return PlainTextResponse("ok")

    return app


def serve(port: int) -> None:
    """Until the process is told to stop."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "mercery.evals.events_door:create_app",
        factory=True,
        interface=Interfaces.ASGI,
        address="127.0.0.1",
        port=port,
        workers=1,
        websockets=False,
        workers_kill_timeout=5,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    serve(int(sys.argv[1]))
