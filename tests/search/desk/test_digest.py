"""From what visitors did to what the report and the ranking read."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.search.desk.making import NOON, act, rule
from tests.storefront.boutique import open_boutique

from mercery.accounts.actor import SYSTEM
from mercery.accounts.overview import Period
from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.core import clock
from mercery.core.database import Database
from mercery.core.money import Money
from mercery.experiments.service import record_outcome
from mercery.interactions.interaction import Interaction
from mercery.interactions.service import record_all
from mercery.orders.order import Order, OrderLine
from mercery.orders.service import apply_orders
from mercery.search.desk import desk, digest, report, repository, service
from mercery.search.desk.overview import overview
from mercery.search.desk.report import Span

PAID: Any = {"currency": "EUR", "status": "paid"}
SINCE, UNTIL = NOON - timedelta(hours=1), NOON + timedelta(hours=8)


@pytest.fixture
async def shop(database: Database, home: Path) -> Shop:
    return await open_boutique(database)


@pytest.fixture
async def ids(database: Database, shop: Shop) -> dict[str, str]:
    async with database.session() as session:
        found = await catalog.products(session, shop.id, await catalog.all_product_ids(session, shop.id))
    return {one.handle: one.id for one in found}


def looks_for(visitor: str, minute: float, query: str, *shown: str, left_out: str = "") -> Interaction:
    return act(
        visitor, "search", minute, query=query, found=len(shown), exact=not left_out, relaxed=left_out,
        shown=" ".join(shown),
    )  # fmt: skip


async def did(database: Database, shop: Shop, *acts: Interaction) -> None:
    async with database.session() as session:
        await record_all(session, shop.id, acts)
        await digest.work_out(session, shop.id, SINCE, UNTIL, UNTIL)


async def test_a_search_leads_to_an_outcome_by_place_bag_and_order(
    database: Database, shop: Shop, ids: dict[str, str]
) -> None:
    tote, saddle = ids["work-tote"], ids["saddle-bag"]
    async with database.session() as session:
        piece = await catalog.product(session, shop.id, product_id=saddle)
        line = OrderLine(sku=piece.variants[0].sku, title="Saddle Bag", quantity=1, unit_price=Money(128_000, "EUR"))
        order = Order(
            number="1001", placed_at=NOON + timedelta(hours=2), lines=(line,), total=Money(128_000, "EUR"), **PAID
        )
        await apply_orders(session, shop.id, [order], SYSTEM)
        with clock.at(NOON + timedelta(hours=2)):
            await record_outcome(session, shop.id, "vis_a", "order", order.total, subject="1001")
    await did(
        database, shop,
        looks_for("vis_a", 0, "leather bags", tote, saddle),
        act("vis_a", "click", 1, query="leather bags", product=saddle),
        act("vis_a", "add_to_cart", 3, product=saddle),
        looks_for("vis_b", 4, "leather bag", tote, saddle),
    )  # fmt: skip
    async with database.session() as session:
        found = await desk.outcomes(session, shop.id, "leather bag")
        assert (found[saddle].shown, found[saddle].clicked, found[saddle].carted, found[saddle].bought) == (2, 1, 1, 1)
        assert (found[tote].shown, found[tote].clicked, found[saddle].place) == (2, 0, 2.0)
        assert await desk.outcomes(session, shop.id, "silk") == {}


async def test_working_it_out_again_changes_nothing_but_what_came_later(
    database: Database, shop: Shop, ids: dict[str, str]
) -> None:
    tote = ids["work-tote"]
    await did(database, shop, looks_for("vis_a", 0, "tote", tote))
    async with database.session() as session:
        first = await desk.outcomes(session, shop.id, "tote")
    await did(database, shop)
    async with database.session() as session:
        assert await desk.outcomes(session, shop.id, "tote") == first
    await did(database, shop, act("vis_a", "click", 2, query="tote", product=tote))
    async with database.session() as session:
        assert (await desk.outcomes(session, shop.id, "tote"))[tote].clicked == 1


async def test_the_report_counts_visitors_and_names_what_found_nothing(
    database: Database, shop: Shop, ids: dict[str, str]
) -> None:
    tote = ids["work-tote"]
    await did(
        database, shop,
        looks_for("vis_a", 0, "Gloves", left_out="gloves"),
        looks_for("vis_a", 40, "gloves", left_out="gloves"),
        looks_for("vis_b", 0, "gloves", left_out="gloves"),
        looks_for("vis_c", 0, "handbag", tote), looks_for("vis_c", 2, "tote", tote),
        looks_for("vis_d", 0, "handbag", tote),
        act("vis_c", "click", 3, query="tote", product=tote),
        looks_for("tst_staff", 0, "nothing of ours"),
    )  # fmt: skip
    span = Span(shop_id=shop.id, since=SINCE, until=UNTIL)
    async with database.session() as session:
        sums = await report.totals(session, span)
        nothing, count = await report.lines(session, span, "nothing")
        unclicked, _ = await report.lines(session, span, "unclicked")
        turns = await report.turns(session, span)
        gaps = await report.lacking(session, span)
        days = await report.per_day(session, span, "Europe/Paris")
    assert (sums.searches, sums.visitors, sums.nothing, sums.clicked) == (6, 4, 2, 1)
    assert [(one.key, one.visitors, one.nothing, one.relaxed) for one in nothing] == [("glove", 2, 2, ("gloves",))]
    assert count == 1 and [one.key for one in unclicked] == ["handbag"]
    assert [(one.text, one.next_text, one.visitors) for one in turns] == [("handbag", "tote", 1)]
    assert [(one.text, one.visitors) for one in gaps] == [("gloves", 2)]
    assert [(one.day.isoformat(), one.visitors, one.nothing) for one in days] == [("2026-11-20", 4, 2)]


async def test_the_number_of_an_order_is_masked_whatever_it_looks_like(database: Database, shop: Shop) -> None:
    async with database.session() as session:
        order = Order(number="AUR20481", placed_at=NOON, lines=(), total=Money(0, "EUR"), **PAID)
        await apply_orders(session, shop.id, [order], SYSTEM)
    await did(database, shop, looks_for("vis_a", 0, "where is AUR20481"), looks_for("vis_b", 0, "SKU20499"))
    async with database.session() as session:
        kept, _ = await report.lines(session, Span(shop_id=shop.id, since=SINCE, until=UNTIL), "frequent")
    assert {one.text for one in kept} == {"where is [order]", "SKU20499"}


async def test_what_three_visitors_searched_with_success_is_proposed_to_others(
    database: Database, shop: Shop, ids: dict[str, str]
) -> None:
    tote = ids["work-tote"]
    acts = [looks_for(f"vis_{name}", 0, "Leather tote", tote) for name in "abc"]
    await did(database, shop, *acts, act("vis_a", "click", 1, query="Leather tote", product=tote))
    async with database.session() as session:
        assert await desk.phrases(session, shop.id, "en") == {"Leather tote": 3}
        assert await desk.phrases(session, shop.id, "zh") == {}


async def test_popularity_counts_the_last_month_whole_and_the_one_before_by_half(
    database: Database, shop: Shop, ids: dict[str, str]
) -> None:
    tote = ids["work-tote"]
    days = 24 * 60
    async with database.session() as session:
        await record_all(
            session, shop.id,
            [act("vis_a", "view", -2 * days, product=tote), act("vis_b", "view", -40 * days, product=tote),
             act("vis_b", "add_to_cart", -1 * days, product=tote), act("vis_c", "view", -100 * days, product=tote)],
        )  # fmt: skip
        await digest.count_popularity(session, shop.id, NOON)
        await repository.digested(session, shop.id, NOON, changed=True)
        desk.changed(shop.id)
        found = (await desk.popularity(session, shop.id))[tote]
    assert (found.viewed, found.carted, found.bought) == (1.5, 1.0, 0.0)


async def test_queries_nobody_makes_any_more_lose_their_outcomes(
    database: Database, shop: Shop, ids: dict[str, str]
) -> None:
    await did(database, shop, looks_for("vis_a", 0, "tote", ids["work-tote"]))
    async with database.session() as session:
        assert await digest.forget_unsearched(session, shop.id, UNTIL + timedelta(days=91)) == 1
        desk.changed(shop.id)
        assert await desk.outcomes(session, shop.id, "tote") == {}


async def test_the_overview_says_who_found_nothing_and_which_rules_are_about_to_end(
    database: Database, shop: Shop, ids: dict[str, str]
) -> None:
    tote = ids["work-tote"]
    await did(database, shop, looks_for("vis_a", 0, "gloves", left_out="gloves"), looks_for("vis_b", 0, "tote", tote))
    made = rule("pin", tote, place=1, name="", ends_at=NOON + timedelta(days=2))
    with clock.at(NOON):
        async with database.session() as session:
            await service.save_rule(session, shop.id, SYSTEM, made)
            part = await overview(session, shop, Period(span="today", since=SINCE, until=UNTIL))
    assert [(row.figure, row.how.en[:20]) for row in part.rows] == [("1", "Of 2 visitors who se")]
    assert [need.title.en for need in part.needs] == ["A merchandising rule ends within three days"]
