"""Machines that share no folder: each has the same index, whoever built it, and follows every change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.due import run_due
from tests.storefront.boutique import open_boutique

from mercery.accounts.actor import SYSTEM
from mercery.accounts.shop import Shop
from mercery.ai.hashed_embedder import HashedEmbedder
from mercery.catalog import service as catalog
from mercery.catalog.events import CatalogChanged
from mercery.core.config import settings
from mercery.core.database import Database
from mercery.core.events import bus
from mercery.core.i18n import Words
from mercery.core.jobs import job_app
from mercery.core.runtime import use_database
from mercery.search import jobs, library, meaning
from mercery.search.following import Follower
from mercery.search.index import SearchIndex, current_version, open_index
from mercery.search.shipped.shipping import changes_since, horizon, mark_of

EMBEDDER = HashedEmbedder(64)
On = Callable[[str], Path]


@pytest.fixture
async def shop(database: Database, home: Path) -> Shop:
    return await open_boutique(database)


@pytest.fixture
def on(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database: Database) -> Iterator[On]:
    """Be on a machine with a home of its own; returns that home."""
    monkeypatch.setattr(meaning, "_wanted", lambda chosen: EMBEDDER)
    monkeypatch.setenv("MERCERY_FILES", "database")
    bus.clear()
    bus.subscribe(CatalogChanged, jobs.on_catalog_changed)
    use_database(database)

    def go(name: str) -> Path:
        place = tmp_path / name
        place.mkdir(exist_ok=True)
        monkeypatch.setenv("MERCERY_HOME", str(place))
        settings.cache_clear()
        return place

    yield go
    use_database(None)
    bus.clear()


async def build(database: Database, shop: Shop) -> None:
    """What a worker on this machine does."""
    await jobs.rebuild(shop.id)


async def follow(database: Database, only: list[str] | None = None) -> int:
    return await Follower(database).follow_once(only)


def having(index: SearchIndex, word: str) -> set[str]:
    return {row.product_id for _, row in index.found(index.exact_word_query(word), 9)[1]}


async def rename(database: Database, shop: Shop, handle: str, title: str) -> str:
    async with database.session() as session:
        product = await catalog.product(session, shop.id, handle=handle)
        await catalog.update_product(session, shop.id, product.id, SYSTEM, title=Words(title, title))
    return product.id


async def test_a_machine_that_has_no_index_takes_the_one_another_built(database: Database, shop: Shop, on: On) -> None:
    one = on("one")
    await build(database, shop)
    other = on("other")
    async with database.session() as session:
        taken = (await library.opened(session, shop.id)).index
    built = open_index(one, shop.id)
    assert current_version(one, shop.id) == current_version(other, shop.id)
    assert taken.size == built.size > 0 and having(taken, "tote") == having(built, "tote") != set()
    assert await follow(database) == 0


async def test_a_change_reaches_every_machine_each_once(database: Database, shop: Shop, on: On) -> None:
    one = on("one")
    await build(database, shop)
    other = on("other")
    assert await follow(database, [shop.id]) == 0 and current_version(other, shop.id)
    changed = await rename(database, shop, "work-tote", "Bureau Carryall")
    for home in (one, other):
        on(home.name)
        assert await follow(database) == 1
        assert having(open_index(home, shop.id), "carryall") == {changed}
        assert await follow(database) == 0


async def test_what_a_transaction_tells_late_is_not_missed(database: Database, shop: Shop, on: On) -> None:
    """Its change has the smaller number and is committed after a later one was taken up."""
    home = on("one")
    await build(database, shop)
    follower = Follower(database)
    async with database.session() as slow:
        product = await catalog.product(slow, shop.id, handle="luna-hobo")
        await catalog.update_product(slow, shop.id, product.id, SYSTEM, title=Words("Slowly Named", "慢"))
        await rename(database, shop, "work-tote", "Quickly Named")
        assert await follower.follow_once() == 1
        assert having(open_index(home, shop.id), "quickly") and not having(open_index(home, shop.id), "slowly")
        assert await follower.follow_once() == 0
    assert await follower.follow_once() == 1
    assert having(open_index(home, shop.id), "slowly") == {product.id}


async def test_a_newer_version_takes_the_place_of_the_old_one_everywhere_and_ends_the_changes(
    database: Database, shop: Shop, on: On
) -> None:
    on("one")
    await build(database, shop)
    other = on("other")
    await follow(database, [shop.id])
    await rename(database, shop, "work-tote", "Bureau Carryall")
    one = on("one")
    await build(database, shop)
    async with database.session() as session:
        assert await changes_since(session, {shop.id: 0}) == {}
    on("other")
    assert await follow(database) == 0
    assert current_version(other, shop.id) == current_version(one, shop.id)
    assert having(open_index(other, shop.id), "carryall")
    assert sorted(path.name for path in (other / "index" / shop.id).iterdir() if path.is_dir()) == [
        current_version(one, shop.id)
    ]
    assert mark_of(other, shop.id) == mark_of(one, shop.id) > 0


async def test_vectors_are_worked_out_on_one_machine_for_all(database: Database, shop: Shop, on: On) -> None:
    home = on("one")
    await build(database, shop)
    await jobs.vectors(shop.id)
    asked = EMBEDDER.embed(["Saddle Bag. Bags"])[0]
    other = on("other")
    await follow(database, [shop.id])
    there, here = (open_index(place, shop.id, EMBEDDER.name).nearest(asked, 20) for place in (home, other))
    assert len(here) == 18 and [(row.product_id, near) for row, near in here] == [
        (row.product_id, near) for row, near in there
    ]
    assert here[0][0].titles[0] == "Saddle Bag"


async def test_an_index_built_where_none_was_shipped_asks_a_worker_for_one(
    database: Database, shop: Shop, on: On
) -> None:
    home = on("alone")
    async with database.session() as session:
        await library.opened(session, shop.id)
    assert current_version(home, shop.id)
    await run_due(job_app(database.direct_url, {"search": jobs.blueprint}), delete_jobs="successful")
    async with database.session() as session:
        shipped = await session.scalar(text("SELECT version FROM stored_files WHERE key LIKE 'index/%'"))
        assert await horizon(session) > 0
    assert shipped == current_version(home, shop.id)


async def test_a_shop_that_is_gone_leaves_no_index_to_ship(database: Database, shop: Shop, on: On) -> None:
    home = on("one")
    await build(database, shop)
    await jobs.forget(shop.id)
    async with database.session() as session:
        assert await session.scalar(text("SELECT count(*) FROM stored_files")) == 0
    assert not (home / "index" / shop.id).exists()
