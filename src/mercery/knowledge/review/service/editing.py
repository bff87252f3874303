"""Changing what a draft says: by a person, or by a model that adds words to one that waits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import SYSTEM, Actor
from mercery.core.errors import Conflict, Invalid, NotFound, Problem
from mercery.core.i18n import Lang, Words
from mercery.core.jobs import enqueue
from mercery.knowledge.drafts.draft import Draft
from mercery.knowledge.review import repository
from mercery.knowledge.review.acts import note, open_anew, opened, said_of, weigh_anew, words_json
from mercery.knowledge.review.queued import QueuedDraft
from mercery.knowledge.review.service.looking import draft, newest_policy_version
from mercery.knowledge.review.tables import ReviewDraftRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What a person may change of a draft; None leaves a thing as it is."""

    question: Words | None = None
    answer: Words | None = None
    phrasings: Mapping[Lang, tuple[str, ...]] | None = None
    category: str | None = None
    owner: str | None = None
    links: tuple[str, ...] | None = None
    policy_key: str | None = None
    """The policy it is recorded as, empty for none."""
    dates: tuple[datetime | None, datetime | None] | None = None
    """First moment, and the moment from which it no longer holds."""


async def edit(
    session: AsyncSession, shop_id: str, actor: Actor, draft_id: str, change: Edit, *, seen: int
) -> QueuedDraft:
    """Change a draft. What was approved of it before has to be approved again; threads are drawn anew."""
    row, before = await opened(session, shop_id, draft_id, seen)
    held: Draft = repository.DRAFT.validate_python(row.draft)
    made = replace(
        held,
        question=held.question if change.question is None else change.question,
        answer=held.answer if change.answer is None else change.answer,
        phrasings=held.phrasings if change.phrasings is None else change.phrasings,
        category=held.category if change.category is None else change.category,
    )  # fmt: skip
    _check_texts(made)
    if not await _apply(session, row, change) and made == held:
        return repository.to_queued(row, await said_of(session, row))
    await weigh_anew(session, row, made)
    await open_anew(session, row)
    changed = {"answer": words_json(made.answer)} if made.answer != held.answer else {}
    await note(session, row, actor, "edit", before, before_note={"answer": words_json(held.answer)}, after=changed)
    return await draft(session, shop_id, draft_id)


async def _apply(session: AsyncSession, row: ReviewDraftRow, change: Edit) -> bool:
    """What is not text; whether anything is another than before."""
    was = (row.owner, list(row.links), row.policy_key, row.valid_from, row.valid_to)
    row.owner = row.owner if change.owner is None else change.owner
    row.links = list(row.links) if change.links is None else list(change.links)
    if change.policy_key is not None and change.policy_key != row.policy_key:
        row.policy_key = change.policy_key
        row.policy_version = await newest_policy_version(session, row.shop_id, row.policy_key)
    if change.dates is not None:
        row.valid_from, row.valid_to = change.dates
    return was != (row.owner, list(row.links), row.policy_key, row.valid_from, row.valid_to)


def _check_texts(made: Draft) -> None:
    problems = []
    if not (made.question.en or made.question.zh):
        problems.append(
            Problem(
                field="question_en",
                message="Write the question in at least one language.",
                zh="问题须至少写成一种语言。",
            )
        )
    if not (made.answer.en or made.answer.zh):
        problems.append(
            Problem(
                field="answer_en", message="Write the answer in at least one language.", zh="答复须至少写成一种语言。"
            )
        )
    if problems:
        raise Invalid("The draft cannot be used as it is.", problems=problems, zh="请修改标出的字段。")


async def add_words(session: AsyncSession, shop_id: str, draft_id: str, better: Draft, *, seen: int) -> bool:
    """Let a waiting draft have what a model added to it; False, and nothing is done, when somebody touched it meanwhile."""
    try:
        row, before = await opened(session, shop_id, draft_id, seen)
    except (Conflict, NotFound):
        return False
    if row.state != "waiting":
        return False
    await weigh_anew(session, row, better)
    row.made = row.draft
    await note(session, row, SYSTEM, "edit", before, reason=better.made_by)
    return True


async def ask_for_words(session: AsyncSession, shop_id: str, draft_id: str) -> None:
    """Have the missing language of one draft drafted in the background."""
    args = {"shop_id": shop_id, "draft_ids": [draft_id]}
    await enqueue(session, "review:word_drafts", args, lock=f"review_words:{shop_id}")
