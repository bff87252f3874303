"""What was searched in a time, counted in visitors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Select, and_, case, func, literal_column, select
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.search.desk.tables import SearchedRow

Show = Literal["nothing", "unclicked", "frequent"]
_CLICKED: Final = func.jsonb_array_length(SearchedRow.clicked) > 0
_CARTED: Final = func.jsonb_array_length(SearchedRow.carted) > 0
_BOUGHT: Final = func.jsonb_array_length(SearchedRow.bought) > 0
_VISITORS: Final = func.count(SearchedRow.visitor_id.distinct())


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A time of one shop."""

    shop_id: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Visitors who searched, and how many of them…"""

    searches: int
    visitors: int
    nothing: int
    """…were once shown nothing."""
    relaxed: int
    """…were once shown what comes close."""
    clicked: int
    carted: int
    bought: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryLine:
    """One query: how many visitors made it and what came of it."""

    key: str
    text: str
    """The way most of them wrote it."""
    lang: str
    searches: int
    visitors: int
    found: int
    """Pieces found the last time."""
    relaxed: tuple[str, ...]
    """What had to be left out the last time."""
    nothing: int
    clicked: int
    carted: int
    bought: int
    turned: int
    """Visitors who searched for something else within minutes."""
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Visitors who searched for one thing, opened nothing, and searched for another within minutes."""

    key: str
    text: str
    next_key: str
    next_text: str
    visitors: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """A word or limit that no piece met, and what it was asked in."""

    text: str
    visitors: int
    queries: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCount:
    """Visitors who searched on one day of the shop's own clock, and those of them who were shown nothing."""

    day: date
    visitors: int
    nothing: int


async def totals(session: AsyncSession, span: Span) -> Totals:
    """The sums of the time."""
    row = (
        await session.execute(
            select(
                func.count(),
                _VISITORS,
                _VISITORS.filter(SearchedRow.found == 0),
                _VISITORS.filter(and_(SearchedRow.found > 0, ~SearchedRow.exact)),
                _VISITORS.filter(_CLICKED),
                _VISITORS.filter(_CARTED),
                _VISITORS.filter(_BOUGHT),
            ).where(*_within(span))
        )
    ).one()
    searches, visitors, nothing, relaxed, clicked, carted, bought = row
    return Totals(
        searches=searches, visitors=visitors, nothing=nothing, relaxed=relaxed, clicked=clicked, carted=carted,
        bought=bought,
    )  # fmt: skip


async def lines(
    session: AsyncSession, span: Span, show: Show, *, offset: int = 0, limit: int = 10
) -> tuple[list[QueryLine], int]:
    """Queries that found nothing, that nobody clicked, or all, those of most visitors first; and how many there are.

    First which they are, then everything about those few: what is told of a query costs more than counting it.
    """
    nothing = _VISITORS.filter(SearchedRow.found == 0)
    grouped = select(SearchedRow.key, func.count().over()).where(*_within(span)).group_by(SearchedRow.key)
    if show == "nothing":
        grouped = grouped.where(SearchedRow.found == 0)
    elif show == "unclicked":
        found = func.count().filter(SearchedRow.found > 0) > 0
        grouped = grouped.having(and_(func.count().filter(_CLICKED) == 0, found, _VISITORS > 1))
    order = nothing if show == "nothing" else _VISITORS
    ranked = (await session.execute(grouped.order_by(order.desc(), SearchedRow.key).offset(offset).limit(limit))).all()
    if not ranked:
        return [], 0
    wanted = [str(key) for key, _ in ranked]
    rows = await session.execute(_lines(span).where(SearchedRow.key.in_(wanted)))
    by_key = {one.key: one for one in map(_line, rows)}
    return [by_key[key] for key in wanted], int(ranked[0][1])


async def line(session: AsyncSession, span: Span, key: str) -> QueryLine | None:
    """One query."""
    rows = await session.execute(_lines(span).where(SearchedRow.key == key))
    found = rows.first()
    return _line(found) if found else None


def _lines(span: Span) -> Select[Any]:
    newest = aggregate_order_by(SearchedRow.found, SearchedRow.at.desc())
    left_out = aggregate_order_by(SearchedRow.relaxed, SearchedRow.at.desc())
    query: Select[Any] = (
        select(
            SearchedRow.key,
            func.mode().within_group(SearchedRow.query),
            func.mode().within_group(SearchedRow.lang),
            func.count(),
            _VISITORS,
            func.array_agg(newest)[1],
            func.jsonb_agg(left_out, type_=JSONB)[0],
            _VISITORS.filter(SearchedRow.found == 0),
            _VISITORS.filter(_CLICKED),
            _VISITORS.filter(_CARTED),
            _VISITORS.filter(_BOUGHT),
            _VISITORS.filter(SearchedRow.next_key != ""),
            func.max(SearchedRow.at),
        )
        .where(*_within(span))
        .group_by(SearchedRow.key)
    )
    return query


def _line(row: Sequence[Any]) -> QueryLine:
    key, text, lang, searches, visitors, found, relaxed, nothing, clicked, carted, bought, turned, last_at = row
    return QueryLine(
        key=key, text=text, lang=lang, searches=searches, visitors=visitors, found=found, relaxed=tuple(relaxed or ()),
        nothing=nothing, clicked=clicked, carted=carted, bought=bought, turned=turned, last_at=last_at,
    )  # fmt: skip


async def turns(session: AsyncSession, span: Span, *, key: str = "", limit: int = 10) -> list[Turn]:
    """From what to what visitors turned, the most first."""
    query = (
        select(
            SearchedRow.key,
            func.mode().within_group(SearchedRow.query),
            SearchedRow.next_key,
            func.mode().within_group(SearchedRow.next_query),
            _VISITORS,
        )
        .where(*_within(span), SearchedRow.next_key != "")
        .group_by(SearchedRow.key, SearchedRow.next_key)
        .order_by(_VISITORS.desc(), SearchedRow.key, SearchedRow.next_key)
        .limit(limit)
    )
    if key:
        query = query.where(SearchedRow.key == key)
    return [
        Turn(key=str(first), text=str(text), next_key=str(then), next_text=str(next_text), visitors=int(visitors))
        for first, text, then, next_text, visitors in await session.execute(query)
    ]


async def lacking(session: AsyncSession, span: Span, *, limit: int = 10) -> list[Lacking]:
    """What visitors asked for and no piece met: gaps in the range, or words the shop calls otherwise."""
    part = func.jsonb_array_elements_text(SearchedRow.relaxed).table_valued("value").render_derived()
    word = func.lower(part.c.value)
    rows = await session.execute(
        select(
            func.mode().within_group(part.c.value),
            _VISITORS,
            func.array_agg(SearchedRow.query.distinct()),
        )
        .select_from(SearchedRow)
        .join(part, literal_column("true"))
        .where(*_within(span))
        .group_by(word)
        .order_by(_VISITORS.desc(), word)
        .limit(limit)
    )
    return [
        Lacking(text=str(text), visitors=int(visitors), queries=tuple(sorted(queries, key=len)[:3]))
        for text, visitors, queries in rows
    ]


async def per_day(session: AsyncSession, span: Span, timezone: str) -> list[DayCount]:
    """Visitors by day, the oldest first; days without a search are left out."""
    day = func.date(func.timezone(timezone, SearchedRow.at))
    nothing = func.count(case((SearchedRow.found == 0, SearchedRow.visitor_id)).distinct())
    rows = await session.execute(select(day, _VISITORS, nothing).where(*_within(span)).group_by(day).order_by(day))
    return [DayCount(day=on, visitors=visitors, nothing=none) for on, visitors, none in rows]


async def keys(session: AsyncSession, span: Span, *, limit: int) -> list[tuple[str, str, str, int]]:
    """Key, a text, its language and visitors of every query, the most first."""
    rows = await session.execute(
        select(SearchedRow.key, func.max(SearchedRow.query), func.max(SearchedRow.lang), _VISITORS)
        .where(*_within(span))
        .group_by(SearchedRow.key)
        .order_by(_VISITORS.desc(), SearchedRow.key)
        .limit(limit)
    )
    return [(str(key), str(text), str(lang), int(visitors)) for key, text, lang, visitors in rows]


def _within(span: Span) -> tuple[ColumnElement[bool], ...]:
    return (SearchedRow.shop_id == span.shop_id, SearchedRow.at >= span.since, SearchedRow.at < span.until)
