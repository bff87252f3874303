"""What each test would make again though it is the same for all of them, and what keeps an end waiting.

None of it is what a test is about: the routes of the features, read anew for every application (`routes_read.py`);
certificates of public authorities, read anew for every client (25 ms); the text of a statement, written anew for every
engine; the demo shop's 284 pictures, drawn anew whenever somebody wants a bag of it (200 ms); a server of Python's own that
looks twice a second whether it is to end; the coloured source around an error that is logged (150 ms), where Mercery itself
writes it plainly.
"""

from __future__ import annotations

import functools
import socketserver
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import pytest
import structlog
from httpx._config import create_ssl_context
from httpx._transports import default as transports
from sqlalchemy.dialects.postgresql.psycopg import PGDialectAsync_psycopg
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.util import LRUCache
from tests.routes_read import read_routes_once

from mercery.core import database
from mercery.demo import pictures
from mercery.demo.art.scene import draw
from mercery.demo.art.spec import ArtSpec

LOOKS: Final = 0.01
"""Seconds between two looks of a server of `socketserver` whether it is to end; half a second otherwise."""
STATEMENTS: Final = 3_000
DRAWN: Final[dict[object, str]] = {}
"""Pictures of the demo shop by what they show."""


@contextmanager
def kept() -> Iterator[None]:
    """Until the block ends, the same is made once."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="%Y-%m-%d %H:%M:%S", utc=False),
            structlog.processors.format_exc_info,
            structlog.dev.ConsoleRenderer(colors=False),
        ]
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transports, "create_ssl_context", _authorities(functools.cache(create_ssl_context)))
        patch.setattr(socketserver.BaseServer.serve_forever, "__defaults__", (LOOKS,))
        patch.setattr(pictures, "draw", drawn)
        _write_statements_once(patch)
        read_routes_once(patch)
        yield


def _authorities(read: Any) -> Any:
    def once(verify: Any = True, cert: Any = None, trust_env: bool = True) -> ssl.SSLContext:
        made = read if isinstance(verify, bool) and cert is None else create_ssl_context
        found: ssl.SSLContext = made(verify=verify, cert=cert, trust_env=trust_env)
        return found

    return once


def drawn(spec: ArtSpec, **size: Any) -> str:
    """The picture of the demo shop, drawn once."""
    wanted = repr((spec, size))
    if wanted not in DRAWN:
        DRAWN[wanted] = draw(spec, **size)
    return DRAWN[wanted]


def _write_statements_once(patch: pytest.MonkeyPatch) -> None:
    """Engines of tests speak to servers of one kind: what was compiled for one is compiled for all."""
    written: LRUCache[Any, Any] = LRUCache(STATEMENTS)

    def engine(*args: Any, **named: Any) -> AsyncEngine:
        made = create_async_engine(*args, **named)
        made.sync_engine._compiled_cache = written
        return made

    patch.setattr(database, "create_async_engine", engine)
    # A statement is kept by the dialect it was written in.
    patch.setattr(PGDialectAsync_psycopg, "__eq__", lambda one, other: type(one) is type(other))
    patch.setattr(PGDialectAsync_psycopg, "__hash__", lambda one: hash(type(one)))
