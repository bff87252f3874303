"""The facts in force at a moment are the ones that were written last before it."""

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.catalog.builders import SHOP, add_shop, bag

from mercery.accounts.actor import SYSTEM
from mercery.accounts.tables import ShopRow
from mercery.catalog.history import product_at, revisions
from mercery.catalog.service import apply_drafts, product, remove_product, set_price, set_stock
from mercery.core import clock
from mercery.core.database import Database
from mercery.core.money import Money

START = datetime(2026, 3, 1, tzinfo=UTC)
STEPS = st.lists(
    st.tuples(st.integers(1, 90), st.sampled_from(("stock", "price")), st.integers(0, 5_000)), min_size=1, max_size=8
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
async def test_product_at_any_moment_is_what_was_in_force_then(
    database: Database, steps: list[tuple[int, str, int]]
) -> None:
    await _clear(database)
    now, seen = START, []
    with clock.at(now):
        async with database.session() as session:
            await apply_drafts(session, SHOP, [bag("b1", price=100, stock=1)], SYSTEM)
    seen.append((now, 1, 100))
    for minutes, what, number in steps:
        now += timedelta(minutes=minutes)
        _, stock, price = seen[-1]
        with clock.at(now):
            async with database.session() as session:
                if what == "stock":
                    await set_stock(session, SHOP.id, "b1-tan", number, SYSTEM)
                    stock = number
                else:
                    await set_price(session, SHOP.id, "b1-tan", Money(number, "EUR"), SYSTEM)
                    price = number
        seen.append((now, stock, price))
    async with database.session() as session:
        id_ = (await product(session, SHOP.id, key="b1")).id
        for place, (moment, stock, price) in enumerate(seen):
            until = seen[place + 1][0] if place + 1 < len(seen) else now + timedelta(days=1)
            for at in (moment, moment + (until - moment) / 2):
                then = await product_at(session, SHOP.id, id_, at)
                tan = then and then.variant("b1-tan")
                assert tan and (tan.stock.quantity, tan.prices[0].amount.minor) == (stock, price)
        assert await product_at(session, SHOP.id, id_, START - timedelta(seconds=1)) is None


async def _clear(database: Database) -> None:
    async with database.session() as session:
        held = await session.get(ShopRow, SHOP.id)
        if held is not None:
            await session.delete(held)
    await add_shop(database)


async def test_a_removed_product_is_remembered(database: Database) -> None:
    await add_shop(database)
    async with database.session() as session:
        with clock.at(START):
            await apply_drafts(session, SHOP, [bag("b1")], SYSTEM)
        id_ = (await product(session, SHOP.id, key="b1")).id
        with clock.at(START + timedelta(days=2)):
            await remove_product(session, SHOP.id, id_, SYSTEM)
        before = await product_at(session, SHOP.id, id_, START + timedelta(days=1))
        assert before and before.title == bag("b1").title and len(before.variants) == 2
        assert await product_at(session, SHOP.id, id_, START + timedelta(days=3)) is None
        assert (await revisions(session, SHOP.id, id_))[0].removed
