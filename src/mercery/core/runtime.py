"""What a process needs once: where the database is, the Database over it, and running a coroutine from a command."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from mercery.core.config import settings
from mercery.core.database import Database
from mercery.core.postgres import ensure_running
from mercery.core.schema import require_schema

T = TypeVar("T")
_database: Database | None = None


def database_url() -> str:
    """The address from the settings, else that of the embedded server, started when it is not running."""
    configured = settings().database_url
    return configured.get_secret_value() if configured else ensure_running(settings().home).url


def direct_database_url() -> str:
    """The same past a pooler: for changes of the schema, which hold a lock over many transactions."""
    configured = settings().database_direct_url
    return configured.get_secret_value() if configured else database_url()


def database() -> Database:
    """The process-wide Database, set by `use_database` or made from the settings at first call."""
    if _database is None:
        chosen = settings()
        direct = chosen.database_direct_url
        use_database(
            Database(
                database_url(),
                pool_size=chosen.database_pool,
                direct_url=direct.get_secret_value() if direct else None,
            )
        )
    assert _database is not None
    return _database


def use_database(value: Database | None) -> None:
    """Set (or, with None, forget) the process-wide Database."""
    global _database  # noqa: PLW0603 - one per process by design
    _database = value


@asynccontextmanager
async def open_database() -> AsyncIterator[Database]:
    """The process-wide Database for a command, closed at the end. The schema is made where there is none yet.

    Raises SchemaOlder or SchemaNewer when the database is not of this version.
    """
    value = database()
    await asyncio.to_thread(require_schema, value.direct_url)
    try:
        yield value
    finally:
        await value.close()
        use_database(None)


def run_async(work: Coroutine[Any, Any, T]) -> T:
    """Run a command's coroutine to its end."""
    return asyncio.run(work)
