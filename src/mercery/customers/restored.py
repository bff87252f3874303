"""Customers after a restore: a code that was asked for before it proves nobody's identity any more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import CursorResult, update
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.after_restore import Settled
from mercery.customers.tables import ChallengeRow


async def settle(session: AsyncSession) -> Sequence[Settled]:
    """Close the codes that were open; whoever needs one asks for a new one."""
    closing = update(ChallengeRow).where(ChallengeRow.state == "open").values(state="replaced", digest="")
    closed = cast("CursorResult[Any]", await session.execute(closing))
    return (Settled(count=closed.rowcount, what="one-time codes of customers closed"),)
