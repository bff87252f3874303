"""A large shop: the index makes the shortlist, and what is offered is held as exactly as in a small one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.guide.goods import category, kind, need, of, up_to

from mercery.accounts.actor import SYSTEM
from mercery.accounts.shop import Shop
from mercery.catalog.service import all_product_ids, products, set_stock, update_product
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.guide import shelf
from mercery.guide.need import Need, Wish
from mercery.guide.service import advise_need
from mercery.guide.shelf import forget_shelves
from mercery.guide.state import GuideState
from mercery.search.library import rebuild

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let six products count as a large shop."""
    monkeypatch.setattr(shelf, "WHOLE", 2)
    forget_shelves()


async def offered(database: Database, shop: Shop, wanted: Need) -> list[str]:
    async with database.session() as session:
        found = await advise_need(session, shop, GuideState(need=wanted, turn=1), lang="en", now=NOW)
        known = await products(session, shop.id, [one.product_id for one in found.advice.offers])
    return [one.key for one in known]


@pytest.fixture
async def indexed(database: Database, shop: Shop) -> Shop:
    async with database.session() as session:
        await rebuild(session, shop.id)
    return shop


async def test_the_same_is_offered_as_by_looking_through_everything(
    database: Database, indexed: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    wishes = (
        need(category("bags")),
        need(category("bags"), of("leather")),
        need(kind("loafer"), Wish(kind="size", values=("41",))),
        need(category("bags"), up_to(30_000)),
        need(Wish(kind="colour", values=("red",))),
        need(Wish(kind="audience", values=("women",)), category("shoes")),
    )
    by_index = [await offered(database, indexed, one) for one in wishes]
    monkeypatch.setattr(shelf, "WHOLE", 400)
    forget_shelves()
    assert [sorted(one) for one in by_index] == [sorted(await offered(database, indexed, one)) for one in wishes]
    assert all(by_index)


async def test_what_is_sold_out_is_not_offered_although_the_index_has_it(database: Database, indexed: Shop) -> None:
    red = need(Wish(kind="colour", values=("red",)))
    assert await offered(database, indexed, red) == ["cove"]
    async with database.session() as session:
        await set_stock(session, indexed.id, "COV-38", 0, SYSTEM)
    assert await offered(database, indexed, red) == []


async def test_a_product_that_changed_is_read_anew(database: Database, indexed: Shop) -> None:
    assert await offered(database, indexed, need(kind("loafer"))) == ["quay"]
    async with database.session() as session:
        found = await products(session, indexed.id, await all_product_ids(session, indexed.id))
        quay = next(one for one in found if one.key == "quay")
        await update_product(session, indexed.id, quay.id, SYSTEM, title=Words("Quay Sandals"))
    assert await offered(database, indexed, need(category("shoes"), kind("loafer"))) == []
