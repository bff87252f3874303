"""A shop's model: built of its orders and looks, changed by each order, replaced whole, and mended where it is missing."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from dataclasses import fields
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import text
from tests.catalog.builders import SHOP, bag
from tests.recommendations.stored.buying import ORDERS, TODAY, buy, look, open_shop, order

from mercery.accounts.actor import SYSTEM
from mercery.catalog.service import apply_drafts
from mercery.core import clock
from mercery.core.database import Database
from mercery.core.runtime import use_database
from mercery.recommendations.stored import library, working_out
from mercery.recommendations.stored.applying import apply_orders
from mercery.recommendations.stored.building import rebuild
from mercery.recommendations.stored.library import OpenModel, opened
from mercery.recommendations.stored.versions import ModelMissing, current_version, shop_folder
from mercery.recommendations.stored.working_out import NotWorkedOut


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.at(TODAY):
        yield


async def model(database: Database) -> OpenModel:
    async with database.session() as session:
        return await opened(session, SHOP.id)


def neighbours(of: OpenModel, product_id: str, *, viewed: bool = False) -> set[str]:
    row = (of.lists.viewed_with if viewed else of.lists.bought_with)[of.items.numbers([product_id])[0]]
    return set(of.items.product_ids(row[row >= 0]))


async def test_the_first_request_finds_what_goes_together_and_what_is_bought_again(
    database: Database, home: Path
) -> None:
    pieces = await open_shop(database)
    found = await model(database)
    assert neighbours(found, pieces[0]) == {pieces[1], pieces[2]}
    assert neighbours(found, pieces[3]) == {pieces[4]}
    assert found.about.orders == 5
    again = found.lists.again.sum(axis=1)
    assert found.items.product_ids(np.flatnonzero(again)) == [pieces[0]]
    assert found.lists.seen.sum() == 2 + 3
    assert {found.about.categories[one] for one in found.lists.category} == set(found.about.categories)


async def test_what_visitors_looked_at_on_one_day_goes_together(database: Database, home: Path) -> None:
    pieces = await open_shop(database)
    async with database.session() as session:
        await look(session, "vis_1", pieces[5], pieces[6])
        await look(session, "vis_1", pieces[7], at=TODAY - timedelta(days=9))
        await look(session, "vis_2", pieces[6], pieces[8], at=TODAY - timedelta(days=200))
    found = await model(database)
    assert neighbours(found, pieces[6], viewed=True) == {pieces[5]}
    assert neighbours(found, pieces[7], viewed=True) == set()
    assert found.about.visits == 1


async def test_an_order_is_seen_by_an_open_model_at_once_and_counted_once(database: Database, home: Path) -> None:
    pieces = await open_shop(database)
    before = await model(database)
    async with database.session() as session:
        await buy(session, order("7", [5, 6], customer="ada", day=60))
        first = await apply_orders(session, SHOP.id, ["7", "1"])
        second = await apply_orders(session, SHOP.id, ["7"])
    assert (first.counted, second.counted) == (1, 0)
    assert await model(database) is before
    assert neighbours(before, pieces[5]) == {pieces[one] for one in (0, 1, 2, 6)}
    streamed = {name: np.array(getattr(before.lists, name)) for name in ("popularity", "seen", "again", "bought_with")}
    async with database.session() as session:
        await rebuild(session, SHOP.id)
    fresh = await model(database)
    assert fresh.name != before.name
    np.testing.assert_array_equal(fresh.lists.seen, streamed["seen"])
    np.testing.assert_array_equal(fresh.lists.again, streamed["again"])
    np.testing.assert_allclose(fresh.lists.popularity, streamed["popularity"], rtol=1e-5)


async def test_orders_of_a_customer_who_is_deleted_leave_no_tail_behind(database: Database, home: Path) -> None:
    pieces = await open_shop(database)
    await model(database)
    async with database.session() as session:
        await session.execute(text("DELETE FROM customers WHERE key = 'ada'"))
        await rebuild(session, SHOP.id)
    found = await model(database)
    assert neighbours(found, pieces[0]) == {pieces[1]}
    assert found.lists.seen.sum() == 0


async def test_no_file_names_a_customer(database: Database, home: Path) -> None:
    await open_shop(database)
    await model(database)
    async with database.session() as session:
        names = [str(one) for one in (await session.scalars(text("SELECT id FROM customers"))).all()]
    kept = b"".join(one.read_bytes() for one in shop_folder(home, SHOP.id).rglob("*") if one.is_file())
    assert len(names) == 2
    assert not any(one.encode() in kept for one in [*names, "ada@orme.example"])


async def test_a_product_that_is_newer_than_the_lists_is_told_and_known_after_the_next_build(
    database: Database, home: Path
) -> None:
    pieces = await open_shop(database)
    await model(database)
    async with database.session() as session:
        await apply_drafts(session, SHOP, [bag("b11")], SYSTEM)
        await buy(session, order("8", [0, 11], customer="bea", day=61))
        applied = await apply_orders(session, SHOP.id, ["8"])
        assert (applied.counted, applied.unknown) == (1, 1)
        await rebuild(session, SHOP.id)
    found = await model(database)
    assert len(found.items) == len(pieces) + 1
    assert len(neighbours(found, pieces[0])) == 3


async def test_a_damaged_version_is_built_anew(database: Database, home: Path) -> None:
    pieces = await open_shop(database)
    first = await model(database)
    library.forget(SHOP.id)
    lists = shop_folder(home, SHOP.id) / first.name / "lists"
    lists.write_bytes(lists.read_bytes()[:5000])
    second = await model(database)
    assert second.name != first.name
    assert neighbours(second, pieces[3]) == {pieces[4]}
    assert [one.name for one in shop_folder(home, SHOP.id).iterdir() if one.is_dir()] == [second.name]


async def test_a_build_that_fails_leaves_the_version_in_use(
    database: Database, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await open_shop(database)
    first = await model(database)

    def full(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr("mercery.recommendations.stored.building.write_counted", full)
    async with database.session() as session:
        with pytest.raises(OSError, match="No space"):
            await rebuild(session, SHOP.id)
    assert current_version(home, SHOP.id) == first.name
    assert [one.name for one in shop_folder(home, SHOP.id).iterdir() if one.is_dir()] == [first.name]


async def test_a_mark_cut_off_by_a_crash_does_not_hide_those_behind_it(database: Database, home: Path) -> None:
    await open_shop(database)
    folder = shop_folder(home, SHOP.id) / (await model(database)).name
    (folder / "applied.u64").write_bytes(b"\1\2\3")
    async with database.session() as session:
        await buy(session, order("7", [5], day=60))
        assert (await apply_orders(session, SHOP.id, ["7"])).counted == 1
        assert (await apply_orders(session, SHOP.id, ["7"])).counted == 0


async def test_a_large_shop_is_served_without_lists_until_they_are_built_beside(
    database: Database, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pieces = await open_shop(database)
    monkeypatch.setattr(library, "AT_ONCE", 2)
    use_database(database)
    try:
        first = await model(database)
        assert len(first.items) == len(pieces)
        assert (first.name, first.lists.popularity.sum()) == ("", 0)
        while (found := await model(database)).name == "":
            await asyncio.sleep(0.02)
    finally:
        use_database(None)
    assert neighbours(found, pieces[3]) == {pieces[4]}


async def test_a_shop_without_orders_has_a_model_that_knows_nothing(database: Database, home: Path) -> None:
    await open_shop(database, orders=())
    found = await model(database)
    assert found.lists.items == 10
    assert (found.lists.bought_with < 0).all()


async def test_orders_come_to_nothing_where_there_is_no_version(database: Database, home: Path) -> None:
    await open_shop(database, orders=ORDERS[:1])
    async with database.session() as session:
        with pytest.raises(ModelMissing):
            await apply_orders(session, SHOP.id, ["1"])


@pytest.mark.slow
async def test_a_shop_that_does_not_fit_into_memory_has_the_same_lists(
    database: Database, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pieces = await open_shop(database)
    async with database.session() as session:
        await look(session, "vis_1", pieces[5], pieces[6], pieces[7])
    own = (await model(database)).lists
    monkeypatch.setattr(working_out, "IN_MEMORY", 10)
    async with database.session() as session:
        await rebuild(session, SHOP.id)
    by_duckdb = await model(database)
    for one in fields(own):
        np.testing.assert_allclose(getattr(by_duckdb.lists, one.name), getattr(own, one.name), rtol=1e-5)
    assert sorted(one.name for one in (shop_folder(home, SHOP.id) / by_duckdb.name).iterdir()) == [
        "about.json", "applied.u64", "blend.json", "counters", "items.npy", "lists", "orders.npy",
    ]  # fmt: skip


async def test_where_duckdb_fails_the_version_in_use_stays(
    database: Database, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await open_shop(database)
    first = await model(database)
    monkeypatch.setattr(working_out, "IN_MEMORY", 10)
    monkeypatch.setattr(sys, "executable", "/bin/false")
    async with database.session() as session:
        with pytest.raises(NotWorkedOut):
            await rebuild(session, SHOP.id)
    assert (await model(database)).name == first.name
