"""What conversations tell the overview, the menu and the set-up list."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.overview import NeedsPerson, OverviewPart, OverviewRow, Period
from mercery.accounts.setup import StepKey, StepState
from mercery.accounts.shop import Shop
from mercery.accounts.web import NavBadge
from mercery.conversations.tables import ConversationRow, MessageRow
from mercery.core.i18n import Words

_SHOWN = 5


async def overview(session: AsyncSession, shop: Shop, period: Period) -> OverviewPart:
    """Conversations begun, answers given, hand-overs, and who waits."""
    begun = await _count(session, shop, period)
    handed = await _count(session, shop, period, ConversationRow.packet.is_not(None))
    answers = await session.scalar(
        select(func.count()).where(
            MessageRow.shop_id == shop.id,
            MessageRow.author == "assistant",
            MessageRow.created_at.between(period.since, period.until),
        )
    )
    waiting = list(
        await session.scalars(
            select(ConversationRow)
            .where(ConversationRow.shop_id == shop.id, ConversationRow.status == "waiting")
            .order_by(ConversationRow.waiting_since)
        )
    )
    return OverviewPart(
        headline=_headline(begun, len(waiting)),
        rows=(
            _row(Words("Conversations begun", "新会话"), begun, Words("stored conversations", "已保存的会话")),
            _row(
                Words("Answers by the assistant", "AI 店员答复"), answers or 0, Words("stored messages", "已保存的消息")
            ),
            _row(
                Words("Handed to a person", "转人工"),
                handed,
                Words("conversations begun in this time with a hand-over packet", "此期间开始并带交接单的会话"),
            ),
        ),
        needs=tuple(_need(row) for row in waiting[:_SHOWN]),
    )


async def badges(session: AsyncSession, shop: Shop) -> Mapping[str, NavBadge]:
    """How many wait for a person, beside the inbox."""
    waiting = await session.scalar(
        select(func.count()).where(ConversationRow.shop_id == shop.id, ConversationRow.status == "waiting")
    )
    return {"inbox": NavBadge(text=str(waiting), tone="stop")} if waiting else {}


async def setup(session: AsyncSession, shop: Shop) -> Mapping[StepKey, StepState]:
    """Whether somebody has asked the assistant something."""
    asked = await session.scalar(
        select(func.count()).where(MessageRow.shop_id == shop.id, MessageRow.author == "assistant")
    )
    detail = (
        Words(f"{asked} answers given", f"已答复 {asked} 次") if asked else Words("Nobody has asked yet", "尚无提问")
    )
    return {"test": StepState(done=bool(asked), detail=detail)}


async def _count(session: AsyncSession, shop: Shop, period: Period, *where: ColumnElement[bool]) -> int:
    query = select(func.count()).where(
        ConversationRow.shop_id == shop.id, ConversationRow.created_at.between(period.since, period.until)
    )
    return await session.scalar(query.where(*where)) or 0


def _headline(begun: int, waiting: int) -> Words:
    if waiting:
        return Words(
            f"{waiting} {'person waits' if waiting == 1 else 'people wait'} for an answer from you.",
            f"有 {waiting} 位顾客在等您答复。",
        )
    if begun:
        people = "person" if begun == 1 else "people"
        return Words(
            f"The assistant spoke with {begun} {people}; nobody waits for you.",
            f"AI 店员接待了 {begun} 位顾客，无人等候。",
        )
    return Words("Nobody has written yet; the shop is open.", "暂无顾客来信，店铺营业中。")


def _row(label: Words, count: int, how: Words) -> OverviewRow:
    return OverviewRow(label=label, figure=f"{count:,}", how=how, url="/console/inbox")


def _need(row: ConversationRow) -> NeedsPerson:
    name = row.customer_name
    return NeedsPerson(
        title=Words(name or "A visitor waits", name or "一位访客在等候"),
        text=Words(row.subject or row.preview, row.subject or row.preview),
        tone="stop",
        url=f"/console/inbox/{row.id}",
        act=Words("Answer", "答复"),
    )
