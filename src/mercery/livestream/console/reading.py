"""What the pages of the console read of a show on air and of one that is over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.clock import now
from mercery.core.database import Json
from mercery.livestream.said import SaidSpan, read_spans
from mercery.livestream.showing import PRESENT
from mercery.livestream.tables import (
    LiveCommandRow,
    LiveCommentRow,
    LiveMinuteRow,
    LiveRecordingRow,
    LiveSaidRow,
    LiveStatusRow,
    LiveWatcherRow,
)

ALIVE: Final = timedelta(seconds=12)
"""A director that has not written for so long is not there."""
_RUNS: Final = text(
    "SELECT item_id, began_at FROM (SELECT item_id, began_at, lag(item_id) OVER (ORDER BY id) AS before FROM live_said"
    " WHERE show_id = :show AND began_at >= :since AND item_id <> '' AND kind <> 'answer') s"
    " WHERE before IS DISTINCT FROM item_id ORDER BY began_at"
)
_CLAIMS: Final = text(
    "SELECT count(*), coalesce(sum(jsonb_array_length(spans)), 0),"
    " coalesce(sum((SELECT count(*) FROM jsonb_array_elements(spans) s WHERE coalesce(s->>'fact_id', '') = '')), 0)"
    " FROM live_said WHERE show_id = :show AND began_at >= :since"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How a show does, as its director told it last."""

    seen_at: datetime
    resting: bool
    presenter: str
    item_id: str
    item_since: datetime | None
    product_id: str
    beat: Json
    next_lines: Sequence[Any]
    held: bool

    def alive(self, moment: datetime) -> bool:
        """Whether somebody directs the show."""
        return moment - self.seen_at < ALIVE

    @property
    def answers_ready(self) -> bool:
        """Whether what answers to comments need is loaded."""
        return bool(self.beat.get("answers_ready", True))


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidLine:
    """A line that went on air."""

    id: int
    kind: str
    lang: str
    text: str
    spans: tuple[SaidSpan, ...]
    began_at: datetime
    cut: bool
    comment_id: str
    product_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidCount:
    """How much was said."""

    lines: int = 0
    claims: int = 0
    without: int = 0
    """Claims that name no source: none, as long as the gate holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A comment and what became of it."""

    id: str
    source: str
    name: str
    text: str
    lang: str
    state: str
    reason: str
    answer: Json
    product_id: str
    at: datetime
    answered_at: datetime | None
    spoken_at: datetime | None

    @property
    def seconds(self) -> float | None:
        """How long it waited for its answer."""
        ends = [one for one in (self.spoken_at, self.answered_at) if one is not None]
        return max(0.0, (min(ends) - self.at).total_seconds()) if ends else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Minute:
    """A minute of a show in figures."""

    at: datetime
    watching: int
    figures: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A stretch of a show on disk."""

    id: str
    folder: str
    began_at: datetime
    seconds: float
    bytes: int
    published: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Something a person asked of a show, and what came of it."""

    id: int
    kind: str
    details: Json
    by: str
    at: datetime
    done_at: datetime | None
    outcome: str


async def status_of(session: AsyncSession, show_id: str) -> Status | None:
    """What its director told last; None before anybody directed it."""
    row = await session.get(LiveStatusRow, show_id)
    if row is None:
        return None
    # Whoever presses the key again before the director has followed means the opposite.
    asked = await session.scalar(
        select(LiveCommandRow.kind)
        .where(
            LiveCommandRow.show_id == show_id,
            LiveCommandRow.kind.in_(("hold", "release")),
            LiveCommandRow.done_at.is_(None),
        )
        .order_by(LiveCommandRow.id.desc())
        .limit(1)
    )
    return Status(
        seen_at=row.seen_at, resting=row.resting, presenter=row.presenter, item_id=row.item_id,
        item_since=row.item_since, product_id=row.product_id, beat=row.beat, next_lines=row.next_lines,
        held=row.held if asked is None else asked == "hold",
    )  # fmt: skip


async def said(
    session: AsyncSession, show_id: str, *, since: datetime, limit: int = 8, before: int | None = None
) -> tuple[SaidLine, ...]:
    """The newest lines first; `before` the line of that id."""
    query = select(LiveSaidRow).where(LiveSaidRow.show_id == show_id, LiveSaidRow.began_at >= since)
    if before is not None:
        query = query.where(LiveSaidRow.id < before)
    rows = await session.scalars(query.order_by(LiveSaidRow.id.desc()).limit(limit))
    return tuple(
        SaidLine(
            id=row.id, kind=row.kind, lang=row.lang, text=row.text, spans=read_spans(row.spans), began_at=row.began_at,
            cut=row.cut, comment_id=row.comment_id, product_id=row.product_id,
        )
        for row in rows
    )  # fmt: skip


async def said_count(session: AsyncSession, show_id: str, since: datetime) -> SaidCount:
    """Lines and claims since a moment."""
    row = (await session.execute(_CLAIMS, {"show": show_id, "since": since})).one()
    return SaidCount(lines=int(row[0]), claims=int(row[1]), without=int(row[2]))


async def presented_at(session: AsyncSession, show_id: str, since: datetime) -> Mapping[str, datetime]:
    """When each entry of the running order last came up."""
    rows = await session.execute(_RUNS, {"show": show_id, "since": since})
    return {str(item_id): began_at for item_id, began_at in rows}


async def comments(
    session: AsyncSession, show_id: str, *, limit: int = 40, states: Sequence[str] = ()
) -> tuple[Heard, ...]:
    """The newest first."""
    query = select(LiveCommentRow).where(LiveCommentRow.show_id == show_id)
    if states:
        query = query.where(LiveCommentRow.state.in_(states))
    rows = await session.scalars(query.order_by(LiveCommentRow.at.desc(), LiveCommentRow.id.desc()).limit(limit))
    return tuple(heard_of(row) for row in rows)


def heard_of(row: LiveCommentRow) -> Heard:
    """The row as a value."""
    return Heard(
        id=row.id, source=row.source, name=row.name, text=row.text, lang=row.lang, state=row.state, reason=row.reason,
        answer=row.answer, product_id=row.product_id, at=row.at, answered_at=row.answered_at, spoken_at=row.spoken_at,
    )  # fmt: skip


async def comment_counts(session: AsyncSession, show_id: str) -> Mapping[str, int]:
    """How many comments stand in each state."""
    rows = await session.execute(
        select(LiveCommentRow.state, func.count())
        .where(LiveCommentRow.show_id == show_id)
        .group_by(LiveCommentRow.state)
    )
    return {str(state): int(count) for state, count in rows}


async def answer_seconds(session: AsyncSession, show_id: str) -> tuple[float, ...]:
    """How long each answered comment waited, from the shortest."""
    first = func.least(LiveCommentRow.spoken_at, LiveCommentRow.answered_at)
    rows = await session.scalars(
        select(func.extract("epoch", first - LiveCommentRow.at)).where(
            LiveCommentRow.show_id == show_id, first.is_not(None)
        )
    )
    return tuple(sorted(max(0.0, float(one)) for one in rows))


async def minutes(session: AsyncSession, show_id: str, *, since: datetime | None = None) -> tuple[Minute, ...]:
    """Minute by minute, the oldest first."""
    query = select(LiveMinuteRow).where(LiveMinuteRow.show_id == show_id)
    if since is not None:
        query = query.where(LiveMinuteRow.minute >= since)
    rows = await session.scalars(query.order_by(LiveMinuteRow.minute))
    return tuple(Minute(at=row.minute, watching=row.watching, figures=row.figures) for row in rows)


async def watching(session: AsyncSession, show_ids: Sequence[str]) -> Mapping[str, int]:
    """How many watch each show on the shop's page."""
    if not show_ids:
        return {}
    rows = await session.execute(
        select(LiveWatcherRow.show_id, func.count())
        .where(LiveWatcherRow.show_id.in_(show_ids), LiveWatcherRow.seen_at >= now() - PRESENT)
        .group_by(LiveWatcherRow.show_id)
    )
    return {str(show_id): int(count) for show_id, count in rows}


async def peak(session: AsyncSession, show_id: str) -> int:
    """The most that watched in any minute on record."""
    found = await session.scalar(select(func.max(LiveMinuteRow.watching)).where(LiveMinuteRow.show_id == show_id))
    return int(found or 0)


async def recordings(session: AsyncSession, show_id: str) -> tuple[Recording, ...]:
    """Its recordings, the oldest first."""
    rows = await session.scalars(
        select(LiveRecordingRow).where(LiveRecordingRow.show_id == show_id).order_by(LiveRecordingRow.began_at)
    )
    return tuple(
        Recording(
            id=row.id, folder=row.folder, began_at=row.began_at, seconds=row.seconds, bytes=row.bytes,
            published=row.published,
        )
        for row in rows
    )  # fmt: skip


async def asked(
    session: AsyncSession, show_id: str, *, kinds: Sequence[str] = (), limit: int = 12
) -> tuple[Asked, ...]:
    """What people asked of the show, the newest first."""
    query = select(LiveCommandRow).where(LiveCommandRow.show_id == show_id)
    if kinds:
        query = query.where(LiveCommandRow.kind.in_(kinds))
    rows = await session.scalars(query.order_by(LiveCommandRow.id.desc()).limit(limit))
    return tuple(
        Asked(
            id=row.id, kind=row.kind, details=row.details, by=row.by, at=row.at, done_at=row.done_at,
            outcome=row.outcome,
        )
        for row in rows
    )  # fmt: skip
