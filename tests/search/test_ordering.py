"""In which order results stand, and what comes along: the whole search over a real boutique."""

import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from tests.search.asking import ask
from tests.storefront.boutique import open_boutique

from mercery.accounts.shop import Shop
from mercery.ai.embedder import Vectors
from mercery.catalog import service as catalog
from mercery.core import clock
from mercery.core.database import Database
from mercery.promotions.service import glances
from mercery.search.desk import desk, outcomes, repository
from mercery.search.desk.key import query_key
from mercery.search.desk.outcome import Outcome, Popularity
from mercery.search.filters import Filters
from mercery.search.meaning import Meaning, use_meaning
from mercery.search.ranking.model import Weights
from mercery.search.service import agreements, search
from mercery.search.working_out import work_out_vectors

MEANT = (
    ("timekeeper", "watch", "diver"),
    ("purse", "bag", "tote", "satchel", "hobo", "clutch"),
    ("trainers", "sneaker", "loafer", "slingback"),
    ("silk", "bandana", "stole"),
)


class Kinds:
    """An embedder that knows four kinds of goods and which words mean them; beside that, each text is somewhere."""

    name, dimensions = "kinds", len(MEANT) + 12

    def embed(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            row[: len(MEANT)] = [any(word in text.lower() for word in kind) for kind in MEANT]
            row[len(MEANT) :] = np.random.default_rng(zlib.crc32(text.encode())).normal(0, 0.15, 12)
            row /= np.linalg.norm(row)
        return rows


@pytest.fixture
async def shop(database: Database, home: Path) -> Shop:
    return await open_boutique(database)


@pytest.fixture
async def meaning(database: Database, shop: Shop) -> Iterator[None]:  # type: ignore[misc]
    use_meaning(Meaning(Kinds()))
    async with database.session() as session:
        await search(session, shop, "", "en", offers=glances)
    await work_out_vectors(database, shop.id, Kinds())
    yield
    use_meaning(None)


async def ids_of(database: Database, shop: Shop) -> dict[str, str]:
    async with database.session() as session:
        found = await catalog.products(session, shop.id, await catalog.all_product_ids(session, shop.id))
    return {one.handle: one.id for one in found}


async def test_what_cannot_be_had_stands_behind_what_answers_as_well(database: Database, shop: Shop) -> None:
    bags, result = await ask(database, shop, "bag")
    assert result.total == 5 and bags[-1] == "luna-hobo"
    named, _ = await ask(database, shop, "luna hobo")
    assert named[0] == "luna-hobo", "who names a piece sees it, sold out or not"


async def test_a_name_with_all_words_stands_first(database: Database, shop: Shop) -> None:
    handles, result = await ask(database, shop, "court sneaker")
    assert handles[0] == "court-sneaker"
    assert [one.said.en for one in result.reasons[result.product_ids[0]]] == ["“court”, “sneaker” in its name"]


async def test_a_word_that_was_corrected_counts_as_the_shop_spells_it(database: Database, shop: Shop) -> None:
    handles, result = await ask(database, shop, "bridle bandanna")
    assert handles[0] == "bridle-bandana"
    assert result.reasons[result.product_ids[0]][0].where == "name"
    assert len(result.reasons[result.product_ids[0]][0].words) == 2


async def test_what_shoppers_chose_for_a_search_rises_in_it_and_nowhere_else(database: Database, shop: Shop) -> None:
    ids = await ids_of(database, shop)
    before, _ = await ask(database, shop, "shoes")
    last = before[-1]
    came = {
        ids[handle]: Outcome(
            shown=200, examined=150.0, clicked=120 if handle == last else 5, carted=40 if handle == last else 0,
            bought=20 if handle == last else 0, place=2.0,
        )
        for handle in before
    }  # fmt: skip
    async with database.session() as session:
        await outcomes.replace_outcomes(session, shop.id, query_key("shoes"), came)
        await repository.digested(session, shop.id, clock.now(), changed=True)
    desk.changed(shop.id)
    after, result = await ask(database, shop, "shoes")
    assert after[0] == last
    assert "chosen" in [one.kind for one in result.reasons[ids[last]]]
    assert (await ask(database, shop, "shoe calfskin"))[0] == (await ask(database, shop, "calfskin shoe"))[0]


async def test_popularity_decides_between_pieces_that_answer_alike_only(database: Database, shop: Shop) -> None:
    ids = await ids_of(database, shop)
    before = (await ask(database, shop, "silk twill"))[0]
    assert set(before) == {"deco-carre", "bridle-bandana"}
    liking = {ids[before[1]]: Popularity(viewed=500.0, carted=60.0, bought=20.0)}
    async with database.session() as session:
        await outcomes.replace_popularity(session, shop.id, liking)
        await repository.digested(session, shop.id, clock.now(), changed=True)
    desk.changed(shop.id)
    assert (await ask(database, shop, "silk twill"))[0] == before[::-1]
    named = {"deco-carre": "deco silk", "bridle-bandana": "bridle silk"}[before[0]]
    assert (await ask(database, shop, named))[0][0] == before[0]


async def test_wishes_that_are_met_count_where_not_all_can_be(database: Database, shop: Shop) -> None:
    """Nothing is bordeaux, of suede and under 1,300: what is given up is said, and what meets the rest stands first."""
    handles, result = await ask(database, shop, "suede bag under 1300 euros in bordeaux")
    assert result.dropped and handles


@pytest.mark.usefixtures("meaning")
async def test_pieces_that_mean_what_was_asked_come_along_and_say_so(database: Database, shop: Shop) -> None:
    handles, result = await ask(database, shop, "timekeeper")
    assert set(handles) == {"heure-watch", "plongee-watch"} and result.near == set(result.product_ids)
    assert [one.said.en for one in result.reasons[result.product_ids[0]]] == ["Close in meaning"]
    assert [words.en for words in result.left_out] == ["timekeeper"], "no piece has the word, and that is said"


@pytest.mark.usefixtures("meaning")
async def test_what_means_nothing_here_finds_nothing(database: Database, shop: Shop) -> None:
    handles, result = await ask(database, shop, "zzzzqqq")
    assert handles == [] and not result.near


@pytest.mark.usefixtures("meaning")
async def test_a_colour_by_itself_means_no_kind_of_thing(database: Database, shop: Shop) -> None:
    _, alone = await ask(database, shop, "black")
    _, of_a_kind = await ask(database, shop, "black timekeeper")
    assert alone.total and not alone.near and of_a_kind.near


@pytest.mark.usefixtures("meaning")
async def test_limits_hold_for_what_comes_along(database: Database, shop: Shop) -> None:
    handles, _ = await ask(database, shop, "trainers", filters=Filters(price_max=40_000))
    assert handles == ["court-sneaker"]


@pytest.mark.usefixtures("meaning")
async def test_an_order_by_price_is_of_what_was_asked_alone(database: Database, shop: Shop) -> None:
    by_fit, _ = await ask(database, shop, "saddle timekeeper")
    by_price, result = await ask(database, shop, "saddle timekeeper", sort="price_up")
    assert by_price == ["saddle-bag"] and not result.near and set(by_fit) > set(by_price)


async def test_a_part_can_be_taken_away_to_see_what_it_is_worth(database: Database, shop: Shop) -> None:
    handles, result = await ask(database, shop, "calfskin work tote", weights=Weights(name=0.0, kinds=0.0))
    assert handles and result.total


async def test_how_much_of_a_query_a_product_has_is_told_word_by_word(database: Database, shop: Shop) -> None:
    ids = await ids_of(database, shop)
    asked = [ids["saddle-bag"], ids["work-tote"], "prd_unknown"]
    async with database.session() as session:
        found = await agreements(session, shop, "saddle bag", asked)
        chinese = await agreements(session, shop, "马鞍手袋", asked)
    assert found[asked[0]] == 1.0 and 0 < found[asked[1]] < 0.5 and found["prd_unknown"] == 0.0
    assert chinese[asked[0]] > chinese[asked[1]]
