"""The database session of a request."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, cast

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import HTTPConnection

from mercery.core.database import Database


def database_of(connection: HTTPConnection) -> Database:
    """The process's database. A stream reads through it: its own request's session is closed by then."""
    return cast(Database, connection.app.state.database)


async def open_session(connection: HTTPConnection) -> AsyncIterator[AsyncSession]:
    """One transaction around the route: committed before the response goes out, rolled back on any exception."""
    async with database_of(connection).session() as session:
        yield session


Db = Annotated[AsyncSession, Depends(open_session, scope="function")]
"""The request's transaction. A connection is taken from the pool at the first statement only."""
