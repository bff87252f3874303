"""What concerns a person and not one shop stands in the record of every shop the person works for."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import audit, repository
from mercery.accounts.actor import Actor
from mercery.accounts.tables import MembershipRow
from mercery.core.database import Json


async def note(
    session: AsyncSession,
    staff_id: str,
    actor: Actor | None,
    action: str,
    *,
    before: Json | None = None,
    after: Json | None = None,
    reason: str | None = None,
) -> None:
    """Record an act on one's own account. Without `actor` the person did it."""
    for member in await repository.staff_where(session, MembershipRow.staff_id == staff_id):
        who = actor or member.actor
        await audit.record(session, member.shop_id, who, action, staff_id, before=before, after=after, reason=reason)
