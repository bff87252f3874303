"""Lists a warehouse worked out reach every machine that shares no folder, stand for thirty days there, and are counted on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.catalog.builders import SHOP
from tests.recommendations.stored.buying import TODAY, buy, open_shop, order

from mercery.core import clock
from mercery.core.config import settings
from mercery.core.database import Database
from mercery.core.events import bus
from mercery.core.runtime import use_database
from mercery.recommendations.following import OrderFollower
from mercery.recommendations.stored import library
from mercery.recommendations.stored.building import rebuild
from mercery.recommendations.stored.library import OpenModel, opened
from mercery.recommendations.stored.shipping import IMPORTED_FOR, ship, withdraw
from mercery.recommendations.stored.versions import current_version, folder_in_use

On = Callable[[str], Path]


@pytest.fixture
def on(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database: Database) -> Iterator[On]:
    """Be on a machine with a home of its own; returns that home."""
    monkeypatch.setenv("MERCERY_FILES", "database")

    def go(name: str) -> Path:
        place = (tmp_path / name).resolve()
        place.mkdir(exist_ok=True)
        monkeypatch.setenv("MERCERY_HOME", str(place))
        settings.cache_clear()
        return place

    bus.clear()
    use_database(database)
    with clock.at(TODAY):
        yield go
    use_database(None)
    library._open.clear()


async def brought_in(database: Database, home: Path) -> str:
    """Lists that say they come from a warehouse, in use on this machine and stored for the others; their version."""
    async with database.session() as session:
        await rebuild(session, SHOP.id)
        folder = folder_in_use(home, SHOP.id)
        told = json.loads((folder / "about.json").read_text("utf-8"))
        (folder / "about.json").write_text(json.dumps({**told, "source": "warehouse"}), "utf-8")
        await ship(session, home, SHOP.id)
    return folder.name


async def model(database: Database) -> OpenModel:
    async with database.session() as session:
        return await opened(session, SHOP.id)


def bought(found: OpenModel, piece: str) -> float:
    return float(found.lists.popularity[found.items.numbers([piece])[0]])


async def test_a_machine_with_lists_of_its_own_orders_goes_by_them_within_a_look(database: Database, on: On) -> None:
    pieces = await open_shop(database)
    other = on("other")
    assert (await model(database)).about.source == "orders"
    one = on("one")
    version = await brought_in(database, one)
    async with database.session() as session:
        await buy(session, order("7", [5, 6], day=60))
    on("other")
    follower = OrderFollower(database)
    assert await follower.follow_once() == 1, "the order that came since is counted in the lists taken in"
    taken = await model(database)
    assert taken.name == version == current_version(other, SHOP.id) and taken.about.source == "warehouse"
    assert bought(taken, pieces[5]) > 0
    assert await follower.follow_once() == 0
    on("one")
    assert await OrderFollower(database).follow_once() == 1
    assert bought(await model(database), pieces[5]) == bought(taken, pieces[5])


async def test_a_machine_that_comes_anew_or_worked_its_own_out_later_takes_them_too(database: Database, on: On) -> None:
    await open_shop(database)
    version = await brought_in(database, on("one"))
    bare = on("bare")
    assert (await model(database)).name == version
    async with database.session() as session:
        await rebuild(session, SHOP.id)
    assert current_version(bare, SHOP.id) != version
    await OrderFollower(database).follow_once()
    assert current_version(bare, SHOP.id) == version
    assert [one.name for one in (bare / "recommendations" / SHOP.id).iterdir() if one.is_dir()] == [version]


async def test_after_thirty_days_or_when_withdrawn_they_are_taken_no_more(database: Database, on: On) -> None:
    await open_shop(database)
    version = await brought_in(database, on("one"))
    with clock.at(TODAY + IMPORTED_FOR + timedelta(days=1)):
        late = on("late")
        assert (await model(database)).about.source == "orders"
        follower = OrderFollower(database)
        await follower.follow_once()
        assert current_version(late, SHOP.id) != version and follower._passed == {SHOP.id: version}
        assert not [path for path in (late / "recommendations" / SHOP.id).iterdir() if path.name.startswith(".v")]
    async with database.session() as session:
        await withdraw(session, SHOP.id)
    on("after")
    assert (await model(database)).about.source == "orders"


async def test_where_a_folder_is_shared_nothing_is_stored(
    database: Database, on: On, monkeypatch: pytest.MonkeyPatch
) -> None:
    await open_shop(database)
    one = on("one")
    monkeypatch.setenv("MERCERY_FILES", "folder")
    settings.cache_clear()
    await brought_in(database, one)
    on("other")
    assert (await model(database)).about.source == "orders"
