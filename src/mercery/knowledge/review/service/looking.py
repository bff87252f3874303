"""Drafts and what was decided about them, as they stand now."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.errors import NotFound
from mercery.knowledge.review import repository
from mercery.knowledge.review.queued import QueuedDraft
from mercery.knowledge.review.repository import Decision
from mercery.knowledge.review.tables import ReviewDecisionRow, ReviewDraftRow
from mercery.policies.service import policy_history


async def draft(session: AsyncSession, shop_id: str, draft_id: str) -> QueuedDraft:
    """One draft as it stands now; NotFound."""
    rows = await repository.rows_where(session, shop_id, ReviewDraftRow.id == draft_id)
    if not rows:
        raise NotFound("There is no such draft.", remedy="Go back to the queue.", zh="没有这份草稿，请返回审核列表。")
    return (await repository.queued(session, rows))[0]


async def drafts(session: AsyncSession, shop_id: str, draft_ids: Sequence[str]) -> list[QueuedDraft]:
    """Several drafts as they stand now, in the order asked for; unknown ones are left out."""
    rows = await repository.rows_where(session, shop_id, ReviewDraftRow.id.in_(list(draft_ids)))
    found = {one.id: one for one in await repository.queued(session, rows)}
    return [found[one] for one in draft_ids if one in found]


async def history(session: AsyncSession, shop_id: str, draft_id: str) -> list[Decision]:
    """What was decided about a draft, newest first."""
    return await repository.decisions(session, shop_id, ReviewDecisionRow.draft_id == draft_id)


async def newest_policy_version(session: AsyncSession, shop_id: str, key: str) -> int:
    """The newest version recorded of a policy; 0 when there is none."""
    try:
        return (await policy_history(session, shop_id, key))[0].version
    except NotFound:
        return 0
