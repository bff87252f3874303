"""Shows as viewers meet them: which one is on, how it does, what was said, what was asked, who watches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal, cast

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.clock import now
from mercery.core.database import Json
from mercery.core.i18n import Lang
from mercery.livestream import repository
from mercery.livestream.line import LineKind
from mercery.livestream.said import SaidSpan, read_spans
from mercery.livestream.show import Item, Presenter, Show
from mercery.livestream.tables import (
    LiveRecordingRow,
    LiveSaidRow,
    LiveShowRow,
    LiveStatusRow,
    LiveWatcherRow,
)
from mercery.web.visitor import TESTER

Phase = Literal["on_air", "waking", "away", "soon", "ended", "stopped"]
"""`waking`: it rests until somebody watches; `away`: the studio does not answer at this moment; `stopped`: the kill switch."""
AWAY_AFTER: Final = timedelta(seconds=15)
"""Without a sign of the director for so long, the studio is away."""
SOON: Final = timedelta(hours=12)
"""How long before its time a show is announced on the shop's other pages."""
PRESENT: Final = timedelta(seconds=25)
"""Who has not been heard of for longer does not watch any more."""
FORGOTTEN: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What the director last told."""

    seen_at: datetime
    resting: bool
    presenter: Presenter
    item_id: str
    item_since: datetime | None
    product_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """A show with its running order and how it does."""

    show: Show
    items: tuple[Item, ...]
    """Without what is skipped."""
    status: Status | None
    phase: Phase

    @property
    def product_ids(self) -> tuple[str, ...]:
        """The pieces of the running order, each once."""
        return tuple(dict.fromkeys(item.product_id for item in self.items if item.product_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidLine:
    """A line that went on air."""

    id: int
    kind: LineKind
    lang: Lang
    text: str
    spans: tuple[SaidSpan, ...]
    product_id: str
    comment_id: str
    item_id: str
    price: Json
    began_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """When a piece comes on, as the running order has it."""

    product_id: str
    at: datetime


def phase_of(show: Show, status: Status | None, at: datetime) -> Phase:
    """How the show stands for who wants to watch it."""
    if show.state == "ended":
        return "ended"
    if show.killed:
        return "stopped"
    if show.state != "on_air":
        return "soon"
    if status is None or at - status.seen_at > AWAY_AFTER:
        return "away"
    return "waking" if status.resting else "on_air"


def slots(items: Sequence[Item], item_id: str, since: datetime | None, at: datetime) -> tuple[Slot, ...]:
    """When each piece is presented next: from the entry on air on, once around. The piece on air is the first."""
    if not items:
        return ()
    here = next((place for place, item in enumerate(items) if item.id == item_id), 0)
    moment = since if since is not None and item_id else at
    found: dict[str, Slot] = {}
    for item in (*items[here:], *items[:here]):
        if item.product_id and item.product_id not in found:
            found[item.product_id] = Slot(product_id=item.product_id, at=moment)
        # An entry that takes longer than planned pushes the rest: nothing to come may stand in the past.
        moment = max(moment + timedelta(minutes=item.minutes), at)
    return tuple(found.values())


async def showing(session: AsyncSession, shop_id: str, slug: str) -> Showing | None:
    """The show at that address; None where there is none, or only a draft."""
    show = await repository.show_by_slug(session, shop_id, slug)
    return await _showing(session, show) if show is not None and show.state != "draft" else None


async def main_show(session: AsyncSession, shop_id: str) -> Showing | None:
    """What the shop's live page shows: the show on air, else the next one; None where there is neither."""
    rows = await session.scalars(
        select(LiveShowRow)
        .where(LiveShowRow.shop_id == shop_id, LiveShowRow.state.in_(("on_air", "scheduled")))
        .order_by(
            LiveShowRow.state == "scheduled",
            LiveShowRow.starts_at.asc().nulls_last(),
            LiveShowRow.started_at.desc().nulls_last(),
        )
        .limit(1)
    )
    row = rows.first()
    return await _showing(session, repository.show_of(row)) if row else None


async def announced(session: AsyncSession, shop_id: str) -> Showing | None:
    """The show that is on, or soon will be: what the shop's other pages tell of. A stopped one is not told of."""
    found = await main_show(session, shop_id)
    if found is None or found.phase in ("stopped", "ended", "away"):
        return None
    starts = found.show.starts_at
    if found.phase == "soon" and (starts is None or starts - now() > SOON):
        return None
    return found


async def on_air_slug(session: AsyncSession, shop_id: str) -> str:
    """The address of the show on air, in one query, since every page of the shop asks; empty where none is."""
    found = await session.scalar(
        select(LiveShowRow.slug)
        .join(LiveStatusRow, LiveStatusRow.show_id == LiveShowRow.id)
        .where(
            LiveShowRow.shop_id == shop_id,
            LiveShowRow.state == "on_air",
            LiveShowRow.killed.is_(False),
            LiveStatusRow.seen_at > now() - AWAY_AFTER,
        )
        .order_by(LiveShowRow.started_at.desc().nulls_last())
        .limit(1)
    )
    return found or ""


async def to_come(session: AsyncSession, shop_id: str, *, limit: int = 6) -> tuple[Show, ...]:
    """Scheduled shows, the next first."""
    rows = await session.scalars(
        select(LiveShowRow)
        .where(LiveShowRow.shop_id == shop_id, LiveShowRow.state == "scheduled", LiveShowRow.starts_at.is_not(None))
        .order_by(LiveShowRow.starts_at)
        .limit(limit)
    )
    return tuple(repository.show_of(row) for row in rows)


async def past_shows(session: AsyncSession, shop_id: str, *, limit: int = 24) -> tuple[tuple[Show, float], ...]:
    """Shows that can be watched again, the latest first, each with its seconds on record."""
    length = func.sum(LiveRecordingRow.seconds)
    rows = await session.execute(
        select(LiveShowRow, length)
        .join(LiveRecordingRow, LiveRecordingRow.show_id == LiveShowRow.id)
        .where(LiveShowRow.shop_id == shop_id, LiveShowRow.state == "ended", LiveRecordingRow.published.is_(True))
        .group_by(LiveShowRow.id)
        .having(length > 0)
        .order_by(func.max(LiveRecordingRow.began_at).desc())
        .limit(limit)
    )
    return tuple((repository.show_of(row), float(seconds)) for row, seconds in rows)


async def said_since(session: AsyncSession, show_id: str, since: datetime, *, limit: int = 60) -> tuple[SaidLine, ...]:
    """The lines heard since then, in order."""
    rows = await session.scalars(
        select(LiveSaidRow)
        .where(LiveSaidRow.show_id == show_id, LiveSaidRow.began_at >= since)
        .order_by(LiveSaidRow.began_at.desc(), LiveSaidRow.id.desc())
        .limit(limit)
    )
    return tuple(said_line(row) for row in reversed(list(rows)))


async def watch(session: AsyncSession, show: Show, visitor_id: str) -> None:
    """The visitor watches at this moment; said again every few seconds. A show that rests is woken by it."""
    moment = now()
    row = insert(LiveWatcherRow).values(
        show_id=show.id, visitor_id=visitor_id, shop_id=show.shop_id, came_at=moment, seen_at=moment
    )
    await session.execute(row.on_conflict_do_update(index_elements=["show_id", "visitor_id"], set_={"seen_at": moment}))


async def leave(session: AsyncSession, show_id: str, visitor_id: str) -> None:
    """The visitor watches no more."""
    await session.execute(
        delete(LiveWatcherRow).where(LiveWatcherRow.show_id == show_id, LiveWatcherRow.visitor_id == visitor_id)
    )


async def watching(session: AsyncSession, show_id: str) -> int:
    """How many watch on the shop's page at this moment; the shop's own people are none of them."""
    found = await session.scalar(
        select(func.count()).where(
            LiveWatcherRow.show_id == show_id,
            LiveWatcherRow.seen_at > now() - PRESENT,
            LiveWatcherRow.visitor_id.not_like(f"{TESTER}\\_%"),
        )
    )
    return int(found or 0)


async def forget_watchers(session: AsyncSession) -> None:
    """Take out who left without a word."""
    await session.execute(delete(LiveWatcherRow).where(LiveWatcherRow.seen_at < now() - FORGOTTEN))


def said_line(row: LiveSaidRow) -> SaidLine:
    """The row as a value."""
    return SaidLine(
        id=row.id,
        kind=cast(LineKind, row.kind),
        lang=cast(Lang, row.lang),
        text=row.text,
        spans=read_spans(cast("Sequence[dict[str, Any]]", row.spans)),
        product_id=row.product_id,
        comment_id=row.comment_id,
        item_id=row.item_id,
        price=row.price or {},
        began_at=row.began_at,
        ended_at=row.ended_at,
    )


async def _showing(session: AsyncSession, show: Show) -> Showing:
    row = await session.get(LiveStatusRow, show.id, populate_existing=True)
    status = _status(row) if row is not None else None
    items = await repository.items(session, show.id)
    return Showing(
        show=show,
        items=tuple(item for item in items if not item.skipped),
        status=status,
        phase=phase_of(show, status, now()),
    )


def _status(row: LiveStatusRow) -> Status:
    return Status(
        seen_at=row.seen_at,
        resting=row.resting,
        presenter=cast(Presenter, row.presenter),
        item_id=row.item_id,
        item_since=row.item_since,
        product_id=row.product_id,
    )
