"""Days of costs that are added up say what their rows say: at every edge, with any prices, after late costs, and they are really what
is read."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncSession
from tests.catalog.builders import SHOP, add_shop
from tests.experiments.ledger.test_costs import price, use

from mercery.accounts.shop import Shop
from mercery.core import clock
from mercery.core.database import Database
from mercery.experiments import jobs
from mercery.experiments.ledger import costs, days
from mercery.experiments.ledger.costs import CostLine, UnitLine
from mercery.experiments.ledger.prices import Rate, tariff_of
from mercery.experiments.tables import CostRow
from mercery.ui.formats import zone_named

FIRST, UNTIL = date(2025, 10, 20), date(2025, 11, 6)
"""The shop's clocks go back within."""
DAY = timedelta(days=1)
Told = tuple[list[CostLine], list[UnitLine]]


def at(day: date, hour: float = 12.0) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone_named(SHOP.timezone)) + timedelta(hours=hour)


def some_costs(many: int = 400) -> list[dict[str, Any]]:
    random = Random(7)
    found = []
    for _ in range(many):
        feature, start = random.choice((("assistant", "cnv"), ("assistant", "sra"), ("live", "lsh"), ("content", "")))
        money = random.choice((None, random.randrange(9_999)))
        found.append({
            "shop_id": SHOP.id, "feature": feature, "at": at(FIRST + random.randrange(17) * DAY, random.random() * 23.9),
            "kind": random.choice(("model", "compute", "messages")), "micros": money,
            "currency": random.choice(("EUR", "USD")), "tokens": random.randrange(999), "ms": random.randrange(99_999),
            "units": random.randrange(5), "subject": f"{start}_{random.randrange(20)}" if start else None,
        })  # fmt: skip
    return found


@pytest.fixture
async def shop(database: Database) -> Database:
    """With costs of seventeen days, and prices that change within a day and as one begins."""
    await add_shop(database)
    async with database.session() as session:
        await session.execute(insert(CostRow), some_costs())
    await price(database, "model", "0.031", at(FIRST + 3 * DAY, 10))
    await price(database, "model", "0.017", at(FIRST + 5 * DAY, 10), from_now=True)
    await price(database, "compute", "0.4", at(FIRST + 8 * DAY, 0), from_now=True)
    await price(database, "fx:USD", "0.9", at(FIRST + 9 * DAY, 15), from_now=True)
    return database


async def told(session: AsyncSession, since: date = FIRST, until: date = UNTIL) -> Told:
    return await costs.by_day_and_unit(session, SHOP, since, until)


async def add_up(shop: Database, since: date = FIRST - DAY, until: date = UNTIL) -> None:
    async with shop.session() as session:
        assert await days.add_up(session, SHOP, since, until)


SPANS = [(FIRST + ahead * DAY, UNTIL - less * DAY) for ahead in (0, 5, 11) for less in (0, 4)]


async def test_every_stretch_says_what_its_rows_say(shop: Database) -> None:
    async with shop.session() as session:
        of_rows = [await told(session, *span) for span in SPANS]
    assert any(line.cost.abroad for line in of_rows[0][0]) and any(not line.cost.whole for line in of_rows[0][0])
    # All of them at once, and some days after the others, which must know what there was before.
    for cut in (UNTIL, FIRST + 4 * DAY, FIRST + 11 * DAY):
        async with shop.session() as session:
            await session.execute(text("DELETE FROM cost_days"))
        await add_up(shop, until=cut)
        async with shop.session() as session:
            assert [await told(session, *span) for span in SPANS] == of_rows
    await add_up(shop, FIRST + 11 * DAY)
    async with shop.session() as session:
        assert await days.kept_until(session, SHOP, FIRST, UNTIL) == UNTIL
        assert [await told(session, *span) for span in SPANS] == of_rows


async def test_it_is_read_where_it_is_kept_and_rows_where_a_price_changed(shop: Database) -> None:
    async with shop.session() as session:
        before, _ = await told(session)
    await add_up(shop)
    async with shop.session() as session:
        await session.execute(text("UPDATE cost_day_parts SET quantity = quantity + 1000000"))
        after, _ = await told(session)
    changed = {FIRST + 5 * DAY, FIRST + 9 * DAY}
    assert {one.day for one, other in zip(before, after, strict=True) if one == other} == changed


async def test_a_late_cost_is_told_at_once_and_the_days_from_it_on_are_added_up_again(shop: Database) -> None:
    await add_up(shop)
    late = FIRST + 6 * DAY
    await use(shop, "assistant", "messages", at(late), units=7, subject="cnv_late")
    await use(shop, "assistant", "messages", at(late + DAY), units=7, subject="cnv_late")
    async with shop.session() as session:
        kept = await days.kept_until(session, SHOP, FIRST, UNTIL)
        assert late - DAY <= kept <= late
        found = await told(session)
        await session.execute(text("DELETE FROM cost_days"))
        assert found == await told(session)
    await add_up(shop)
    async with shop.session() as session:
        assert found == await told(session)


async def test_a_day_waits_while_a_cost_of_it_may_still_be_written(shop: Database) -> None:
    async with shop.session() as writing:
        await writing.execute(insert(CostRow), some_costs(1))
        async with shop.session() as session:
            assert not await days.add_up(session, SHOP, FIRST, UNTIL)
    await add_up(shop)
    today = datetime.now(UTC).date()
    async with shop.session() as session:
        assert not await days.add_up(session, SHOP, today, today + DAY)


async def test_every_hour_the_finished_days_of_a_large_shop_are_added_up(
    shop: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "database", lambda: shop)
    with clock.at(at(UNTIL, 0.5)):
        await jobs.add_up_costs(timestamp=0)
    async with shop.session() as session:
        assert await days.kept_until(session, SHOP, FIRST, UNTIL) == FIRST, "it is small"
    monkeypatch.setattr(days, "worth_it", _any_shop)
    for hour, until in ((0.5, UNTIL - DAY), (1.5, UNTIL)):
        with clock.at(at(UNTIL, hour)):
            await jobs.add_up_costs(timestamp=0)
        async with shop.session() as session:
            assert await days.kept_until(session, SHOP, UNTIL - days.BACK, UNTIL + DAY) == until


async def _any_shop(session: AsyncSession, shop: Shop) -> bool:
    return True


def test_a_price_that_changes_as_a_day_begins_changes_within_none() -> None:
    zone = ZoneInfo("Europe/Paris")
    begins = datetime(2025, 11, 3, tzinfo=zone)
    rates = [Rate(kind="model", micros=1, currency="EUR", valid_from=one) for one in (None, begins, begins + 2.5 * DAY)]
    assert tariff_of("EUR", rates).changed_on(zone) == {date(2025, 11, 5)}
