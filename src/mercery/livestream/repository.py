"""Queries of shows: rows into values."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.as_json import read
from mercery.core.errors import NotFound
from mercery.core.i18n import Lang, Words
from mercery.core.sealed import opened
from mercery.livestream.show import (
    NO_WORDS,
    Destination,
    Format,
    Goals,
    Item,
    ItemKind,
    Presenter,
    Shift,
    Show,
    State,
)
from mercery.livestream.tables import LiveDestinationRow, LiveItemRow, LiveShiftRow, LiveShowRow


def key_purpose(destination_id: str) -> str:
    """What a platform's stream key is sealed for (`core/sealed.py`)."""
    return f"live.destination:{destination_id}"


def ingest_purpose(show_id: str) -> str:
    """What the key of a person's stream is sealed for."""
    return f"live.ingest:{show_id}"


async def show_row(session: AsyncSession, shop_id: str, show_id: str, *, locked: bool = False) -> LiveShowRow:
    """The row of a show of this shop; NotFound. `locked`: nobody else changes it until the transaction ends."""
    query = select(LiveShowRow).where(LiveShowRow.shop_id == shop_id, LiveShowRow.id == show_id)
    row = await session.scalar(query.with_for_update() if locked else query)
    if row is None:
        raise NotFound("There is no such show.")
    return row


async def show(session: AsyncSession, shop_id: str, show_id: str) -> Show:
    """A show of this shop; NotFound."""
    return show_of(await show_row(session, shop_id, show_id))


async def show_by_slug(session: AsyncSession, shop_id: str, slug: str) -> Show | None:
    """The show at that address of the shop's pages."""
    row = await session.scalar(select(LiveShowRow).where(LiveShowRow.shop_id == shop_id, LiveShowRow.slug == slug))
    return show_of(row) if row else None


async def shows(session: AsyncSession, shop_id: str, *, states: Collection[State] = ()) -> tuple[Show, ...]:
    """The shop's shows, the newest first; of these states, where any are given."""
    query = select(LiveShowRow).where(LiveShowRow.shop_id == shop_id)
    if states:
        query = query.where(LiveShowRow.state.in_(states))
    rows = await session.scalars(query.order_by(LiveShowRow.created_at.desc(), LiveShowRow.id.desc()))
    return tuple(show_of(row) for row in rows)


async def shows_to_direct(session: AsyncSession, moment: datetime) -> tuple[Show, ...]:
    """Of every shop: the shows on air, and those whose time has come (`service.shows.follow_schedule` sets their state)."""
    due = (LiveShowRow.state == "scheduled") & (LiveShowRow.starts_at <= moment)
    rows = await session.scalars(
        select(LiveShowRow).where(or_(LiveShowRow.state == "on_air", due)).order_by(LiveShowRow.id)
    )
    return tuple(show_of(row) for row in rows)


async def items(session: AsyncSession, show_id: str) -> tuple[Item, ...]:
    """The running order, skipped items too."""
    rows = await session.scalars(
        select(LiveItemRow).where(LiveItemRow.show_id == show_id).order_by(LiveItemRow.place, LiveItemRow.id)
    )
    return tuple(item_of(row) for row in rows)


async def shifts(session: AsyncSession, show_id: str) -> tuple[Shift, ...]:
    """Who presents when, as set up; what no shift covers belongs to the host."""
    rows = await session.scalars(
        select(LiveShiftRow).where(LiveShiftRow.show_id == show_id).order_by(LiveShiftRow.from_minute, LiveShiftRow.id)
    )
    return tuple(shift_of(row) for row in rows)


async def destinations(session: AsyncSession, show_id: str) -> tuple[Destination, ...]:
    """The outside platforms, with their keys: for the director alone."""
    rows = await session.scalars(
        select(LiveDestinationRow).where(LiveDestinationRow.show_id == show_id).order_by(LiveDestinationRow.id)
    )
    return tuple(destination_of(row) for row in rows)


async def ingest_key(session: AsyncSession, shop_id: str, show_id: str) -> str:
    """What a person's stream has to name to be let in; empty: none is listened for."""
    row = await show_row(session, shop_id, show_id)
    return opened(row.ingest_key, ingest_purpose(show_id)) or ""


def show_of(row: LiveShowRow) -> Show:
    """The row as a value."""
    return Show(
        id=row.id,
        shop_id=row.shop_id,
        slug=row.slug,
        title=read(Words, row.title),
        lang=cast(Lang, row.lang),
        format=cast(Format, row.format),
        avatar=row.avatar,
        background=row.background,
        state=cast(State, row.state),
        goals=read(Goals, row.goals),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
        version=row.version,
        rest_alone=row.rest_alone,
        record=row.record,
        killed=row.killed,
        face_url=row.face_url,
        watched_over=row.watched_over,
    )


def item_of(row: LiveItemRow) -> Item:
    """The row as a value."""
    return Item(
        id=row.id,
        place=row.place,
        kind=cast(ItemKind, row.kind),
        product_id=row.product_id,
        minutes=row.minutes,
        title=read(Words, row.title),
        own=tuple(cast("Sequence[str]", row.own)),
        only_own=row.only_own,
        skipped=row.skipped,
        fixed=row.fixed,
        why=read(Words, row.why) if row.why else NO_WORDS,
    )


def shift_of(row: LiveShiftRow) -> Shift:
    """The row as a value."""
    return Shift(
        id=row.id,
        who=cast(Presenter, row.who),
        staff_id=row.staff_id,
        weekdays=tuple(cast("Sequence[int]", row.weekdays)),
        from_minute=row.from_minute,
        to_minute=row.to_minute,
    )


def destination_of(row: LiveDestinationRow) -> Destination:
    """The row as a value. A key sealed with another installation's key is none: it has to be entered again."""
    return Destination(
        id=row.id,
        name=row.name,
        url=row.url,
        key=opened(row.secret, key_purpose(row.id)) or "",
        enabled=row.enabled,
    )
