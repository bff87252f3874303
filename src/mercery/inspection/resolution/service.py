"""Settles conversations: asks for the verdict when one was inspected or judged, and again when the seven days are over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal, cast

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.conversations.conversation import Conversation
from mercery.conversations.service.finished import of_the_same_person
from mercery.core.clock import now
from mercery.core.database import Json
from mercery.experiments.service import refunds_of
from mercery.inspection import repository
from mercery.inspection.finding import FindingFilter
from mercery.inspection.resolution.rates import Settled
from mercery.inspection.resolution.verdict import (
    LOOKED_FOR,
    Afterwards,
    Ended,
    Reason,
    Resolution,
    State,
    verdict,
)
from mercery.inspection.tables import ResolutionRow


async def settle(session: AsyncSession, shop_id: str, conversation: Conversation, ended: Ended) -> Resolution:
    """Give and keep the verdict on a conversation just inspected."""
    full = replace(
        ended,
        faults=await _faults(session, shop_id, conversation.id),
        afterwards=await _afterwards(session, shop_id, conversation, ended),
    )
    made = verdict(full, now())
    await _keep(session, shop_id, conversation.id, full, made)
    return made


async def settle_again(session: AsyncSession, shop_id: str, conversation: Conversation) -> Resolution | None:
    """The verdict anew on what is kept of it: after a judgement, or when the days are over. None: not inspected."""
    row = await session.get(ResolutionRow, conversation.id)
    if row is None or row.shop_id != shop_id:
        return None
    return await settle(session, shop_id, conversation, _from_json(row.seen, row.finished_at))


async def due(session: AsyncSession, shop_id: str, *, limit: int = 200) -> list[str]:
    """Conversations whose days are over since the verdict was last given: what was said before may have changed."""
    rows = await session.scalars(
        select(ResolutionRow.conversation_id)
        .where(
            ResolutionRow.shop_id == shop_id,
            ResolutionRow.due_at <= now(),
            ResolutionRow.checked_at < ResolutionRow.due_at,
        )
        .order_by(ResolutionRow.due_at)
        .limit(limit)
    )
    return list(rows)


async def settled(session: AsyncSession, shop_id: str, *, since: datetime) -> list[Settled]:
    """All verdicts on conversations that ended after `since`, the latest first."""
    rows = await session.scalars(
        select(ResolutionRow)
        .where(ResolutionRow.shop_id == shop_id, ResolutionRow.finished_at >= since)
        .order_by(ResolutionRow.finished_at.desc())
    )
    return [_settled(row) for row in rows]


async def resolution_of(session: AsyncSession, shop_id: str, conversation_id: str) -> Settled | None:
    """The verdict on one conversation."""
    row = await session.get(ResolutionRow, conversation_id)
    return _settled(row) if row is not None and row.shop_id == shop_id else None


def _settled(row: ResolutionRow) -> Settled:
    return Settled(
        conversation_id=row.conversation_id,
        state=cast(State, row.state),
        reason=cast(Reason, row.reason),
        market=row.market,
        finished_at=row.finished_at,
        due_at=row.due_at,
    )


async def _faults(
    session: AsyncSession, shop_id: str, conversation_id: str
) -> tuple[Literal["critical", "serious", "minor"], ...]:
    found, _ = await repository.findings(
        session, shop_id, FindingFilter(state=None, conversation_id=conversation_id), limit=100
    )
    return tuple(one.severity for one in found if one.state != "overruled")


async def _afterwards(
    session: AsyncSession, shop_id: str, conversation: Conversation, ended: Ended
) -> Sequence[Afterwards]:
    """Later conversations of the same person, and money that went back."""
    until = ended.finished_at + LOOKED_FOR
    found = []
    for other in await of_the_same_person(session, shop_id, conversation, after=ended.finished_at, until=until):
        seen = await session.get(ResolutionRow, other.id)
        matter = frozenset((seen.seen if seen else {}).get("matter", ()))
        complains = bool((seen.seen if seen else {}).get("complains"))
        found.append(Afterwards(at=other.created_at, kind="complained" if complains else "came_back", matter=matter))
    for at, order in await refunds_of(session, shop_id, conversation.visitor_id, after=ended.finished_at, until=until):
        found.append(
            Afterwards(at=at, kind="refunded", matter=frozenset((f"order:{order}",)) if order else frozenset())
        )
    return found


async def _keep(session: AsyncSession, shop_id: str, conversation_id: str, ended: Ended, made: Resolution) -> None:
    held = {
        "shop_id": shop_id,
        "state": made.state,
        "reason": made.reason,
        "market": made.market,
        "finished_at": ended.finished_at,
        "due_at": made.due_at,
        "seen": _to_json(ended),
        "checked_at": now(),
    }
    row = insert(ResolutionRow).values(conversation_id=conversation_id, **held)
    await session.execute(row.on_conflict_do_update(index_elements=["conversation_id"], set_=held))


def _to_json(ended: Ended) -> Json:
    return {
        "answers": list(ended.answers),
        "receipts": ended.receipts,
        "person": ended.person,
        "last_word": ended.last_word,
        "matter": sorted(ended.matter),
        "complains": ended.complains,
    }


def _from_json(data: Json, finished_at: datetime) -> Ended:
    return Ended(
        finished_at=finished_at,
        answers=tuple(data["answers"]),
        receipts=data["receipts"],
        person=data["person"],
        last_word=data["last_word"],
        matter=frozenset(data["matter"]),
        complains=bool(data.get("complains")),
    )
