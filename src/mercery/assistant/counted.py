"""How the assistant does, in counts: turns by quarters of an hour, and calls of the model. For those who watch it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.assistant.tables import ChatCallRow, TurnRow

_NOT_CALLS: Final = ("reserved", "budget")
"""Kept for a turn under way, or not made since a cap was reached."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnCount:
    """Turns of one quarter of an hour."""

    at: datetime
    """When it began (UTC)."""
    turns: int
    found: int
    """Understood and answered, without a person."""
    held: int
    """In which a sentence was held back."""


async def counted_turns(session: AsyncSession, shop_id: str, since: datetime, until: datetime) -> list[TurnCount]:
    """Turns from `since` to before `until`, by quarters of an hour in which there were any, the earliest first."""
    quarter = func.date_bin(text("'15 minutes'::interval"), TurnRow.at, text("'2000-01-01T00:00:00Z'::timestamptz"))
    held = func.jsonb_array_length(TurnRow.record["held"])
    rows = await session.execute(
        select(
            quarter.label("at"),
            func.count(),
            func.count().filter(TurnRow.understood & ~TurnRow.handed_over),
            func.count().filter(held > 0),
        )
        .where(TurnRow.shop_id == shop_id, TurnRow.at >= since, TurnRow.at < until)
        .group_by(text("1"))
        .order_by(text("1"))
    )
    return [TurnCount(at=at, turns=turns, found=found, held=held) for at, turns, found, held in rows]


async def counted_calls(session: AsyncSession, shop_id: str, since: datetime) -> tuple[int, int]:
    """Calls of the model since then: how many failed, and how many there were."""
    calls, answered = (
        await session.execute(
            select(func.count(), func.count().filter(ChatCallRow.outcome == "answered")).where(
                ChatCallRow.shop_id == shop_id, ChatCallRow.at >= since, ChatCallRow.outcome.not_in(_NOT_CALLS)
            )
        )
    ).one()
    return calls - answered, calls
