"""Which process directs a show: the one whose name stands in `live_status`, for as long as it renews that."""

from __future__ import annotations

import os
import socket
from collections.abc import Collection
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.config import settings

HELD_SECONDS: Final = 5
"""A name that was not renewed for longer may be replaced. By the database's clock, which all processes share."""
_TAKE: Final = text(
    "INSERT INTO live_status (show_id, shop_id, director, address, seen_at, beat, next_lines)"
    " VALUES (:show, :shop, :me, :address, clock_timestamp(), '{}', '[]')"
    " ON CONFLICT (show_id) DO UPDATE SET director = :me, address = :address, seen_at = clock_timestamp()"
    " WHERE live_status.director IN (:me, '')"
    " OR live_status.seen_at < clock_timestamp() - make_interval(secs => :held)"
    " RETURNING 1"
)
_DROP: Final = text("UPDATE live_status SET director = '' WHERE director = :me AND show_id = ANY(:shows)")

_HOLDER: Final = text("SELECT director FROM live_status WHERE show_id = :show AND director NOT IN ('', :me)")


def _gone(holder: str) -> bool:
    """Whether the holder was a process of this machine and does not run any more."""
    host, _, pid = holder.rpartition(":")
    if host != socket.gethostname() or not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def own_name() -> str:
    """This process among all that may direct."""
    return f"{socket.gethostname()}:{os.getpid()}"


async def take(session: AsyncSession, shop_id: str, show_id: str, me: str) -> bool:
    """Take or renew the lease; whether this process has it. Of a process of this machine that is gone it is taken at once."""
    holder = await session.scalar(_HOLDER, {"show": show_id, "me": me})
    if holder and _gone(holder):
        await drop(session, [show_id], holder)
    told = {"show": show_id, "shop": shop_id, "me": me, "held": HELD_SECONDS, "address": settings().live_address}
    found = await session.execute(_TAKE, told)
    return found.first() is not None


async def drop(session: AsyncSession, show_ids: Collection[str], me: str) -> None:
    """Give it back, so that another need not wait."""
    await session.execute(_DROP, {"me": me, "shows": list(show_ids)})
