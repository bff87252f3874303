"""From what is typed to what is found, in a boutique."""

from pathlib import Path

import pytest
from tests.search.asking import ask
from tests.storefront.boutique import open_boutique

from mercery.accounts.actor import SYSTEM
from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.core.database import Database
from mercery.search.desk import service as desk
from mercery.search.desk.own_synonym import OwnSynonym
from mercery.search.service import suggest


@pytest.fixture
async def shop(database: Database, home: Path) -> Shop:
    return await open_boutique(database)


async def test_what_is_not_wanted_is_not_found_and_not_offered_as_close(database: Database, shop: Shop) -> None:
    handles, result = await ask(database, shop, "bag without leather")
    assert handles == ["petite-clutch"] and result.exact
    async with database.session() as session:
        near = await catalog.products(session, shop.id, [one.product_id for one in result.close])
    assert not {"saddle-bag", "work-tote", "luna-hobo", "firenze-satchel"} & {one.handle for one in near}
    chinese, _ = await ask(database, shop, "不要皮的包", "zh")
    assert chinese == ["petite-clutch"]
    words, _ = await ask(database, shop, "bag without saddle")
    assert "saddle-bag" not in words and "work-tote" in words


async def test_an_unwanted_colour_is_asked_of_the_variant_that_is_left(database: Database, shop: Shop) -> None:
    async with database.session() as session:
        await catalog.set_stock(session, shop.id, "SADDLE-BAG-BORDEAUX", 0, SYSTEM)
    handles, result = await ask(database, shop, "bag not black in stock")
    assert "saddle-bag" not in handles and "work-tote" in handles and result.exact
    colours = next(group for group in result.facets if group.name == "colour")
    assert "black" not in {choice.value for choice in colours.choices}


async def test_a_denial_that_leaves_nothing_is_given_up_openly_and_before_the_kind_of_thing(
    database: Database, shop: Shop
) -> None:
    _, result = await ask(database, shop, "watch without steel")
    assert [part.kind for part in result.dropped] == ["unwanted"]
    assert [words.en for words in result.left_out] == ["Not steel"] and result.total


async def test_a_shops_own_synonym_finds_and_completes(database: Database, shop: Shop) -> None:
    assert (await ask(database, shop, "schultertasche"))[0] == []
    async with database.session() as session:
        row = OwnSynonym(kind="same", words=("schultertasche", "saddle bag"))
        await desk.save_synonym(session, shop.id, SYSTEM, row)
    assert (await ask(database, shop, "schultertasche"))[0][:1] == ["saddle-bag"]


async def test_the_cheapest_come_first_when_that_is_asked_for(database: Database, shop: Shop) -> None:
    handles, result = await ask(database, shop, "cheap bags")
    amounts = [result.offers[one].low.minor for one in result.product_ids]
    assert amounts == sorted(amounts) and handles[0] == "petite-clutch"
    assert result.reading.sort == "price_up" == result.sort


async def test_a_slip_in_a_value_is_mended_before_it_is_read(database: Database, shop: Shop) -> None:
    _, result = await ask(database, shop, "blakc sunglases")
    assert result.filters.facets["colour"] == ("black",)
    assert {(one.said, one.meant) for one in result.corrections} == {("blakc", "black"), ("sunglases", "sunglasses")}


async def test_chinese_is_completed_by_its_sounds(database: Database, shop: Shop) -> None:
    async with database.session() as session:
        assert "马鞍包" in [one.text for one in await suggest(session, shop, "maanbao", "zh")]
