import asyncio
from dataclasses import replace
from datetime import date

import pytest
from tests.catalog.builders import SHOP, add_shop, bag, scarf

from mercery.accounts.actor import SYSTEM, Actor
from mercery.accounts.audit import AuditFilter, entries
from mercery.catalog.service import (
    Browse,
    apply_drafts,
    browse,
    categories,
    product,
    product_of_sku,
    products,
    remove_product,
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


async def test_prices_of_currencies_stand_side_by_side(database: Database) -> None:
    await seeded(database)
    async with database.session() as session:
        await set_price(session, SHOP.id, "b1-tan", Money(780_000, "CNY"), SYSTEM, was=Money(900_000, "CNY"))
        await set_price(session, SHOP.id, "b1-tan", Money(110_000, "USD"), SYSTEM, price_list="america")
        await apply_drafts(session, SHOP, [bag("b1", price=95_000)], SYSTEM)
        tan = (await product(session, SHOP.id, key="b1")).variant("b1-tan")
    assert tan and {(row.price_list, row.amount, row.was) for row in tan.prices} == {
        ("default", Money(95_000, "EUR"), None),
        ("default", Money(780_000, "CNY"), Money(900_000, "CNY")),
        ("america", Money(110_000, "USD"), None),
    }


async def test_a_compare_at_price_is_never_below_the_price(database: Database) -> None:
    await seeded(database)
    async with database.session() as session:
        with pytest.raises(Invalid, match="lower than the price"):
            await set_price(session, SHOP.id, "b1-tan", Money(98_000, "EUR"), SYSTEM, was=Money(90_000, "EUR"))
        with pytest.raises(Invalid, match="less than 0"):
            await set_stock(session, SHOP.id, "b1-tan", -1, SYSTEM)
        found = (await product(session, SHOP.id, key="b1")).variant("b1-tan")
    assert found and (found.version, found.prices[0].was) == (1, None)


async def test_what_a_person_changes_is_on_record_with_both_sides_and_the_reason(database: Database) -> None:
    await seeded(database)
    actor = Actor(kind="staff", id="stf_1", name="Claire")
    async with database.session() as session:
        await set_price(session, SHOP.id, "b1-tan", Money(90_000, "EUR"), actor, reason="Season ends")
        await set_stock(session, SHOP.id, "b1-tan", 0, actor, restock=date(2026, 12, 10))
        await set_stock(session, SHOP.id, "b1-tan", 0, actor, restock=date(2026, 12, 10))
        id_ = (await product(session, SHOP.id, key="b1")).id
        await update_product(session, SHOP.id, id_, actor, title=Words("Arda", "阿尔达"), durable=True)
        await remove_product(session, SHOP.id, id_, actor)
        lines = (await entries(session, SHOP.id, AuditFilter()))[0][::-1]
    mine = [line for line in lines if line.actor.id == "stf_1"]
    assert [line.action for line in mine] == [
        "product.set_price", "product.set_stock", "product.update", "product.remove",
    ]  # fmt: skip
    assert mine[0].before == {"prices": [{"currency": "EUR", "minor": 98_000}]}
    assert mine[0].after == {"prices": [{"currency": "EUR", "minor": 90_000}]} and mine[0].reason == "Season ends"
    assert mine[1].after == {"stock": 0, "restock": "2026-12-10"}
    assert mine[2].before and mine[2].before["title"] == {"en": "Arda b1", "zh": "阿尔达 b1"}


async def test_an_import_is_one_line_on_record_and_none_when_nothing_changes(database: Database) -> None:
    await seeded(database)
    async with database.session() as session:
        await apply_drafts(session, SHOP, [bag("b1"), scarf()], SYSTEM)
        await apply_drafts(session, SHOP, [bag("b1", stock=1)], SYSTEM, remove_missing=True)
        lines, _ = await entries(session, SHOP.id, AuditFilter(action="catalog.import"))
    assert [line.after for line in lines] == [
        {"new": 0, "changed": 1, "removed": 2}, {"new": 3, "changed": 0, "removed": 0},
    ]  # fmt: skip


async def test_a_file_in_one_language_leaves_the_other(database: Database) -> None:
    await seeded(database)
    chinese = replace(bag("b1"), title=Words("", "阿尔达小号"), description=Words("", "日常手袋"), tax_included=None)
    async with database.session() as session:
        await apply_drafts(session, SHOP, [replace(bag("b1"), tax_included=False)], SYSTEM)
        await apply_drafts(session, SHOP, [chinese], SYSTEM)
        found = await product(session, SHOP.id, key="b1")
    assert found.title == Words("Arda b1", "阿尔达小号")
    assert found.description == Words("A tote for every day.", "日常手袋")
    assert found.tax_included is False


async def test_a_replacement_window_is_at_least_a_day(database: Database) -> None:
    await seeded(database)
    async with database.session() as session:
        id_ = (await product(session, SHOP.id, key="b1")).id
        with pytest.raises(Invalid, match="at least one day"):
            await update_product(session, SHOP.id, id_, SYSTEM, replacement_days=0)


async def test_a_new_key_takes_the_skus_of_a_product_that_is_removed(database: Database) -> None:
    await seeded(database)
    renamed = replace(bag("b1"), key="b1-new", handle="arda-new")
    async with database.session() as session:
        with pytest.raises(Invalid, match="nothing was changed"):
            await apply_drafts(session, SHOP, [renamed, bag("b2", colours=("red",))], SYSTEM)
        summary = await apply_drafts(
            session, SHOP, [renamed, bag("b2", price=120_000, colours=("red",)), scarf()], SYSTEM, remove_missing=True
        )
        assert (summary.new, summary.removed, summary.unchanged) == (1, 1, 2)
        assert (await product_of_sku(session, SHOP.id, "b1-tan")).key == "b1-new"
        with pytest.raises(Invalid, match="nothing was changed"):
            thief = replace(bag("b9"), variants=bag("b1").variants)
            await apply_drafts(session, SHOP, [thief, renamed], SYSTEM, remove_missing=True)


async def test_two_imports_at_once_add_each_product_once(database: Database) -> None:
    await add_shop(database)

    async def bring_in() -> tuple[int, int]:
        async with database.session() as session:
            done = await apply_drafts(session, SHOP, [bag("b1"), scarf()], SYSTEM)
        return done.new, done.unchanged

    assert sorted(await asyncio.gather(bring_in(), bring_in())) == [(0, 2), (2, 0)]


async def test_many_changes_at_once_touch_only_what_differs(database: Database) -> None:
    await add_shop(database)
    drafts = [bag(f"b{n}") for n in range(40)]
    async with database.session() as session:
        await apply_drafts(session, SHOP, drafts, SYSTEM)
        dearer = [bag(f"b{n}", price=99_000) if n % 2 else bag(f"b{n}") for n in range(40)]
        moved = replace(bag("b1", price=99_000), title=Words("Arda Nuova"), variants=bag("b1").variants[::-1])
        summary = await apply_drafts(session, SHOP, [*dearer[:1], moved, *dearer[2:]], SYSTEM)
        assert (summary.changed, summary.unchanged) == (20, 20)
        first = await product(session, SHOP.id, key="b3")
        other = await product(session, SHOP.id, key="b1")
    assert first.version == 1 and {variant.version for variant in first.variants} == {2}
    assert other.version == 2 and [variant.sku for variant in other.variants] == ["b1-tan", "b1-black"]
    assert {variant.version for variant in other.variants} == {1}


async def test_two_who_change_different_things_of_a_variant_at_once_both_succeed(database: Database) -> None:
    await seeded(database)

    async def count() -> None:
        async with database.session() as session:
            await set_stock(session, SHOP.id, "b1-tan", 2, SYSTEM)
            await asyncio.sleep(0.2)

    async def price() -> None:
        await asyncio.sleep(0.1)
        async with database.session() as session:
            await set_price(session, SHOP.id, "b1-tan", Money(99_000, "EUR"), SYSTEM)

    async def describe() -> None:
        await asyncio.sleep(0.1)
        async with database.session() as session:
            of = await product_of_sku(session, SHOP.id, "b1-tan")
            await update_product(session, SHOP.id, of.id, SYSTEM, title=Words("Arda Nuova"))

    await asyncio.gather(count(), price(), describe())
    async with database.session() as session:
        after = await product_of_sku(session, SHOP.id, "b1-tan")
    variant = after.variant("b1-tan")
    assert variant is not None
    assert (variant.stock.quantity, variant.prices[0].amount.minor, after.title.en) == (2, 99_000, "Arda Nuova")
