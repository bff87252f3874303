"""Whose conversations these are: for telling a person what is kept of them, and for erasing it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.conversations.tables import ConversationRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A conversation by who had it."""

    id: str
    visitor_id: str
    customer_id: str | None
    customer_email: str


async def of_person(
    session: AsyncSession,
    shop_id: str,
    *,
    customer_ids: Collection[str],
    emails: Collection[str],
    visitor_or_conversation: str = "",
) -> Sequence[Talk]:
    """The conversations of these customers and addresses, or of this browser, or the one of this id."""
    row = ConversationRow
    said = visitor_or_conversation
    theirs = or_(
        row.customer_id.in_(customer_ids),
        func.lower(row.customer_email).in_(emails),
        (row.id == said) | ((row.visitor_id == said) & (row.visitor_id != "")),
    )
    return await _talks(session, shop_id, theirs)


async def known_in(session: AsyncSession, shop_id: str, visitor_ids: Collection[str]) -> Sequence[Talk]:
    """All conversations of these browsers, whoever had them."""
    return await _talks(session, shop_id, ConversationRow.visitor_id.in_(visitor_ids))


async def visitors(session: AsyncSession, shop_id: str) -> list[str]:
    """Every browser that talked with the shop."""
    query = select(ConversationRow.visitor_id).where(ConversationRow.shop_id == shop_id).distinct()
    return [one for one in await session.scalars(query) if one]


async def _talks(session: AsyncSession, shop_id: str, theirs: ColumnElement[bool]) -> Sequence[Talk]:
    row = ConversationRow
    query = select(row.id, row.visitor_id, row.customer_id, row.customer_email).where(row.shop_id == shop_id, theirs)
    return [
        Talk(id=one.id, visitor_id=one.visitor_id, customer_id=one.customer_id, customer_email=one.customer_email)
        for one in await session.execute(query)
    ]
