"""The inbox: conversations by segment, with counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.conversations import inbox_repository, repository
from mercery.conversations.conversation import Conversation
from mercery.conversations.inbox_repository import Segment

__all__ = ["InboxPage", "Segment", "inbox"]


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxPage:
    """Part of one segment, and how many conversations each segment has."""

    segment: Segment
    conversations: tuple[Conversation, ...]
    counts: Mapping[Segment, int]
    offset: int
    limit: int
    channel: str = ""
    """The channel it is limited to; empty: all."""

    @property
    def total(self) -> int:
        """How many the segment has."""
        return self.counts[self.segment]


async def inbox(
    session: AsyncSession,
    shop_id: str,
    segment: Segment,
    staff_id: str,
    *,
    limit: int = 40,
    offset: int = 0,
    channel: str = "",
) -> InboxPage:
    """One page of the inbox as `staff_id` sees it, of one channel where one is named."""
    rows = await inbox_repository.inbox_rows(
        session, shop_id, segment, staff_id, limit=limit, offset=offset, channel=channel
    )
    return InboxPage(
        segment=segment,
        conversations=tuple(repository.to_conversation(row) for row in rows),
        counts=await inbox_repository.inbox_counts(session, shop_id, staff_id, channel=channel),
        offset=offset,
        limit=limit,
        channel=channel,
    )
