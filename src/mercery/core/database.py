"""PostgreSQL through SQLAlchemy: the engine, the session at the edge, and what all tables share."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, ClassVar, Final

from pydantic_core import from_json
from sqlalchemy import DateTime, ForeignKey, MetaData, String, event, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.pool import ConnectionPoolEntry

from mercery.core.database_address import psycopg_url, sqlalchemy_url
from mercery.core.statements import keep_in_order

__all__ = [
    "Base",
    "Created",
    "Database",
    "Id",
    "Json",
    "ShopId",
    "Trigger",
    "ask_idle_ones",
    "connecting",
    "declare_trigger",
    "declared_triggers",
    "psycopg_url",
    "read_as_one",
    "sqlalchemy_url",
]

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

Json = dict[str, Any]
"""A JSON object as stored; each feature parses it into its own types at its edge."""

Id = Annotated[str, mapped_column(String(40), primary_key=True)]
"""A primary key made by `core.ids.new_id`."""
ShopId = Annotated[str, mapped_column(String(40), ForeignKey("shops.id", ondelete="CASCADE"), index=True)]
"""The shop a row belongs to. Every table but `shops` and the sign-in tables has it."""
Created = Annotated[datetime, mapped_column(DateTime(timezone=True), server_default=func.now())]
"""When the row was written (UTC)."""


class Base(DeclarativeBase):
    """Parent of every table."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar = {datetime: DateTime(timezone=True), dict[str, Any]: JSONB, list[Any]: JSONB}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A trigger that belongs to a table, as the migrations make it."""

    name: str
    function: str
    """The statement that makes or replaces the function it calls."""
    statement: str


def declare_trigger(trigger: Trigger) -> None:
    """Count `trigger` among what the tables consist of. Call beside the table."""
    Base.metadata.info.setdefault("triggers", {})[trigger.name] = trigger


def declared_triggers() -> list[Trigger]:
    """All triggers of the tables imported so far."""
    return list(Base.metadata.info.get("triggers", {}).values())


def connecting(url: str, *, pooled: bool) -> dict[str, Any]:
    """How connections to `url` are made, by names of libpq and psycopg.

    A side that is gone without a word (its machine lost, a cable cut) is noticed within half a minute by the other one: a
    server that is gone would be waited for, and of a client that is gone the server would keep the locks. `pooled`: a
    pooler lends each transaction another connection, so that nothing may be prepared on one and asked for on the next,
    and looks after the server's side itself.
    """
    watched: dict[str, Any] = {
        "connect_timeout": 10,
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": 30_000,
    }
    if pooled:
        return {**watched, "prepare_threshold": None}
    return watched if "options=" in url else {**watched, "options": _WATCHED_BY_SERVER}


_WATCHED_BY_SERVER: Final = (
    "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3 -c tcp_user_timeout=30000"
)


IDLE_SECONDS: Final = 3.0
"""A connection that was in use a moment ago is taken to live: asking it each time made a tenth of all a turn asks."""


def ask_idle_ones(engine: AsyncEngine) -> None:
    """Have connections that were idle for a while asked whether they live before they are used. After a restart of the
    database the first to use one that was busy learns it, and all others of the pool are made anew with that."""

    @event.listens_for(engine.sync_engine, "checkout")
    def ask(connection: Any, record: ConnectionPoolEntry, _: object) -> None:
        if time.monotonic() - record.info.get("used", 0.0) < IDLE_SECONDS:
            return
        try:
            engine.sync_engine.dialect.do_ping(connection)
        except Exception as error:
            raise DisconnectionError(str(error)) from error

    @event.listens_for(engine.sync_engine, "checkin")
    def note(_: object, record: ConnectionPoolEntry) -> None:
        record.info["used"] = time.monotonic()


class Database:
    """One engine and the sessions over it.

    `direct_url`: the same database past a pooler, for what needs a connection of its own; None where `url` leads there
    itself. Half of `pool_size` more connections are made for moments in which all are in use.
    """

    def __init__(self, url: str, *, pool_size: int = 8, direct_url: str | None = None) -> None:
        self.url = url
        self.direct_url = direct_url or url
        self.pooled = direct_url is not None and direct_url != url
        self.engine: AsyncEngine = create_async_engine(
            sqlalchemy_url(url),
            pool_size=pool_size,
            max_overflow=pool_size // 2,
            pool_recycle=1800,
            connect_args=connecting(url, pooled=self.pooled),
            # An error that is logged would otherwise carry what customers wrote and who they are.
            hide_parameters=True,
            # Every message reads records of turns, some kilobytes each.
            json_deserializer=from_json,
        )
        ask_idle_ones(self.engine)
        keep_in_order(self.engine)
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncSession]:
        """One short transaction: committed when the block ends, rolled back when it raises."""
        async with self._sessions() as session, session.begin():
            yield session

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """For a statement or two that need not agree with each other: each by itself, without a transaction, whose begin
        and end are two more trips to the database. Nothing may be written or locked in it."""
        async with self._sessions(autoflush=False) as session:
            await session.connection(execution_options={"isolation_level": "AUTOCOMMIT"})
            yield session

    async def close(self) -> None:
        """Give all connections back."""
        await self.engine.dispose()


async def read_as_one(session: AsyncSession) -> None:
    """Let everything this transaction reads be as it is at its first statement: what others commit together meanwhile is
    seen whole by the next transaction, and by this one not at all. Call it before anything is read; for reading only."""
    if not session.in_nested_transaction():
        await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
