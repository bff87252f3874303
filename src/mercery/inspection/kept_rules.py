"""Reads and writes the versions of a shop's rules of inspection."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.clock import now
from mercery.core.ids import new_id
from mercery.inspection.rulebook import RuleBook, book_from_json, book_to_json
from mercery.inspection.tables import RuleBookRow


async def newest_book(session: AsyncSession, shop_id: str) -> RuleBook:
    """The rules in force; what every shop starts with where none were recorded."""
    row = await session.scalar(
        select(RuleBookRow).where(RuleBookRow.shop_id == shop_id).order_by(RuleBookRow.version.desc()).limit(1)
    )
    return book_from_json(row.book, row.version) if row else RuleBook()


async def books(session: AsyncSession, shop_id: str, *, limit: int = 20) -> list[tuple[RuleBook, datetime, str, str]]:
    """The latest versions with when, by whom and why."""
    rows = await session.scalars(
        select(RuleBookRow).where(RuleBookRow.shop_id == shop_id).order_by(RuleBookRow.version.desc()).limit(limit)
    )
    return [(book_from_json(row.book, row.version), row.recorded_at, row.recorded_by, row.reason) for row in rows]


def add_book(session: AsyncSession, shop_id: str, book: RuleBook, *, by: str, reason: str) -> None:
    """Store a version."""
    session.add(
        RuleBookRow(
            id=new_id("rbk"), shop_id=shop_id, version=book.version, book=book_to_json(book), recorded_at=now(),
            recorded_by=by, reason=reason,
        )
    )  # fmt: skip
