"""Saying no, letting a decided draft wait again, and taking one's own last act back."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.core.errors import Conflict, Invalid, Problem
from mercery.knowledge.review import repository, taking_back
from mercery.knowledge.review.acts import note, open_anew, opened, said_of
from mercery.knowledge.review.queued import QueuedDraft
from mercery.knowledge.review.service.looking import draft


async def reject(
    session: AsyncSession, shop_id: str, actor: Actor, draft_id: str, *, reason: str, seen: int
) -> QueuedDraft:
    """Say no. It does not come again unless its passage changes."""
    row, before = await opened(session, shop_id, draft_id, seen)
    if not reason.strip():
        message = "Say why it is rejected."
        raise Invalid(
            message, problems=[Problem(field="reason", message=message, zh="请写明原因。")], zh="请写明原因。"
        )
    row.state = "rejected"
    await repository.forget_approvals(session, row.id)
    await note(session, row, actor, "reject", before, reason=reason.strip())
    return await draft(session, shop_id, draft_id)


async def reopen(session: AsyncSession, shop_id: str, actor: Actor, draft_id: str, *, seen: int) -> QueuedDraft:
    """Let an approved or rejected draft wait again; Conflict when a release holds it or it is another version."""
    row = await repository.locked(session, shop_id, draft_id)
    if row.version != seen or row.state not in ("approved", "rejected") or row.release_id:
        raise Conflict(
            "The draft went on meanwhile.", remedy="Look at it as it stands now.", zh="该草稿已有变动，以下为最新内容。"
        )
    before = repository.kept(row, await said_of(session, row))
    await open_anew(session, row)
    await note(session, row, actor, "return", before)
    return await draft(session, shop_id, draft_id)


async def undo(session: AsyncSession, shop_id: str, actor: Actor, draft_id: str = "") -> QueuedDraft:
    """Take back the person's last act, on this draft or on any; Invalid when there is none or it went on meanwhile."""
    return await draft(session, shop_id, await taking_back.undo(session, shop_id, actor, draft_id))
