"""From a document that was read to drafts in the queue, in the background."""

from __future__ import annotations

import asyncio
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
from mercery.knowledge.review import repository, taking_in
from mercery.knowledge.review.nearness import times_asked
from mercery.knowledge.review.queued import OPEN
from mercery.knowledge.review.tables import ReviewDraftRow

log = get_logger(__name__)
blueprint = Blueprint()
_ASKED_WITHIN: Final = timedelta(days=90)


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
