"""The overview's rows: extra orders with their range and how we know, what was spent, what waits for a decision."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from tests.experiments.builders import a_crowd

from mercery.accounts.actor import SYSTEM
from mercery.accounts.overview import OverviewPart, Period
from mercery.accounts.service import create_shop
from mercery.accounts.service import shop as shop_of
from mercery.accounts.shop import Shop
from mercery.core import clock
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.experiments import readings as stored
from mercery.experiments.overview import overview
from mercery.experiments.running import service as running
from mercery.experiments.running.experiment import Draft
from mercery.experiments.service import record_cost


@pytest.fixture
async def shop(database: Database, home: Path) -> Shop:
    async with database.session() as session:
        return await create_shop(session, slug="aurelle", name=Words("Maison Aurelle"), currency="EUR")


async def part(database: Database, shop: Shop) -> OverviewPart:
    """Of the last thirty days."""
    moment = clock.now()
    async with database.session() as session:
        period = Period(span="30", since=moment - timedelta(days=30), until=moment)
        return await overview(session, await shop_of(session, shop.id), period)


async def test_without_a_reading_no_figure_is_made_up(database: Database, shop: Shop) -> None:
    found = await part(database, shop)
    extra, spent = found.rows
    assert (extra.figure, extra.interval) == ("–", None) and "No range yet" in extra.how.en
    assert spent.figure == "€0" and not found.needs


async def test_extra_orders_are_the_effect_on_those_who_met_it(database: Database, shop: Shop) -> None:
    since = clock.now() - timedelta(days=12)
    async with database.session() as session:
        with clock.at(since):
            await running.create(session, shop, SYSTEM, Draft(key="countdown", name=Words("Countdown", "倒计时")))
            await running.start(session, shop, SYSTEM, "countdown")
        current = await shop_of(session, shop.id)
        await a_crowd(session, current, "countdown", since, days=12, per_day=200, buys=(0.22, 0.08))
        reading = await stored.take(session, current, await running.one_of(session, current, "countdown"))
        await record_cost(session, shop.id, "assistant", kind="model", micros=2_500_000, currency="EUR", tokens=10)
        await record_cost(session, shop.id, "assistant", kind="compute", ms=4_000)
    assert reading is not None
    found = await part(database, shop)
    extra, spent = found.rows
    assert extra.interval is not None
    assert extra.interval.estimate == pytest.approx(reading.orders.estimate * reading.treated.n)
    assert extra.interval.low > 0 and f"{reading.treated.n:,} visitors" in extra.how.en
    assert spent.figure == "€2.50" and "without a price: compute" in spent.how.en
    assert [need.url for need in found.needs] == ["/console/experiments/countdown"]
