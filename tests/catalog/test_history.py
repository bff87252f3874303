"""The facts in force at a moment are the ones that were written last before it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.catalog.builders import SHOP, add_shop, bag

from mercery.accounts.actor import SYSTEM
from mercery.accounts.tables import ShopRow
from mercery.catalog.history import product_at, revisions
from mercery.catalog.service import apply_drafts, product, remove_product, set_price, set_stock
from mercery.claims.values import MaterialPart, Materials, Stock
from mercery.core import clock
from mercery.core.database import Database
from mercery.core.i18n import Words
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


async def test_an_import_leaves_what_was_in_force_before_it_to_be_asked(database: Database) -> None:
    """Words, attributes, restock dates and variants of an earlier day, after a file changed all of them."""
    await add_shop(database)
    before = bag("b1")
    linen = replace(before.attributes[0], value=Materials((MaterialPart("main", Words("linen", "亚麻")),)))
    after = replace(
        before, title=Words("Arda Nuova"), attributes=(linen,),
        variants=(replace(before.variants[0], stock=Stock(0, date(2026, 4, 1))),),
    )  # fmt: skip
    async with database.session() as session:
        with clock.at(START):
            await apply_drafts(session, SHOP, [before], SYSTEM)
        with clock.at(START + timedelta(days=2)):
            await apply_drafts(session, SHOP, [after], SYSTEM, remove_missing=True)
        id_ = (await product(session, SHOP.id, key="b1")).id
        then = await product_at(session, SHOP.id, id_, START + timedelta(days=1))
        later = await product_at(session, SHOP.id, id_, START + timedelta(days=3))
    assert then and later
    assert (then.title, then.attributes) == (before.title, before.attributes)
    assert [(variant.sku, variant.stock) for variant in then.variants] == [("b1-black", Stock(3)), ("b1-tan", Stock(3))]
    assert (later.title, later.attributes) == (Words("Arda Nuova", "阿尔达 b1"), (linen,))
    assert [(variant.sku, variant.stock) for variant in later.variants] == [("b1-black", Stock(0, date(2026, 4, 1)))]
