"""What the director writes: lines that went on air, the show's status, figures by the minute, recordings."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.claims.sentence import Sentence
from mercery.core.database import Json
from mercery.core.events import announce
from mercery.core.ids import new_id
from mercery.livestream.command import Command
from mercery.livestream.line import Line
from mercery.livestream.show import Show
from mercery.livestream.tables import (
    LiveCommandRow,
    LiveCommentRow,
    LiveMinuteRow,
    LiveRecordingRow,
    LiveSaidRow,
    LiveStatusRow,
    LiveWatcherRow,
)

_WATCHED: Final = text("clock_timestamp() - interval '60 seconds'")
"""A page renews its row every few seconds; who was not heard of for a minute is gone."""


async def began(
    session: AsyncSession, show: Show, line: Line, spans: list[Any], price: Json, item_id: str, at: datetime
) -> int:
    """The line is heard from `at` on; the id of its row. Told twice, it is kept once: where the connection broke as the first
    was kept, nobody knows whether it was."""
    kept = select(LiveSaidRow.id).where(
        LiveSaidRow.show_id == show.id, LiveSaidRow.began_at == at, LiveSaidRow.line_id == line.id
    )
    if (known := await session.scalar(kept)) is not None:
        return known
    values = {
        "shop_id": show.shop_id, "show_id": show.id, "line_id": line.id, "kind": line.kind, "lang": line.lang,
        "text": line.text, "spans": spans, "fact_ids": list(line.sentence.fact_ids), "item_id": line.item_id or item_id,
        "product_id": line.product_id, "comment_id": line.comment_id, "price": price, "began_at": at,
    }  # fmt: skip
    number: int = (await session.execute(insert(LiveSaidRow).values(values).returning(LiveSaidRow.id))).scalar_one()
    await announce(session, f"live:{show.id}", {"kind": "said", "id": number, "at": at.isoformat()})
    return number


async def ended(session: AsyncSession, row_id: int, at: datetime, *, cut: bool) -> None:
    """The line was said to its end, or was cut off."""
    await session.execute(update(LiveSaidRow).where(LiveSaidRow.id == row_id).values(ended_at=at, cut=cut))


async def heard(session: AsyncSession, row_id: int, said: Sentence, spans: list[Any]) -> None:
    """Of a line that gave way to an answer no more was heard than this: its claims are those that were made, and a price that was
    not said is not kept."""
    ends = len(said.text)
    kept = [{**one, "end": min(one["end"], ends)} for one in spans if one["start"] < ends]
    values: Json = {"text": said.text, "spans": kept, "fact_ids": list(said.fact_ids)}
    if not any("/price@" in str(one.get("fact_id")) for one in kept):
        values["price"] = {}
    await session.execute(update(LiveSaidRow).where(LiveSaidRow.id == row_id).values(values))


async def status(session: AsyncSession, show_id: str, me: str, values: Json) -> bool:
    """Tell how the show does and renew the lease in one statement. False: another process has the show now."""
    found = await session.execute(
        update(LiveStatusRow)
        .where(LiveStatusRow.show_id == show_id, LiveStatusRow.director == me)
        .values(seen_at=func.clock_timestamp(), **values)
        .returning(LiveStatusRow.show_id)
    )
    return found.first() is not None


async def last_status(session: AsyncSession, show_id: str) -> LiveStatusRow | None:
    """What was told last, by this director or the one before."""
    return await session.get(LiveStatusRow, show_id)


async def said_lately(session: AsyncSession, show_id: str, since: datetime) -> list[tuple[str, str, datetime]]:
    """Line, words and moment of what was said since, the oldest first."""
    rows = await session.execute(
        select(LiveSaidRow.line_id, LiveSaidRow.text, LiveSaidRow.began_at)
        .where(LiveSaidRow.show_id == show_id, LiveSaidRow.began_at >= since)
        .order_by(LiveSaidRow.began_at)
    )
    return [(row[0], row[1], row[2]) for row in rows]


async def watching(session: AsyncSession, show_id: str) -> int:
    """How many watch on the shop's page."""
    query = select(func.count()).select_from(LiveWatcherRow)
    found = await session.scalar(query.where(LiveWatcherRow.show_id == show_id, LiveWatcherRow.seen_at > _WATCHED))
    return found or 0


async def waiting_comments(session: AsyncSession, show_id: str) -> int:
    """How many comments wait for an answer."""
    query = select(func.count()).select_from(LiveCommentRow)
    return await session.scalar(query.where(LiveCommentRow.show_id == show_id, LiveCommentRow.state == "waiting")) or 0


async def minute(session: AsyncSession, show: Show, at: datetime, watchers: int, figures: Json) -> None:
    """The figures of the minute so far."""
    values = {"show_id": show.id, "minute": at.replace(second=0, microsecond=0), "shop_id": show.shop_id}
    told = {"watching": watchers, "figures": figures}
    made = upsert(LiveMinuteRow).values(**values, **told)
    await session.execute(made.on_conflict_do_update(index_elements=["show_id", "minute"], set_=told))


async def comments_between(session: AsyncSession, show_id: str, since: datetime) -> tuple[int, int]:
    """How many were written, and how many of these answered, since a moment."""
    done = LiveCommentRow.state.in_(("answered", "written"))
    row = (
        await session.execute(
            select(func.count(), func.count().filter(done)).where(
                LiveCommentRow.show_id == show_id, LiveCommentRow.at >= since
            )
        )
    ).one()
    return row[0], row[1]


async def recording(session: AsyncSession, show: Show, folder: str, at: datetime) -> str:
    """A stretch begins; its id."""
    number = new_id("rec")
    values = {"id": number, "shop_id": show.shop_id, "show_id": show.id, "began_at": at}
    await session.execute(insert(LiveRecordingRow).values(**values, folder=f"{folder}/{number}"))
    return number


async def recorded(session: AsyncSession, recording_id: str, seconds: float, size: int) -> None:
    """How long the stretch is by now."""
    await session.execute(
        update(LiveRecordingRow).where(LiveRecordingRow.id == recording_id).values(seconds=seconds, bytes=size)
    )


async def first_words(session: AsyncSession, show_id: str, since: datetime) -> list[float]:
    """How long each comment written since waited for the first word of its answer, in seconds: what a bench measures."""
    waited = func.extract("epoch", LiveCommentRow.spoken_at - LiveCommentRow.at)
    rows = await session.scalars(
        select(waited).where(
            LiveCommentRow.show_id == show_id, LiveCommentRow.at >= since, LiveCommentRow.spoken_at.is_not(None)
        )
    )
    return sorted(float(one) for one in rows)


async def open_commands(session: AsyncSession, show_id: str) -> list[Command]:
    """What was asked and not done, the oldest first."""
    rows = await session.scalars(
        select(LiveCommandRow)
        .where(LiveCommandRow.show_id == show_id, LiveCommandRow.done_at.is_(None))
        .order_by(LiveCommandRow.id)
    )
    return [
        Command(id=row.id, kind=row.kind, details=row.details, by_id=row.by_id, by=row.by, at=row.at)  # type: ignore[arg-type]
        for row in rows
    ]


async def command_done(session: AsyncSession, show_id: str, command_id: int, outcome: str) -> None:
    """It was done, or could not be: `outcome` says why, and is empty where all went well."""
    await session.execute(
        update(LiveCommandRow)
        .where(LiveCommandRow.id == command_id)
        .values(done_at=func.clock_timestamp(), outcome=outcome)
    )
    await announce(session, f"live:{show_id}", {"kind": "command", "id": command_id, "done": True})


async def last_recording(session: AsyncSession, show_id: str) -> tuple[str, datetime] | None:
    """The newest stretch and when it began."""
    query = select(LiveRecordingRow.id, LiveRecordingRow.began_at).where(LiveRecordingRow.show_id == show_id)
    row = (await session.execute(query.order_by(LiveRecordingRow.began_at.desc()).limit(1))).first()
    return (row[0], row[1]) if row else None
