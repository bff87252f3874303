"""The guide on a real database: advice with the prices and stock of this moment, comparing, what was bought."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.guide.goods import category, need, of, up_to

from mercery.accounts.actor import SYSTEM
from mercery.accounts.shop import Shop
from mercery.catalog.service import all_product_ids, products, set_price, set_stock
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.guide.need import Need, Wish
from mercery.guide.owned import Purchase
from mercery.guide.service import Advised, advise_need, compare
from mercery.guide.state import GuideState
from mercery.policies.draft import PolicyDraft
from mercery.policies.service import record_policy

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)


async def ids(database: Database, shop: Shop) -> dict[str, str]:
    async with database.session() as session:
        found = await products(session, shop.id, await all_product_ids(session, shop.id))
    return {one.key: one.id for one in found}


async def asked(database: Database, shop: Shop, wanted: Need, state: GuideState | None = None) -> Advised:
    async with database.session() as session:
        return await advise_need(session, shop, state or GuideState(need=wanted, turn=1), lang="en", now=NOW)


async def test_what_fits_is_offered_and_kept_as_shown(database: Database, shop: Shop) -> None:
    keys = await ids(database, shop)
    found = await asked(database, shop, need(category("bags"), of("leather")))
    assert [one.product_id for one in found.advice.offers] == [keys["harbour"]]
    assert [one.product_id for one in found.state.shown] == [keys["harbour"]]
    assert found.advice.offers[0].reasons[0].attribute == "material"


async def test_a_new_price_and_a_sold_out_variant_count_at_once(database: Database, shop: Shop) -> None:
    keys = await ids(database, shop)
    wanted = need(category("bags"), up_to(30_000))
    assert [one.product_id for one in (await asked(database, shop, wanted)).advice.offers] == [keys["ridge"]]
    async with database.session() as session:
        await set_price(session, shop.id, "DUN-SND", Money(25_000, "EUR"), SYSTEM)
        await set_stock(session, shop.id, "RID-BLK", 0, SYSTEM)
        await set_stock(session, shop.id, "RID-OLV", 0, SYSTEM)
    assert [one.product_id for one in (await asked(database, shop, wanted)).advice.offers] == [keys["dune"]]


async def test_nothing_fits_and_the_nearest_say_what_they_miss(database: Database, shop: Shop) -> None:
    keys = await ids(database, shop)
    found = await asked(database, shop, need(category("bags"), of("leather"), up_to(50_000)))
    assert found.advice.outcome == "none"
    assert found.advice.offers == ()
    assert found.advice.near[0].product_id in (keys["ridge"], keys["dune"])
    assert all(one.misses for one in found.advice.near)


async def test_what_was_bought_and_lasts_is_left_out(database: Database, shop: Shop) -> None:
    keys = await ids(database, shop)
    owned = (Purchase(product_id=keys["harbour"], on=(NOW - timedelta(days=30)).date()),)
    async with database.session() as session:
        found = await advise_need(
            session, shop, GuideState(need=need(category("bags"))), lang="en", now=NOW, owned=owned
        )
    assert keys["harbour"] not in {one.product_id for one in found.advice.offers}


async def test_the_day_it_has_to_be_there_is_held_against_the_policies(database: Database, shop: Shop) -> None:
    async with database.session() as session:
        draft = PolicyDraft(
            key="delivery_fr",
            topic="delivery",
            title=Words("Delivery", "配送"),
            statement=Words("2 to 3 business days in France.", "法国 2 至 3 个工作日。"),
            values={"business_days_min": 2, "business_days_max": 3},
            regions=("FR",),
            valid_from=NOW - timedelta(days=1),
        )
        await record_policy(session, shop.id, SYSTEM, draft, reason="test")
    friday, tomorrow = (NOW + timedelta(days=4)).date(), (NOW + timedelta(days=1)).date()
    in_time = Need(wishes=(category("bags"), Wish(kind="delivery", by=friday)), currency="EUR", country="FR")
    too_soon = Need(wishes=(category("bags"), Wish(kind="delivery", by=tomorrow)), currency="EUR", country="FR")
    assert (await asked(database, shop, in_time)).advice.outcome == "offer"
    assert (await asked(database, shop, too_soon)).advice.outcome == "none"


async def test_pieces_side_by_side_show_first_what_tells_them_apart(database: Database, shop: Shop) -> None:
    keys = await ids(database, shop)
    wanted = need(category("bags"), of("leather"), up_to(50_000))
    async with database.session() as session:
        table = await compare(session, shop, [keys["harbour"], keys["ridge"]], need=wanted, now=NOW)
        alone = await compare(session, shop, [keys["harbour"]], need=wanted, now=NOW)
    assert table is not None
    assert alone is None
    assert table.rows[0].attribute == "price"
    assert [row.differs for row in table.rows] == sorted((row.differs for row in table.rows), reverse=True)
    assert all(cell.fact_id for row in table.rows for cell in row.cells if cell.words.en)
    assert {wish.kind: met for wish, met in table.meets} == {
        "category": (True, True),
        "material": (True, False),
        "price": (False, True),
    }


async def test_what_the_shopper_put_away_is_not_offered_unless_asked_for_by_name(
    database: Database, shop: Shop
) -> None:
    keys = await ids(database, shop)
    wanted = need(category("bags"), of("leather"))
    async with database.session() as session:
        found = await advise_need(
            session, shop, GuideState(need=wanted, turn=1), lang="en", now=NOW, set_aside={keys["harbour"]}
        )
        assert keys["harbour"] not in [one.product_id for one in found.advice.offers]
        named = Need(wishes=(*wanted.wishes, Wish(kind="product", values=(keys["harbour"],), turn=1)))
        again = await advise_need(
            session, shop, GuideState(need=named, turn=1), lang="en", now=NOW, set_aside={keys["harbour"]}
        )
    assert keys["harbour"] in [one.product_id for one in again.advice.offers]
