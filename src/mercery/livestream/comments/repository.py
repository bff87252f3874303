"""Queries of comments: rows into values."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, cast

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.as_json import plain, read
from mercery.core.database import Json
from mercery.core.errors import NotFound
from mercery.core.i18n import Lang
from mercery.livestream.comments.comment import Comment, CommentState, Written
from mercery.livestream.tables import LiveCommentRow, LiveStatusRow

OPEN: Final[tuple[CommentState, ...]] = ("received", "waiting", "answering")


def to_comment(row: LiveCommentRow, *, said_before: bool = False) -> Comment:
    """The comment a row holds."""
    return Comment(
        id=row.id,
        shop_id=row.shop_id,
        show_id=row.show_id,
        source=row.source,
        source_id=row.source_id,
        visitor_id=row.visitor_id,
        name=row.name,
        text=row.text,
        lang=cast(Lang, row.lang),
        state=cast(CommentState, row.state),
        reason=row.reason,
        rank=row.rank,
        same_as=row.same_as,
        answer=written_of(row.answer),
        turn_id=row.turn_id,
        product_id=row.product_id,
        at=row.at,
        answered_at=row.answered_at,
        spoken_at=row.spoken_at,
        said_before=said_before,
    )


def written_to_json(written: Written) -> Json:
    """The stored form of an answer."""
    return cast(Json, plain(written))


def written_of(data: Json) -> Written | None:
    """The answer whose stored form it is; None for none."""
    return read(Written, data) if data else None


async def row_of(session: AsyncSession, shop_id: str, comment_id: str, *, locked: bool = False) -> LiveCommentRow:
    """The row of a comment of this shop; NotFound. `locked`: nobody else changes it until the transaction ends."""
    query = select(LiveCommentRow).where(LiveCommentRow.shop_id == shop_id, LiveCommentRow.id == comment_id)
    row = await session.scalar(query.with_for_update() if locked else query)
    if row is None:
        raise NotFound("There is no such comment.")
    return row


async def newest(
    session: AsyncSession,
    show_id: str,
    *,
    limit: int,
    before: datetime | None = None,
    states: Collection[CommentState] = (),
    hidden: bool = False,
) -> list[Comment]:
    """The newest comments first; `before`: older ones than that. Hidden ones only where asked for."""
    wanted: list[ColumnElement[bool]] = [LiveCommentRow.show_id == show_id]
    if before is not None:
        wanted.append(LiveCommentRow.at < before)
    if states:
        wanted.append(LiveCommentRow.state.in_(states))
    elif not hidden:
        wanted.append(LiveCommentRow.state != "hidden")
    rows = await session.scalars(
        select(LiveCommentRow).where(*wanted).order_by(LiveCommentRow.at.desc(), LiveCommentRow.id.desc()).limit(limit)
    )
    return [to_comment(row) for row in rows]


async def counts(session: AsyncSession, show_id: str) -> Mapping[CommentState, int]:
    """How many comments are in each state."""
    rows = await session.execute(
        select(LiveCommentRow.state, func.count())
        .where(LiveCommentRow.show_id == show_id)
        .group_by(LiveCommentRow.state)
    )
    return {cast(CommentState, state): int(count) for state, count in rows}


async def repeats(session: AsyncSession, comment_id: str) -> Sequence[LiveCommentRow]:
    """Comments that ask the same and are answered with it."""
    found = await session.scalars(
        select(LiveCommentRow).where(LiveCommentRow.same_as == comment_id).order_by(LiveCommentRow.at)
    )
    return found.all()


CALLS_WITHIN: Final = timedelta(minutes=15)


async def called_people(session: AsyncSession, comment: Comment) -> int:
    """How many comments of the same author went to a person lately."""
    if not comment.visitor_id:
        return 0
    found = await session.scalar(
        select(func.count()).where(
            LiveCommentRow.show_id == comment.show_id,
            LiveCommentRow.at > comment.at - CALLS_WITHIN,
            LiveCommentRow.visitor_id == comment.visitor_id,
            LiveCommentRow.reason.in_(("unknown", "withheld")),
        )
    )
    return int(found or 0)


async def on_counter(session: AsyncSession, show_id: str) -> str:
    """The product being presented; empty for none."""
    found = await session.scalar(select(LiveStatusRow.product_id).where(LiveStatusRow.show_id == show_id))
    return found or ""
