"""A round: every minute each shop is looked at once, by whichever worker holds its row; alerts open and close.

The job runs on one worker at a time (its lock). Beside that the row of a shop is locked while it is looked at and knows the
minute of the last look, and an index allows one open alert of a kind: so nothing is told twice whatever goes wrong.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.accounts.shop import Shop
from mercery.core.as_json import plain, read
from mercery.core.clock import now
from mercery.core.database import Database, Json
from mercery.core.events import announce
from mercery.core.i18n import Words
from mercery.core.jobs import enqueue
from mercery.core.logging import get_logger
from mercery.operations.alerts import alert as alerts
from mercery.operations.alerts import counting
from mercery.operations.alerts.demo_past import write_past
from mercery.operations.alerts.hooks import tell_hooks
from mercery.operations.alerts.judging import Reading, Standing, step
from mercery.operations.alerts.measure import Rule
from mercery.operations.alerts.news import News, closed, opened, told_again
from mercery.operations.alerts.reading import Look, read_measure
from mercery.operations.alerts.rules import rules
from mercery.operations.alerts.tables import AlertRoundRow
from mercery.operations.health.check import Looked
from mercery.operations.health.checks import Looks

log = get_logger(__name__)
LONGEST: Final = 50.0
"""Seconds of one round; shops that were not reached come first in the next."""
_PATIENCE: Final = 5.0
"""Seconds that are waited for the checks."""
_NOT_THERE: Final = Words("It is over.", "已恢复。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """How a shop stands after a look."""

    news: tuple[News, ...] = ()
    looked: bool = True
    """False: somebody else looks at it, or has done in this minute."""


async def go_round(database: Database, moment: datetime | None = None) -> int:
    """Look at every shop, those that have waited longest first; returns how many there was time for."""
    at, began, done = moment or now(), time.monotonic(), 0
    async with database.session() as session:
        waiting = await _in_order(session)
        first = await accounts.first_shop(session)
    for shop_id in waiting:
        if time.monotonic() - began > LONGEST:
            log.warning("alerts_round_too_long", shops=len(waiting), done=done)
            break
        checks = await _looks(database).look(patience=_PATIENCE) if first is not None and shop_id == first.id else ()
        try:
            async with database.session() as session:
                await look_at(session, shop_id, at, checks)
        except Exception:
            # One shop that cannot be looked at keeps no other from it.
            log.exception("shop_not_looked_at", shop=shop_id)
        done += 1
    return done


async def _in_order(session: AsyncSession) -> list[str]:
    found = await session.execute(select(AlertRoundRow.shop_id, AlertRoundRow.at))
    rows = {row.shop_id: row.at for row in found}
    shops = [shop.id for shop in await accounts.all_shops(session)]
    return sorted(shops, key=lambda shop: (at.timestamp() if (at := rows.get(shop)) else 0.0, shop))


@lru_cache(maxsize=2)
def _looks(database: Database) -> Looks:
    """What the checks found lately: some of them are not asked every minute."""
    return Looks(database)


async def look_at(session: AsyncSession, shop_id: str, at: datetime, checks: Sequence[Looked] = ()) -> Round:
    """Read every measure of a shop, and open and close what follows, in one transaction."""
    await session.execute(insert(AlertRoundRow).values(shop_id=shop_id).on_conflict_do_nothing())
    row = await session.scalar(
        select(AlertRoundRow).where(AlertRoundRow.shop_id == shop_id).with_for_update(skip_locked=True)
    )
    minute = at.replace(second=0, microsecond=0)
    if row is None or (row.at is not None and row.at >= minute):
        return Round(looked=False)
    shop = await accounts.shop(session, shop_id)
    if row.at is None and shop.demo:
        await write_past(session, shop, at)
    row.counted_through = await counting.bring_up(session, shop_id, row.counted_through, at)
    looking = Look(session=session, shop=shop, at=at, counted_through=row.counted_through, checks=checks)
    held = await rules(session, shop)
    news, standings, readings = await _judged(looking, held, row.standings)
    row.at, row.standings, row.readings = minute, standings, readings
    news += [told_again(one) for one in await alerts.due_again(session, shop_id, held, at)]
    await session.flush()
    if news:
        await _tell(session, shop, news)
    return Round(news=tuple(news))


async def _judged(looking: Look, held: Sequence[Rule], before: Json) -> tuple[list[News], Json, Json]:
    news: list[News] = []
    standings: Json = {}
    readings: Json = {}
    for rule in held:
        key = rule.measure.key
        was = {subject: read(Standing, data) for subject, data in before.get(key, {}).items()}
        found = await read_measure(looking, rule) if rule.values.on else []
        readings[key] = _shown(found, rule)
        if found is None:
            standings[key] = plain(was)
            continue
        by_subject = {one.subject: one for one in found}
        kept: dict[str, Standing] = {}
        for subject in {**was, **by_subject}:
            one = by_subject.get(subject) or Reading(subject=subject, state="well", words=_NOT_THERE)
            after = await _moved(looking, rule, was.get(subject, Standing()), one, news)
            if after.open or after.bad_since or after.closed:
                kept[subject] = after
        standings[key] = plain(kept)
    return news, standings, readings


async def _moved(looking: Look, rule: Rule, was: Standing, reading: Reading, news: list[News]) -> Standing:
    """The standing after a reading, with whatever opens or closes."""
    session, shop_id, at = looking.session, looking.shop.id, looking.at
    after, turn = step(rule.values, was, reading, at)
    if not rule.values.on and was.open:
        # Switched off: what is open closes at once.
        after, turn = Standing(closed=was.closed), "closes"
    if turn == "opens":
        made, fresh = await alerts.open_alert(session, shop_id, rule, reading, at)
        if fresh:
            news.append(opened(made))
    elif turn == "closes":
        gone = await alerts.close_alert(session, shop_id, rule.measure.key, reading, at)
        if gone is not None and gone[1]:
            news.append(closed(gone[0]))
    return after


def _shown(found: list[Reading] | None, rule: Rule) -> Mapping[str, Any]:
    """What the page says of it."""
    if not rule.values.on:
        return {"state": "off"}
    if found is None:
        return {"state": "unread"}
    if not found:
        return {"state": "well", "words": plain(Words("Nothing to tell.", "无异常。"))}
    worst = max(found, key=lambda one: ("few", "well", "between", "bad").index(one.state))
    return {"state": worst.state, "value": worst.value, "words": plain(worst.words)}


async def _tell(session: AsyncSession, shop: Shop, news: Sequence[News]) -> None:
    await announce(session, f"alerts:{shop.id}", {"kind": "changed"})
    await tell_hooks(session, shop, news)
    await enqueue(session, "notifying:look", {"shop_id": shop.id}, once=f"notifying:look:{shop.id}")
