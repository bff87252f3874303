"""Alerts: opened and closed by the rounds, taken by people, kept as a history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import audit
from mercery.accounts.actor import Actor
from mercery.core.as_json import plain, read
from mercery.core.clock import now
from mercery.core.errors import Conflict, NotFound
from mercery.core.events import announce
from mercery.core.i18n import Words
from mercery.core.ids import new_id
from mercery.operations.alerts.judging import SOON, Reading
from mercery.operations.alerts.measure import Measure, Rule, Severity, measures
from mercery.operations.alerts.tables import AlertRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One alert."""

    id: str
    shop_id: str
    measure: Measure
    subject: str
    name: Words
    severity: Severity
    words: Words
    opened_at: datetime
    came_back: int
    again: int
    told: bool
    taken_at: datetime | None
    taken_by: str
    closed_at: datetime | None
    closing: Words

    @property
    def open(self) -> bool:
        """Whether it is so now."""
        return self.closed_at is None

    @property
    def lasted(self) -> timedelta | None:
        """From opening to closing."""
        return self.closed_at - self.opened_at if self.closed_at else None

    def title(self) -> Words:
        """The measure, with the subject where there is one."""
        title = self.measure.title
        if not (self.name.en or self.name.zh):
            return title
        return Words(f"{title.en}: {self.name.text('en')}", f"{title.zh}：{self.name.text('zh')}")


async def open_alert(
    session: AsyncSession, shop_id: str, rule: Rule, reading: Reading, at: datetime
) -> tuple[Alert, bool]:
    """Open it, or open again what has only just closed. Whether it is news: one that comes back is told only once it has
    been so for a while."""
    row = await session.scalar(
        select(AlertRow)
        .where(_in(shop_id, rule.measure.key, reading.subject), AlertRow.closed_at > at - SOON)
        .order_by(AlertRow.closed_at.desc())
        .limit(1)
        .with_for_update()
    )
    if row is not None:
        row.closed_at, row.closing, row.came_back, row.tell_at = None, {}, row.came_back + 1, at + SOON
        row.words, row.figures = plain(reading.words), dict(reading.figures)
        await session.flush()
        return _of(row), False
    row = AlertRow(
        id=new_id("alr"), shop_id=shop_id, measure=rule.measure.key, subject=reading.subject, name=plain(reading.name),
        severity=rule.values.severity, words=plain(reading.words), figures=dict(reading.figures), opened_at=at,
        told=True, tell_at=_again(rule, at), came_back=0, again=0, taken_by="", closing={},
    )  # fmt: skip
    session.add(row)
    await session.flush()
    return _of(row), True


async def close_alert(
    session: AsyncSession, shop_id: str, measure: str, reading: Reading, at: datetime
) -> tuple[Alert, bool] | None:
    """Close it with what is so now, and say whether people know of it; None where none is open."""
    row = await session.scalar(
        select(AlertRow).where(_in(shop_id, measure, reading.subject), AlertRow.closed_at.is_(None)).with_for_update()
    )
    if row is None:
        return None
    known = row.told
    row.closed_at, row.closing, row.told, row.tell_at = at, plain(reading.words), False, None
    await session.flush()
    return _of(row), known


async def due_again(session: AsyncSession, shop_id: str, rules: Sequence[Rule], at: datetime) -> list[Alert]:
    """Alerts nobody has taken whose time to be told again has come; they count as told from now on."""
    held = {rule.measure.key: rule for rule in rules}
    rows = await session.scalars(
        select(AlertRow)
        .where(
            AlertRow.shop_id == shop_id, AlertRow.closed_at.is_(None), AlertRow.taken_at.is_(None),
            AlertRow.tell_at <= at,
        )
        .with_for_update()
    )  # fmt: skip
    found = []
    for row in rows:
        if row.measure in held:
            row.told, row.again, row.tell_at = True, row.again + 1, _again(held[row.measure], at)
            found.append(_of(row))
    await session.flush()
    return found


def _again(rule: Rule, at: datetime) -> datetime | None:
    return at + timedelta(hours=rule.values.again) if rule.values.again else None


async def take(session: AsyncSession, shop_id: str, actor: Actor, alert_id: str) -> Alert:
    """Somebody looks after it: it is not told again. Taken twice, the first keeps it."""
    row = await session.scalar(
        select(AlertRow).where(AlertRow.shop_id == shop_id, AlertRow.id == alert_id).with_for_update()
    )
    if row is None or row.measure not in measures():
        raise NotFound("There is no such alert.", zh="没有这条告警。")
    if row.closed_at is not None:
        raise Conflict("It has closed by itself.", remedy="Nothing has to be done.", zh="已自行恢复，无需处理。")
    if row.taken_at is None:
        row.taken_at, row.taken_by = now(), actor.name
        await session.flush()
        await audit.record(session, shop_id, actor, "alerts.take", row.id, after={"measure": row.measure})
        await announce(session, f"alerts:{shop_id}", {"alert": row.id, "kind": "taken"})
    return _of(row)


async def open_alerts(session: AsyncSession, shop_id: str, *, installation: bool = True) -> list[Alert]:
    """What is so now, urgent first, then the oldest."""
    rows = await session.scalars(
        select(AlertRow)
        .where(AlertRow.shop_id == shop_id, AlertRow.closed_at.is_(None), _known(installation))
        .order_by(AlertRow.severity.desc(), AlertRow.opened_at)
    )
    return [_of(row) for row in rows]


async def history(
    session: AsyncSession, shop_id: str, *, offset: int = 0, limit: int = 30, installation: bool = True
) -> tuple[list[Alert], int]:
    """Alerts that have closed, the latest first, and how many there are."""
    which = (AlertRow.shop_id == shop_id, AlertRow.closed_at.is_not(None), _known(installation))
    total = await session.scalar(select(func.count()).where(*which))
    rows = await session.scalars(
        select(AlertRow).where(*which).order_by(AlertRow.closed_at.desc()).offset(offset).limit(limit)
    )
    return [_of(row) for row in rows], total or 0


async def told_of_late(session: AsyncSession, shop_id: str, since: datetime) -> list[Alert]:
    """Those open, and those that have closed since then."""
    rows = await session.scalars(
        select(AlertRow)
        .where(
            AlertRow.shop_id == shop_id,
            AlertRow.closed_at.is_(None) | (AlertRow.closed_at >= since),
            _known(installation=True),
        )
        .order_by(AlertRow.opened_at)
    )
    return [_of(row) for row in rows]


def _in(shop_id: str, measure: str, subject: str) -> ColumnElement[bool]:
    return (AlertRow.shop_id == shop_id) & (AlertRow.measure == measure) & (AlertRow.subject == subject)


def _known(installation: bool) -> ColumnElement[bool]:
    """Measures there still are; those of the installation for its owners alone."""
    keys = [key for key, one in measures().items() if installation or one.scope == "shop"]
    return AlertRow.measure.in_(keys)


def _of(row: AlertRow) -> Alert:
    return Alert(
        id=row.id, shop_id=row.shop_id, measure=measures()[row.measure], subject=row.subject, name=_words(row.name),
        severity=cast(Severity, row.severity), words=_words(row.words), opened_at=row.opened_at, came_back=row.came_back,
        again=row.again, told=row.told, taken_at=row.taken_at, taken_by=row.taken_by, closed_at=row.closed_at,
        closing=_words(row.closing),
    )  # fmt: skip


def _words(data: dict[str, Any]) -> Words:
    return read(Words, data) if data else Words("")
