"""What conversations tell the overview, the menu and the set-up list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.overview import Bar, BarChart, Interval, NeedsPerson, OverviewPart, OverviewRow, Period, Span
from mercery.accounts.setup import StepKey, StepState
from mercery.accounts.shop import Shop
from mercery.accounts.web import NavBadge
from mercery.conversations.embedding.service import embed_step
from mercery.conversations.tables import ConversationRow, MessageRow
from mercery.core.i18n import Lang, Words
from mercery.core.intervals import wilson
from mercery.ui.formats import zone_named
from mercery.web.visitor import TESTER


async def overview(session: AsyncSession, shop: Shop, period: Period) -> OverviewPart:
    """Conversations begun, how many needed no person, answers with their sources, and who waits."""
    counted = await _counted(session, shop, period)
    waiting = list(
        await session.scalars(
            select(ConversationRow)
            .where(ConversationRow.shop_id == shop.id, ConversationRow.status == "waiting")
            .order_by(ConversationRow.waiting_since)
        )
    )
    return OverviewPart(
        headline=_headline(counted, len(waiting), period.span),
        rows=_rows(counted),
        needs=(_need(waiting, period.until),) if waiting else (),
        charts=(_chart(await _begun(session, shop, period), shop, period),) if counted.begun else (),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counted:
    """What was counted of one period."""

    begun: int
    chinese: int
    handed: int
    answers: int
    sourced: int
    """Answers that state facts, each with its source."""

    @property
    def alone(self) -> int:
        """Conversations in which nobody had to be called."""
        return self.begun - self.handed


async def _counted(session: AsyncSession, shop: Shop, period: Period) -> _Counted:
    begun, chinese, handed = (
        await session.execute(
            select(
                func.count(),
                func.count().filter(ConversationRow.lang == "zh"),
                func.count().filter(ConversationRow.packet.is_not(None)),
            ).where(_in(period, shop), _not_tried())
        )
    ).one()
    answers, sourced = (
        await session.execute(
            select(func.count(), func.count().filter(MessageRow.body.has_key("evidence"))).where(
                MessageRow.shop_id == shop.id,
                MessageRow.author == "assistant",
                MessageRow.created_at.between(period.since, period.until),
            )
        )
    ).one()
    return _Counted(begun=begun, chinese=chinese, handed=handed, answers=answers, sourced=sourced)


async def _begun(session: AsyncSession, shop: Shop, period: Period) -> list[tuple[datetime, bool]]:
    """When each conversation began, and whether a person was called."""
    rows = await session.execute(
        select(ConversationRow.created_at, ConversationRow.packet.is_not(None)).where(_in(period, shop), _not_tried())
    )
    return [(at, handed) for at, handed in rows]


def _in(period: Period, shop: Shop) -> ColumnElement[bool]:
    return (ConversationRow.shop_id == shop.id) & ConversationRow.created_at.between(period.since, period.until)


def _not_tried() -> ColumnElement[bool]:
    """Conversations in which the staff tried the assistant are not customers'."""
    return ConversationRow.visitor_id.not_like(f"{TESTER}\\_%")


async def badges(session: AsyncSession, shop: Shop) -> Mapping[str, NavBadge]:
    """How many wait for a person, beside the inbox."""
    waiting = await session.scalar(
        select(func.count()).where(ConversationRow.shop_id == shop.id, ConversationRow.status == "waiting")
    )
    return {"inbox": NavBadge(text=str(waiting), tone="stop")} if waiting else {}


async def setup(session: AsyncSession, shop: Shop) -> Mapping[StepKey, StepState]:
    """Whether the assistant was seen on the shop's own site, and whether somebody has asked it something."""
    asked = await session.scalar(
        select(func.count()).where(MessageRow.shop_id == shop.id, MessageRow.author == "assistant")
    )
    detail = (
        Words(f"{asked} answers given", f"已答复 {asked} 次") if asked else Words("Nobody has asked yet", "尚无提问")
    )
    return {"test": StepState(done=bool(asked), detail=detail), "embed": await embed_step(session, shop)}


def _headline(counted: _Counted, waiting: int, span: Span) -> Words:
    when = {"today": Words("today", "今天"), "7": Words("in 7 days", "7 天里"), "30": Words("in 30 days", "30 天里")}[
        span
    ]
    begun = counted.begun
    people = "1 person" if begun == 1 else f"{begun:,} people"
    spoke = Words(f"Your staff spoke with {people} {when.en}", f"{when.zh}接待了 {begun:,} 位顾客")
    if waiting and begun:
        waits = "1 waits" if waiting == 1 else f"{waiting} wait"
        return Words(f"{spoke.en}; {waits} for you.", f"{spoke.zh}，{waiting} 位在等您。")
    if waiting:
        waits = "1 person waits" if waiting == 1 else f"{waiting} people wait"
        return Words(f"{waits} for an answer from you.", f"有 {waiting} 位顾客在等您答复。")
    if begun:
        return Words(f"{spoke.en}; {counted.alone} needed no person.", f"{spoke.zh}，{counted.alone} 位无需真人。")
    return Words(f"Nobody has written {when.en}; the shop is open.", f"{when.zh}暂无顾客来信，店铺营业中。")


def _rows(counted: _Counted) -> tuple[OverviewRow, ...]:
    begun, alone = counted.begun, counted.alone
    low, high = wilson(alone, begun)
    share = Interval(
        low=low, estimate=alone / begun if begun else 0, high=high, low_text=f"{low:.0%}", high_text=f"{high:.0%}"
    )
    rest = counted.answers - counted.sourced
    return (
        OverviewRow(
            label=Words("Conversations", "会话"),
            figure=f"{begun:,}",
            how=Words(
                f"Counted. {counted.chinese} in Chinese, {begun - counted.chinese} in English",
                f"逐条计得：中文 {counted.chinese}，英文 {begun - counted.chinese}",
            ),
            url="/console/inbox",
        ),
        OverviewRow(
            label=Words("Needed no person", "无需真人"),
            figure=f"{alone / begun:.1%}" if begun else "–",
            how=Words(f"{alone} of {begun} conversations were not handed over", f"{begun} 段会话中 {alone} 段未转真人")
            if begun
            else Words("No conversation to count", "暂无会话可计"),
            interval=share if begun else None,
            url="/console/inbox?segment=assistant",
        ),
        OverviewRow(
            label=Words("Answers", "答复"),
            figure=f"{counted.answers:,}",
            how=Words(
                f"{counted.sourced} state facts, each with its source; {rest} ask back, decline or hand over",
                f"{counted.sourced} 条陈述事实且均有出处，{rest} 条为追问、说明未知或转接",
            ),
        ),
    )


def _need(waiting: Sequence[ConversationRow], moment: datetime) -> NeedsPerson:
    """One entry for all who wait, with the words of the two who wait longest."""
    first = waiting[0]
    minutes = max(0, round((moment - (first.waiting_since or moment)).total_seconds() / 60))
    wants = [str((row.packet or {}).get("wants") or row.subject)[:70] for row in waiting[:2]]
    count = len(waiting)
    longest = Words(_minutes(minutes, "en"), _minutes(minutes, "zh"))
    return NeedsPerson(
        title=Words(
            "One customer waits for a person" if count == 1 else f"{count} customers wait for a person",
            f"{count} 位顾客在等真人",
        ),
        text=Words(f"Longest {longest.en}. “{'” “'.join(wants)}”", f"最久 {longest.zh}。“{'”“'.join(wants)}”"),
        tone="stop",
        url=f"/console/inbox/{first.id}" if count == 1 else "/console/inbox",
        act=Words("Open the inbox", "打开会话"),
    )


def _minutes(minutes: int, lang: Lang) -> str:
    if minutes < 120:
        return f"{minutes} min" if lang == "en" else f"{minutes} 分钟"
    hours = minutes // 60
    return f"{hours} h" if lang == "en" else f"{hours} 小时"


def _chart(begun: Sequence[tuple[datetime, bool]], shop: Shop, period: Period) -> BarChart:
    """Conversations by hour of today, or by day; the dark part was handed to a person."""
    zone = zone_named(shop.timezone)
    first = period.since.astimezone(zone)
    hourly = period.span == "today"
    count = 24 if hourly else (period.until.astimezone(zone).date() - first.date()).days + 1
    bars = [Bar(label=_label(first, place, hourly)) for place in range(count)]
    for at, handed in begun:
        local = at.astimezone(zone)
        place = local.hour if hourly else (local.date() - first.date()).days
        if 0 <= place < count:
            bar = bars[place]
            bars[place] = replace(bar, total=bar.total + 1, part=bar.part + handed)
    handed_count = sum(bar.part for bar in bars)
    return BarChart(
        title=Words("Conversations by hour", "各时段会话") if hourly else Words("Conversations by day", "每日会话"),
        note=Words(f"Strong part: handed to a person, {handed_count}.", f"重色部分：转真人，{handed_count} 段。"),
        bars=tuple(bars),
        part=Words("Handed to a person", "转真人"),
    )


def _label(first: datetime, place: int, hourly: bool) -> Words:
    if hourly:
        return Words(f"{place}:00")
    day = first.date() + timedelta(days=place)
    return Words(f"{day.day} {day:%b}", f"{day.month}月{day.day}日")
