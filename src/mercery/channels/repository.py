"""Reading and writing what is known of arrivals, threads and parts sent."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer

from mercery.channels.arrived import Arrived, to_json
from mercery.channels.tables import ArrivalRow, KeptRow, SentRow, ThreadRow
from mercery.conversations.channels import Channel
from mercery.core.clock import now
from mercery.core.ids import new_id

REMEMBERED: Final = timedelta(days=30)
"""How long an id is known as told before: longer than any platform repeats itself (WhatsApp: seven days)."""

LATE: Final = timedelta(minutes=3)
GIVEN_UP: Final = timedelta(days=1)
"""Older than this nothing is answered out of the blue."""


async def add_arrival(
    session: AsyncSession, channel: Channel, arrived: Arrived, *, passive_until: datetime | None = None
) -> tuple[ArrivalRow, bool]:
    """Keep what came in, once per id of the platform; whether it is new. Two at once yield one."""
    values = {
        "id": new_id("arv"), "shop_id": channel.shop_id, "channel_id": channel.id, "outside_id": arrived.outside_id,
        "content": to_json(arrived), "passive_until": passive_until,
    }  # fmt: skip
    added = await session.scalar(insert(ArrivalRow).values(**values).on_conflict_do_nothing().returning(ArrivalRow.id))
    row = await session.scalar(
        select(ArrivalRow).where(ArrivalRow.channel_id == channel.id, ArrivalRow.outside_id == arrived.outside_id)
    )
    assert row is not None
    return row, added is not None


async def direct_until(session: AsyncSession, conversation_id: str) -> datetime | None:
    """Until when an answer of this conversation may still go back in the request that asked."""
    return await session.scalar(
        select(func.max(ArrivalRow.passive_until)).where(ArrivalRow.conversation_id == conversation_id)
    )


async def release(session: AsyncSession, arrival_id: str) -> None:
    """The request is answered: whatever is to be sent goes the other way from now on."""
    await session.execute(update(ArrivalRow).where(ArrivalRow.id == arrival_id).values(passive_until=now()))


async def taken(session: AsyncSession, arrival_id: str) -> str | None:
    """The message it became, empty where nothing was said; None while that is being worked out."""
    row = await session.get(ArrivalRow, arrival_id)
    return (row.message_id or "") if row is not None and row.done else None


async def left_over(session: AsyncSession, moment: datetime, *, limit: int = 50) -> list[str]:
    """Arrivals that should long be in their conversation and are not, the oldest first."""
    found = await session.scalars(
        select(ArrivalRow.id)
        .where(ArrivalRow.done.is_(False), ArrivalRow.created_at.between(moment - GIVEN_UP, moment - LATE))
        .order_by(ArrivalRow.created_at)
        .limit(limit)
    )
    return list(found)


async def forget_arrivals(session: AsyncSession) -> int:
    """Ids that no platform repeats any more."""
    gone = await session.execute(
        delete(ArrivalRow).where(ArrivalRow.created_at < now() - REMEMBERED, ArrivalRow.done).returning(ArrivalRow.id)
    )
    return len(gone.all())


async def thread_of(session: AsyncSession, conversation_id: str) -> ThreadRow | None:
    """Where the conversation's customer is."""
    return await session.get(ThreadRow, conversation_id)


async def latest_address(session: AsyncSession, channel_id: str) -> str:
    """Who wrote last on a channel; empty where nobody has."""
    found = await session.scalar(
        select(ThreadRow.address)
        .where(ThreadRow.channel_id == channel_id, ThreadRow.last_heard_at.is_not(None))
        .order_by(ThreadRow.last_heard_at.desc())
        .limit(1)
    )
    return found or ""


async def heard_from(session: AsyncSession, channel: Channel, conversation_id: str, arrived: Arrived) -> None:
    """The customer has written: the window begins anew. What is told late does not move it back."""
    fresh = {
        "conversation_id": conversation_id, "shop_id": channel.shop_id, "channel_id": channel.id,
        "address": arrived.address, "last_heard_at": arrived.at, "last_outside_id": arrived.outside_id,
        "sent_since": 0, "stopped": "", "details": arrived.details,
    }  # fmt: skip
    changes = {name: fresh[name] for name in ("last_heard_at", "last_outside_id", "sent_since", "stopped", "details")}
    statement = insert(ThreadRow).values(**fresh)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["conversation_id"],
            set_=changes,
            where=(ThreadRow.last_heard_at.is_(None)) | (ThreadRow.last_heard_at <= arrived.at),
        )
    )


async def stop_address(session: AsyncSession, channel: Channel, address: str, reason: str) -> int:
    """Nothing can be sent to this address any more, until it writes again."""
    stopped = await session.execute(
        update(ThreadRow)
        .where(ThreadRow.channel_id == channel.id, ThreadRow.address == address)
        .values(stopped=reason)
        .returning(ThreadRow.conversation_id)
    )
    return len(stopped.all())


async def parts_sent(session: AsyncSession, delivery_id: str) -> set[int]:
    """Parts of a message that the platform has taken."""
    return set(await session.scalars(select(SentRow.part).where(SentRow.delivery_id == delivery_id)))


async def add_sent(
    session: AsyncSession, channel: Channel, conversation_id: str, delivery_id: str, part: int, outside_id: str
) -> None:
    """The platform took a part; it counts against what may be sent."""
    values = {
        "id": new_id("snt"), "shop_id": channel.shop_id, "channel_id": channel.id, "delivery_id": delivery_id,
        "conversation_id": conversation_id, "part": part, "outside_id": outside_id[:255],
    }  # fmt: skip
    await session.execute(insert(SentRow).values(**values).on_conflict_do_nothing())
    await session.execute(
        update(ThreadRow)
        .where(ThreadRow.conversation_id == conversation_id)
        .values(sent_since=ThreadRow.sent_since + 1)
    )


async def sent_by_outside_id(session: AsyncSession, channel_id: str, outside_id: str) -> SentRow | None:
    """The part the platform tells of."""
    return await session.scalar(
        select(SentRow).where(SentRow.channel_id == channel_id, SentRow.outside_id == outside_id).limit(1)
    )


async def sent_to(session: AsyncSession, channel_id: str, address: str, since: datetime) -> int:
    """How many parts went to this address since then, in all of its conversations."""
    counted = await session.scalar(
        select(func.count())
        .select_from(SentRow)
        .where(
            SentRow.channel_id == channel_id,
            SentRow.created_at >= since,
            SentRow.conversation_id.in_(
                select(ThreadRow.conversation_id).where(
                    ThreadRow.channel_id == channel_id, ThreadRow.address == address
                )
            ),
        )
    )
    return int(counted or 0)


async def conversation_of_outside_ids(
    session: AsyncSession, channel_id: str, outside_ids: Collection[str]
) -> str | None:
    """The conversation in which one of these messages of customers is; the newest where there are several."""
    if not outside_ids:
        return None
    return await session.scalar(
        select(ArrivalRow.conversation_id)
        .where(
            ArrivalRow.channel_id == channel_id,
            ArrivalRow.outside_id.in_(outside_ids),
            ArrivalRow.conversation_id.is_not(None),
        )
        .order_by(ArrivalRow.created_at.desc())
        .limit(1)
    )


async def kept_of(session: AsyncSession, shop_id: str, conversation_id: str) -> list[KeptRow]:
    """What came with the messages of a conversation, in order, without the content: that can be megabytes."""
    rows = await session.scalars(
        select(KeptRow)
        .options(defer(KeptRow.content, raiseload=True))
        .where(KeptRow.shop_id == shop_id, KeptRow.conversation_id == conversation_id)
        .order_by(KeptRow.created_at, KeptRow.id)
    )
    return list(rows)
