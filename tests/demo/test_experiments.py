"""The demo's experiments: read by the real code to one verdict of each kind, from the visitors and orders the other pages show."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from tests.prepared import Prepared

from mercery.accounts import service as accounts
from mercery.accounts.overview import Period
from mercery.accounts.shop import Shop
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.demo.history import ON_PAGES
from mercery.demo.stories import STORIES
from mercery.demo.traffic import DAYS, day_before
from mercery.experiments.ledger.costs import used
from mercery.experiments.overview import overview
from mercery.experiments.reading import Reading
from mercery.experiments.readings import latest, readings
from mercery.experiments.running import service as running
from mercery.experiments.service import variant_for
from mercery.interactions import overview as interactions_overview

KEPT = "assistant-product-pages"
ON_RECORD = text(
    "SELECT o.currency, count(*), sum(o.total_minor) FROM orders o WHERE o.channel = ANY(:pages) AND o.placed_at >= :since"
    " GROUP BY 1 ORDER BY 1"
)
TOLD = text(
    "SELECT t.currency, count(*), sum(t.minor) FROM outcomes t JOIN orders o ON o.number = t.subject AND o.shop_id = t.shop_id"
    " AND o.placed_at = t.at AND o.total_minor = t.minor WHERE t.kind = 'order' GROUP BY 1 ORDER BY 1"
)
TOLD_AT_ALL = text("SELECT count(*) FROM outcomes WHERE kind = 'order'")
MET = text("SELECT feature, visitor_id, arm FROM exposures WHERE feature = ANY(:keys)")
NOT_MET = text(
    "SELECT count(*) FROM outcomes t WHERE t.kind = 'order' AND NOT EXISTS (SELECT FROM exposures e"
    " WHERE e.visitor_id = t.visitor_id AND e.shop_id = t.shop_id AND e.at <= t.at)"
)
BOUGHT = text(
    "SELECT count(*) FROM outcomes t JOIN orders o ON o.number = t.subject JOIN exposures e ON e.visitor_id = t.visitor_id"
    " WHERE e.feature = :key AND t.kind = 'order' AND o.status <> 'cancelled' AND e.arm = :arm"
)
NEITHER_BAG_NOR_LOOK = text(
    "SELECT count(*) FROM outcomes t WHERE t.kind = 'order' AND t.at >= :since AND (SELECT count(DISTINCT i.kind)"
    " FROM interactions i WHERE i.visitor_id = t.visitor_id AND i.kind IN ('view', 'add_to_cart') AND i.at < t.at) < 2"
)


@pytest.fixture
async def session(prepared_shop: Prepared) -> AsyncIterator[AsyncSession]:
    """Of the seeded shop, which is only read."""
    database = Database(prepared_shop.url)
    async with database.session() as opened:
        yield opened
    await database.close()


@pytest.fixture
async def shop(session: AsyncSession) -> Shop:
    found = await accounts.first_shop(session)
    assert found
    return found


@pytest.fixture
async def read(session: AsyncSession, shop: Shop) -> dict[str, Reading]:
    """The last reading of each."""
    return {key: one for (key, _), one in (await latest(session, shop.id)).items()}


async def test_one_experiment_of_each_verdict(session: AsyncSession, shop: Shop, read: dict[str, Reading]) -> None:
    assert {key: one.verdict for key, one in read.items()} == {
        KEPT: "keep", "price-countdown": "stop", "quick-replies-first": "wait", "shorter-greeting": "stop_too_small",
    }  # fmt: skip
    assert not any(one.blocked for one in read.values())
    days = await readings(session, shop.id, KEPT, 1)
    assert len(days) in (DAYS, DAYS + 1) and days[6].verdict == "wait"
    kept = read[KEPT]
    assert kept.net is not None and kept.net.estimate and kept.cost_of_one.state == "shown" and not kept.unknown_margin
    assert (await running.one_of(session, shop, KEPT)).state == "running"


async def test_what_visitors_bought_is_what_the_orders_list_says(session: AsyncSession) -> None:
    since = day_before(DAYS - 1, now())
    given = {"pages": sorted(ON_PAGES), "since": since}
    on_record = [tuple(row) for row in await session.execute(ON_RECORD, given)]
    told = [tuple(row) for row in await session.execute(TOLD)]
    assert told == on_record and [currency for currency, *_ in told] == ["CNY", "EUR"]
    assert await session.scalar(TOLD_AT_ALL) == sum(count for _, count, _ in told)


async def test_every_buyer_is_in_the_arm_the_shops_own_draw_gives_and_counted_there(
    session: AsyncSession, shop: Shop, read: dict[str, Reading]
) -> None:
    keys = [story.draft.key for story in STORIES]
    met = [tuple(row) for row in await session.execute(MET, {"keys": keys})]
    assert len(met) > 25_000 and len({(key, visitor) for key, visitor, _ in met}) == len(met)
    assert all(variant_for(shop, key, visitor) == arm for key, visitor, arm in met[::37])
    assert await session.scalar(NOT_MET) == 0
    for key, one in read.items():
        counted = (one.orders_with, one.orders_without)
        assert counted == tuple(
            [await session.scalar(BOUGHT, {"key": key, "arm": arm}) for arm in ("treatment", "holdout")]
        )
        assert one.mixed == 0 and abs(one.treated.n - one.held.n) < 4 * one.n**0.5


async def test_who_bought_in_the_last_month_was_seen_with_the_piece(session: AsyncSession) -> None:
    assert await session.scalar(NEITHER_BAG_NOR_LOOK, {"since": now() - timedelta(days=30)}) == 0


def week(moment: datetime, days: int) -> Period:
    return Period(span="7", since=day_before(days - 1, moment), until=moment)


async def test_the_overview_counts_the_same_people(
    session: AsyncSession, shop: Shop, read: dict[str, Reading], home: Path
) -> None:
    moment = now()
    today = (await overview(session, shop, week(moment, 1))).rows[0]
    # In the first hours few have come.
    assert today.interval is None or today.interval.low > 0
    for days in (7, 30):
        extra = (await overview(session, shop, week(moment, days))).rows[0]
        assert extra.interval is not None and extra.interval.low > 0 and "Assistant on product pages" in extra.how.en
        seen = (await interactions_overview.overview(session, shop, week(moment, days))).rows[0]
        visitors = int(seen.figure.replace(",", ""))
        # Some two fifths of all visitors have it, and it brings fewer orders than there were.
        with_it = extra.interval.estimate / (read[KEPT].orders.estimate or 1)
        assert 0.3 < with_it / visitors < 0.5
        assert await session.scalar(ORDERS_SINCE, {"since": day_before(days - 1, moment)}) > extra.interval.high


ORDERS_SINCE = text("SELECT count(*) FROM orders WHERE status <> 'cancelled' AND placed_at >= :since")


async def test_what_it_costs_is_what_those_used_who_have_it(
    session: AsyncSession, shop: Shop, read: dict[str, Reading]
) -> None:
    story = next(one for one in STORIES if one.draft.key == KEPT)
    spent = await used(session, shop, KEPT, day_before(DAYS, now()), now())
    assert spent["model"].micros == read[KEPT].treated.n * story.costs
