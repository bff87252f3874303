"""Days one worker wrote are there for the next, for a person who asks on any host, and for nobody once they were removed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from mercery.accounts.service import create_shop
from mercery.accounts.shop import Shop
from mercery.core import clock
from mercery.core.config import settings
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.core.runtime import use_database
from mercery.experiments.warehouse import jobs
from mercery.experiments.warehouse.duck import answered, opened
from mercery.experiments.warehouse.every_host import bring_days, renew_days
from mercery.experiments.warehouse.forgetting import forget_visitor
from mercery.experiments.warehouse.layout import files_of, folder_of
from mercery.interactions.interaction import Interaction
from mercery.interactions.service import record_all

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
On = Callable[[str], Path]


@pytest.fixture
def on(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database: Database) -> Iterator[On]:
    """Be on one of several hosts, each with a home of its own; returns that home."""
    monkeypatch.setenv("MERCERY_FILES", "database")
    monkeypatch.setenv("MERCERY_SECRET_KEY", "the same on every host")
    use_database(database)

    def go(name: str) -> Path:
        place = tmp_path / name
        place.mkdir(exist_ok=True)
        monkeypatch.setenv("MERCERY_HOME", str(place))
        settings.cache_clear()
        return place

    with clock.at(NOON):
        yield go
    use_database(None)


@pytest.fixture
async def shop(database: Database) -> Shop:
    async with database.session() as session:
        made = await create_shop(session, slug="orme", name=Words("Orme"), currency="EUR")
        views = [
            Interaction(visitor_id=f"vis_{days}", kind="view", surface="product", at=NOON - timedelta(days=days))
            for days in (1, 2, 3)
        ]
        await record_all(session, made.id, views)
    return made


def days(home: Path, shop: Shop) -> dict[str, bytes]:
    return {path.stem: path.read_bytes() for path in files_of(folder_of(home, shop.id), "interactions")}


def counted(home: Path, shop: Shop) -> int:
    with opened(folder_of(home, shop.id)) as connection:
        (found,) = answered(connection, "SELECT count(*) FROM interactions", {}).fetchall()
    return int(found[0])


async def test_another_worker_goes_on_with_what_the_first_one_wrote(database: Database, shop: Shop, on: On) -> None:
    one = on("one")
    await jobs.write_days(shop.id)
    written = days(one, shop)
    assert sorted(written) == ["2026-11-17", "2026-11-18", "2026-11-19"]
    other = on("other")
    await jobs.write_days(shop.id)
    assert days(other, shop) == written, "brought, not written again"
    assert await bring_days(database, other, shop.id) == 0


async def test_who_asks_on_another_host_is_answered_from_the_newest_days(
    database: Database, shop: Shop, on: On
) -> None:
    on("one")
    await jobs.write_days(shop.id)
    other = on("other")
    await bring_days(database, other, shop.id)
    assert counted(other, shop) == 3
    late = Interaction(visitor_id="vis_9", kind="view", surface="product", at=NOON - timedelta(days=2))
    async with database.session() as session:
        await record_all(session, shop.id, [late])
    on("one")
    await jobs.write_days(shop.id)
    on("other")
    assert await bring_days(database, other, shop.id) == 1, "the one day that changed"
    assert counted(other, shop) == 4


async def test_a_visitor_who_is_forgotten_leaves_every_copy(database: Database, shop: Shop, on: On) -> None:
    one = on("one")
    await jobs.write_days(shop.id)
    other = on("other")
    await bring_days(database, other, shop.id)
    async with database.session() as session:
        await forget_visitor(session, shop.id, "vis_2")
    on("one")
    await jobs.write_days(shop.id)
    on("other")
    await renew_days(database, other)
    assert sorted(days(one, shop)) == sorted(days(other, shop)) == ["2026-11-17", "2026-11-19"]


async def test_a_shop_that_is_gone_leaves_no_copy(database: Database, shop: Shop, on: On) -> None:
    on("one")
    await jobs.write_days(shop.id)
    other = on("other")
    await bring_days(database, other, shop.id)
    on("one")
    await jobs.forget(shop.id)
    async with database.session() as session:
        assert await session.scalar(text("SELECT count(*) FROM stored_files")) == 0
        await session.execute(text("DELETE FROM shops WHERE id = :shop"), {"shop": shop.id})
    on("other")
    await renew_days(database, other)
    assert not folder_of(other, shop.id).exists()
