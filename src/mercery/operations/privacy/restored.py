"""People after a restore: whoever was erased since the backup is in it again, and is erased again."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.after_restore import Settled
from mercery.core.config import settings
from mercery.operations.privacy.again import erase_again


async def settle(session: AsyncSession) -> Sequence[Settled]:
    """By the marks in the home folder, which a restore adds to and never replaces."""
    receipts = await erase_again(session, settings().home)
    return (Settled(count=len(receipts), what="people who were erased since the backup, erased again"),)
