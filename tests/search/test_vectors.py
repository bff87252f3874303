"""Vectors of products: worked out beside, found by meaning, kept through versions and changes."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from tests.storefront.boutique import open_boutique

from mercery.accounts.actor import SYSTEM
from mercery.accounts.shop import Shop
from mercery.ai.embedder import EmbedderFailed, Vectors
from mercery.ai.hashed_embedder import HashedEmbedder
from mercery.catalog import service as catalog
from mercery.core.config import settings
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.search import library
from mercery.search.index import current_version, shop_folder
from mercery.search.meaning import Meaning, use_meaning
from mercery.search.stored import vectors as stored
from mercery.search.working_out import missing, work_out_vectors


class Counting:
    """An embedder that counts the texts it was asked for; it can be broken."""

    def __init__(self, dimensions: int = 64) -> None:
        self._inner = HashedEmbedder(dimensions)
        self.texts: list[str] = []
        self.broken = False

    @property
    def name(self) -> str:
        return self._inner.name

    @property
    def dimensions(self) -> int:
        return self._inner.dimensions

    def embed(self, texts: Sequence[str]) -> Vectors:
        if self.broken:
            raise EmbedderFailed("It is down.")
        self.texts.extend(texts)
        return self._inner.embed(texts)


@pytest.fixture
async def shop(database: Database, home: Path) -> Shop:
    return await open_boutique(database)


@pytest.fixture
def embedder() -> Iterator[Counting]:
    made = Counting()
    use_meaning(Meaning(made))
    yield made
    use_meaning(None)


async def nearest(database: Database, shop: Shop, embedder: Counting, text: str, k: int = 3) -> list[str]:
    async with database.session() as session:
        shelf = await library.opened(session, shop.id)
        found = shelf.index.nearest(embedder._inner.embed([text])[0], k)
        products = await catalog.products(session, shop.id, [row.product_id for row, _ in found])
    assert [cosine for _, cosine in found] == sorted((cosine for _, cosine in found), reverse=True)
    return [product.handle for product in products]


async def rename(database: Database, shop: Shop, handle: str, title: str) -> None:
    async with database.session() as session:
        piece = await catalog.product(session, shop.id, handle=handle)
        await catalog.update_product(session, shop.id, piece.id, SYSTEM, title=Words(title, title))
    async with database.session() as session:
        await library.refresh(session, shop.id, [piece.id])


async def test_vectors_are_seen_by_whoever_has_the_index_open(
    database: Database, shop: Shop, embedder: Counting
) -> None:
    assert await nearest(database, shop, embedder, "saddle bag") == [], "words go on without them"
    assert await work_out_vectors(database, shop.id, embedder) is False
    assert (await nearest(database, shop, embedder, "Saddle Bag. Bags"))[0] == "saddle-bag"


async def test_a_changed_text_is_worked_out_again_and_nothing_else_is(
    database: Database, shop: Shop, embedder: Counting
) -> None:
    async with database.session() as session:
        await library.opened(session, shop.id)
    await work_out_vectors(database, shop.id, embedder)
    embedder.texts.clear()
    await rename(database, shop, "work-tote", "Bureau Carryall")
    assert "work-tote" not in await nearest(database, shop, embedder, "Work Tote"), "the old text is gone at once"
    await work_out_vectors(database, shop.id, embedder)
    assert [text.partition(".")[0] for text in embedder.texts] == ["Bureau Carryall"]
    assert (await nearest(database, shop, embedder, "Bureau Carryall"))[0] == "work-tote"


async def test_a_new_version_takes_the_vectors_of_unchanged_texts_along(
    database: Database, shop: Shop, embedder: Counting
) -> None:
    async with database.session() as session:
        await library.opened(session, shop.id)
    await work_out_vectors(database, shop.id, embedder)
    embedder.texts.clear()
    async with database.session() as session:
        await library.rebuild(session, shop.id)
    assert (await nearest(database, shop, embedder, "Saddle Bag. Bags"))[0] == "saddle-bag", "there is no gap"
    await work_out_vectors(database, shop.id, embedder)
    assert embedder.texts == []


async def test_vectors_of_another_model_are_worked_out_beside_and_never_compared(
    database: Database, shop: Shop, embedder: Counting
) -> None:
    async with database.session() as session:
        await library.opened(session, shop.id)
    await work_out_vectors(database, shop.id, embedder)
    other = Counting(32)
    use_meaning(Meaning(other))
    assert await nearest(database, shop, other, "saddle bag") == []
    await work_out_vectors(database, shop.id, other)
    assert (await nearest(database, shop, other, "Saddle Bag. Bags"))[0] == "saddle-bag"


async def test_a_model_that_fails_costs_nothing_that_stands_and_is_gone_on_with(
    database: Database, shop: Shop, embedder: Counting
) -> None:
    async with database.session() as session:
        await library.opened(session, shop.id)
    embedder.broken = True
    with pytest.raises(EmbedderFailed):
        await work_out_vectors(database, shop.id, embedder)
    assert Meaning(embedder).of_query("saddle bag") is None
    embedder.broken = False
    assert await work_out_vectors(database, shop.id, embedder, seconds=-1) is True, "a slice without time does nothing"
    await work_out_vectors(database, shop.id, embedder)
    folder = shop_folder(settings().home.resolve(), shop.id)
    assert len(missing(folder / str(current_version(settings().home.resolve(), shop.id)), embedder.name)) == 0


def test_a_graph_finds_what_comparing_all_finds_and_what_came_after_it(tmp_path: Path) -> None:
    drawn = np.random.default_rng(5).standard_normal((600, 48)).astype(np.float32)
    rows = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
    stored.put(tmp_path, "m", range(500), rows[:500])
    gone = np.zeros(600, dtype=np.bool_)
    gone[3] = True
    opened = stored.open_vectors(tmp_path, "m")
    assert opened is not None
    stored.build_graph(opened, gone)
    opened.refresh()
    assert opened.graph_count == 500
    opened.exact_up_to = 0
    stored.put(tmp_path, "m", range(500, 600), rows[500:])
    opened.refresh()
    exact = stored.open_vectors(tmp_path, "m")
    assert exact is not None
    right = total = 0
    for asked in (0, 3, 250, 555, 599):
        by_graph = opened.nearest(rows[asked], 10, gone, None)[0]
        by_all = exact.nearest(rows[asked], 10, gone, None)[0]
        assert 3 not in by_graph and (asked == 3 or by_graph[0] == asked)
        right, total = right + len(set(by_graph) & set(by_all)), total + 10
    assert right / total > 0.9


def test_a_vector_that_was_not_marked_counts_as_missing(tmp_path: Path) -> None:
    rows = HashedEmbedder(16).embed(["one", "two", "three"])
    stored.put(tmp_path, "m", [0, 2], rows[[0, 2]])
    opened = stored.open_vectors(tmp_path, "m")
    assert opened is not None and opened.known.tolist() == [True, False, True]
    cosines = opened.cosines(rows[1], np.array([0, 1, 2, 9]))
    assert cosines[1] == cosines[3] == 0 and cosines[0] > 0
    assert opened.nearest(rows[2], 5, np.zeros(3, dtype=np.bool_), None)[0].tolist()[0] == 2
    among = opened.nearest(rows[2], 5, np.zeros(3, dtype=np.bool_), np.array([0]))[0]
    assert among.tolist() == [0]
