"""Shows after a restore: nothing goes on air by itself because a backup says that it was."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import SYSTEM
from mercery.accounts.audit import record
from mercery.core.after_restore import Settled
from mercery.core.clock import now
from mercery.livestream.tables import LiveShowRow

REASON = "Restored from a backup"


async def settle(session: AsyncSession) -> Sequence[Settled]:
    """End shows that were on air; those that would have begun meanwhile become drafts again."""
    moment = now()
    missed = (LiveShowRow.state == "scheduled") & (LiveShowRow.starts_at <= moment)
    rows = list(await session.scalars(select(LiveShowRow).where((LiveShowRow.state == "on_air") | missed)))
    ended = 0
    for row in rows:
        if row.state == "on_air":
            row.state, row.ended_at, ended = "ended", moment, ended + 1
        else:
            row.state = "draft"
        row.version, row.updated_at = row.version + 1, moment
        await session.flush()
        await record(session, row.shop_id, SYSTEM, "live.end", row.id, after={"state": row.state}, reason=REASON)
    remedy = "Put them on air again in the console."
    return (
        Settled(count=ended, what="shows on air ended", remedy=remedy),
        Settled(count=len(rows) - ended, what="shows that would have begun meanwhile are drafts again", remedy=remedy),
    )
