"""A database of its own for an eval or benchmark, gone afterwards: the shop's data are never touched."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Final
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from mercery.core.database import Database, psycopg_url
from mercery.core.runtime import database_url
from mercery.core.schema import create_schema, drop_database

NO_DATA: Final = frozenset(("shop.json", "expected.json"))
"""Files of an examined folder that describe it and hold no data of the shop."""


@contextmanager
def scratch_url() -> Iterator[str]:
    """The address of a fresh database with the whole schema on the configured (or embedded) server."""
    server = psycopg_url(database_url())
    name = f"scratch_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            url = urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
            create_schema(url)
            yield url
        finally:
            drop_database(connection, name)


@asynccontextmanager
async def scratch_database() -> AsyncIterator[Database]:
    """`scratch_url` as the application sees it."""
    with scratch_url() as url:
        database = Database(url)
        try:
            yield database
        finally:
            await database.close()
