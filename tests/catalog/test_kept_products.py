"""A product that is kept by the process is never told once any row it was made of is another."""

import pytest
from sqlalchemy import event, text
from tests.catalog.builders import SHOP, add_shop, bag, scarf

from mercery.accounts.actor import SYSTEM
from mercery.catalog import kept_products
from mercery.catalog.product import Product
from mercery.catalog.service import all_product_ids, apply_drafts, products
from mercery.core.database import Database

CHANGES = (
    "UPDATE products SET brand = 'Ormé' WHERE handle = 'arda-b1'",
    "UPDATE products SET status = 'draft' WHERE handle = 'arda-b1'",
    "UPDATE variants SET stock = 7 WHERE sku = 'b1-tan'",
    "UPDATE variants SET position = 9 WHERE sku = 'b1-black'",
    "UPDATE prices SET minor = 1 WHERE variant_id = (SELECT id FROM variants WHERE sku = 'b1-tan')",
    "DELETE FROM prices WHERE variant_id = (SELECT id FROM variants WHERE sku = 'b1-tan')",
    "DELETE FROM variants WHERE sku = 'b1-tan'",
    "INSERT INTO media (id, shop_id, product_id, variant_skus, position, kind, source, alt)"
    " SELECT 'med_1', shop_id, id, '[]', 9, 'image', 'https://example.com/9.jpg', '{}' FROM products WHERE handle = 'arda-b1'",
    "UPDATE media SET path = 'there.jpg' WHERE product_id = (SELECT id FROM products WHERE handle = 'arda-b1')",
    """UPDATE categories SET name = '{"en": "Carryalls"}' WHERE handle = 'bags/totes'""",
    "UPDATE collections SET handle = 'another'",
    "DELETE FROM collection_products",
)


@pytest.fixture
async def seeded(database: Database) -> list[str]:
    kept_products.forget_all()
    await add_shop(database)
    async with database.session() as session:
        await apply_drafts(session, SHOP, [bag("b1"), bag("b2"), scarf()], SYSTEM)
        return await all_product_ids(session, SHOP.id)


async def read(database: Database, ids: list[str]) -> list[Product]:
    async with database.session() as session:
        return await products(session, SHOP.id, ids)


async def afresh(database: Database, ids: list[str]) -> list[Product]:
    kept_products.forget_all()
    return await read(database, ids)


async def test_whatever_is_written_is_told_at_once(database: Database, seeded: list[str]) -> None:
    told, changed = await read(database, seeded), 0
    for statement in CHANGES:
        async with database.session() as session:
            await session.execute(text(statement))
        before, told = told, await read(database, seeded)
        changed += before != told
        assert told == await afresh(database, seeded), statement
    assert changed >= 9  # a place, or a collection that no product is in, may show nothing


async def test_what_holds_still_is_not_read_again(database: Database, seeded: list[str]) -> None:
    first = await read(database, seeded)
    asked: list[str] = []
    engine = database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    assert await read(database, seeded) == first and not asked


async def test_what_was_taken_back_is_not_told_to_anybody(database: Database, seeded: list[str]) -> None:
    before = await read(database, seeded)
    async with database.session() as session, session.begin_nested() as draft:
        await session.execute(text("UPDATE variants SET stock = 99"))
        assert await products(session, SHOP.id, seeded) != before
        assert await read(database, seeded) == before
        await draft.rollback()
    assert await read(database, seeded) == before


async def test_a_transaction_that_reads_as_one_is_not_told_what_came_later(
    database: Database, seeded: list[str]
) -> None:
    before = await read(database, seeded)
    async with database.session() as session:
        await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        await session.execute(text("SELECT 1"))
        async with database.session() as other:
            await other.execute(text("UPDATE variants SET stock = 99"))
        assert await read(database, seeded) != before
        assert await products(session, SHOP.id, seeded) == before
