"""Reads and writes of experiments and of what was done with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.core.clock import now
from mercery.core.database import Json
from mercery.core.i18n import Words
from mercery.core.ids import new_id
from mercery.experiments.running.experiment import Act, Decision, Done, Experiment, Metric, State
from mercery.experiments.running.features import FEATURES
from mercery.experiments.running.tables import ExperimentActRow, ExperimentRow


async def kept(session: AsyncSession, shop_id: str) -> list[Experiment]:
    """All experiments on record, the oldest first."""
    rows = await session.scalars(
        select(ExperimentRow)
        .where(ExperimentRow.shop_id == shop_id)
        .order_by(ExperimentRow.recorded_at, ExperimentRow.id)
    )
    return [_experiment(row) for row in rows]


async def find(session: AsyncSession, shop_id: str, key: str, *, lock: bool = False) -> Experiment | None:
    """The experiment of that key; `lock`: nobody else changes it until the transaction ends."""
    query = select(ExperimentRow).where(ExperimentRow.shop_id == shop_id, ExperimentRow.key == key)
    row = await session.scalar(query.with_for_update() if lock else query)
    return None if row is None else _experiment(row)


async def save(session: AsyncSession, shop_id: str, one: Experiment) -> None:
    """Write it as it is; a row is made where there is none."""
    row = await session.scalar(
        select(ExperimentRow).where(ExperimentRow.shop_id == shop_id, ExperimentRow.key == one.key)
    )
    if row is None:
        row = ExperimentRow(id=new_id("xpt"), shop_id=shop_id, key=one.key)
        session.add(row)
    row.name, row.place = _words(one.name), _words(one.place)
    row.share, row.metric, row.worth_above = one.share, one.metric, one.worth_above
    row.state, row.phase, row.since, row.until = one.state, one.phase, one.since, one.until
    row.decision, row.version = one.decision, one.version
    await session.flush()


async def remove(session: AsyncSession, shop_id: str, key: str) -> None:
    """Take the experiment away; what was done with it stays on record."""
    await session.execute(delete(ExperimentRow).where(ExperimentRow.shop_id == shop_id, ExperimentRow.key == key))


async def note(
    session: AsyncSession,
    shop_id: str,
    one: Experiment,
    act: Act,
    actor: Actor,
    reason: str,
    details: Mapping[str, object],
) -> None:
    """Put on record what was done."""
    session.add(
        ExperimentActRow(
            shop_id=shop_id, key=one.key, act=act, phase=one.phase, at=now(), by_kind=actor.kind, by_id=actor.id,
            by_name=actor.name, reason=reason, details=dict(details),
        )
    )  # fmt: skip
    await session.flush()


async def done(session: AsyncSession, shop_id: str, key: str) -> Sequence[Done]:
    """What was done with it, the latest first."""
    rows = await session.scalars(
        select(ExperimentActRow)
        .where(ExperimentActRow.shop_id == shop_id, ExperimentActRow.key == key)
        .order_by(ExperimentActRow.id.desc())
        .limit(200)
    )
    return [
        Done(act=cast(Act, row.act), phase=row.phase, at=row.at, by=row.by_name, reason=row.reason, details=row.details)
        for row in rows
    ]


def _experiment(row: ExperimentRow) -> Experiment:
    return Experiment(
        key=row.key, name=_read(row.name), place=_read(row.place), share=row.share, metric=cast(Metric, row.metric),
        worth_above=row.worth_above, state=cast(State, row.state), phase=row.phase, since=row.since, until=row.until,
        decision=cast("Decision | None", row.decision), version=row.version, feature=row.key in FEATURES,
    )  # fmt: skip


def _words(words: Words) -> Json:
    return {"en": words.en, "zh": words.zh}


def _read(data: Json) -> Words:
    return Words(str(data.get("en") or ""), str(data.get("zh") or ""))
