from dataclasses import replace
from datetime import date

import pytest
from tests.catalog.builders import SHOP, add_shop, bag, scarf

from mercery.accounts.actor import SYSTEM
from mercery.catalog.service import (
    Browse,
    apply_drafts,
    browse,
    categories,
    product,
    products,
    set_price,
    set_stock,
    update_product,
)
from mercery.claims.values import Stock
from mercery.core.database import Database
from mercery.core.errors import Invalid, NotFound
from mercery.core.i18n import Words
from mercery.core.money import Money


async def seeded(database: Database) -> None:
    await add_shop(database)
    async with database.session() as session:
        await apply_drafts(session, SHOP, [bag("b1"), bag("b2", price=120_000, colours=("red",)), scarf()], SYSTEM)


async def test_a_draft_comes_back_as_it_went_in(database: Database) -> None:
    await seeded(database)
    async with database.session() as session:
        found = await product(session, SHOP.id, handle="arda-b1")
    draft = bag("b1")
    assert found.title == draft.title and found.category == draft.category and found.options == draft.options
    assert found.attributes == draft.attributes and found.collections == draft.collections
    assert [(v.sku, v.options, v.prices, v.stock) for v in found.variants] == [
        (v.sku, v.options, v.prices, v.stock) for v in draft.variants
    ]


async def test_the_same_drafts_twice_change_nothing(database: Database) -> None:
    await seeded(database)
    async with database.session() as session:
        again = await apply_drafts(session, SHOP, [bag("b1"), scarf()], SYSTEM)
    assert (again.new, again.changed, again.unchanged, again.gone) == (0, 0, 2, 1)


async def test_a_changed_price_is_the_only_change_and_a_new_version(database: Database) -> None:
    await seeded(database)
    async with database.session() as session:
        summary = await apply_drafts(session, SHOP, [bag("b2", price=110_000, colours=("red",))], SYSTEM)
        found = await product(session, SHOP.id, key="b2")
    assert [(change.field, change.sku) for change in summary.shown[0].fields] == [("prices", "b2-red")]
    assert found.version == 1
    assert (found.variants[0].version, found.variants[0].prices[0].amount.minor) == (2, 110_000)


async def test_a_dry_run_tells_and_writes_nothing(database: Database) -> None:
    await seeded(database)
    async with database.session() as session:
        summary = await apply_drafts(session, SHOP, [bag("b1", stock=9), bag("b9")], SYSTEM, dry_run=True)
        assert (summary.new, summary.changed) == (1, 1)
        with pytest.raises(NotFound):
            await product(session, SHOP.id, key="b9")
        assert (await product(session, SHOP.id, key="b1")).variants[0].stock == Stock(3)


async def test_a_sku_twice_in_the_drafts_is_refused_with_its_line(database: Database) -> None:
    await add_shop(database)
    twin = replace(bag("b2"), source_line=7, variants=bag("b1").variants)
    async with database.session() as session:
        with pytest.raises(Invalid) as refusal:
            await apply_drafts(session, SHOP, [bag("b1"), twin], SYSTEM)
    assert "b1-black" in refusal.value.problems[0].message and refusal.value.problems[0].line == 7


async def test_a_sku_of_another_product_is_refused(database: Database) -> None:
    await seeded(database)
    async with database.session() as session:
        with pytest.raises(Invalid, match="nothing was changed"):
            await apply_drafts(session, SHOP, [replace(bag("b7"), variants=bag("b1").variants)], SYSTEM)


async def test_products_gone_from_the_file_stay_unless_asked(database: Database) -> None:
    await seeded(database)
    async with database.session() as session:
        kept = await apply_drafts(session, SHOP, [bag("b1")], SYSTEM)
        assert (kept.gone, kept.removed) == (2, 0)
        removed = await apply_drafts(session, SHOP, [bag("b1")], SYSTEM, remove_missing=True)
        assert removed.removed == 2
        with pytest.raises(NotFound):
            await product(session, SHOP.id, key="s1")


async def test_a_handle_in_use_gets_a_number(database: Database) -> None:
    await seeded(database)
    async with database.session() as session:
        await apply_drafts(session, SHOP, [replace(bag("b5"), handle="arda-b1")], SYSTEM)
        assert (await product(session, SHOP.id, key="b5")).handle == "arda-b1-2"


async def test_browsing_counts_facets_and_narrows(database: Database) -> None:
    await seeded(database)
    async with database.session() as session:
        everything = await browse(session, SHOP.id, Browse(category="bags"))
        tan = await browse(session, SHOP.id, Browse(category="bags", facets={"colour": ("tan",)}))
        in_stock = await browse(session, SHOP.id, Browse(in_stock=True, sort="price_high", currency="EUR"))
    assert everything.total == 2
    assert {v.value: v.count for g in everything.facets if g.name == "colour" for v in g.values} == {
        "black": 1, "red": 1, "tan": 1,
    }  # fmt: skip
    assert [p.key for p in tan.products] == ["b1"]
    assert {v.value: v.chosen for g in tan.facets if g.name == "colour" for v in g.values}["red"] is False
    assert [p.key for p in in_stock.products] == ["b2", "b1"]


async def test_browsing_by_price_and_sale(database: Database) -> None:
    await seeded(database)
    async with database.session() as session:
        await apply_drafts(session, SHOP, [scarf(was=30_000)], SYSTEM)
        cheap = await browse(session, SHOP.id, Browse(price_max=30_000, currency="EUR"))
        sale = await browse(session, SHOP.id, Browse(on_sale=True))
    assert [p.key for p in cheap.products] == [p.key for p in sale.products] == ["s1"]


async def test_categories_count_what_lies_below(database: Database) -> None:
    await seeded(database)
    async with database.session() as session:
        found = {
            entry.handle: (entry.count, entry.parent, entry.name.zh) for entry in await categories(session, SHOP.id)
        }
    assert found == {"bags": (2, None, "包袋"), "bags/totes": (2, "bags", "托特包"), "scarves": (1, None, "丝巾")}


async def test_products_keep_the_order_asked_for(database: Database) -> None:
    await seeded(database)
    async with database.session() as session:
        first = await product(session, SHOP.id, key="s1")
        second = await product(session, SHOP.id, key="b1")
        found = await products(session, SHOP.id, [first.id, "prd_unknown", second.id])
    assert [p.key for p in found] == ["s1", "b1"]


async def test_setting_stock_and_price_writes_versions(database: Database) -> None:
    await seeded(database)
    async with database.session() as session:
        await set_stock(session, SHOP.id, "b1-tan", 0, SYSTEM, restock=date(2026, 12, 10))
        found = await set_price(session, SHOP.id, "b1-tan", Money(90_000, "EUR"), SYSTEM, was=Money(98_000, "EUR"))
    tan = found.variant("b1-tan")
    assert tan and tan.version == 3 and tan.stock == Stock(0, date(2026, 12, 10))
    assert tan.prices[0].was == Money(98_000, "EUR")


async def test_an_edit_by_hand_is_seen_by_the_next_import(database: Database) -> None:
    await seeded(database)
    async with database.session() as session:
        await set_stock(session, SHOP.id, "b1-tan", 1, SYSTEM)
        summary = await apply_drafts(session, SHOP, [bag("b1")], SYSTEM, dry_run=True)
    assert [(c.field, c.before, c.after) for c in summary.shown[0].fields] == [("stock", 1, 3)]


async def test_a_shop_does_not_see_another_shops_products(database: Database) -> None:
    await seeded(database)
    await add_shop(database, replace(SHOP, id="shp_other", slug="other"))
    async with database.session() as session:
        with pytest.raises(NotFound):
            await product(session, "shp_other", handle="arda-b1")
        assert (await browse(session, "shp_other", Browse())).total == 0


async def test_durability_survives_an_import_that_does_not_know_it(database: Database) -> None:
    await seeded(database)
    async with database.session() as session:
        id_ = (await product(session, SHOP.id, key="b1")).id
        await update_product(session, SHOP.id, id_, SYSTEM, durable=True, replacement_days=900)
        await apply_drafts(session, SHOP, [replace(bag("b1"), title=Words("Arda Nuova"))], SYSTEM)
        found = await product(session, SHOP.id, key="b1")
    assert (found.durable, found.replacement_days) == (True, 900)
    assert found.title == Words("Arda Nuova", "阿尔达 b1")
