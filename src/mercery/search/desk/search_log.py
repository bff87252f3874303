"""Reads and writes of the searches that are worked out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.database import Json
from mercery.core.i18n import Lang
from mercery.search.desk.searched import Click, Searched
from mercery.search.desk.tables import SearchedRow, SearchOutcomeRow

_BATCH = 1_000


async def replace_between(
    session: AsyncSession, shop_id: str, found: Sequence[Searched], since: datetime, until: datetime
) -> set[str]:
    """Put `found` in the place of what is on record for that time; returns the keys of both."""
    gone = await session.scalars(
        delete(SearchedRow)
        .where(SearchedRow.shop_id == shop_id, SearchedRow.at >= since, SearchedRow.at < until)
        .returning(SearchedRow.key)
    )
    keys = set(gone)
    for start in range(0, len(found), _BATCH):
        batch = found[start : start + _BATCH]
        keys.update(one.key for one in batch)
        await session.execute(insert(SearchedRow), [_columns(shop_id, one) for one in batch])
    return keys


async def of_key(
    session: AsyncSession, shop_id: str, key: str, *, since: datetime, limit: int, lang: Lang | None = None
) -> list[Searched]:
    """The newest searches with a key."""
    query = select(SearchedRow).where(SearchedRow.shop_id == shop_id, SearchedRow.key == key, SearchedRow.at >= since)
    if lang is not None:
        query = query.where(SearchedRow.lang == lang)
    rows = await session.scalars(query.order_by(SearchedRow.at.desc()).limit(limit))
    return [_searched(row) for row in rows]


async def remove_before(session: AsyncSession, moment: datetime) -> int:
    """Delete what is older, of every shop; returns how many."""
    gone = await session.scalars(delete(SearchedRow).where(SearchedRow.at < moment).returning(SearchedRow.id))
    return len(gone.all())


async def keys_without_searches(session: AsyncSession, shop_id: str, since: datetime) -> list[str]:
    """Keys whose outcomes are on record although nobody searched for them since."""
    lately = select(SearchedRow.key).where(SearchedRow.shop_id == shop_id, SearchedRow.at >= since)
    rows = await session.scalars(
        select(SearchOutcomeRow.key)
        .where(SearchOutcomeRow.shop_id == shop_id, SearchOutcomeRow.key.not_in(lately))
        .distinct()
    )
    return list(rows)


def _columns(shop_id: str, one: Searched) -> Json:
    return {
        "shop_id": shop_id,
        "id": one.id,
        "visitor_id": one.visitor_id,
        "at": one.at,
        "query": one.query,
        "key": one.key,
        "lang": one.lang,
        "found": one.found,
        "exact": one.exact,
        "relaxed": list(one.relaxed),
        "shown": list(one.shown),
        "clicked": [[click.product_id, click.place] for click in one.clicked],
        "carted": list(one.carted),
        "bought": list(one.bought),
        "next_key": one.next_key,
        "next_query": one.next_query,
    }


def _searched(row: SearchedRow) -> Searched:
    return Searched(
        id=row.id,
        visitor_id=row.visitor_id,
        at=row.at,
        until=row.at,
        query=row.query,
        key=row.key,
        lang=cast(Lang, row.lang),
        found=row.found,
        exact=row.exact,
        relaxed=tuple(row.relaxed),
        shown=tuple(row.shown),
        clicked=_clicks(row.clicked),
        carted=tuple(row.carted),
        bought=tuple(row.bought),
        next_key=row.next_key,
        next_query=row.next_query,
    )


def _clicks(stored: Iterable[Any]) -> tuple[Click, ...]:
    return tuple(Click(product_id=product_id, place=place) for product_id, place in stored)
