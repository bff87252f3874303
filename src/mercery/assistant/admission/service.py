"""What a model may do in a shop, and how that is granted and taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import audit
from mercery.accounts.actor import Actor
from mercery.accounts.shop import Shop
from mercery.assistant.admission import repository
from mercery.assistant.admission.admission import UNDER_WAY, Admission
from mercery.assistant.tables import ModelAdmissionRow
from mercery.assistant.wording.level import Level
from mercery.core.clock import now
from mercery.core.database import Json
from mercery.core.errors import Conflict, NotFound
from mercery.core.ids import new_id

_GIVEN_UP: Final = timedelta(minutes=10)
"""After so long without a sign of life an exam counts as broken off."""


async def admitted(session: AsyncSession, shop_id: str, model: str) -> Admission | None:
    """What this model, by the name it gives itself, has earned in the shop; None without an admission in force: then it
    words nothing and reads nothing."""
    row = await repository.in_force(session, shop_id, model)
    return repository.admission_of(row) if row is not None else None


async def admissions(session: AsyncSession, shop_id: str) -> Sequence[Admission]:
    """The shop's exams, the newest first."""
    return [repository.admission_of(row) for row in await repository.latest(session, shop_id)]


async def begin(session: AsyncSession, shop: Shop, actor: Actor, model: str) -> Admission:
    """Note that an exam of `model` is asked for. Conflict while one goes on in the shop."""
    going_on = await repository.under_way(session, shop.id)
    if going_on is not None:
        if now() - going_on.seen_at < _GIVEN_UP:
            raise Conflict(
                f"An exam of {going_on.model} goes on ({going_on.examined} of {going_on.cases} done).",
                remedy="Wait for its end; one that was broken off counts as ended after ten minutes.",
                zh=f"{going_on.model} 的考试正在进行（已完成 {going_on.examined}/{going_on.cases}），请等待结束；中断的考试在十分钟后视为结束。",
            )
        going_on.status, going_on.problem, going_on.ended_at = "failed", "It was broken off.", now()
    row = ModelAdmissionRow(
        id=new_id("adm"),
        shop_id=shop.id,
        model=model[:300],
        status="waiting",
        level="L0",
        reads=False,
        figures={},
        examined=0,
        cases=0,
        problem="",
        begun_at=now(),
        seen_at=now(),
        by_name=actor.name[:200],
    )
    session.add(row)
    await session.flush()
    return repository.admission_of(row)


async def progress(session: AsyncSession, shop_id: str, admission_id: str, examined: int, cases: int) -> None:
    """Note how far an exam is."""
    row = await _row(session, shop_id, admission_id)
    row.status, row.examined, row.cases, row.seen_at = "running", examined, cases, now()


async def finish(
    session: AsyncSession, shop: Shop, actor: Actor, admission_id: str, *, level: Level, reads: bool, figures: Json
) -> Admission:
    """Note what came of an exam. From now on the model has this level, for better or worse than before."""
    row = await _row(session, shop.id, admission_id)
    before = await repository.in_force(session, shop.id, row.model)
    row.status, row.level, row.reads, row.figures, row.ended_at = "done", level, reads, figures, now()
    row.examined = row.cases
    await audit.record(
        session,
        shop.id,
        actor,
        "model.admit",
        row.model,
        before=_said(before),
        after=_said(row),
        reason=f"admission exam {row.id}",
    )
    return repository.admission_of(row)


async def fail(session: AsyncSession, shop_id: str, admission_id: str, problem: str) -> Admission:
    """Note that an exam came to nothing. What was earned before stays."""
    row = await _row(session, shop_id, admission_id)
    row.status, row.problem, row.ended_at = "failed", problem[:500], now()
    return repository.admission_of(row)


async def break_off(session: AsyncSession, shop_id: str, admission_id: str) -> None:
    """Note that an exam was broken off, unless it came to its end."""
    row = await _row(session, shop_id, admission_id)
    if row.status in UNDER_WAY:
        row.status, row.problem, row.ended_at = "failed", "It was broken off.", now()


async def revoke(session: AsyncSession, shop: Shop, actor: Actor, model: str, reason: str) -> Admission:
    """Take back what a model has earned. NotFound when it has earned nothing here."""
    row = await repository.in_force(session, shop.id, model)
    if row is None:
        raise NotFound(
            f"The model {model} is not admitted in this shop.", remedy="`mercery model show` names those that are."
        )
    before = _said(row)
    row.status, row.problem, row.ended_at = "revoked", reason[:500], now()
    await audit.record(
        session,
        shop.id,
        actor,
        "model.revoke",
        model,
        before=before,
        after={"level": "L0", "reads": False},
        reason=reason,
    )
    return repository.admission_of(row)


def _said(row: ModelAdmissionRow | None) -> Json:
    return {"level": row.level, "reads": row.reads} if row is not None else {"level": "L0", "reads": False}


async def _row(session: AsyncSession, shop_id: str, admission_id: str) -> ModelAdmissionRow:
    row = await repository.by_id(session, shop_id, admission_id)
    if row is None:
        raise NotFound("This exam does not exist.")
    return row
