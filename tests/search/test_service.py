"""Searching a real boutique."""

import asyncio
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from tests.search.asking import ask
from tests.storefront.boutique import open_boutique

from mercery.accounts.actor import SYSTEM
from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.catalog.product import Attribute, PriceRow, Product, Variant
from mercery.claims.values import MaterialPart, Materials
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.promotions.service import glances
from mercery.search import library
from mercery.search.document import document
from mercery.search.filters import Filters
from mercery.search.index import NewVersion, current_version, shop_folder
from mercery.search.matching import match
from mercery.search.service import match_products, suggest, warm


@pytest.fixture
async def shop(database: Database, home: Path) -> Shop:
    return await open_boutique(database)


async def test_a_name_is_found_with_accents_and_case_ignored(database: Database, shop: Shop) -> None:
    handles, result = await ask(database, shop, "deco CARRE")
    assert handles[0] == "deco-carre" and result.exact


async def test_chinese_words_of_two_characters_are_found(database: Database, shop: Shop) -> None:
    for query, first in (
        ("腕表", {"heure-watch", "plongee-watch"}),
        ("蜡烛", {"vetiver-candle"}),
        ("丝巾", {"deco-carre", "bridle-bandana", "aran-stole"}),
    ):
        handles, _ = await ask(database, shop, query, "zh")
        assert handles and set(handles[: len(first)]) == first, query


async def test_a_typo_is_corrected_and_said(database: Database, shop: Shop) -> None:
    handles, result = await ask(database, shop, "satchl")
    assert handles == ["firenze-satchel"]
    assert [(one.said, one.meant) for one in result.corrections] == [("satchl", "satchel")]


async def test_price_words_limit_the_price_in_both_languages(database: Database, shop: Shop) -> None:
    for query, lang in (("bag under 500 euros", "en"), ("500欧元以下的包袋", "zh")):
        handles, result = await ask(database, shop, query, lang)  # type: ignore[arg-type]
        assert handles == ["petite-clutch"], query
        assert result.filters.price_max == 50_000


async def test_an_amount_in_another_currency_is_named_and_not_converted(database: Database, shop: Shop) -> None:
    _, result = await ask(database, shop, "包 500元以下", "zh")
    assert result.filters.price_max is None
    assert [part.kind for part in result.reading.parts if part.key == "price"] == ["other_currency"]
    _, in_yuan = await ask(database, shop, "方巾 3000元以下", "zh", currency="CNY")
    assert in_yuan.filters.price_max == 300_000 and in_yuan.total > 0


async def test_colour_and_material_are_read_as_limits_and_can_be_taken_away(database: Database, shop: Shop) -> None:
    handles, result = await ask(database, shop, "black calfskin bag")
    assert set(handles) == {"saddle-bag", "work-tote"}
    assert {part.key.partition(":")[0] for part in result.reading.parts} == {"colour", "material", "category"}
    colour = next(part.key for part in result.reading.parts if part.key.startswith("colour"))
    _, without = await ask(database, shop, "black calfskin bag", kept_as_words=frozenset([colour]))
    assert "colour" not in without.filters.facets


async def test_when_nothing_meets_all_the_least_weighty_wish_is_left_out_and_said(
    database: Database, shop: Shop
) -> None:
    handles, result = await ask(database, shop, "cashmere bag under 500 euros")
    assert handles == ["petite-clutch"]
    assert [words.en for words in result.left_out] == ["cashmere"] and not result.exact


async def test_a_word_the_shop_does_not_know_is_left_out_and_said(database: Database, shop: Shop) -> None:
    handles, result = await ask(database, shop, "waterproof saddle bag")
    assert handles[0] == "saddle-bag"
    assert [words.en for words in result.left_out] == ["waterproof"]


async def test_nothing_at_all_is_an_empty_result(database: Database, shop: Shop) -> None:
    handles, result = await ask(database, shop, "zzzzqqq")
    assert handles == [] and result.total == 0


async def test_facets_count_what_a_choice_would_leave(database: Database, shop: Shop) -> None:
    _, result = await ask(database, shop, "", filters=Filters(facets={"category": ("shoes",)}))
    groups = {group.name: {choice.value: choice.count for choice in group.choices} for group in result.facets}
    assert result.total == 3 and groups["category"]["bags"] == 5
    assert groups["colour"] == {"black": 2, "green": 1, "cream": 1}
    assert sum(bucket.count for bucket in result.price_buckets) in (0, 3)


async def test_stock_and_sale_are_limits(database: Database, shop: Shop) -> None:
    _, in_stock = await ask(database, shop, "bag", filters=Filters(in_stock=True))
    on_sale, _ = await ask(database, shop, "", filters=Filters(on_sale=True))
    assert in_stock.total == 4
    assert set(on_sale) == {"saddle-bag", "petite-clutch", "court-sneaker"}


async def test_results_sort_by_price(database: Database, shop: Shop) -> None:
    handles, result = await ask(database, shop, "", sort="price_up", limit=3)
    amounts = [result.offers[product_id].low.minor for product_id in result.product_ids]
    assert handles[0] == "vetiver-candle" and amounts == sorted(amounts)


async def test_a_new_price_is_seen_at_once_without_touching_the_index(database: Database, shop: Shop) -> None:
    async with database.session() as session:
        await catalog.set_price(session, shop.id, "VETIVER-CANDLE-CREAM", Money(9900, "EUR"), SYSTEM)
    _, result = await ask(database, shop, "candle")
    assert result.offers[result.product_ids[0]].low == Money(9900, "EUR")


async def test_a_renamed_product_is_found_after_the_update(database: Database, shop: Shop) -> None:
    await ask(database, shop, "bag")
    async with database.session() as session:
        tote = await catalog.product(session, shop.id, handle="work-tote")
        await catalog.update_product(session, shop.id, tote.id, SYSTEM, title=Words("Bureau Carryall", "办公手袋"))
        await library.refresh(session, shop.id, [tote.id])
    handles, _ = await ask(database, shop, "carryall")
    assert handles == ["work-tote"]
    async with database.session() as session:
        await catalog.remove_product(session, shop.id, tote.id, SYSTEM)
        await library.refresh(session, shop.id, [tote.id])
    assert (await ask(database, shop, "carryall"))[1].total == 0


async def test_a_damaged_index_is_built_anew(database: Database, shop: Shop, home: Path) -> None:
    await ask(database, shop, "bag")
    folder = shop_folder(home.resolve(), shop.id)
    version = folder / (folder / "current").read_text()
    (version / "meta.json").write_text("{")
    library._open.clear()
    handles, _ = await ask(database, shop, "saddle bag")
    assert handles[0] == "saddle-bag"


async def test_a_build_that_is_cut_off_leaves_the_old_version_in_use(
    database: Database, shop: Shop, home: Path
) -> None:
    await ask(database, shop, "bag")
    before = current_version(home.resolve(), shop.id)
    with pytest.raises(RuntimeError), NewVersion(home.resolve(), shop.id):
        raise RuntimeError("power cut")
    assert current_version(home.resolve(), shop.id) == before


async def test_products_named_in_a_message_are_found(database: Database, shop: Shop) -> None:
    async with database.session() as session:
        for text, lang, handle in (
            ("Is the saddle bag waterproof?", "en", "saddle-bag"),
            ("马鞍包有黑色吗", "zh", "saddle-bag"),
            ("How heavy is WORK-TOTE-BLACK?", "en", "work-tote"),
        ):
            named = await match_products(session, shop, text, lang)  # type: ignore[arg-type]
            product = (await catalog.products(session, shop.id, [named[0].product_id]))[0]
            assert product.handle == handle, text


async def test_completion_offers_values_and_names(database: Database, shop: Shop) -> None:
    async with database.session() as session:
        english = [one.text for one in await suggest(session, shop, "sa", "en")]
        chinese = [one.text for one in await suggest(session, shop, "马鞍", "zh")]
    assert "Saddle Bag" in english and chinese[0] == "马鞍包"


async def test_a_material_in_a_name_is_not_the_material_asked_for(database: Database, shop: Shop) -> None:
    def scarf(handle: str, title: str, material: str) -> Product:
        made_of = Materials((MaterialPart("main", Words(material)),))
        return Product(
            key=handle,
            handle=handle,
            title=Words(title),
            category=(Words("Scarves"),),
            attributes=(Attribute(name="material", label=Words("Material"), value=made_of),),
            variants=(Variant(sku=handle, prices=(PriceRow(amount=Money(9_000, "EUR")),)),),
        )

    drafts = [scarf("touch", "Cashmere Touch Scarf", "merino wool"), scarf("plain", "Plain Scarf", "cashmere")]
    async with database.session() as session:
        await catalog.apply_drafts(session, shop, drafts, SYSTEM)
    handles, result = await ask(database, shop, "cashmere scarf")
    assert {part.key for part in result.reading.parts} == {"material:cashmer", "category:scarf"}
    assert "plain" in handles and "touch" not in handles
    whole_name, _ = await ask(database, shop, "Cashmere Touch Scarf")
    assert whole_name[0] == "touch"


async def test_leather_is_a_material_and_takes_its_kinds_along(database: Database, shop: Shop) -> None:
    handles, result = await ask(database, shop, "leather bag")
    assert {part.key.partition(":")[0] for part in result.reading.parts} == {"category", "material"}
    assert "work-tote" in handles, "grained calfskin is leather"


async def test_a_word_nothing_of_that_kind_has_is_left_out_before_the_kind(database: Database, shop: Shop) -> None:
    _, result = await ask(database, shop, "handmade watch")
    assert result.total and [words.en for words in result.left_out] == ["handmade"]
    assert "category" in result.filters.facets


async def test_questions_about_the_shop_are_no_words_of_a_piece(database: Database, shop: Shop) -> None:
    for query, lang in (("what is on sale", "en"), ("正在打折的商品", "zh")):
        _, result = await ask(database, shop, query, lang)  # type: ignore[arg-type]
        assert result.exact and result.filters.on_sale and result.total, query


async def test_colour_stock_and_price_are_asked_of_one_and_the_same_variant(database: Database, shop: Shop) -> None:
    async with database.session() as session:
        await catalog.set_stock(session, shop.id, "SADDLE-BAG-BLACK", 0, SYSTEM)
        await catalog.set_price(session, shop.id, "WORK-TOTE-BLACK", Money(190_000, "EUR"), SYSTEM)
    in_stock, stocked = await ask(database, shop, "black bag in stock")
    assert "saddle-bag" not in in_stock and {"work-tote", "petite-clutch"} <= set(in_stock) and stocked.exact
    cheap, _ = await ask(database, shop, "black bag under 1500")
    assert "work-tote" not in cheap and "saddle-bag" in cheap
    assert "saddle-bag" in (await ask(database, shop, "bordeaux bag in stock"))[0]
    dear, _ = await ask(database, shop, "", filters=Filters(facets={"colour": ("black",)}), sort="price_down")
    assert dear[:2] == ["heure-watch", "work-tote"]


async def test_values_are_counted_of_everything_found_and_not_of_the_candidates_alone(
    database: Database, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = Filters(facets={"category": ("bags",)})
    _, whole = await ask(database, shop, "", filters=chosen)
    monkeypatch.setattr("mercery.search.finding.match", partial(match, limit=2))
    _, some = await ask(database, shop, "", filters=chosen)
    assert some.capped and not whole.capped
    assert some.facets == whole.facets and some.total == whole.total


async def test_a_version_another_process_put_to_use_is_taken_up_beside_the_searches_that_go_on(
    database: Database, shop: Shop, home: Path
) -> None:
    await ask(database, shop, "bag")
    async with database.session() as session:
        tote = await catalog.product(session, shop.id, handle="work-tote")
        renamed = await catalog.update_product(session, shop.id, tote.id, SYSTEM, title=Words("Bureau Carryall"))
    with NewVersion(home.resolve(), shop.id) as version:
        version.add([document(renamed)])
        version.publish()
    _, meanwhile = await ask(database, shop, "saddle bag")
    assert meanwhile.total, "the version before goes on answering"
    while library._following:
        await asyncio.sleep(0.01)
    assert (await ask(database, shop, "carryall"))[0] == ["work-tote"]
    assert (await ask(database, shop, ""))[1].total == 1


async def test_a_word_for_what_the_shop_does_not_have_is_not_taken_for_a_slip(database: Database, shop: Shop) -> None:
    async with database.session() as session:
        some = await catalog.product(session, shop.id, handle="aran-stole")
        soft = replace(some, description=Words("Soft to the touch.", ""), title=Words("Soft Stole", ""))
        await catalog.apply_drafts(session, shop, [soft], SYSTEM)
        await library.rebuild(session, shop.id)
    for said, meant in (("sofa", ()), ("couch", ()), ("sofft", ("soft",))):
        _, result = await ask(database, shop, said)
        assert tuple(one.meant for one in result.corrections) == meant, said


async def test_a_process_that_was_warmed_has_at_hand_what_the_first_search_and_completion_need(
    database: Database, shop: Shop
) -> None:
    async with database.session() as session:
        await warm(session, shop, offers=glances)
        shelf = await library.opened(session, shop.id)
    made = shelf._spelling, shelf._heads, shelf.completer_for(())
    assert None not in made
    handles, _ = await ask(database, shop, "satchel")
    async with database.session() as session:
        assert (
            await suggest(session, shop, "satch", "en") and await suggest(session, shop, "shoujuan", "zh") is not None
        )
    again = shelf._spelling, shelf._heads, shelf.completer_for(())
    assert handles and all(one is before for one, before in zip(again, made, strict=True))
