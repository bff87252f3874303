"""Recording interactions."""

import asyncio
from datetime import timedelta

import pytest

from mercery.accounts.service import create_shop
from mercery.accounts.shop import Shop
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.interactions.ingest.running import ingesting
from mercery.interactions.interaction import Interaction, is_machine, plain_query
from mercery.interactions.service import Recorder, acts, forget_old, popularity, record, seen_lately


@pytest.fixture
async def shop(database: Database) -> Shop:
    async with database.session() as session:
        return await create_shop(session, slug="orme", name=Words("Orme"), currency="EUR")


def test_crawlers_previews_and_prefetches_are_no_visitors() -> None:
    assert is_machine("Mozilla/5.0 (compatible; bingbot/2.0)") and is_machine(None) and is_machine("curl/8.5")
    assert is_machine("Mozilla/5.0 Firefox/140.0", purpose="prefetch;prerender")
    assert not is_machine("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/605.1")


async def test_the_latest_views_come_back_each_piece_once(database: Database, shop: Shop) -> None:
    async with database.session() as session:
        for product in ("prd_a", "prd_b", "prd_a"):
            await record(session, shop.id, "vis_1", "view", surface="product", product_id=product)
        await record(session, shop.id, "vis_2", "view", surface="product", product_id="prd_c")
    async with database.session() as session:
        assert await seen_lately(session, shop.id, "vis_1") == ["prd_a", "prd_b"]
        assert await popularity(session, shop.id) == {"prd_a": 1, "prd_b": 1, "prd_c": 1}


async def test_old_rows_are_forgotten_and_new_ones_stay(database: Database, shop: Shop) -> None:
    old = now() - timedelta(days=401)
    async with database.session() as session:
        await record(session, shop.id, "vis_1", "view", surface="product", product_id="prd_a", at=old)
        await record(session, shop.id, "vis_1", "view", surface="product", product_id="prd_b")
    async with database.session() as session:
        assert await forget_old(session) == 1
        assert await seen_lately(session, shop.id, "vis_1") == ["prd_b"]


async def test_what_a_page_notes_goes_through_the_buffer_of_its_process(database: Database, shop: Shop) -> None:
    one = Interaction(visitor_id="vis_1", kind="view", surface="product", product_id="prd_a")
    async with ingesting(database) as ingest:
        recorder = Recorder(database, shop.id)
        await asyncio.gather(*(recorder.write(one, one) for _ in range(20)))
        await Recorder(database, "shp_unknown").write(one)
        assert ingest.held == 0
    async with database.session() as session:
        kept = await acts(session, shop.id, ["view"], since=now() - timedelta(hours=1), until=now())
        assert len(kept) == 40 and len({act.event_id for act in kept}) == 40


async def test_a_failure_to_record_reaches_no_customer(database: Database) -> None:
    one = Interaction(visitor_id="vis_1", kind="view", surface="product", product_id="prd_a")
    await Recorder(database, "shp_unknown").write(one)
    async with database.session() as session:
        assert await seen_lately(session, "shp_unknown", "vis_1") == []


def test_what_leads_to_a_person_is_not_kept_of_a_query() -> None:
    assert plain_query("tote for jane@example.com") == "tote for [e-mail]"
    assert plain_query("order 10482 where is it") == plain_query("#10482 where is it") == "[order] where is it"
    assert plain_query("订单号 20481") == "[order]"
    assert plain_query("bag for Mrs Sarah Miller") == "bag for [name]" and plain_query("送给王先生") == "送给[name]"


def test_goods_prices_and_sizes_stay_in_a_query() -> None:
    for query in (
        "watch under 1500",
        "AUR-10012",
        "13 inch laptop bag",
        "order a leather tote",
        "女士包",
        "王女士款包",
    ):
        assert plain_query(query) == query


async def test_a_query_is_kept_without_what_leads_to_a_person(database: Database, shop: Shop) -> None:
    async with database.session() as session:
        await record(session, shop.id, "vis_1", "search", surface="search", query="call me on +33 6 12 34 56 78")
    async with database.session() as session:
        kept = await acts(session, shop.id, ["search"], since=now() - timedelta(hours=1), until=now())
    assert [one.query for one in kept] == ["call me on [phone number]"] and kept[0].id > 0
