"""Rows of approved answers as approved answers."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.i18n import LANGS, Words
from mercery.knowledge.answer import AnswerStatus, ApprovedAnswer
from mercery.knowledge.tables import AnswerRow


async def newest(session: AsyncSession, shop_id: str) -> list[ApprovedAnswer]:
    """The newest version of every answer, in order of key."""
    rows = await session.scalars(
        select(AnswerRow)
        .where(AnswerRow.shop_id == shop_id)
        .distinct(AnswerRow.key)
        .order_by(AnswerRow.key, AnswerRow.version.desc())
    )
    return [_answer(row) for row in rows]


async def versions(session: AsyncSession, shop_id: str, key: str) -> list[tuple[ApprovedAnswer, str, str]]:
    """All versions of one answer, newest first, each with who recorded it and why."""
    rows = await session.scalars(
        select(AnswerRow).where(AnswerRow.shop_id == shop_id, AnswerRow.key == key).order_by(AnswerRow.version.desc())
    )
    return [(_answer(row), row.recorded_by, row.reason) for row in rows]


async def state(session: AsyncSession, shop_id: str) -> tuple[int, datetime | None]:
    """How many versions there are and when the last was recorded: changes whenever an answer does."""
    row = (
        await session.execute(select(func.count(), func.max(AnswerRow.recorded_at)).where(AnswerRow.shop_id == shop_id))
    ).one()
    return row[0], row[1]


def add(session: AsyncSession, shop_id: str, answer: ApprovedAnswer, *, by: str, reason: str) -> None:
    """Store a version."""
    session.add(
        AnswerRow(
            id=answer.id,
            shop_id=shop_id,
            key=answer.key,
            version=answer.version,
            status=answer.status,
            question={"en": answer.question.en, "zh": answer.question.zh},
            answer={"en": answer.answer.en, "zh": answer.answer.zh},
            phrasings={lang: list(texts) for lang, texts in answer.phrasings.items()},
            category=answer.category,
            links=list(answer.links),
            owner=answer.owner,
            valid_from=answer.valid_from,
            valid_to=answer.valid_to,
            recorded_at=answer.recorded_at,
            recorded_by=by,
            reason=reason,
        )
    )


def _answer(row: AnswerRow) -> ApprovedAnswer:
    return ApprovedAnswer(
        id=row.id,
        key=row.key,
        question=_words(row.question),
        answer=_words(row.answer),
        phrasings={lang: tuple(row.phrasings.get(lang, ())) for lang in LANGS},
        category=row.category,
        links=tuple(row.links),
        owner=row.owner,
        status=cast(AnswerStatus, row.status),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        version=row.version,
        recorded_at=row.recorded_at,
    )


def _words(data: dict[str, object]) -> Words:
    return Words(str(data.get("en") or ""), str(data.get("zh") or ""))
