"""Readings by day: what was known then, kept as it was read; the same statements however many visitors there are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, insert, text
from sqlalchemy.exc import DBAPIError
from tests.experiments.builders import a_crowd

from mercery.accounts.actor import SYSTEM
from mercery.accounts.service import create_shop
from mercery.accounts.service import shop as shop_of
from mercery.accounts.shop import Shop
from mercery.core import clock
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.customers.customer import Customer
from mercery.customers.service import apply_customers, ids_by_key
from mercery.experiments import readings as stored
from mercery.experiments.console.views import cost_note
from mercery.experiments.reading import left_zero
from mercery.experiments.running import service as running
from mercery.experiments.running.experiment import Draft
from mercery.experiments.service import record_cost, record_exposure
from mercery.experiments.tables import OutcomeRow
from mercery.experiments.units import Wanted, units_of
from mercery.interactions.interaction import Interaction
from mercery.interactions.service import record_all
from mercery.orders.order import Order, OrderLine
from mercery.orders.service import apply_orders

DAYS = 12
COUNTDOWN = Draft(key="countdown", name=Words("Countdown", "倒计时"), worth_above=2.0)


@pytest.fixture
async def shop(database: Database, home: Path) -> Shop:
    async with database.session() as session:
        return await create_shop(session, slug="aurelle", name=Words("Maison Aurelle"), currency="EUR")


@pytest.fixture
def since() -> datetime:
    return clock.now().replace(hour=1, minute=0, second=0, microsecond=0) - timedelta(days=DAYS)


async def begun(database: Database, shop: Shop, since: datetime, draft: Draft = COUNTDOWN) -> Shop:
    """The experiment runs since then; the shop as it is now."""
    async with database.session() as session:
        with clock.at(since):
            await running.create(session, shop, SYSTEM, draft)
            await running.start(session, shop, SYSTEM, draft.key)
        return await shop_of(session, shop.id)


async def test_of_mails_a_customers_orders_on_file_count_two_weeks_after_each_and_what_came_before_narrows(
    database: Database, shop: Shop, since: datetime
) -> None:
    days = {"kim": (-3, 5, 18), "lee": (13.9, 16), "max": (-400,)}
    async with database.session() as session:
        people = [Customer(key=key, email=f"{key}@example.com", name=key) for key in days]
        await apply_customers(session, shop.id, people, SYSTEM)
        ids = await ids_by_key(session, shop.id, list(days))
        price = Money(10_000, "EUR")
        orders = [
            Order(number=f"{key}-{at}", placed_at=since + timedelta(days=at), currency="EUR", status="paid", total=price,
                  customer_key=key, lines=(OrderLine(sku="BAG", title="Bag", quantity=1, unit_price=price),))
            for key, some in days.items() for at in some
        ]  # fmt: skip
        await apply_orders(session, shop.id, orders, SYSTEM)
        for key, at in (("kim", 0), ("lee", 0), ("lee", 7), ("max", 0)):
            with clock.at(since + timedelta(days=at)):
                await record_exposure(session, shop, "mails", ids[key], "treatment")
        share = await session.scalar(text("SELECT max(share) FROM exposures"))
        wanted = Wanted(key="mails", share=share or 0, since=since, until=since + timedelta(days=60), order_days=14)
        units = await units_of(session, shop, wanted)
    # Of Kim one before and one within two weeks of the only mail; both of Lee's are within two weeks of the first or the second.
    counted = [int((units.events.unit == one).sum()) for one in range(3)]
    assert sorted(zip(units.before.tolist(), counted, strict=True)) == [(0, 0), (0, 2), (1, 1)]


async def test_each_day_is_read_once_as_it_was_known_then(database: Database, shop: Shop, since: datetime) -> None:
    shop = await begun(database, shop, since)
    async with database.session() as session:
        orders = await a_crowd(session, shop, "countdown", since, days=DAYS, per_day=250, buys=(0.22, 0.08))
    async with database.session() as session:
        one = await running.one_of(session, shop, "countdown")
        taken = await stored.catch_up(session, shop, one)
        assert taken in (DAYS, DAYS + 1) and await stored.catch_up(session, shop, one) == 0
        found = await stored.readings(session, shop.id, "countdown", 1)
    counted = [reading.n for reading in found]
    assert counted == sorted(counted) and counted[-1] == DAYS * 250
    last = found[-1]
    assert last.orders_with + last.orders_without == orders and last.verdict == "keep"
    # The margin of 40 euros for each order is net value, since nothing was spent on it.
    assert last.net is not None and last.net.estimate == pytest.approx(last.orders.estimate * 4_000, rel=0.05)
    crossed = left_zero(found)
    assert crossed is not None and 0 < crossed < len(found)
    assert found[0].verdict == "wait" and not found[0].effect.above_zero


async def test_what_was_read_is_never_changed(database: Database, shop: Shop, since: datetime) -> None:
    shop = await begun(database, shop, since)
    async with database.session() as session:
        await a_crowd(session, shop, "countdown", since, days=2, per_day=100)
        await stored.take(session, shop, await running.one_of(session, shop, "countdown"))
    with pytest.raises(DBAPIError, match="append-only"):
        async with database.session() as session:
            await session.execute(text("UPDATE experiment_readings SET verdict = 'keep'"))


async def test_arms_that_are_not_as_drawn_withhold_the_verdict(database: Database, shop: Shop, since: datetime) -> None:
    shop = await begun(database, shop, since)
    async with database.session() as session:
        await a_crowd(session, shop, "countdown", since, days=DAYS, per_day=250, buys=(0.3, 0.05), drawn=0.42)
        reading = await stored.take(session, shop, await running.one_of(session, shop, "countdown"))
    assert reading is not None and reading.blocked and reading.verdict == "wait"
    assert reading.because[0].code == "mismatch"


async def test_costs_make_a_price_of_one_extra_order(database: Database, shop: Shop, since: datetime) -> None:
    shop = await begun(database, shop, since)
    async with database.session() as session:
        await a_crowd(session, shop, "countdown", since, days=DAYS, per_day=250, buys=(0.22, 0.08))
        with clock.at(since + timedelta(days=1)):
            await record_cost(session, shop.id, "countdown", kind="model", micros=150_000_000, currency="EUR")
        reading = await stored.take(session, shop, await running.one_of(session, shop, "countdown"))
    assert reading is not None and reading.cost == 15_000
    one, orders = reading.cost_of_one, reading.orders
    assert one.state == "shown" and orders.low is not None and orders.high is not None
    per_visitor = 15_000 / reading.treated.n
    assert (one.low, one.high) == pytest.approx((per_visitor / orders.high, per_visitor / orders.low))


async def test_costs_without_a_price_are_no_costs_of_nothing(database: Database, shop: Shop, since: datetime) -> None:
    shop = await begun(database, shop, since)
    async with database.session() as session:
        await a_crowd(session, shop, "countdown", since, days=3, per_day=250, buys=(0.4, 0.1))
        with clock.at(since + timedelta(days=1)):
            await record_cost(session, shop.id, "countdown", kind="compute", ms=60_000)
        reading = await stored.take(session, shop, await running.one_of(session, shop, "countdown"))
    assert reading is not None and reading.cost_unknown == ("compute",)
    assert (reading.cost, reading.net, reading.cost_of_one.state) == (None, None, "unknown")
    assert cost_note(reading).en.startswith("What it costs is not known.")


async def test_orders_without_a_known_margin_leave_net_value_open(
    database: Database, shop: Shop, since: datetime
) -> None:
    shop = await begun(database, shop, since)
    async with database.session() as session:
        orders = await a_crowd(session, shop, "countdown", since, days=DAYS, per_day=100, margin=None)
        reading = await stored.take(session, shop, await running.one_of(session, shop, "countdown"))
    assert reading is not None and (reading.net, reading.unknown_margin) == (None, orders)


async def test_what_was_known_before_narrows_the_range(database: Database, shop: Shop, since: datetime) -> None:
    shop = await begun(database, shop, since)
    async with database.session() as session:
        await a_crowd(session, shop, "countdown", since, days=DAYS, per_day=120, buys=(0.3, 0.3))
        buyers = (await session.scalars(text("SELECT DISTINCT visitor_id FROM outcomes"))).all()
        before = since - timedelta(days=2)
        await session.execute(
            insert(OutcomeRow),
            [
                {"shop_id": shop.id, "visitor_id": one, "kind": "order", "at": before, "subject": f"b{one}"}
                for one in buyers
            ],
        )
        await record_all(
            session, shop.id,
            [Interaction(visitor_id=str(one), kind="view", surface="product", product_id="p", at=before) for one in buyers],
        )  # fmt: skip
        reading = await stored.take(session, shop, await running.one_of(session, shop, "countdown"))
    assert reading is not None and reading.explained > 0.9


async def test_a_new_share_begins_counting_anew(database: Database, shop: Shop, since: datetime) -> None:
    shop = await begun(database, shop, since)
    async with database.session() as session:
        await a_crowd(session, shop, "countdown", since, days=3, per_day=50)
        draft = Draft(key="countdown", name=Words("Countdown"), share=0.2)
        after = await running.change(session, shop, SYSTEM, "countdown", draft)
        assert after.phase == 2
        reading = await stored.take(session, shop, after)
    assert reading is not None and reading.n == 0


async def test_as_many_statements_for_many_visitors_as_for_few(database: Database, shop: Shop, since: datetime) -> None:
    shop = await begun(database, shop, since)
    counts = []
    for number, per_day in enumerate((3, 400)):
        async with database.session() as session:
            await a_crowd(session, shop, f"x{number}", since, days=4, per_day=per_day)
            wanted = Wanted(key=f"x{number}", share=0.5, since=since, until=clock.now())
            with counted(database) as statements:
                units = await units_of(session, shop, wanted)
        assert units.count == 4 * per_day
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 14


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The statements sent meanwhile."""
    seen: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        seen.append(statement)

    engine = database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize(("sessions", "rate"), [(False, 1.0), (True, 0.5)])
async def test_orders_for_each_visit_count_sessions_where_they_are_told(
    database: Database, shop: Shop, since: datetime, sessions: bool, rate: float
) -> None:
    draft = Draft(key="countdown", name=Words("Countdown"), metric="orders_per_visit")
    shop = await begun(database, shop, since, draft)
    async with database.session() as session:
        await a_crowd(session, shop, "countdown", since, days=DAYS, per_day=40, buys=(1.0, 1.0))
        visitors = (await session.scalars(text("SELECT DISTINCT visitor_id FROM exposures"))).all()
        if sessions:
            rows = [
                {"shop_id": shop.id, "visitor_id": one, "kind": "session", "at": clock.now() - timedelta(hours=1)}
                for one in visitors
                for _ in range(2)
            ]
            await session.execute(insert(OutcomeRow), rows)
        reading = await stored.take(session, shop, await running.one_of(session, shop, "countdown"))
    assert reading is not None and reading.treated.mean == reading.held.mean == rate
