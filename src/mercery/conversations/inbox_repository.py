"""Which conversations the inbox shows, in which segment, and who of the staff is there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, Literal

from sqlalchemy import ColumnElement, exists, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.conversations.tables import ConversationRow, DutyRow
from mercery.core.clock import now

Segment = Literal["waiting", "assistant", "mine", "staff", "closed"]
"""`staff`: what others of the staff have in hand. Who has left a customer waiting has nothing in hand: that waits again."""
LEFT_AFTER: Final = timedelta(minutes=10)
"""A customer's word unanswered for longer, by somebody whose inbox is shut, counts as left."""
_SEEN_WITHIN: Final = timedelta(seconds=90)


def _in_segment(segment: Segment, staff_id: str, moment: datetime) -> ColumnElement[bool]:
    with_person = ConversationRow.status == "person"
    if segment == "mine":
        return with_person & (ConversationRow.assigned_to == staff_id)
    if segment == "staff":
        return with_person & (ConversationRow.assigned_to != staff_id) & ~_left(moment)
    if segment == "waiting":
        return (ConversationRow.status == "waiting") | (with_person & _left(moment))
    return ConversationRow.status == segment


def _left(moment: datetime) -> ColumnElement[bool]:
    """The customer has waited for a word of the person who has the conversation, and that person is not there."""
    there = exists().where(
        DutyRow.shop_id == ConversationRow.shop_id,
        DutyRow.staff_id == ConversationRow.assigned_to,
        DutyRow.on_duty,
        DutyRow.seen_at >= moment - _SEEN_WITHIN,
    )
    return (ConversationRow.unread_staff > 0) & (ConversationRow.last_message_at < moment - LEFT_AFTER) & ~there


async def was_left(session: AsyncSession, row: ConversationRow, moment: datetime) -> bool:
    """Whether whoever has the conversation has left the customer waiting."""
    query = select(func.count()).where(ConversationRow.id == row.id, ConversationRow.status == "person", _left(moment))
    return bool(await session.scalar(query))


def _on(channel: str) -> ColumnElement[bool]:
    """On this channel; any where none is named."""
    return ConversationRow.channel == channel if channel else true()


async def inbox_rows(
    session: AsyncSession, shop_id: str, segment: Segment, staff_id: str, *, limit: int, offset: int, channel: str = ""
) -> Sequence[ConversationRow]:
    """Conversations of one segment: who has waited longest first, elsewhere the newest first. Empty ones are left out."""
    order = (
        func.coalesce(ConversationRow.waiting_since, ConversationRow.last_message_at).asc()
        if segment == "waiting"
        else ConversationRow.last_message_at.desc()
    )
    return (
        await session.scalars(
            select(ConversationRow)
            .where(
                ConversationRow.shop_id == shop_id,
                ConversationRow.last_seq > 0,
                _in_segment(segment, staff_id, now()),
                _on(channel),
            )
            .order_by(order, ConversationRow.id)
            .limit(limit)
            .offset(offset)
        )
    ).all()


async def inbox_counts(session: AsyncSession, shop_id: str, staff_id: str, *, channel: str = "") -> dict[Segment, int]:
    """How many conversations each segment holds."""
    moment = now()
    segments: tuple[Segment, ...] = ("waiting", "assistant", "mine", "staff", "closed")
    row = (
        await session.execute(
            select(*(func.count().filter(_in_segment(segment, staff_id, moment)) for segment in segments)).where(
                ConversationRow.shop_id == shop_id, ConversationRow.last_seq > 0, _on(channel)
            )
        )
    ).one()
    return dict(zip(segments, (int(count) for count in row), strict=True))


async def duty_rows(session: AsyncSession, shop_id: str, since: datetime) -> Sequence[DutyRow]:
    """Staff on duty: seen after `since` and not switched off, the most recently seen first."""
    return (
        await session.scalars(
            select(DutyRow)
            .where(DutyRow.shop_id == shop_id, DutyRow.on_duty, DutyRow.seen_at >= since)
            .order_by(DutyRow.name)
        )
    ).all()
