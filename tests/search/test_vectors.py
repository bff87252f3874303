"""Vectors of products: worked out beside, found by meaning, kept through versions and changes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.storefront.boutique import open_boutique

from mercery.accounts.shop import Shop
from mercery.ai.hashed_embedder import HashedEmbedder
from mercery.catalog import service as catalog
from mercery.core.database import Database
from mercery.search import library
from mercery.search.meaning import Meaning, use_meaning
from mercery.search.working_out import work_out_vectors

EMBEDDER = HashedEmbedder(64)


@pytest.fixture
async def shop(database: Database, home: Path) -> Shop:
    return await open_boutique(database)


@pytest.fixture(autouse=True)
def _meaning() -> Iterator[None]:
    use_meaning(Meaning(EMBEDDER))
    yield
    use_meaning(None)


async def nearest(database: Database, shop: Shop, text: str, k: int = 3) -> list[tuple[str, float]]:
    async with database.session() as session:
        shelf = await library.opened(session, shop.id)
        found = shelf.index.nearest(EMBEDDER.embed([text])[0], k)
        products = {
            one.id: one for one in await catalog.products(session, shop.id, [row.product_id for row, _ in found])
        }
    return [(products[row.product_id].handle, cosine) for row, cosine in found]


async def test_without_vectors_nothing_is_near_and_words_go_on(database: Database, shop: Shop) -> None:
    assert await nearest(database, shop, "saddle bag") == []


async def test_worked_out_vectors_are_seen_by_whoever_has_the_index_open(database: Database, shop: Shop) -> None:
    assert await nearest(database, shop, "saddle bag") == []
    assert await work_out_vectors(database, shop.id, EMBEDDER) is False
    found = await nearest(database, shop, "Saddle Bag. Bags")
    assert found[0][0] == "saddle-bag" and found[0][1] > found[1][1] > 0
