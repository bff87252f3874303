"""Looks at what stands on a document as soon as the document is another."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.core.jobs import Blueprint, enqueue
from mercery.core.logging import get_logger
from mercery.core.runtime import database
from mercery.knowledge.documents.events import DocumentRead, DocumentWithdrawn
from mercery.knowledge.health import sources

blueprint = Blueprint()
log = get_logger(__name__)


@blueprint.task(name="look_at_sources")
async def look_at_sources(shop_id: str) -> None:
    """Hold back what its source no longer bears out."""
    async with database().session() as session:
        shop = await accounts.shop(session, shop_id)
        held, let_go = await sources.look_at_sources(session, shop)
    if held or let_go:
        log.info("answers_looked_at", shop=shop_id, held=held, let_go=let_go)


async def on_document(session: AsyncSession, event: DocumentRead | DocumentWithdrawn) -> None:
    """A document was read anew, or withdrawn."""
    await enqueue(session, "health:look_at_sources", {"shop_id": event.shop_id}, lock=f"health:{event.shop_id}")
