"""Readings: what was known of an experiment on each day. Taken by the worker's job and on demand, kept, never changed.

Days that passed without a reading are made up for from the same events: what came after a day is not in its reading. The
ranges hold however often one looks, so that a reading more does no harm; what was read stays on record all the same, because
a page that worked out the past anew could not show what was known when somebody decided.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from sqlalchemy import func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.core.as_json import plain
from mercery.core.as_json import read as read_json
from mercery.core.clock import now
from mercery.core.database import Json
from mercery.experiments.measuring import Moment, read
from mercery.experiments.reading import Reading
from mercery.experiments.running import repository
from mercery.experiments.running.experiment import Experiment
from mercery.experiments.running.features import FEATURES, as_experiment
from mercery.experiments.running.tables import ReadingRow
from mercery.experiments.spending import spent_until
from mercery.experiments.tables import ExposureRow
from mercery.experiments.units import Wanted, units_of
from mercery.ui.formats import zone_named

MOST_DAYS: Final = 400
"""As many days back as readings are made up for."""


async def take(session: AsyncSession, shop: Shop, experiment: Experiment) -> Reading | None:
    """Read now, with all days before that were not read. None: nobody has met it, or nobody is kept without it."""
    await _alone(session, shop, experiment)
    since = await _since(session, shop, experiment)
    if since is None or not 0 < experiment.share < 1:
        return None
    until = experiment.until or now()
    return await _read_days(session, shop, experiment, since, _days(shop, since, until, finished=False), until)


async def can_be_read(session: AsyncSession, shop: Shop, experiment: Experiment) -> bool:
    """Whether there is anything to compare: somebody met it, and somebody is kept without it."""
    return 0 < experiment.share < 1 and await _since(session, shop, experiment) is not None


async def catch_up(session: AsyncSession, shop: Shop, experiment: Experiment) -> int:
    """Read every day that has ended and was not read; how many that were."""
    await _alone(session, shop, experiment)
    since = await _since(session, shop, experiment)
    if since is None or not 0 < experiment.share < 1:
        return 0
    known = await _days_read(session, shop, experiment)
    missing = [one for one in _days(shop, since, experiment.until or now(), finished=True) if one[0] not in known]
    if missing:
        await _read_days(session, shop, experiment, since, missing, missing[-1][1])
    return len(missing)


async def readings(session: AsyncSession, shop_id: str, key: str, phase: int) -> list[Reading]:
    """One reading a day, the last of each, the oldest first."""
    latest = (
        select(func.max(ReadingRow.id))
        .where(ReadingRow.shop_id == shop_id, ReadingRow.key == key, ReadingRow.phase == phase)
        .group_by(ReadingRow.day)
    )
    rows = await session.scalars(select(ReadingRow.figures).where(ReadingRow.id.in_(latest)).order_by(ReadingRow.day))
    return [read_json(Reading, figures) for figures in rows]


async def last_of(session: AsyncSession, shop_id: str, key: str, phase: int) -> Reading | None:
    """What was read last of an experiment."""
    figures = await session.scalar(
        select(ReadingRow.figures)
        .where(ReadingRow.shop_id == shop_id, ReadingRow.key == key, ReadingRow.phase == phase)
        .order_by(ReadingRow.id.desc())
        .limit(1)
    )
    return None if figures is None else read_json(Reading, figures)


async def latest(session: AsyncSession, shop_id: str) -> dict[tuple[str, int], Reading]:
    """The last reading of every experiment of the shop, by key and phase."""
    newest = (
        select(func.max(ReadingRow.id)).where(ReadingRow.shop_id == shop_id).group_by(ReadingRow.key, ReadingRow.phase)
    )
    rows = await session.execute(
        select(ReadingRow.key, ReadingRow.phase, ReadingRow.figures).where(ReadingRow.id.in_(newest))
    )
    return {(key, phase): read_json(Reading, figures) for key, phase, figures in rows}


async def read_what_is_due(session: AsyncSession, shop: Shop) -> int:
    """All experiments of the shop that are counting, up to the day that ended last; how many readings were taken."""
    kept = {one.key: one for one in await repository.kept(session, shop.id)}
    met = await session.scalars(select(ExposureRow.feature).where(ExposureRow.shop_id == shop.id).distinct())
    taken = 0
    for key in met:
        experiment = kept.get(key) or (as_experiment(shop, key) if key in FEATURES else None)
        if experiment is not None and experiment.counting:
            taken += await catch_up(session, shop, experiment)
    return taken


async def _alone(session: AsyncSession, shop: Shop, experiment: Experiment) -> None:
    """Two who read the same experiment do it one after the other."""
    await session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"),
        {"key": f"reading:{shop.id}:{experiment.key}"},
    )


async def _since(session: AsyncSession, shop: Shop, experiment: Experiment) -> datetime | None:
    """When counting began: where nobody said so, with the first exposure under this share."""
    if experiment.since is not None:
        return experiment.since
    return await session.scalar(
        select(func.min(ExposureRow.at)).where(
            ExposureRow.shop_id == shop.id, ExposureRow.feature == experiment.key, ExposureRow.share == experiment.share
        )
    )


async def _days_read(session: AsyncSession, shop: Shop, experiment: Experiment) -> set[date]:
    """Days whose reading saw all of the day."""
    rows = await session.execute(
        select(ReadingRow.day, func.max(ReadingRow.until))
        .where(ReadingRow.shop_id == shop.id, ReadingRow.key == experiment.key, ReadingRow.phase == experiment.phase)
        .group_by(ReadingRow.day)
    )
    return {day for day, until in rows if until >= _end(shop, day)}


def _days(shop: Shop, since: datetime, until: datetime, *, finished: bool) -> list[tuple[date, datetime]]:
    """The days from `since` to `until` in the shop's own time, each with the moment up to which it is read."""
    zone = zone_named(shop.timezone)
    last = until.astimezone(zone).date()
    first = max(since.astimezone(zone).date(), last - timedelta(days=MOST_DAYS))
    days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    return [(day, min(_end(shop, day), until)) for day in days if not finished or _end(shop, day) <= until]


def _end(shop: Shop, day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=zone_named(shop.timezone))


async def _read_days(
    session: AsyncSession,
    shop: Shop,
    experiment: Experiment,
    since: datetime,
    days: Sequence[tuple[date, datetime]],
    until: datetime,
) -> Reading | None:
    """Read the visitors once, and of them each day that has no whole reading yet."""
    by_visit = experiment.metric == "orders_per_visit"
    feature = FEATURES.get(experiment.key)
    wanted = Wanted(
        key=experiment.key, share=experiment.share, since=since, until=until, visits=by_visit,
        order_days=feature.order_days if feature else None,
    )  # fmt: skip
    units = await units_of(session, shop, wanted)
    known = await _days_read(session, shop, experiment)
    costs = await spent_until(session, shop, experiment.key, since, [at for _, at in days])
    before = await readings(session, shop.id, experiment.key, experiment.phase)
    highest = max((one.drawn.evidence for one in before), default=0.0)
    rows, found = list[Json](), None
    for (day, at), spent in zip(days, costs, strict=True):
        if day in known and at < until:
            continue
        when = Moment(day=day, until=at, since=since)
        found = read(experiment, units, when, spent, shop.currency, highest=highest)
        highest = max(highest, found.drawn.evidence)
        rows.append(_row(shop, experiment, found))
    if rows:
        await session.execute(insert(ReadingRow), rows)
    return found


def _row(shop: Shop, experiment: Experiment, one: Reading) -> Json:
    return {
        "shop_id": shop.id, "key": experiment.key, "phase": one.phase, "day": one.day, "until": one.until,
        "read_at": now(), "n_with": one.treated.n, "n_without": one.held.n, "metric": one.metric,
        "estimate": one.effect.estimate, "low": one.effect.low, "high": one.effect.high, "mismatch": one.drawn.alarm,
        "verdict": one.verdict, "figures": plain(one),
    }  # fmt: skip
