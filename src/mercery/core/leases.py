"""Leases: work that one process at a time does for all of them, over all machines.

A row holds the name of who leads and until when, by the database's clock. Whoever leads renews it with each look; one that
dies, or whose machine is cut off, is replaced when its time is over. Rows rather than advisory locks: a lock of a session
does not outlive a pooler's loan, and outlives a machine that is gone until the server notices.
"""

from __future__ import annotations

import os
import socket
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.database import Database
from mercery.core.ids import new_id

_TAKE: Final = text(
    "INSERT INTO leases (name, holder, until) VALUES (:name, :me, clock_timestamp() + make_interval(secs => :seconds))"
    " ON CONFLICT (name) DO UPDATE SET holder = :me, until = EXCLUDED.until"
    " WHERE leases.holder = :me OR leases.until < clock_timestamp() RETURNING 1"
)
_DROP: Final = text("DELETE FROM leases WHERE name = :name AND holder = :me")


def process_name() -> str:
    """This process among those of all machines; another one each time it starts."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}:{new_id('p')}"[:120]


async def take(session: AsyncSession, name: str, holder: str, seconds: float) -> bool:
    """Take or renew the lease for so long; whether `holder` has it now."""
    values = {"name": name, "me": holder, "seconds": seconds}
    return (await session.execute(_TAKE, values)).first() is not None


class Lease:
    """One kind of work, as one process sees it."""

    def __init__(self, database: Database, name: str, *, seconds: float, holder: str | None = None) -> None:
        self._database, self._name, self._seconds = database, name, seconds
        self.holder = holder or process_name()

    async def mine(self) -> bool:
        """Whether this process leads for the seconds to come. Asked before each round of the work, and again while a round
        lasts longer."""
        async with self._database.session() as session:
            return await take(session, self._name, self.holder, self._seconds)

    async def give_up(self) -> None:
        """Let another one lead at once: this process ends."""
        async with self._database.session() as session:
            await session.execute(_DROP, {"name": self._name, "me": self.holder})
