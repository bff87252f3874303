"""Reads and writes admissions."""

from __future__ import annotations

from typing import cast

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.assistant.admission.admission import UNDER_WAY, Admission, Status
from mercery.assistant.tables import ModelAdmissionRow
from mercery.assistant.wording.level import Level


async def in_force(session: AsyncSession, shop_id: str, model: str) -> ModelAdmissionRow | None:
    """The latest finished exam of this very model, when it was not revoked."""
    found: ModelAdmissionRow | None = await session.scalar(
        select(ModelAdmissionRow)
        .where(
            ModelAdmissionRow.shop_id == shop_id,
            ModelAdmissionRow.model == model,
            ModelAdmissionRow.status.in_(("done", "revoked")),
        )
        .order_by(ModelAdmissionRow.begun_at.desc())
        .limit(1)
    )
    return found if found is not None and found.status == "done" else None


async def under_way(session: AsyncSession, shop_id: str) -> ModelAdmissionRow | None:
    """The exam that goes on in this shop."""
    found: ModelAdmissionRow | None = await session.scalar(
        select(ModelAdmissionRow)
        .where(ModelAdmissionRow.shop_id == shop_id, ModelAdmissionRow.status.in_(UNDER_WAY))
        .order_by(ModelAdmissionRow.begun_at.desc())
        .limit(1)
    )
    return found


async def latest(session: AsyncSession, shop_id: str, *, limit: int = 20) -> list[ModelAdmissionRow]:
    """The shop's exams, the newest first."""
    rows = await session.scalars(
        select(ModelAdmissionRow)
        .where(ModelAdmissionRow.shop_id == shop_id)
        .order_by(ModelAdmissionRow.begun_at.desc())
        .limit(limit)
    )
    return list(rows)


async def by_id(session: AsyncSession, shop_id: str, admission_id: str) -> ModelAdmissionRow | None:
    """An exam by its id."""
    found: ModelAdmissionRow | None = await session.scalar(
        select(ModelAdmissionRow).where(ModelAdmissionRow.shop_id == shop_id, ModelAdmissionRow.id == admission_id)
    )
    return found


def admission_of(row: ModelAdmissionRow) -> Admission:
    """The row as a value."""
    return Admission(
        id=row.id,
        model=row.model,
        status=cast(Status, row.status),
        level=cast(Level, row.level),
        reads=row.reads,
        figures=row.figures,
        examined=row.examined,
        cases=row.cases,
        problem=row.problem,
        begun_at=row.begun_at,
        ended_at=row.ended_at,
        by_name=row.by_name,
    )
