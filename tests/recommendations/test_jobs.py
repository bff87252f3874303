"""The model follows the shop's orders through jobs, as the worker runs them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.catalog.builders import SHOP, bag
from tests.due import run_due
from tests.recommendations.stored.buying import TODAY, buy, open_shop, order

from mercery.accounts.actor import SYSTEM
from mercery.accounts.events import ShopRemoved
from mercery.catalog.service import all_product_ids, apply_drafts
from mercery.core import clock
from mercery.core.database import Database
from mercery.core.events import bus
from mercery.core.jobs import job_app
from mercery.core.runtime import use_database
from mercery.experiments.warehouse.forgetting import forget_visitor
from mercery.interactions.events import VisitorForgotten
from mercery.orders.events import OrdersChanged
from mercery.recommendations import jobs, service
from mercery.recommendations.recommendation import Who
from mercery.recommendations.stored.library import OpenModel, opened
from mercery.recommendations.stored.versions import shop_folder


@pytest.fixture(autouse=True)
def _wired() -> Iterator[None]:
    bus.clear()
    bus.subscribe(OrdersChanged, jobs.on_orders_changed)
    bus.subscribe(ShopRemoved, jobs.on_shop_removed)
    bus.subscribe(VisitorForgotten, jobs.on_visitor_forgotten)
    with clock.at(TODAY):
        yield
    bus.clear()


async def work(database: Database) -> None:
    """Run every job that is due, as the worker does."""
    await run_due(job_app(database.url, {"recommendations": jobs.blueprint}), database, delete_jobs="successful")


async def model(database: Database) -> OpenModel:
    async with database.session() as session:
        return await opened(session, SHOP.id)


async def test_orders_are_in_the_lists_once_their_job_ran(database: Database, home: Path) -> None:
    pieces = await open_shop(database)
    await work(database)
    found = await model(database)
    fifth = found.items.numbers([pieces[5]])[0]
    assert found.lists.popularity[fifth] == 0
    async with database.session() as session:
        await buy(session, order("7", [5, 6], day=60))
    await work(database)
    assert await model(database) is found
    assert found.items.product_ids(found.lists.bought_with[fifth, :1]) == [pieces[6]]
    assert found.lists.popularity[fifth] > 0


async def test_orders_that_wait_are_counted_by_one_job(database: Database, home: Path) -> None:
    pieces = await open_shop(database)
    await work(database)
    found = await model(database)
    for number in range(3):
        async with database.session() as session:
            await buy(session, order(f"7{number}", [5, 6], day=60 + number))
    use_database(database)
    try:
        await jobs.apply(SHOP.id, ["70"])
    finally:
        use_database(None)
    async with database.session() as session:
        assert not await session.scalar(text("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'"))
    fifth = found.items.numbers([pieces[5]])[0]
    assert found.lists.popularity[fifth] > 2


async def test_orders_are_counted_while_a_build_is_put_off(database: Database, home: Path) -> None:
    pieces = await open_shop(database)
    await work(database)
    found = await model(database)
    async with database.session() as session:
        with clock.at(clock.now() + timedelta(days=3650)):
            await jobs.want_rebuild(session, SHOP.id, pause=jobs.PAUSE)
    async with database.session() as session:
        await buy(session, order("7", [5, 6], day=60))
    await work(database)
    assert found.lists.popularity[found.items.numbers([pieces[5]])[0]] > 0


async def test_an_order_of_a_new_product_has_the_lists_built_in_a_while(database: Database, home: Path) -> None:
    await open_shop(database)
    await work(database)
    async with database.session() as session:
        await apply_drafts(session, SHOP, [bag("b11")], SYSTEM)
        await buy(session, order("7", [11, 0], day=60))
    await work(database)
    assert len((await model(database)).items) == 11


async def test_the_model_goes_with_its_shop(database: Database, home: Path) -> None:
    await open_shop(database)
    await work(database)
    assert (shop_folder(home, SHOP.id) / "current").exists()
    async with database.session() as session:
        await bus.publish(session, ShopRemoved(shop_id=SHOP.id, demo=False))
    await work(database)
    assert not shop_folder(home, SHOP.id).exists()


async def test_what_a_browser_said_goes_with_a_visitor_who_is_forgotten(database: Database) -> None:
    await open_shop(database)
    gone, other = Who(visitor_id="vis_1"), Who(visitor_id="vis_2")
    async with database.session() as session:
        (piece, *_) = await all_product_ids(session, SHOP.id)
        for who in (gone, other):
            await service.say(session, SHOP, who, piece, "not_for_me")
            await service.set_consent(session, SHOP, who, given=False)
        await forget_visitor(session, SHOP.id, "vis_1")
        left = await service.kept_of(session, SHOP, gone)
        kept = await service.kept_of(session, SHOP, other)
    assert (left.said, left.consents) == ((), ()) and len(kept.said) == len(kept.consents) == 1


async def test_at_night_every_shop_is_built_anew(database: Database, home: Path) -> None:
    await open_shop(database)
    await work(database)
    first = await model(database)
    use_database(database)
    try:
        await jobs.nightly(0)
    finally:
        use_database(None)
    await work(database)
    assert (await model(database)).name > first.name
