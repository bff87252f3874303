"""Recording what visitors do, and reading it back.

A page records after its answer has gone out (`Recorder`), through the same buffer as programs (`ingest`), so that no
customer waits for it. Nothing here names a person: a visitor is the random id of the signed cookie. Rows are kept for
KEPT_DAYS and then dropped, a day at a time, by the job `interactions:forget`.
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
from mercery.core.errors import MerceryError
from mercery.core.i18n import Lang
from mercery.core.logging import get_logger
from mercery.interactions import repository
from mercery.interactions.days import drop_days
from mercery.interactions.ingest.ingest import Receipt
from mercery.interactions.ingest.row import rows_of
from mercery.interactions.ingest.running import ingest_of
from mercery.interactions.interaction import Interaction, Kind, Surface

KEPT_DAYS: Final = 400
"""Thirteen months: enough to compare a season with the last one."""
_LATELY: Final = timedelta(days=14)
"""Each day more is a partition more to look into, on every page."""
_PAGE_WAITS: Final = 5.0
"""Seconds for which what a page noted waits for a place in the buffer; nobody waits for the page meanwhile."""
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
    await repository.add_later(session, shop_id, one)


async def record_all(session: AsyncSession, shop_id: str, interactions: Sequence[Interaction]) -> None:
    """Write several at once (demo data, an import)."""
    await repository.add(session, shop_id, interactions)


async def bring(session: AsyncSession, shop_id: str, interactions: Sequence[Interaction]) -> None:
    """Write many of a past at once in the caller's transaction, by COPY; NoRow. They must be new: what stands there already by
    its event id fails the whole."""
    await repository.copy_lines(session, [row.line for row in rows_of(shop_id, interactions)])


async def keep(
    database: Database,
    shop_id: str,
    interactions: Sequence[Interaction],
    *,
    room_seconds: float = 0.25,
    seconds: float | None = None,
) -> Receipt:
    """Hand acts in, and return once they are committed: by the process's buffer where it has one, else in a transaction.

    NoRow when one cannot be written, and none is handed in; Crowded and Away of `ingest` when they were not kept.
    """
    rows = rows_of(shop_id, interactions)
    ingest = ingest_of(database)
    if ingest is not None:
        return await ingest.submit(rows, room_seconds=room_seconds, seconds=seconds)
    async with database.session() as session:
        stored = await repository.add(session, shop_id, interactions)
    return Receipt(stored=stored, known=len(rows) - stored)


@dataclass(frozen=True, slots=True)
class Recorder:
    """Keeps what a page noted; a failure is logged and never reaches the customer.

    Give `recorder.write` to FastAPI's BackgroundTasks: the server finishes those before it stops, and empties the buffer
    after them, so nothing is lost.
    """

    database: Database
    shop_id: str

    async def write(self, *interactions: Interaction) -> None:
        """Store the interactions."""
        try:
            receipt = await keep(self.database, self.shop_id, interactions, room_seconds=_PAGE_WAITS)
        except (SQLAlchemyError, MerceryError) as error:
            log.warning("interaction_not_recorded", shop=self.shop_id, count=len(interactions), error=str(error))
        else:
            if receipt.refused:
                log.warning("interaction_not_recorded", shop=self.shop_id, count=len(receipt.refused), error="refused")


async def seen_lately(session: AsyncSession, shop_id: str, visitor_id: str, *, limit: int = 12) -> list[str]:
    """Ids of the products the visitor looked at within two weeks, the latest first, each once."""
    views = await repository.of_visitor(session, shop_id, visitor_id, ["view"], limit * 4, since=now() - _LATELY)
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


async def first_act(session: AsyncSession, shop_id: str, kinds: Sequence[Kind], *, since: datetime) -> datetime | None:
    """When the first visitor did something of these kinds since a moment; none if nobody has."""
    return await repository.first_of(session, shop_id, kinds, since)


async def first_on(
    session: AsyncSession, shop_id: str, surface: str, kinds: Sequence[Kind], *, since: datetime, until: datetime
) -> dict[str, datetime]:
    """When each visitor did the first of these things on a surface in that time."""
    return await repository.first_on(session, shop_id, surface, kinds, since, until)


async def forget_old(session: AsyncSession, *, days: int = KEPT_DAYS) -> int:
    """Drop the days that ended more than `days` ago; returns how many rows went."""
    return await drop_days(session, now() - timedelta(days=days))


async def forget_visitor(session: AsyncSession, shop_id: str, visitor_id: str) -> int:
    """Remove all that is kept of what a visitor did; returns how many rows went."""
    return await repository.remove_visitor(session, shop_id, visitor_id)
