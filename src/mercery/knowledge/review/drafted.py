"""How many drafts each document gave, for the page of documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.knowledge.review.queued import OPEN
from mercery.knowledge.review.tables import ReviewDraftRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """Drafts made from a document, and how many of them still wait for somebody."""

    made: int
    waiting: int


async def drafted(session: AsyncSession, shop_id: str) -> Mapping[str, Drafted]:
    """By document; those that gave none are not named."""
    rows = await session.execute(
        select(
            ReviewDraftRow.document_id,
            func.count(),
            func.count().filter(ReviewDraftRow.state.in_(OPEN)),
        )
        .where(ReviewDraftRow.shop_id == shop_id, ReviewDraftRow.document_id != "")
        .group_by(ReviewDraftRow.document_id)
    )
    return {document_id: Drafted(made=made, waiting=waiting) for document_id, made, waiting in rows}
