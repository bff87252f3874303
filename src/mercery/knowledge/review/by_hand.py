"""Answers written by hand. One that touches money or law goes the way of a draft: who writes it has said yes with it, and a
second person has to. Where one person alone may approve, and for everything else, it is recorded at once."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.core.clock import now
from mercery.core.errors import Conflict, NotFound
from mercery.core.ids import new_id
from mercery.knowledge import service as knowledge
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.drafts.draft import BY_HAND, Draft
from mercery.knowledge.review import repository, ruling, service
from mercery.knowledge.review.acts import note, said_of
from mercery.knowledge.review.nearness import made_from
from mercery.knowledge.review.queued import Approval, QueuedDraft
from mercery.knowledge.review.tables import ReviewDraftRow
from mercery.knowledge.review.taking_in import overtake, weigh
from mercery.policies.service import policies_in_force


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What came of it: one of the two."""

    answer: ApprovedAnswer | None = None
    """Recorded, and said from now on."""
    draft: QueuedDraft | None = None
    """Waits for the second person."""


async def write(
    session: AsyncSession,
    shop_id: str,
    actor: Actor,
    answer: ApprovedAnswer,
    *,
    reason: str,
    after_version: int | None = None,
) -> Written:
    """Record the next version of an answer, or have it wait for a second person; Conflict when somebody recorded one after
    `after_version`."""
    answer = knowledge.checked(replace(answer, key=answer.key or knowledge.key_for(answer.question)))
    waiting = await second_asked(session, shop_id, actor, answer, reason=reason, after_version=after_version)
    if waiting is not None:
        return Written(draft=waiting)
    made = await knowledge.record_answer(session, shop_id, actor, answer, reason=reason, after_version=after_version)
    return Written(answer=made)


async def second_asked(
    session: AsyncSession,
    shop_id: str,
    actor: Actor,
    answer: ApprovedAnswer,
    *,
    reason: str,
    after_version: int | None = None,
) -> QueuedDraft | None:
    """The draft that waits for a second person now; None where the answer needs none. A key is no person: what a program
    writes waits for two. What somebody wrote before of the same answer and nobody approved is overtaken."""
    live = await _live(session, shop_id, answer.key)
    if live is not None and _says(live) == _says(answer):
        return None
    row = await _row(session, shop_id, answer, live)
    if not row.touches or await ruling.alone(session, shop_id):
        return None
    if after_version is not None and (live.version if live else 0) != after_version:
        raise Conflict(
            "Somebody changed this answer meanwhile.",
            remedy="Reload the page and look at the newest version.",
            zh="此答复刚被他人更改，请刷新页面查看最新版本。",
        )
    for earlier in await _open(session, shop_id, answer.key):
        await overtake(session, earlier, reason)
    session.add(row)
    repository.decide(session, row, actor, "take_in", reason=reason)
    await session.flush()
    if actor.kind == "staff":
        before = repository.kept(row, await said_of(session, row))
        row.state = "second"
        repository.add_approval(session, row, Approval(place=1, by_id=actor.id, by_name=actor.name, at=now()))
        await note(session, row, actor, "approve", before, reason=reason, after={"four_eyes": "first"})
    return await service.draft(session, shop_id, row.id)


def _says(answer: ApprovedAnswer) -> tuple[object, ...]:
    """What a second person has to look at: other phrasings or another owner change nothing of it."""
    return (
        answer.status,
        answer.question,
        answer.answer,
        answer.links,
        answer.category,
        answer.valid_from,
        answer.valid_to,
    )


async def _live(session: AsyncSession, shop_id: str, key: str) -> ApprovedAnswer | None:
    try:
        return await knowledge.answer(session, shop_id, key)
    except NotFound:
        return None


async def _open(session: AsyncSession, shop_id: str, key: str) -> list[ReviewDraftRow]:
    """What was written by hand of this answer and waits still."""
    waiting = await repository.rows_where(
        session, shop_id, ReviewDraftRow.state.in_(("waiting", "second")), ReviewDraftRow.document_id == "",
        ReviewDraftRow.answer_key == key,
    )  # fmt: skip
    return [await repository.locked(session, shop_id, one.id) for one in waiting]


async def _row(
    session: AsyncSession, shop_id: str, answer: ApprovedAnswer, live: ApprovedAnswer | None
) -> ReviewDraftRow:
    draft = Draft(
        question=answer.question, answer=answer.answer, sources=answer.sources, phrasings=answer.phrasings,
        category=answer.category, made_by=BY_HAND,
    )  # fmt: skip
    stored = repository.draft_json(draft)
    row = ReviewDraftRow(
        id=new_id("rvw"), shop_id=shop_id, document_id="", document_name="", document_version=0, place=0,
        made_from=made_from(draft), kind="change" if live is not None else "new", state="waiting", draft=stored,
        made=stored, answer_key=answer.key, after_version=live.version if live is not None else 0, twin="",
        merged_into="", links=list(answer.links), policy_key="", policy_version=0, owner=answer.owner,
        valid_from=answer.valid_from, valid_to=answer.valid_to, asked=-1, release_id="", version=1, recorded_at=now(),
        changed_at=now(),
    )  # fmt: skip
    weigh(row, draft, await policies_in_force(session, shop_id), await repository.rule(session, shop_id))
    return row


__all__ = ["Written", "second_asked", "write"]
