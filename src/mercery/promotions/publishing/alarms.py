"""What was seen against what was proved, told to the people of the shop until somebody settles it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import SYSTEM, Actor
from mercery.accounts.audit import record
from mercery.core.as_json import plain, read
from mercery.core.clock import now
from mercery.core.errors import Invalid, NotFound, Problem
from mercery.core.events import announce, bus
from mercery.core.i18n import Words
from mercery.core.ids import new_id
from mercery.promotions.publishing.events import PromotionAlarmed
from mercery.promotions.publishing.tables import PromotionAlarmRow

AlarmKind = Literal["margin", "velocity", "spend", "budget", "prices", "proof", "price"]
"""`margin`: an order below the bound. `velocity`, `spend`, `budget`: used too often, too much within an hour, in all.
`prices`: new prices or costs break the floor. `proof`: what was asked for did not pass. `price`: an order was priced
otherwise than the rules in force price it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """One thing that was seen."""

    id: str
    kind: AlarmKind
    rule: str
    order_number: str
    words: Words
    figures: Mapping[str, object]
    stopped: bool
    at: datetime
    settled_at: datetime | None
    settled_by: str
    reason: str


async def raise_alarm(
    session: AsyncSession,
    shop_id: str,
    kind: AlarmKind,
    words: Words,
    *,
    rule: str = "",
    order_number: str = "",
    figures: Mapping[str, object] | None = None,
    stopped: bool = False,
) -> str:
    """Note it, put it on record and tell who listens; returns its id. The same thing is not said twice while it is open."""
    open_one = await session.scalar(
        select(PromotionAlarmRow.id).where(
            PromotionAlarmRow.shop_id == shop_id, PromotionAlarmRow.kind == kind, PromotionAlarmRow.rule == rule,
            PromotionAlarmRow.order_number == order_number, PromotionAlarmRow.settled_at.is_(None),
            PromotionAlarmRow.stopped.is_(stopped),
        ).limit(1)
    )  # fmt: skip
    if open_one is not None:
        return str(open_one)
    row = PromotionAlarmRow(
        id=new_id("alm"), shop_id=shop_id, kind=kind, rule=rule, order_number=order_number, words=plain(words),
        figures=dict(figures or {}), stopped=stopped, at=now(), settled_by="", reason="",
    )  # fmt: skip
    session.add(row)
    await session.flush()
    about = f"rule:{rule}" if rule else f"order:{order_number}" if order_number else "promotions"
    after = {"kind": kind, "stopped": stopped, **dict(figures or {})}
    await record(session, shop_id, SYSTEM, "promotion.alarm", about, after=after, reason=words.en)
    event = PromotionAlarmed(shop_id=shop_id, alarm_id=row.id, alarm=kind, rule=rule, stopped=stopped)
    await bus.publish(session, event)
    await announce(session, f"promotions:{shop_id}", {"alarm": row.id, "kind": kind, "rule": rule, "stopped": stopped})
    return row.id


async def alarms(session: AsyncSession, shop_id: str, *, settled: bool = False, limit: int = 100) -> list[Alarm]:
    """Open alarms, or settled ones, the newest first."""
    known = PromotionAlarmRow.settled_at.is_not(None) if settled else PromotionAlarmRow.settled_at.is_(None)
    rows = await session.scalars(
        select(PromotionAlarmRow)
        .where(PromotionAlarmRow.shop_id == shop_id, known)
        .order_by(PromotionAlarmRow.at.desc(), PromotionAlarmRow.id.desc())
        .limit(limit)
    )
    return [_of(row) for row in rows]


async def open_alarms(session: AsyncSession, shop_id: str) -> int:
    """How many wait for a person."""
    query = select(func.count()).where(PromotionAlarmRow.shop_id == shop_id, PromotionAlarmRow.settled_at.is_(None))
    return await session.scalar(query) or 0


async def settle_alarm(session: AsyncSession, shop_id: str, actor: Actor, alarm_id: str, *, reason: str) -> Alarm:
    """Note that a person has looked at it, and what they found."""
    if not reason.strip():
        raise Invalid(
            "Say what was found.",
            problems=[Problem(field="reason", message="Say what was found.", zh="请写明查看结果。")],
            zh="请写明查看结果。",
        )
    row = await session.scalar(
        select(PromotionAlarmRow)
        .where(PromotionAlarmRow.shop_id == shop_id, PromotionAlarmRow.id == alarm_id)
        .with_for_update()
    )
    if row is None:
        raise NotFound("There is no such alarm.", zh="没有这条告警。")
    if row.settled_at is None:
        row.settled_at, row.settled_by, row.reason = now(), actor.name, reason.strip()
        await record(session, shop_id, actor, "promotion.settle", f"alarm:{row.id}", reason=reason.strip())
    await session.flush()
    return _of(row)


def _of(row: PromotionAlarmRow) -> Alarm:
    return Alarm(
        id=row.id,
        kind=row.kind,  # type: ignore[arg-type]
        rule=row.rule,
        order_number=row.order_number,
        words=read(Words, row.words),
        figures=row.figures,
        stopped=row.stopped,
        at=row.at,
        settled_at=row.settled_at,
        settled_by=row.settled_by,
        reason=row.reason,
    )
