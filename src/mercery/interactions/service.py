"""Recording what visitors do, and reading it back.

A page records after its answer has gone out, in a transaction of its own (`Recorder`), so that no customer waits for it.
Nothing here names a person: a visitor is the random id of the signed cookie. Rows are kept for KEPT_DAYS and then
removed by the job `interactions:forget`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.clock import now
from mercery.core.database import Database
from mercery.core.i18n import Lang
from mercery.core.logging import get_logger
from mercery.interactions import repository
from mercery.interactions.interaction import Interaction, Kind, Surface

KEPT_DAYS: Final = 400
"""Thirteen months: enough to compare a season with the last one."""
log = get_logger(__name__)


async def record(
    session: AsyncSession,
    shop_id: str,
    visitor_id: str,
    kind: Kind,
    *,
    surface: Surface,
    product_id: str | None = None,
    variant_id: str | None = None,
    query: str | None = None,
    lang: Lang | None = None,
    details: Mapping[str, int | str | bool] | None = None,
    at: datetime | None = None,
) -> None:
    """Write one interaction in the caller's transaction."""
    one = Interaction(
        visitor_id=visitor_id,
        kind=kind,
        surface=surface,
        product_id=product_id,
        variant_id=variant_id,
        query=query,
        lang=lang,
        details=details or {},
        at=at,
    )
    await repository.add(session, shop_id, [one])


async def record_all(session: AsyncSession, shop_id: str, interactions: Sequence[Interaction]) -> None:
    """Write several at once (demo data, an import)."""
    await repository.add(session, shop_id, interactions)


@dataclass(frozen=True, slots=True)
class Recorder:
    """Writes in its own short transaction; a failure is logged and never reaches the customer.

    Give `recorder.write` to FastAPI's BackgroundTasks: the server finishes those before it stops, so nothing is lost.
    """

    database: Database
    shop_id: str

    async def write(self, *interactions: Interaction) -> None:
        """Store the interactions."""
        try:
            async with self.database.session() as session:
                await repository.add(session, self.shop_id, interactions)
        except SQLAlchemyError as error:
            log.warning("interaction_not_recorded", shop=self.shop_id, count=len(interactions), error=str(error))


async def seen_lately(session: AsyncSession, shop_id: str, visitor_id: str, *, limit: int = 12) -> list[str]:
    """Ids of the products the visitor looked at, the latest first, each once."""
    views = await repository.of_visitor(session, shop_id, visitor_id, ["view"], limit * 4)
    return list(dict.fromkeys(one.product_id for one in views if one.product_id))[:limit]


async def popularity(session: AsyncSession, shop_id: str, *, days: int = 30) -> dict[str, int]:
    """Visitors per product who looked at it or put it into the bag within `days`."""
    return await repository.counts_by_product(session, shop_id, ["view", "add_to_cart"], now() - timedelta(days=days))


async def visitors_by_product(
    session: AsyncSession, shop_id: str, kinds: Sequence[Kind], *, since: datetime, until: datetime
) -> dict[str, int]:
    """How many visitors did something of these kinds with each product in that time."""
    return await repository.counts_by_product(session, shop_id, kinds, since, until)


async def acts(
    session: AsyncSession, shop_id: str, kinds: Sequence[Kind], *, since: datetime, until: datetime
) -> list[Interaction]:
    """What visitors did in that time, the oldest first."""
    return await repository.between(session, shop_id, kinds, since, until)


async def forget_old(session: AsyncSession, *, days: int = KEPT_DAYS) -> int:
    """Remove what is older than `days`; returns how many rows went."""
    return await repository.remove_before(session, now() - timedelta(days=days))
