"""The index follows the catalogue through the shop's own jobs."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.due import run_due
from tests.storefront.boutique import open_boutique

from mercery.accounts.actor import SYSTEM
from mercery.accounts.shop import Shop
from mercery.ai.embedder import EmbedderFailed
from mercery.ai.hashed_embedder import HashedEmbedder
from mercery.catalog import service as catalog
from mercery.catalog.events import CatalogChanged
from mercery.core.database import Database
from mercery.core.events import bus
from mercery.core.i18n import Words
from mercery.core.jobs import job_app
from mercery.core.money import Money
from mercery.promotions.service import offers
from mercery.search import jobs, library, meaning
from mercery.search.filters import Filters
from mercery.search.index import SearchIndex
from mercery.search.service import search

EMBEDDER = HashedEmbedder(64)


@pytest.fixture
async def shop(database: Database, home: Path) -> Shop:
    return await open_boutique(database)


@pytest.fixture(autouse=True)
def _wired(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Search hears of changes, and the installation has a model."""
    monkeypatch.setattr(meaning, "_wanted", lambda chosen: EMBEDDER)
    bus.clear()
    bus.subscribe(CatalogChanged, jobs.on_catalog_changed)
    meaning.use_meaning(meaning.Meaning(EMBEDDER))
    yield
    meaning.use_meaning(None)
    bus.clear()


async def work(database: Database) -> None:
    """Run every job that is due, as the worker does."""
    await run_due(job_app(database.url, {"search": jobs.blueprint}), database, delete_jobs="successful")


async def opened(database: Database, shop: Shop) -> SearchIndex:
    async with database.session() as session:
        return (await library.opened(session, shop.id)).index


async def test_a_shop_is_searched_by_words_at_once_and_by_meaning_once_the_worker_came_to_it(
    database: Database, shop: Shop
) -> None:
    index = await opened(database, shop)
    vector = EMBEDDER.embed(["Saddle Bag. Bags"])[0]
    assert index.size and index.nearest(vector, 1) == []
    await work(database)
    [(row, _)] = index.nearest(vector, 1)
    assert row.titles[0] == "Saddle Bag"


async def test_a_changed_title_is_found_by_an_open_index_once_its_job_ran_and_its_vector_follows(
    database: Database, shop: Shop
) -> None:
    index = await opened(database, shop)
    await work(database)
    async with database.session() as session:
        tote = await catalog.product(session, shop.id, handle="work-tote")
        await catalog.update_product(session, shop.id, tote.id, SYSTEM, title=Words("Bureau Carryall", "办公手袋"))
    await work(database)
    assert [row.product_id for _, row in index.found(index.exact_word_query("carryall"), 5)[1]] == [tote.id]
    [(row, _)] = index.nearest(EMBEDDER.embed(["Bureau Carryall. Bags"])[0], 1)
    assert row.product_id == tote.id


async def test_a_new_price_and_a_sold_out_piece_move_in_filters_and_sorting_without_any_job(
    database: Database, shop: Shop
) -> None:
    await opened(database, shop)
    async with database.session() as session:
        candle = await catalog.product(session, shop.id, handle="vetiver-candle")
        await catalog.set_price(session, shop.id, "VETIVER-CANDLE-CREAM", Money(999_900, "EUR"), SYSTEM)
        await catalog.set_stock(session, shop.id, "SADDLE-BAG-BLACK", 0, SYSTEM)
        await catalog.set_stock(session, shop.id, "SADDLE-BAG-BORDEAUX", 0, SYSTEM)
    async with database.session() as session:
        dearest = await search(session, shop, "", "en", offers=offers, sort="price_down")
        cheap = await search(session, shop, "", "en", offers=offers, filters=Filters(price_max=50_000))
        in_stock = await search(session, shop, "", "en", offers=offers, filters=Filters(in_stock=True), limit=100)
        saddle = await catalog.product(session, shop.id, handle="saddle-bag")
    assert dearest.product_ids[0] == candle.id and candle.id not in cheap.product_ids
    assert saddle.id not in in_stock.product_ids and candle.id in in_stock.product_ids


async def test_a_model_that_is_down_is_asked_again_later(
    database: Database, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(texts: object) -> None:
        raise EmbedderFailed("It is down.")

    monkeypatch.setattr(EMBEDDER, "embed", refuse)
    await opened(database, shop)
    await work(database)
    async with database.session() as session:
        waiting = await session.scalar(
            text(
                "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'search:vectors' AND status = 'todo'"
                " AND scheduled_at > now()"
            )
        )
    assert waiting == 1


async def test_the_worker_lets_go_of_the_model_once_nothing_more_has_come(
    database: Database, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = asyncio.Event()
    monkeypatch.setattr(jobs, "let_go", gone.set)
    monkeypatch.setattr(jobs, "IDLE", 0.01)
    await opened(database, shop)
    await work(database)
    await asyncio.wait_for(gone.wait(), 5)
