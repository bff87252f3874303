"""Letting a draft become part of another, or of a live answer."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.core.clock import now
from mercery.core.errors import Conflict, Invalid
from mercery.knowledge import service as knowledge
from mercery.knowledge.drafts.draft import Draft
from mercery.knowledge.review import repository
from mercery.knowledge.review.acts import note, open_anew, opened, said_of, weigh_anew
from mercery.knowledge.review.queued import OPEN, QueuedDraft
from mercery.knowledge.review.service.looking import draft
from mercery.knowledge.review.tables import ReviewDraftRow
from mercery.knowledge.review.taking_in import joined


async def merge(
    session: AsyncSession, shop_id: str, actor: Actor, draft_id: str, *, into: str, seen: int
) -> QueuedDraft:
    """Let the draft become part of another (`draft:ID`) or of a live answer (`answer:KEY`): phrasings and sources are joined,
    the other's words stay. Into a live answer it goes by a draft of its next version, which waits like any other."""
    row, before = await opened(session, shop_id, draft_id, seen)
    held: Draft = repository.DRAFT.validate_python(row.draft)
    kind, _, name = into.partition(":")
    if kind == "answer":
        await _into_answer(session, row, held, name)
        await note(session, row, actor, "merge", before, after={"into": into})
        return await draft(session, shop_id, draft_id)
    if kind != "draft" or name == draft_id:
        raise Invalid(
            "Choose what it is merged into.",
            remedy="A waiting draft or a live answer.",
            zh="请选择要并入的草稿或答复。",
        )
    target = await repository.locked(session, shop_id, name)
    if target.state not in OPEN:
        raise Conflict(
            "That draft is decided already.",
            remedy="Choose another, or load the page again.",
            zh="该草稿已处理，请另选或刷新页面。",
        )
    other = {"id": target.id, "before": repository.kept(target, await said_of(session, target))}
    await weigh_anew(session, target, joined(repository.DRAFT.validate_python(target.draft), held))
    await open_anew(session, target)
    target.version += 1
    target.changed_at = now()
    row.state, row.merged_into = "merged", into
    await repository.forget_approvals(session, row.id)
    await note(
        session, row, actor, "merge", {**before, "joined": {**other, "version": target.version}}, after={"into": into}
    )
    return await draft(session, shop_id, draft_id)


async def _into_answer(session: AsyncSession, row: ReviewDraftRow, held: Draft, key: str) -> None:
    live = await knowledge.answer(session, row.shop_id, key)
    if live.status != "approved":
        raise Conflict("That answer was withdrawn.", remedy="Load the page again.", zh="该答复已停用，请刷新页面。")
    whole = Draft(
        question=live.question, answer=live.answer, sources=live.sources, phrasings=live.phrasings,
        category=live.category or held.category, made_by=held.made_by,
    )  # fmt: skip
    row.kind, row.answer_key, row.after_version = "change", live.key, live.version
    row.twin, row.policy_key, row.policy_version = "", "", 0
    row.links, row.owner = list(live.links), live.owner or row.owner
    row.valid_from, row.valid_to = live.valid_from, live.valid_to
    await weigh_anew(session, row, joined(whole, held))
    await open_anew(session, row)
