"""Reads and writes the versions of approved answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, cast

from pydantic import TypeAdapter
from sqlalchemy import bindparam, func, select, text, true
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core import statements
from mercery.core.database import Json
from mercery.core.i18n import LANGS, Words
from mercery.core.ids import new_id
from mercery.core.statements import Asked, Statement
from mercery.knowledge.answer import AnswerStatus, ApprovedAnswer
from mercery.knowledge.documents.document import SourceRef
from mercery.knowledge.health.tables import AnswerHoldRow
from mercery.knowledge.tables import AnswerRow

_SOURCE: Final = TypeAdapter(SourceRef)


async def lock(session: AsyncSession, shop_id: str, key: str) -> None:
    """Let one writer at a time work on an answer, until the transaction ends."""
    await session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": f"answer:{shop_id}:{key}"}
    )


async def newest(session: AsyncSession, shop_id: str) -> list[ApprovedAnswer]:
    """The newest version of every answer, in order of key."""
    rows = await session.scalars(
        select(AnswerRow)
        .ext(distinct_on(AnswerRow.key))
        .where(AnswerRow.shop_id == shop_id)
        .order_by(AnswerRow.key, AnswerRow.version.desc())
    )
    return [to_answer(row) for row in rows]


async def versions(session: AsyncSession, shop_id: str, key: str) -> list[tuple[ApprovedAnswer, str, str]]:
    """All versions of one answer, newest first, with who recorded it and why."""
    rows = await session.scalars(
        select(AnswerRow).where(AnswerRow.shop_id == shop_id, AnswerRow.key == key).order_by(AnswerRow.version.desc())
    )
    return [(to_answer(row), row.recorded_by, row.reason) for row in rows]


_OF_HOLDS: Final = (
    select(
        func.count().label("number"),
        func.count(AnswerHoldRow.released_at).label("released"),
        func.max(func.greatest(AnswerHoldRow.at, AnswerHoldRow.released_at)).label("latest"),
    )
    .where(AnswerHoldRow.shop_id == bindparam("shop"))
    .subquery()
)
_OF_ANSWERS: Final = (
    select(func.count().label("number"), func.max(AnswerRow.id).label("newest"))
    .where(AnswerRow.shop_id == bindparam("shop"))
    .subquery()
)
_STAMP: Final = Statement(
    select(
        _OF_ANSWERS.c.number, _OF_ANSWERS.c.newest, _OF_HOLDS.c.number, _OF_HOLDS.c.released, _OF_HOLDS.c.latest
    ).join_from(_OF_ANSWERS, _OF_HOLDS, true()),
    lambda row: (int(row[0]), f"{row[1] or ''}:{row[2]}:{row[3]}:{row[4] or ''}"),
)
"""One question for both, since every message asks it."""


async def stamp(session: AsyncSession, shop_id: str) -> tuple[int, str]:
    """Changes when any version is added, held back or let go: what caches compare."""
    # Counted too: of two who hold back at once, the later moment may be committed first.
    return (await statements.rows(session, stamp_asked(shop_id)))[0]


def stamp_asked(shop_id: str) -> Asked[tuple[int, str]]:
    """What `stamp` asks, to be read ahead."""
    return _STAMP.of(shop=shop_id)


def add(session: AsyncSession, shop_id: str, answers: Sequence[ApprovedAnswer], *, by: str, reason: str) -> None:
    """Write new versions."""
    for answer in answers:
        session.add(
            AnswerRow(
                id=answer.id or new_id("ans"),
                shop_id=shop_id,
                key=answer.key,
                version=answer.version,
                question=words_json(answer.question),
                answer=words_json(answer.answer),
                phrasings={lang: list(answer.phrasings.get(lang, ())) for lang in LANGS},
                category=answer.category,
                links=list(answer.links),
                owner=answer.owner,
                sources=[source_json(one) for one in answer.sources],
                status=answer.status,
                valid_from=answer.valid_from,
                valid_to=answer.valid_to,
                recorded_at=answer.recorded_at,
                recorded_by=by,
                reason=reason,
            )
        )


def words_json(words: Words) -> Json:
    """A text in both languages as stored."""
    return {"en": words.en, "zh": words.zh}


def source_json(source: SourceRef) -> Json:
    """A source as stored."""
    stored: Json = _SOURCE.dump_python(source, mode="json")
    return stored


def to_source(stored: Json) -> SourceRef:
    """The source of `source_json`."""
    return _SOURCE.validate_python(stored)


def to_answer(row: AnswerRow) -> ApprovedAnswer:
    """The answer of a row."""
    return ApprovedAnswer(
        id=row.id,
        key=row.key,
        version=row.version,
        question=Words(str(row.question.get("en") or ""), str(row.question.get("zh") or "")),
        answer=Words(str(row.answer.get("en") or ""), str(row.answer.get("zh") or "")),
        phrasings={lang: tuple(str(text) for text in row.phrasings.get(lang, ())) for lang in LANGS},
        category=row.category,
        links=tuple(str(link) for link in row.links),
        owner=row.owner,
        sources=tuple(to_source(one) for one in row.sources),
        status=cast(AnswerStatus, row.status),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        recorded_at=row.recorded_at,
    )
