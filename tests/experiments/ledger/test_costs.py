"""The ledger on a real database: what was used, priced by what held then; what has no price is never nought."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from tests.catalog.builders import SHOP, add_shop

from mercery.accounts.actor import SYSTEM
from mercery.accounts.tables import AuditRow
from mercery.conversations import service as conversations
from mercery.conversations.events import Delivered, Spoken
from mercery.core import clock
from mercery.core.database import Database
from mercery.core.errors import Invalid
from mercery.core.events import bus
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.experiments.ledger import book, costs, hearing, rates
from mercery.experiments.ledger.kinds import KINDS, CostKind
from mercery.experiments.ledger.prices import Rate, priced, tariff_of
from mercery.experiments.service import record_cost

NOON = datetime(2026, 11, 20, 11, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
async def shop(database: Database) -> Database:
    await add_shop(database)
    return database


async def use(database: Database, feature: str, kind: CostKind, at: datetime = NOON, **what: int | str | None) -> None:
    async with database.session() as session:
        with clock.at(at):
            await record_cost(session, SHOP.id, feature, kind=kind, **what)  # type: ignore[arg-type]


async def price(database: Database, kind: str, amount: str, at: datetime = NOON, *, from_now: bool = False) -> None:
    async with database.session() as session:
        with clock.at(at):
            await rates.set_rate(session, SHOP, SYSTEM, kind, amount, from_now=from_now)


async def used(database: Database) -> dict[CostKind, costs.Cost]:
    async with database.session() as session:
        return dict(await costs.used(session, SHOP, None, NOON - 30 * DAY, NOON + 30 * DAY))


async def test_what_nobody_priced_is_unknown_and_not_nought(shop: Database) -> None:
    await use(shop, "live", "compute", ms=7_200_000, subject="lsh_1")
    await use(shop, "assistant", "model", micros=1_500, currency="EUR", tokens=900, subject="cnv_1")
    await use(shop, "assistant", "model", tokens=100, subject="cnv_1")
    found = await used(shop)
    assert not found["compute"].known and found["compute"].unpriced == 7_200_000
    assert found["model"].known and not found["model"].whole and found["model"].unpriced == 100
    async with shop.session() as session:
        told = await costs.costs_of(session, SHOP, None, NOON - DAY, NOON + DAY)
    assert told == {"model": Money(0, "EUR")}
    await price(shop, "compute", "0.04")
    async with shop.session() as session:
        assert (await costs.costs_of(session, SHOP, "live", NOON - DAY, NOON + DAY)) == {"compute": Money(8, "EUR")}
        assert await costs.costs_of(session, SHOP, "live", NOON + DAY, NOON + 2 * DAY) == {}


async def test_each_use_is_priced_by_what_held_at_that_time(shop: Database) -> None:
    hour = 3_600_000
    await use(shop, "assistant", "person", NOON - 3 * DAY, ms=hour)
    await price(shop, "person", "20", NOON - 2 * DAY)
    await price(shop, "person", "30", NOON, from_now=True)
    await use(shop, "assistant", "person", NOON + DAY, ms=hour)
    await price(shop, "person", "", NOON + 2 * DAY)
    await use(shop, "assistant", "person", NOON + 3 * DAY, ms=hour)
    found = (await used(shop))["person"]
    assert (found.micros, found.quantity, found.unpriced) == (50_000_000, 3 * hour, hour)


async def test_money_of_another_currency_stays_apart_until_its_worth_is_told(shop: Database) -> None:
    await use(shop, "assistant", "model", micros=2_000_000, currency="USD", tokens=10)
    assert (await used(shop))["model"].abroad == {"USD": 2_000_000}
    await price(shop, "fx:USD", "0.9")
    assert (await used(shop))["model"].micros == 1_800_000


async def test_days_are_the_shops_own_and_each_thing_has_its_cost(shop: Database) -> None:
    late = datetime(2026, 11, 19, 23, 30, tzinfo=UTC)
    await price(shop, "messages", "0.05")
    await use(shop, "assistant", "messages", late, units=2, subject="cnv_1")
    await use(shop, "assistant", "messages", NOON, units=2, subject="cnv_2")
    async with shop.session() as session:
        days = ((NOON - DAY).date(), (NOON + DAY).date())
        lines, units = await costs.by_day_and_unit(session, SHOP, *days)
        assert lines == await costs.by_day(session, SHOP, *days)
        assert units == await costs.by_unit(session, SHOP, NOON - DAY, NOON + DAY)
    assert [(line.day, line.cost.micros) for line in lines] == [(NOON.date(), 200_000)]
    assert [(one.unit, one.count, one.cost.micros) for one in units] == [("conversation", 2, 200_000)]


async def test_a_price_is_recorded_with_who_gave_it_and_a_wrong_one_changes_nothing(shop: Database) -> None:
    for amount in ("-1", "lots", "0.0000001", "1e9"):
        async with shop.session() as session:
            with pytest.raises(Invalid):
                await rates.set_rate(session, SHOP, SYSTEM, "person", amount)
    await price(shop, "person", "24,50")
    async with shop.session() as session:
        assert (await rates.tariff(session, SHOP)).price("person", 0) == 24_500_000
        assert await rates.set_limit(session, SHOP, SYSTEM, rates.ALL, "5")
        assert await rates.limits(session, SHOP) == {"": Money(500, "EUR")}
        actions = list(
            await session.scalars(select(AuditRow.action).where(AuditRow.shop_id == SHOP.id).order_by(AuditRow.action))
        )
    assert actions == ["costs.limit", "costs.price"]


async def test_a_persons_answers_cost_the_time_since_what_came_before_ten_minutes_at_most(shop: Database) -> None:
    bus.clear()
    bus.subscribe(Spoken, hearing.on_spoken)
    bus.subscribe(Delivered, hearing.on_delivered)
    try:
        async with shop.session() as session:
            from mercery.accounts.actor import Actor

            claire = Actor(kind="staff", id="stf_1", name="Claire")
            with clock.at(NOON):
                talk = await conversations.open_or_resume(session, SHOP.id, "vis_1", channel="storefront", lang="en")
                await conversations.receive(session, SHOP.id, talk.id, "Hello", "en")
            with clock.at(NOON + timedelta(minutes=5)):
                await conversations.take_over(session, SHOP.id, talk.id, claire)
            for minutes in (7, 47):
                with clock.at(NOON + timedelta(minutes=minutes)):
                    await conversations.reply(session, SHOP.id, talk.id, claire, "Of course", lang="en")
            with clock.at(NOON + timedelta(minutes=48)):
                await bus.publish(session, Delivered(shop_id=SHOP.id, conversation_id=talk.id, message_id="msg_1"))
    finally:
        bus.clear()
    found = await used(shop)
    assert found["messages"].quantity == 1
    assert timedelta(milliseconds=found["person"].quantity) == timedelta(minutes=2 + 10)


async def test_what_an_experiment_cost_stands_under_the_name_the_shop_gave_it(shop: Database) -> None:
    await use(shop, "countdown-2026", "model", micros=2_000, currency="EUR", tokens=10)
    async with shop.session() as session:
        lines = await costs.by_day(session, SHOP, NOON.date() - DAY, NOON.date() + DAY)
    named = {"countdown-2026": Words("Countdown", "倒计时")}
    assert [one.name for one in book.rows_of(lines, named)] == [Words("Countdown", "倒计时")]
    assert [one.name.en for one in book.rows_of(lines)] == ["Countdown 2026"]


@given(
    amounts=st.lists(st.tuples(st.integers(0, 5), st.one_of(st.none(), st.integers(0, 10**9))), max_size=8),
    kind=st.sampled_from(KINDS),
)
def test_in_every_stretch_the_last_price_given_for_it_holds(
    amounts: list[tuple[int, int | None]], kind: CostKind
) -> None:
    given_rates = [
        Rate(kind=kind, micros=micros, currency="EUR", valid_from=NOON + day * DAY if day else None)
        for day, micros in amounts
    ]
    tariff = tariff_of("EUR", given_rates)
    bounds = tariff.bounds(kind)
    for day in range(7):
        moment = NOON + day * DAY + timedelta(hours=1)
        stretch = sum(bound <= moment for bound in bounds)
        holding: Rate | None = None
        for one in given_rates:
            begins = one.valid_from or datetime.min.replace(tzinfo=UTC)
            if begins <= moment and (
                holding is None or begins >= (holding.valid_from or datetime.min.replace(tzinfo=UTC))
            ):
                holding = one
        assert tariff.price(kind, stretch) == (holding.micros if holding else None)
    assert priced(kind, 0, 5) == 0 and priced(kind, 5, None) is None
