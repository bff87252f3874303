"""The days the interactions lie in: one partition of the table for each day (UTC), made ahead, dropped whole.

What comes for a day that has none yet (a past imported, a clock that is wrong) lies in the partition for strays until
`keep_days` has made that day and moved it there. An event id stands once in a day's partition, and once among the strays.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.clock import now
from mercery.core.database import Database
from mercery.core.logging import get_logger

log = get_logger(__name__)
AHEAD: Final = 7
"""Days made before they begin: a worker may be away for a week."""
_PARTITION: Final = "interactions_part_"
_STRAYS: Final = f"{_PARTITION}default"
_DAY: Final = "%Y%m%d"
_LOCK_SECONDS: Final = 5
"""For so long others may be kept waiting by a partition that is made or dropped; what was not done then is done later."""
_NAMES: Final = text(
    "SELECT child.relname FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid"
    " WHERE inhparent = to_regclass('interactions') ORDER BY child.relname"
)
_STRAY_DAYS: Final = text(f"SELECT DISTINCT (at AT TIME ZONE 'UTC')::date AS day FROM {_STRAYS} ORDER BY day")  # noqa: S608


async def keep_days(database: Database, *, kept_days: int) -> int:
    """Make the days from today on, and those of strays that are not too old; returns how many were made. Each is a
    transaction of its own, and processes that begin at once make each once."""
    today = now().astimezone(UTC).date()
    async with database.session() as session:
        names = set(await session.scalars(_NAMES))
        strays = list(await session.scalars(_STRAY_DAYS)) if _STRAYS in names else []
    if not names:
        # Tables of before the days, which an early version made.
        return 0
    span = (today - timedelta(days=kept_days), today + timedelta(days=AHEAD))
    wanted = {today + timedelta(days=ahead) for ahead in range(AHEAD + 1)}
    wanted |= {day for day in strays if span[0] < day <= span[1]}
    missing = sorted(day for day in wanted if f"{_PARTITION}{day:{_DAY}}" not in names)
    for day in missing:
        async with database.session() as session:
            await _make(session, day)
    if missing:
        log.info("days_made", first=str(missing[0]), last=str(missing[-1]), count=len(missing))
    return len(missing)


async def drop_days(session: AsyncSession, before: datetime) -> int:
    """Drop the days that had ended by `before`, and what strayed from them; returns how many rows went."""
    day = before.astimezone(UTC).date()
    await _wait_little(session)
    gone = 0
    for name in await session.scalars(_NAMES):
        if name != _STRAYS and _day_of(name) < day:
            gone += await session.scalar(text(f"SELECT count(*) FROM {name}")) or 0  # noqa: S608
            await session.execute(text(f"DROP TABLE {name}"))
    begin = datetime(day.year, day.month, day.day, tzinfo=UTC)
    gone_strays = await session.scalars(
        text("DELETE FROM interactions WHERE at < :begin RETURNING id"), {"begin": begin}
    )
    return gone + len(gone_strays.all())


async def days(session: AsyncSession) -> Sequence[date]:
    """The days there are partitions for."""
    return [_day_of(name) for name in await session.scalars(_NAMES) if name != _STRAYS]


async def _make(session: AsyncSession, day: date) -> None:
    """A partition for `day` with the strays of that day in it."""
    name = f"{_PARTITION}{day:{_DAY}}"
    await _wait_little(session)
    await session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('interactions_days', 0))"))
    if await session.scalar(text("SELECT to_regclass(:name)"), {"name": name}) is not None:
        return
    # Made apart and attached: that does not keep readers or writers of other days waiting.
    span = f"FROM ('{day} 00:00+00') TO ('{day + timedelta(days=1)} 00:00+00')"
    of_day = f"at >= '{day} 00:00+00' AND at < '{day + timedelta(days=1)} 00:00+00'"
    for statement in (
        f"CREATE TABLE {name} (LIKE interactions INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES)",
        f"CREATE UNIQUE INDEX uq_{name}_event ON {name} (shop_id, event_id) WHERE event_id IS NOT NULL",
        f"LOCK TABLE {_STRAYS} IN ACCESS EXCLUSIVE MODE",
        f"WITH moved AS (DELETE FROM {_STRAYS} WHERE {of_day} RETURNING *) INSERT INTO {name} SELECT * FROM moved",  # noqa: S608
        f"ALTER TABLE interactions ATTACH PARTITION {name} FOR VALUES {span}",
    ):
        await session.execute(text(statement))


async def _wait_little(session: AsyncSession) -> None:
    await session.execute(text(f"SET LOCAL lock_timeout = '{_LOCK_SECONDS}s'"))


def _day_of(name: str) -> date:
    return datetime.strptime(name.removeprefix(_PARTITION), _DAY).replace(tzinfo=UTC).date()
