"""How long things are kept: what the code says, what a shop chose instead, and letting go of what is older."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import audit
from mercery.accounts.actor import Actor
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.core.errors import Invalid, NotFound
from mercery.core.personal import Held
from mercery.operations.privacy.parts import PARTS
from mercery.operations.privacy.tables import RetentionRow

AGEING: Final[tuple[Held, ...]] = tuple(part for part in PARTS if part.age)
MOST_DAYS: Final = 36_500
_AT_ONCE: Final = 2_000
_ROUNDS: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How long rows of one table are kept in a shop."""

    part: Held
    days: int | None
    chosen: bool
    """By the shop, rather than by the code."""


async def rules(session: AsyncSession, shop_id: str) -> Sequence[Kept]:
    """For everything that may grow old."""
    query = select(RetentionRow.held, RetentionRow.days).where(RetentionRow.shop_id == shop_id)
    chosen: Mapping[str, int | None] = {row.held: row.days for row in await session.execute(query)}
    return [
        Kept(part=part, days=chosen.get(part.key, part.days), chosen=part.key in chosen) for part in AGEING
    ]  # fmt: skip


async def keep_for(session: AsyncSession, shop_id: str, actor: Actor, key: str, days: int | None) -> Kept:
    """Keep rows of the table for so many days from now on; None: until they are erased. NotFound, Invalid."""
    part = next((one for one in AGEING if one.key == key), None)
    if part is None:
        raise NotFound("There is nothing of that name that grows old.", zh="没有这项可设保留期限的数据。")
    most = part.most_days or MOST_DAYS
    if (days is None and part.most_days) or (days is not None and not part.least_days <= days <= most):
        raise Invalid(
            f"{part.name.en}: {'for ever' if days is None else f'{days} days'} is not possible.",
            remedy=f"At least {part.least_days}, since the shop itself needs them so long; at most {most}.",
            zh=f"“{part.name.zh}”不能设为{'永久保留' if days is None else f'保留 {days} 天'}：至少 {part.least_days} 天，最多 {most} 天。",
        )
    before = next(one for one in await rules(session, shop_id) if one.part is part)
    values = {"days": days, "changed_at": now(), "changed_by": actor.name}
    made = upsert(RetentionRow).values(shop_id=shop_id, held=key, **values)
    await session.execute(made.on_conflict_do_update(index_elements=["shop_id", "held"], set_=values))
    await audit.record(
        session, shop_id, actor, "retention.set", key, before={"days": before.days}, after={"days": days}
    )
    return Kept(part=part, days=days, chosen=True)


async def let_go(database: Database, shop_id: str) -> dict[str, int]:
    """Remove what is older than the shop keeps it, in transactions of 2,000 rows; how many by table."""
    async with database.session() as session:
        kept = await rules(session, shop_id)
    gone: dict[str, int] = {}
    for one in kept:
        if one.days is None:
            continue
        before = now() - timedelta(days=one.days)
        for _ in range(_ROUNDS):
            async with database.session() as session:
                count = await one.part.forget_older(session, shop_id, before, most=_AT_ONCE)
            gone[one.part.key] = gone.get(one.part.key, 0) + count
            if count < _AT_ONCE:
                break
    return {key: count for key, count in gone.items() if count}
