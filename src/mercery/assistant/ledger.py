"""The ledger of calls of the model: what each turn used, and how much of the caps is left.

Before a turn its most is taken out of what is left (`allow`), in a transaction of its own; after the turn what it really
used takes that place (`settle`). So the caps hold however many turns go on at once, in however many processes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_FLOOR, Decimal
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.ai.chat import Usage
from mercery.assistant.metering import Bound, Budget, Metered, prices_of
from mercery.assistant.tables import ChatCallRow
from mercery.core.clock import now
from mercery.core.config import Settings
from mercery.experiments import service as experiments
from mercery.ui.formats import zone_named

FEATURE: Final = "assistant"
TURN: Final = Usage(read=24_000, written=2_400)
"""What a turn's calls use at the very most: three of 8,000 tokens read and 800 written."""
_RESERVED: Final = "reserved"
_AGAINST_THE_ENDPOINT: Final = ("unreachable", "refused", "late", "broken", "paused")
_FAILED_IN_A_ROW: Final = 4
_LATELY: Final = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spending:
    """What a shop's model used in a time."""

    currency: str
    calls: int = 0
    answered: int = 0
    conversations: int = 0
    tokens: int = 0
    micros: int = 0


async def allow(session: AsyncSession, shop: Shop, conversation_id: str | None, chosen: Settings) -> Budget:
    """What the next turn of a conversation may use, kept from all others until `settle`. Commit before the model is asked."""
    prices = prices_of(chosen)
    if prices.free:
        return Budget()
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"chat_spending:{shop.id}", 0))))
    left, bound = await _left(session, shop, conversation_id, chosen)
    most = prices.micros(TURN)
    if left <= 0:
        return Budget(micros=0, bound=bound)
    row = _row(shop, conversation_id, prices.currency, micros=min(left, most), outcome=_RESERVED)
    session.add(row)
    await session.flush()
    return Budget(micros=row.micros, bound=bound if left < most else None, reserved=row.id)


async def _left(session: AsyncSession, shop: Shop, conversation_id: str | None, chosen: Settings) -> tuple[int, Bound]:
    """Millionths that are left, and the cap that leaves no more."""
    same = (ChatCallRow.shop_id == shop.id, ChatCallRow.currency == chosen.chat_currency)
    spent = select(func.coalesce(func.sum(ChatCallRow.micros), 0))
    today = await session.scalar(spent.where(*same, ChatCallRow.at >= day_begins(shop, now())))
    day = _micros(chosen.chat_cap_day) - int(today or 0)
    if conversation_id is None:
        return day, "day"
    so_far = await session.scalar(spent.where(*same, ChatCallRow.conversation_id == conversation_id))
    conversation = _micros(chosen.chat_cap_conversation) - int(so_far or 0)
    return (day, "day") if day <= conversation else (conversation, "conversation")


async def settle(
    session: AsyncSession,
    shop: Shop,
    conversation_id: str | None,
    meter: Metered,
    *,
    question_id: str | None = None,
    feature: str = "",
) -> None:
    """Put what a turn really used into the ledger and the costs of its feature, in place of what was kept for it. `feature`:
    whose costs; without it the assistant's, and without a conversation either (an admission) nobody's."""
    currency = meter.prices.currency
    if meter.budget.reserved is not None:
        await session.execute(
            delete(ChatCallRow).where(ChatCallRow.shop_id == shop.id, ChatCallRow.id == meter.budget.reserved)
        )
    for call in meter.calls:
        row = _row(shop, conversation_id, currency, micros=call.micros, outcome=call.outcome)
        row.question_id, row.purpose, row.model, row.ms = question_id, call.purpose, meter.name[:200], call.ms
        row.read, row.written, row.cached = call.usage.read, call.usage.written, call.usage.cached
        session.add(row)
    used = meter.usage
    whose = feature or (FEATURE if conversation_id is not None else "")
    if whose and (used.read or used.written):
        await experiments.record_cost(
            session,
            shop.id,
            whose,
            kind="model",
            micros=meter.micros if meter.prices.known else None,
            currency=currency,
            tokens=used.read + used.written,
            subject=conversation_id,
        )


def _row(shop: Shop, conversation_id: str | None, currency: str, *, micros: int, outcome: str) -> ChatCallRow:
    return ChatCallRow(
        shop_id=shop.id,
        conversation_id=conversation_id,
        at=now(),
        purpose="",
        model="",
        outcome=outcome,
        read=0,
        written=0,
        cached=0,
        micros=micros,
        currency=currency,
        ms=0,
    )


async def spending(session: AsyncSession, shop: Shop, currency: str, since: datetime) -> Spending:
    """What was used since a moment, in one currency; what is kept for turns under way counts as money."""
    done = ChatCallRow.outcome != _RESERVED
    sent = done & (ChatCallRow.outcome != "budget") & (ChatCallRow.outcome != "paused")
    row = (
        await session.execute(
            select(
                func.count().filter(sent),
                func.count().filter(ChatCallRow.outcome == "answered"),
                func.count(func.distinct(ChatCallRow.conversation_id)).filter(sent),
                func.coalesce(func.sum(ChatCallRow.read + ChatCallRow.written), 0),
                func.coalesce(func.sum(ChatCallRow.micros), 0),
            ).where(ChatCallRow.shop_id == shop.id, ChatCallRow.currency == currency, ChatCallRow.at >= since)
        )
    ).one()
    calls, answered, conversations, tokens, micros = (int(value) for value in row)
    return Spending(
        currency=currency, calls=calls, answered=answered, conversations=conversations, tokens=tokens, micros=micros
    )


async def outcomes_lately(session: AsyncSession, *, hours: int = 1) -> dict[str, int]:
    """How calls of the last hours ended, in all shops: `answered`, or how they failed; those no budget was left for apart."""
    rows = await session.execute(
        select(ChatCallRow.outcome, func.count())
        .where(ChatCallRow.at >= now() - timedelta(hours=hours), ChatCallRow.outcome.not_in((_RESERVED, "budget")))
        .group_by(ChatCallRow.outcome)
    )
    return {row[0]: row[1] for row in rows}


async def left_alone(session: AsyncSession, shop: Shop, model: str) -> str:
    """The failure of this model's last calls, when of late all of them failed; else empty."""
    rows: Sequence[str] = list(
        await session.scalars(
            select(ChatCallRow.outcome)
            .where(
                ChatCallRow.shop_id == shop.id,
                ChatCallRow.model == model[:200],
                ChatCallRow.at >= now() - _LATELY,
                ChatCallRow.outcome.not_in((_RESERVED, "budget")),
            )
            .order_by(ChatCallRow.id.desc())
            .limit(_FAILED_IN_A_ROW)
        )
    )
    if len(rows) < _FAILED_IN_A_ROW or any(outcome not in _AGAINST_THE_ENDPOINT for outcome in rows):
        return ""
    return next((outcome for outcome in rows if outcome != "paused"), "paused")


def day_begins(shop: Shop, moment: datetime) -> datetime:
    """When the shop's own day began."""
    return moment.astimezone(zone_named(shop.timezone)).replace(hour=0, minute=0, second=0, microsecond=0)


def month_begins(shop: Shop, moment: datetime) -> datetime:
    """When the shop's own month began."""
    return day_begins(shop, moment).replace(day=1)


def _micros(amount: Decimal) -> int:
    return int((amount * 1_000_000).to_integral_value(ROUND_FLOOR))
