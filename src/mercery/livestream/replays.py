"""Shows that can be watched again: what was on the counter when, what was said, and which of it still holds."""

from __future__ import annotations

import asyncio
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, Literal

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import audit
from mercery.accounts.actor import Actor
from mercery.accounts.shop import Shop
from mercery.claims.facts import Fact
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.core.errors import NotFound
from mercery.core.events import announce
from mercery.core.storage import below, bring
from mercery.livestream.engine.playlist import Playlist
from mercery.livestream.engine.playlist import read as read_playlist
from mercery.livestream.folders import RECORDED, live_folder, recorded_playlist
from mercery.livestream.said import SaidSpan
from mercery.livestream.showing import SaidLine, said_line
from mercery.livestream.tables import LiveRecordingRow, LiveSaidRow, LiveShowRow
from mercery.studio.gathering import facts_of, products_of
from mercery.studio.standing import Key, digest_of, key_of

Now = Literal["holds", "changed", "unchecked"]
"""What became of a line: its facts say the same; one says something else or has ended; one is of a kind that is not held
against its source here."""
ChapterKind = Literal["piece", "questions", "words"]
SHORTEST: Final = timedelta(seconds=6)
"""What is on the counter for less is no chapter of its own."""
_GATHERED: Final = frozenset({"product", "variant", "policy"})


@dataclass(frozen=True, slots=True)
class Timeline:
    """Which second of a recording shows which moment. After an interruption the two no longer run side by side."""

    dates: tuple[datetime, ...]
    starts: tuple[float, ...]
    seconds: float

    def second(self, moment: datetime) -> float:
        """Where the moment is; one that was not recorded is where the recording goes on."""
        place = bisect_right(self.dates, moment) - 1
        if place < 0:
            return 0.0
        end = self.starts[place + 1] if place + 1 < len(self.starts) else self.seconds
        return round(min(self.starts[place] + (moment - self.dates[place]).total_seconds(), end), 2)


def timeline_of(playlist: Playlist) -> Timeline | None:
    """From the dates in the recording's playlist; None where it names none."""
    starts, dates, at = [], [], 0.0
    for one in playlist.segments:
        starts.append(at)
        dates.append(one.date)
        at += one.seconds
    return Timeline(tuple(dates), tuple(starts), at) if dates else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A stretch of a show on disk."""

    id: str
    show_id: str
    folder: Path
    began_at: datetime
    seconds: float
    published: bool
    timeline: Timeline | None = None

    @property
    def ended_at(self) -> datetime:
        """The moment its last picture was on air."""
        if self.timeline is not None:
            last = self.timeline.seconds - self.timeline.starts[-1]
            return self.timeline.dates[-1] + timedelta(seconds=last)
        return self.began_at + timedelta(seconds=self.seconds)

    def second(self, moment: datetime) -> float:
        """Which second of it shows the moment."""
        if self.timeline is not None:
            return self.timeline.second(moment)
        return round(min(max((moment - self.began_at).total_seconds(), 0.0), self.seconds), 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A stretch in which one piece is on the counter. Seconds of the recording."""

    start: float
    end: float
    kind: ChapterKind
    product_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A line of the transcript, with what became of it."""

    line: SaidLine
    start: float
    end: float
    now: Now
    fallen: tuple[SaidSpan, ...]
    """The claims that no longer hold."""


def chapters_of(recording: Recording, lines: Sequence[SaidLine]) -> tuple[Chapter, ...]:
    """What was on the counter, from the lines that were said; together they cover the whole recording."""
    found: list[Chapter] = []
    for line in lines:
        start = recording.second(line.began_at)
        kind: ChapterKind = "piece" if line.product_id else "questions" if line.kind == "answer" else "words"
        last = found[-1] if found else None
        # An answer between two lines on a piece does not take the piece off the counter.
        if last is not None and (last.product_id == line.product_id or (last.product_id and not line.product_id)):
            continue
        found.append(Chapter(start=start, end=recording.seconds, kind=kind, product_id=line.product_id))
    return _joined(recording, found)


def _joined(recording: Recording, found: Sequence[Chapter]) -> tuple[Chapter, ...]:
    kept: list[Chapter] = []
    for place, chapter in enumerate(found):
        end = found[place + 1].start if place + 1 < len(found) else recording.seconds
        start = kept[-1].end if kept else 0.0
        if kept and end - chapter.start < SHORTEST.total_seconds():
            kept[-1] = Chapter(start=kept[-1].start, end=end, kind=kept[-1].kind, product_id=kept[-1].product_id)
        elif end > start:
            kept.append(Chapter(start=start, end=end, kind=chapter.kind, product_id=chapter.product_id))
    return tuple(kept)


def held_against(
    recording: Recording, lines: Sequence[SaidLine], facts: Mapping[Key, Sequence[Fact]], at: datetime
) -> tuple[Told, ...]:
    """The transcript, each line held against the facts in force."""
    return tuple(_told(recording, line, facts, at) for line in lines)


def _told(recording: Recording, line: SaidLine, facts: Mapping[Key, Sequence[Fact]], at: datetime) -> Told:
    states = [(span, _now(span, facts, at)) for span in line.spans]
    fallen = tuple(span for span, state in states if state == "changed")
    unchecked = any(state == "unchecked" for _, state in states)
    start = recording.second(line.began_at)
    end = recording.second(line.ended_at) if line.ended_at else min(recording.seconds, start + _spoken(line.text))
    return Told(
        line=line,
        start=start,
        end=max(end, start + 0.5),
        now="changed" if fallen else "unchecked" if unchecked else "holds",
        fallen=fallen,
    )


def in_force(facts: Iterable[Fact], at: datetime) -> dict[Key, tuple[Fact, ...]]:
    """The facts in force by subject and attribute; a price stands there once for each currency."""
    found: dict[Key, tuple[Fact, ...]] = {}
    for fact in facts:
        if fact.holds_at(at):
            key = (fact.subject.kind, fact.subject.id, fact.attribute)
            found[key] = (*found.get(key, ()), fact)
    return found


def _now(span: SaidSpan, facts: Mapping[Key, Sequence[Fact]], at: datetime) -> Now:
    if span.valid_to is not None and span.valid_to <= at:
        return "changed"
    key = key_of(span.fact_id)
    held = facts.get(key, ())
    if not held:
        return "changed" if key[0] in _GATHERED else "unchecked"
    alike = any(fact.id == span.fact_id or digest_of(fact) == span.digest for fact in held)
    return "holds" if alike else "changed"


def _spoken(text: str) -> float:
    """About how long it takes to say, where the end was not kept."""
    return 1.5 + (len(text) * 0.06 if text.isascii() else len(text) * 0.22)


async def recordings(session: AsyncSession, show_id: str, *, all_of_them: bool = False) -> tuple[Recording, ...]:
    """What can be watched again of a show, in order; with what was withdrawn for the shop's own people."""
    query = select(LiveRecordingRow).where(LiveRecordingRow.show_id == show_id, LiveRecordingRow.seconds > 0)
    if not all_of_them:
        query = query.where(LiveRecordingRow.published.is_(True))
    rows = await session.scalars(query.order_by(LiveRecordingRow.began_at))
    return tuple(found for row in rows if (found := _recording(row)) is not None)


async def watched_again(session: AsyncSession, shop_id: str, show_id: str, recording_id: str) -> Recording | None:
    """The recording, where everybody may watch it: published, and of a show that has ended."""
    row = await session.scalar(
        select(LiveRecordingRow)
        .join(LiveShowRow, LiveShowRow.id == LiveRecordingRow.show_id)
        .where(
            LiveRecordingRow.id == recording_id,
            LiveRecordingRow.show_id == show_id,
            LiveRecordingRow.shop_id == shop_id,
            LiveRecordingRow.published.is_(True),
            LiveShowRow.state == "ended",
        )
    )
    return _recording(row) if row is not None else None


async def recording(session: AsyncSession, shop_id: str, recording_id: str) -> Recording:
    """A recording of the shop, published or not; NotFound."""
    row = await session.get(LiveRecordingRow, recording_id)
    found = _recording(row) if row is not None and row.shop_id == shop_id else None
    if found is None:
        raise NotFound("There is no such recording.")
    return found


async def said_in(session: AsyncSession, recording: Recording) -> tuple[SaidLine, ...]:
    """The lines heard in the recording, in order."""
    rows = await session.scalars(
        select(LiveSaidRow)
        .where(
            LiveSaidRow.show_id == recording.show_id,
            LiveSaidRow.began_at >= recording.began_at,
            LiveSaidRow.began_at <= recording.ended_at,
        )
        .order_by(LiveSaidRow.began_at, LiveSaidRow.id)
    )
    return tuple(said_line(row) for row in rows)


async def transcript(session: AsyncSession, shop: Shop, recording: Recording) -> tuple[Told, ...]:
    """What was said, held against the facts of this moment."""
    lines = await said_in(session, recording)
    named = {line.product_id for line in lines}
    keys = [key_of(span.fact_id) for line in lines for span in line.spans]
    named |= {subject for kind, subject, _ in keys if kind == "product"}
    moment = now()
    products = await products_of(session, shop, sorted(named - {""}))
    facts: list[Fact] = []
    for currency in {shop.currency, *(str(line.price.get("currency")) for line in lines if line.price.get("currency"))}:
        facts += await facts_of(session, shop, products, currency=currency)
    return held_against(recording, lines, in_force(facts, moment), moment)


async def publish(session: AsyncSession, shop: Shop, actor: Actor, recording_id: str, *, on: bool) -> Recording:
    """Show the recording to everybody, or withdraw it: from then on none of it is sent to anybody."""
    row = await session.get(LiveRecordingRow, recording_id, with_for_update=True)
    if row is None or row.shop_id != shop.id:
        raise NotFound("There is no such recording.")
    if row.published != on:
        action = "live.replay.publish" if on else "live.replay.withdraw"
        await audit.record(
            session, shop.id, actor, action, row.id, before={"published": row.published}, after={"published": on}
        )
        row.published = on
        await announce(session, f"live:{row.show_id}", {"kind": "order"})
        await session.flush()
    found = _recording(row)
    if found is None:
        raise NotFound("The recording's files are gone.")
    return found


def opened(recording: Recording) -> Recording:
    """The recording with its timeline, which is read from its playlist."""
    file = recorded_playlist(recording.folder)
    timeline = timeline_of(read_playlist(file.read_text("utf-8"))) if file is not None else None
    return recording if timeline is None else replace(recording, timeline=timeline, seconds=timeline.seconds)


async def bring_playlist(database: Database, recording: Recording) -> Recording:
    """The recording with its timeline, whichever host recorded it."""
    await bring(database, recording.folder / RECORDED, grows=True)
    return await asyncio.to_thread(opened, recording)


async def bring_part(database: Database, recording: Recording, name: str) -> None:
    """Have one of its files here, where another host recorded it."""
    await bring(database, recording.folder / name, grows=True)


async def bring_all(database: Database, recording: Recording) -> None:
    """Have all of its files here."""
    async with database.session() as session:
        found = await below(session, recording.folder)
    for path in found:
        await bring(database, path, grows=True)


def _recording(row: LiveRecordingRow) -> Recording | None:
    """The row as a value; None where its folder leads out of the live folder."""
    root = live_folder()
    folder = (root / row.folder).resolve()
    if not folder.is_relative_to(root):
        return None
    return Recording(
        id=row.id,
        show_id=row.show_id,
        folder=folder,
        began_at=row.began_at,
        seconds=row.seconds,
        published=row.published,
    )
