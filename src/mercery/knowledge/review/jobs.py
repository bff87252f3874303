"""From a document that was read to drafts in the queue, in the background."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.conversations import service as conversations
from mercery.core.clock import now
from mercery.core.jobs import Blueprint, enqueue
from mercery.core.logging import get_logger
from mercery.core.runtime import database
from mercery.knowledge.documents import service as documents
from mercery.knowledge.documents.events import DocumentRead, DocumentWithdrawn
from mercery.knowledge.drafts.drafting import drafts_of
from mercery.knowledge.review import repository, service, taking_in
from mercery.knowledge.review.nearness import times_asked
from mercery.knowledge.review.queued import OPEN
from mercery.knowledge.review.tables import ReviewDraftRow
from mercery.knowledge.review.wordsmith import wordsmith_in_use

log = get_logger(__name__)
blueprint = Blueprint()
_ASKED_WITHIN: Final = timedelta(days=90)
MOST_WORDED: Final = 300
"""So many drafts of one document are shown to the model."""


async def on_document_read(session: AsyncSession, event: DocumentRead) -> None:
    """Have drafts made of the passages, once they are committed."""
    args = {"shop_id": event.shop_id, "document_id": event.document_id, "version": event.version}
    await enqueue(session, "review:make_drafts", args, lock=f"review:{event.shop_id}")


async def on_document_withdrawn(session: AsyncSession, event: DocumentWithdrawn) -> None:
    """Have what stands on the document put up for withdrawal."""
    args = {"shop_id": event.shop_id, "document_id": event.document_id}
    await enqueue(session, "review:withdraw_drafts", args, lock=f"review:{event.shop_id}")


@blueprint.task(name="make_drafts")
async def make_drafts(shop_id: str, document_id: str, version: int) -> None:
    """Make drafts of a version and take them into the queue; an older version than the newest is passed over."""
    async with database().session() as session:
        document = await documents.document(session, shop_id, document_id)
        if document.version != version:
            return
        passages = await documents.passages(session, shop_id, document_id, version)
    drafts = await asyncio.to_thread(drafts_of, passages, document_id=document_id, version=version)
    async with database().session() as session:
        taken = await taking_in.take_in(session, shop_id, drafts, document, passages)
    log.info("drafts_taken_in", document=document_id, version=version, new=taken.new, changed=taken.changed)
    await count_asked(shop_id)
    if wordsmith_in_use() is not None:
        async with database().session() as session:
            args = {"shop_id": shop_id, "document_id": document_id, "version": version}
            await enqueue(session, "review:find_questions", args, lock=f"review_words:{shop_id}")
            await _ask_for_words(session, shop_id, taken.ids)


async def _ask_for_words(session: AsyncSession, shop_id: str, draft_ids: Sequence[str]) -> None:
    """Have the model say what is missing of drafts, beside everything else."""
    args = {"shop_id": shop_id, "draft_ids": list(draft_ids)[:MOST_WORDED]}
    await enqueue(session, "review:word_drafts", args, lock=f"review_words:{shop_id}")


@blueprint.task(name="find_questions")
async def find_questions(shop_id: str, document_id: str, version: int) -> None:
    """Have the model find questions to paragraphs that the rules left; the drafts come in like the others."""
    wordsmith = wordsmith_in_use()
    async with database().session() as session:
        document = await documents.document(session, shop_id, document_id)
        if wordsmith is None or document.version != version:
            return
        passages = await documents.passages(session, shop_id, document_id, version)
    drafts = await asyncio.to_thread(drafts_of, passages, document_id=document_id, version=version)
    more = await wordsmith.from_prose(database(), shop_id, drafts, passages)
    if not more:
        return
    async with database().session() as session:
        taken = await taking_in.take_in(session, shop_id, [*drafts, *more], document, passages)
        await _ask_for_words(session, shop_id, taken.ids)
    await count_asked(shop_id)


@blueprint.task(name="word_drafts")
async def word_drafts(shop_id: str, draft_ids: list[str]) -> None:
    """Have the model add the missing language and other ways to ask. What a person touched meanwhile is left alone."""
    wordsmith = wordsmith_in_use()
    if wordsmith is None:
        return
    for draft_id in draft_ids:
        async with database().session() as session:
            found = await service.drafts(session, shop_id, [draft_id])
        if not found or found[0].state != "waiting" or found[0].kind == "withdraw":
            continue
        better = await wordsmith.worded(database(), shop_id, found[0].draft)
        if better == found[0].draft:
            continue
        async with database().session() as session:
            await service.add_words(session, shop_id, draft_id, better, seen=found[0].version)


@blueprint.task(name="withdraw_drafts")
async def withdraw_drafts(shop_id: str, document_id: str) -> None:
    """The document is not to be relied on: its waiting drafts go, and its answers are put up for withdrawal."""
    async with database().session() as session:
        document = await documents.document(session, shop_id, document_id)
        await taking_in.take_in(session, shop_id, [], document, [])


async def count_asked(shop_id: str) -> None:
    """Count how often customers asked what each waiting draft answers."""
    async with database().session() as session:
        past = await conversations.asked_since(session, shop_id, now() - _ASKED_WITHIN)
        rows = await repository.rows_where(session, shop_id, ReviewDraftRow.state.in_(OPEN))
        drafts = {row.id: repository.DRAFT.validate_python(row.draft) for row in rows}
    counted = await asyncio.to_thread(times_asked, drafts, past)
    async with database().session() as session:
        await repository.set_asked(session, shop_id, counted)
