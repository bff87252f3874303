"""What changed under the pieces: the last steps that followed a fact, and the facts that were others before them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.i18n import Words
from mercery.studio import repository
from mercery.studio.kept import GroundLine, PieceLine, Step
from mercery.studio.standing import Key, key_of
from mercery.studio.tables import ContentPieceRow, ContentStepRow

_LOOKED: Final = 80
_TELLS: Final = ("refresh", "withdraw")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A fact before and after; `after` is None where the piece no longer stands on it."""

    key: Key
    label: Words
    before: Words
    digest: str
    after: Words | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """What was done to one piece because facts moved."""

    line: PieceLine
    step: Step
    moved: Sequence[Moved]


async def followed(session: AsyncSession, shop_id: str) -> list[Following]:
    """The newest first; of a piece that followed several times only the last time."""
    rows = await session.execute(
        select(ContentStepRow, ContentPieceRow)
        .join(ContentPieceRow, ContentPieceRow.id == ContentStepRow.piece_id)
        .where(
            ContentStepRow.shop_id == shop_id, ContentStepRow.act.in_(_TELLS), ContentStepRow.by_kind == "system"
        )
        .order_by(ContentStepRow.id.desc())
        .limit(_LOOKED)
    )  # fmt: skip
    found, seen = list[Following](), set[str]()
    for step_row, piece_row in rows:
        if piece_row.id in seen:
            continue
        seen.add(piece_row.id)
        step = repository.step_of(step_row)
        moved = await _moved(session, step) if step.act == "refresh" else ()
        found.append(Following(line=repository.line_of(piece_row), step=step, moved=moved))
    return found


async def _moved(session: AsyncSession, step: Step) -> Sequence[Moved]:
    if step.version < 2:
        return ()
    before = await repository.version_at(session, step.piece_id, step.version - 1)
    after = await repository.version_at(session, step.piece_id, step.version)
    return moved_between(before.grounds, after.grounds)


def moved_between(before: Sequence[GroundLine], after: Sequence[GroundLine]) -> list[Moved]:
    """Facts that say something else now; of what the new version no longer stands on, what it said. Pure."""
    now = {key_of(one.fact_id): one for one in after}
    found = []
    for one in before:
        key = key_of(one.fact_id)
        other = now.get(key)
        if other is not None and other.digest == one.digest:
            continue
        after_that = other.text if other is not None else None
        found.append(Moved(key=key, label=one.label, before=one.text, digest=one.digest, after=after_that))
    return found
