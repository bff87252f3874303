"""Reads and writes of the interactions table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, cast

from sqlalchemy import Table, delete, func, select, true
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.catalog.copying import raw_connection
from mercery.core import statements
from mercery.core.clock import now
from mercery.core.statements import Statement
from mercery.interactions.ingest.row import COLUMNS
from mercery.interactions.interaction import Interaction, Kind, plain_query
from mercery.interactions.tables import InteractionRow
from mercery.web.visitor import TESTER

_COPIED: Final = 2_000
"""Lines given to the connection at a time."""


async def add(session: AsyncSession, shop_id: str, interactions: Sequence[Interaction]) -> int:
    """Insert all in one statement, leaving out what stands there by its event id; returns how many were new."""
    if not interactions:
        return 0
    rows = [_row(shop_id, one) for one in interactions]
    fresh = await session.scalars(insert(InteractionRow).on_conflict_do_nothing().returning(InteractionRow.id), rows)
    return len(fresh.all())


async def copy_lines(session: AsyncSession, lines: Sequence[bytes]) -> None:
    """Write rows as `ingest.row` makes them."""
    connection = await raw_connection(session)
    async with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY interactions ({', '.join(COLUMNS)}) FROM STDIN".encode()) as copy,
    ):
        for start in range(0, len(lines), _COPIED):
            await copy.write(b"".join(lines[start : start + _COPIED]))


async def add_later(session: AsyncSession, shop_id: str, one: Interaction) -> None:
    """Insert one with whatever is written next in this transaction."""
    await statements.later(session, _ADD.of(**_row(shop_id, one)))


def _row(shop_id: str, one: Interaction) -> dict[str, object]:
    return {
        "shop_id": shop_id,
        "visitor_id": one.visitor_id,
        "kind": one.kind,
        "surface": one.surface,
        "product_id": one.product_id,
        "variant_id": one.variant_id,
        "query": plain_query(one.query) if one.query is not None else None,
        "lang": one.lang,
        "details": dict(one.details),
        "at": one.at or now(),
        "event_id": one.event_id,
    }


_ADD: Final[Statement[None]] = Statement(
    insert(cast(Table, InteractionRow.__table__)).on_conflict_do_nothing().inline(),
    columns=tuple(name for name in InteractionRow.__table__.c.keys() if name != "id"),  # noqa: SIM118 - of a collection
)


async def counts_by_product(
    session: AsyncSession, shop_id: str, kinds: Sequence[Kind], since: datetime, until: datetime | None = None
) -> dict[str, int]:
    """Distinct visitors per product since a moment, until another where one is given; nobody of the staff."""
    found = await session.execute(
        select(InteractionRow.product_id, func.count(func.distinct(InteractionRow.visitor_id)))
        .where(
            InteractionRow.shop_id == shop_id,
            InteractionRow.kind.in_(kinds),
            InteractionRow.at >= since,
            InteractionRow.at < until if until is not None else true(),
            InteractionRow.product_id.is_not(None),
            InteractionRow.visitor_id.not_like(f"{TESTER}\\_%"),
        )
        .group_by(InteractionRow.product_id)
    )
    return {str(product_id): int(count) for product_id, count in found}


async def between(
    session: AsyncSession, shop_id: str, kinds: Sequence[Kind], since: datetime, until: datetime
) -> list[Interaction]:
    """Everything of these kinds in that time, the oldest first; nobody of the staff."""
    rows = await session.scalars(
        select(InteractionRow)
        .where(
            InteractionRow.shop_id == shop_id,
            InteractionRow.at >= since,
            InteractionRow.at < until,
            InteractionRow.kind.in_(kinds),
            InteractionRow.visitor_id.not_like(f"{TESTER}\\_%"),
        )
        .order_by(InteractionRow.at, InteractionRow.id)
    )
    return [_interaction(row) for row in rows]


async def first_of(session: AsyncSession, shop_id: str, kinds: Sequence[Kind], since: datetime) -> datetime | None:
    """When the first of these things since a moment was done; nobody of the staff counts."""
    return await session.scalar(
        select(func.min(InteractionRow.at)).where(
            InteractionRow.shop_id == shop_id,
            InteractionRow.at >= since,
            InteractionRow.kind.in_(kinds),
            InteractionRow.visitor_id.not_like(f"{TESTER}\\_%"),
        )
    )


async def first_on(
    session: AsyncSession, shop_id: str, surface: str, kinds: Sequence[Kind], since: datetime, until: datetime
) -> dict[str, datetime]:
    """When each visitor did the first of these things on a surface in that time; nobody of the staff."""
    found = await session.execute(
        select(InteractionRow.visitor_id, func.min(InteractionRow.at))
        .where(
            InteractionRow.shop_id == shop_id,
            InteractionRow.at >= since,
            InteractionRow.at < until,
            InteractionRow.surface == surface,
            InteractionRow.kind.in_(kinds),
            InteractionRow.visitor_id.not_like(f"{TESTER}\\_%"),
        )
        .group_by(InteractionRow.visitor_id)
    )
    return {str(visitor): at for visitor, at in found}


async def of_visitor(
    session: AsyncSession, shop_id: str, visitor_id: str, kinds: Sequence[Kind], limit: int, *, since: datetime
) -> list[Interaction]:
    """The visitor's latest interactions since a moment, newest first. Days to come are not looked into."""
    rows = await session.scalars(
        select(InteractionRow)
        .where(
            InteractionRow.shop_id == shop_id,
            InteractionRow.visitor_id == visitor_id,
            InteractionRow.at >= since,
            InteractionRow.at < now() + timedelta(days=1),
            InteractionRow.kind.in_(kinds),
        )
        .order_by(InteractionRow.at.desc(), InteractionRow.id.desc())
        .limit(limit)
    )
    return [_interaction(row) for row in rows]


async def remove_visitor(session: AsyncSession, shop_id: str, visitor_id: str) -> int:
    """Delete everything of a visitor; returns how many rows went."""
    same = (InteractionRow.shop_id == shop_id, InteractionRow.visitor_id == visitor_id)
    return len((await session.scalars(delete(InteractionRow).where(*same).returning(InteractionRow.id))).all())


def _interaction(row: InteractionRow) -> Interaction:
    return Interaction(
        visitor_id=row.visitor_id,
        kind=row.kind,  # type: ignore[arg-type]  # written by `add` from the closed set
        surface=row.surface,  # type: ignore[arg-type]
        product_id=row.product_id,
        variant_id=row.variant_id,
        query=row.query,
        lang=row.lang,  # type: ignore[arg-type]
        details=row.details,
        at=row.at,
        id=row.id,
        event_id=row.event_id,
    )
