"""Letting a whole release be in force in a transaction that is taken back."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.knowledge import service as knowledge
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.releases.rehearsal import Supposed
from mercery.policies import service as policies


async def suppose(session: AsyncSession, shop_id: str, supposed: Sequence[Supposed]) -> None:
    """From now on in this transaction all of `supposed` holds together. The caller takes it back."""
    for one in supposed:
        if isinstance(one, ApprovedAnswer):
            await knowledge.suppose(session, shop_id, one)
        else:
            await policies.suppose(session, shop_id, one)
