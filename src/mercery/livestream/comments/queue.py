"""The queue of comments: what came in is read, the same question of many becomes one, the next is taken."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.accounts.shop import Shop
from mercery.core.clock import now
from mercery.core.events import announce
from mercery.experiments import service as experiments
from mercery.livestream.comments import repository
from mercery.livestream.comments.comment import Comment
from mercery.livestream.comments.hearing import of_own_order, surely_private
from mercery.livestream.comments.ranking import only_courtesy, order, worth
from mercery.livestream.comments.reading import Read, chats, read_comments
from mercery.livestream.tables import LiveCommentRow

FEATURE: Final = "live"
READ_AT_ONCE: Final = 24
"""Comments read in one go: a few milliseconds each, while which nothing else is done by the process."""
SAID_LATELY: Final = timedelta(minutes=4)
"""What was heard since then is not said again: a comment that asks it is answered in writing."""
SAME_WITHIN: Final = timedelta(minutes=2)
"""Comments of this age that ask the same are one question."""
TOO_LATE: Final = timedelta(minutes=20)
"""Nobody waits longer for an answer aloud or in writing: the show has gone on."""
_ABANDONED: Final = timedelta(seconds=45)
_LOOKED_THROUGH: Final = 200
_DONE: Final = ("answering", "speaking", "answered")


async def next_to_answer(session: AsyncSession, show_id: str, *, first: str = "") -> Comment | None:
    """Take the next comment: it is `answering` from this transaction on, and nobody else gets it. None when none waits.

    `first`: the comment a person wants answered before all others.
    """
    moment = now()
    await _read_received(session, show_id, moment)
    waiting = await _waiting(session, show_id, moment)
    chosen = await _best(session, show_id, waiting, moment, first)
    if chosen is None:
        return None
    heard = await _heard_lately(session, chosen, moment)
    chosen.state, chosen.taken_at = "answering", moment
    await tell(session, show_id, chosen.id, chosen.state)
    await session.flush()
    return repository.to_comment(chosen, said_before=heard)


async def speaking(session: AsyncSession, comment_id: str, at: datetime) -> None:
    """Its answer is heard from that moment on."""
    for row in await _with_repeats(session, comment_id):
        if row.state != "hidden" and row.spoken_at is None:
            row.state, row.spoken_at, row.answered_at = "speaking", at, row.answered_at or at
            await tell(session, row.show_id, row.id, row.state)


async def said(session: AsyncSession, comment_id: str, at: datetime) -> None:
    """Its answer was said to its end. What a person has to look at stays theirs."""
    await _settle(session, comment_id, at, "answered")


async def not_spoken(session: AsyncSession, comment_id: str, at: datetime) -> None:
    """Its answer will not be heard: it stands below the comment."""
    await _settle(session, comment_id, at, "written")


async def _settle(session: AsyncSession, comment_id: str, at: datetime, state: str) -> None:
    for row in await _with_repeats(session, comment_id):
        if row.state in ("answering", "speaking", "waiting"):
            row.state = "passed" if row.reason in PASSED else state
            row.answered_at = row.answered_at or at
            await tell(session, row.show_id, row.id, row.state)


_PRIVATE: Final = "private"
_CHATTED: Final = frozenset(("unclear", "off_topic", "describe", "detail", "browse"))
"""What a remark that asks nothing is read as."""
PASSED: Final = frozenset(("haggling", "unknown", "asked", "complaint", "urgent", "withheld"))
"""Reasons for which a person has it, whatever was said besides."""


async def tell(session: AsyncSession, show_id: str, comment_id: str, state: str) -> None:
    """Tell the pages that a comment changed."""
    await announce(session, f"live:{show_id}", {"kind": "comment", "id": comment_id, "state": state})


async def _with_repeats(session: AsyncSession, comment_id: str) -> list[LiveCommentRow]:
    rows = await session.scalars(
        select(LiveCommentRow)
        .where(or_(LiveCommentRow.id == comment_id, LiveCommentRow.same_as == comment_id))
        .order_by(LiveCommentRow.at)
        .with_for_update()
    )
    return list(rows)


async def _read_received(session: AsyncSession, show_id: str, moment: datetime) -> None:
    rows = (
        await session.scalars(
            select(LiveCommentRow)
            .where(LiveCommentRow.show_id == show_id, LiveCommentRow.state == "received")
            .order_by(LiveCommentRow.at, LiveCommentRow.id)
            .limit(READ_AT_ONCE)
            .with_for_update(skip_locked=True)
        )
    ).all()
    if not rows:
        return
    shop = await accounts.shop(session, rows[0].shop_id)
    talk = [row for row in rows if chats(row.text)]
    for row in talk:
        row.state, row.reason = "left", "chat"
    asking = [row for row in rows if row not in talk]
    reads = await read_comments(session, shop, [repository.to_comment(row) for row in asking])
    first = await _first_of_each(session, show_id, {_PRIVATE, *(one.sense for one in reads)}, moment)
    for row, one in zip(asking, reads, strict=True):
        await _place(session, shop, row, one, first)
    for row in rows:
        await tell(session, show_id, row.id, row.state)


async def _place(session: AsyncSession, shop: Shop, row: LiveCommentRow, read: Read, first: dict[str, str]) -> None:
    """Where the comment goes: nowhere, to a person, behind the same question of somebody else, into the queue."""
    topics = read.place.topics
    row.sense = read.sense
    row.rank = round(worth(read.place), 4)
    if only_courtesy(topics):
        row.state, row.reason = "left", "courtesy"
        return
    alone = surely_private(row.text)
    own = alone or of_own_order(row.text, read.understanding.lang)
    if not own and not read.place.asks and set(topics) <= _CHATTED:
        row.state, row.reason = "left", "chat"
        return
    if alone:
        # All of them get the same line, so they are one question.
        row.sense = _PRIVATE
    if row.source == "page" and row.visitor_id:
        arm = await experiments.record_exposure(session, shop, FEATURE, row.visitor_id)
        if arm == "holdout":
            row.state, row.reason = "passed", "holdout"
            return
    row.state = "waiting"
    before = first.setdefault(row.sense, row.id)
    if before != row.id:
        row.same_as = before


async def _first_of_each(session: AsyncSession, show_id: str, senses: set[str], moment: datetime) -> dict[str, str]:
    """Sense to the comment that asked it first and still waits."""
    rows = await session.execute(
        select(LiveCommentRow.sense, func.min(LiveCommentRow.id))
        .where(
            LiveCommentRow.show_id == show_id, LiveCommentRow.state == "waiting", LiveCommentRow.same_as == "",
            LiveCommentRow.sense.in_(senses), LiveCommentRow.at > moment - SAME_WITHIN,
        )
        .group_by(LiveCommentRow.sense)
    )  # fmt: skip
    return {str(sense): str(comment_id) for sense, comment_id in rows}


async def _waiting(session: AsyncSession, show_id: str, moment: datetime) -> Sequence[LiveCommentRow]:
    """What may be taken now; what waited too long is left, what somebody died over waits again."""
    abandoned = and_(
        LiveCommentRow.state == "answering", LiveCommentRow.taken_at < moment - _ABANDONED, LiveCommentRow.turn_id == ""
    )
    late = (
        update(LiveCommentRow)
        .where(
            LiveCommentRow.show_id == show_id,
            # A person may have replied to an old one just now.
            func.coalesce(LiveCommentRow.answered_at, LiveCommentRow.at) < moment - TOO_LATE,
            # One whose answer fails each time is not tried for ever.
            or_(LiveCommentRow.state == "waiting", abandoned),
        )
        .values(state="left", reason="late")
    )
    await session.execute(late)
    rows = await session.scalars(
        select(LiveCommentRow)
        .where(
            LiveCommentRow.show_id == show_id,
            LiveCommentRow.same_as == "",
            or_(LiveCommentRow.state == "waiting", abandoned),
        )
        .order_by(LiveCommentRow.rank.desc(), LiveCommentRow.at)
        .limit(_LOOKED_THROUGH)
        .with_for_update(skip_locked=True)
    )
    return rows.all()


async def _best(
    session: AsyncSession, show_id: str, waiting: Sequence[LiveCommentRow], moment: datetime, first: str
) -> LiveCommentRow | None:
    wanted = next((row for row in waiting if row.id == first), None) if first else None
    if wanted is not None or not waiting:
        return wanted
    repeats = await _repeats(session, show_id)
    lately = await _answered_lately(session, show_id, moment)
    return max(
        waiting,
        key=lambda row: order(
            row.rank,
            waited_s=(moment - row.at).total_seconds(),
            just_answered=row.visitor_id in lately,
            repeats=repeats.get(row.id, 0),
        ),
    )


async def _repeats(session: AsyncSession, show_id: str) -> dict[str, int]:
    rows = await session.execute(
        select(LiveCommentRow.same_as, func.count())
        .where(LiveCommentRow.show_id == show_id, LiveCommentRow.state == "waiting", LiveCommentRow.same_as != "")
        .group_by(LiveCommentRow.same_as)
    )
    return {str(of): int(count) for of, count in rows}


async def _answered_lately(session: AsyncSession, show_id: str, moment: datetime) -> frozenset[str]:
    """Authors who had an answer in the last minutes."""
    rows = await session.scalars(
        select(LiveCommentRow.visitor_id)
        .where(
            LiveCommentRow.show_id == show_id, LiveCommentRow.at > moment - TOO_LATE,
            LiveCommentRow.answered_at > moment - SAID_LATELY, LiveCommentRow.visitor_id != "",
        )
    )  # fmt: skip
    return frozenset(rows)


async def _heard_lately(session: AsyncSession, chosen: LiveCommentRow, moment: datetime) -> bool:
    """Whether the same question was answered aloud in the last minutes."""
    found = await session.scalar(
        select(LiveCommentRow.id)
        .where(
            LiveCommentRow.show_id == chosen.show_id, LiveCommentRow.sense == chosen.sense,
            LiveCommentRow.id != chosen.id, LiveCommentRow.spoken_at > moment - SAID_LATELY,
            LiveCommentRow.state.in_(_DONE),
        )
        .limit(1)
    )  # fmt: skip
    return bool(chosen.sense) and found is not None
