"""Machines that share no folder count the same orders, each once, whichever worker ran the job."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.catalog.builders import SHOP
from tests.recommendations.stored.buying import TODAY, buy, open_shop, order

from mercery.core import clock
from mercery.core.config import settings
from mercery.core.database import Database
from mercery.core.events import bus
from mercery.recommendations.following import OrderFollower
from mercery.recommendations.stored import library
from mercery.recommendations.stored.applying import apply_orders
from mercery.recommendations.stored.building import rebuild
from mercery.recommendations.stored.library import OpenModel, opened

On = Callable[[str], Path]


@pytest.fixture
def on(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[On]:
    """Be on a machine with a home of its own; returns that home."""
    monkeypatch.setenv("MERCERY_FILES", "database")

    def go(name: str) -> Path:
        place = tmp_path / name
        place.mkdir(exist_ok=True)
        monkeypatch.setenv("MERCERY_HOME", str(place))
        settings.cache_clear()
        return place

    bus.clear()
    with clock.at(TODAY):
        yield go
    library._open.clear()


async def model(database: Database) -> OpenModel:
    async with database.session() as session:
        return await opened(session, SHOP.id)


def bought(found: OpenModel, piece: str) -> float:
    return float(found.lists.popularity[found.items.numbers([piece])[0]])


async def test_an_order_one_worker_counted_is_counted_on_every_machine_once(database: Database, on: On) -> None:
    pieces = await open_shop(database)
    for name in ("one", "other"):
        on(name)
        await model(database)
    async with database.session() as session:
        await buy(session, order("7", [5, 6], day=60), order("8", [5], day=61, status="cancelled"))
        on("one")
        await session.commit()
    async with database.session() as session:
        await apply_orders(session, SHOP.id, ["7", "8"])
    on("other")
    seen = await model(database)
    assert bought(seen, pieces[5]) == 0
    follower = OrderFollower(database)
    assert await follower.follow_once() == 1
    assert await follower.follow_once() == await OrderFollower(database).follow_once() == 0
    there = bought(seen, pieces[5])
    assert seen.items.product_ids(seen.lists.bought_with[seen.items.numbers([pieces[5]])[0], :1]) == [pieces[6]]
    on("one")
    assert await OrderFollower(database).follow_once() == 0, "the job did it"
    assert there == bought(await model(database), pieces[5]) > 0


async def test_a_new_version_has_the_orders_looked_for_again(database: Database, on: On) -> None:
    """Those that came while it was built, and everything of a machine that was away."""
    pieces = await open_shop(database)
    on("one")
    await model(database)
    follower = OrderFollower(database)
    assert await follower.follow_once() == 0
    async with database.session() as session:
        await rebuild(session, SHOP.id)
    async with database.session() as session:
        await buy(session, order("9", [7, 8], day=62))
    assert await follower.follow_once() == 1
    assert bought(await model(database), pieces[7]) > 0


async def test_a_machine_without_lists_has_nothing_to_follow(database: Database, on: On) -> None:
    await open_shop(database)
    on("bare")
    assert await OrderFollower(database).follow_once() == 0
