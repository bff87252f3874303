"""The jobs that work searches out."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.search.desk.making import NOON, act
from tests.storefront.boutique import open_boutique

from mercery.accounts.shop import Shop
from mercery.core import clock
from mercery.core.database import Database
from mercery.core.runtime import use_database
from mercery.interactions.service import record_all
from mercery.search.desk import desk, digest, jobs, report, repository
from mercery.search.desk.report import Span


@pytest.fixture
async def shop(database: Database, home: Path) -> Shop:
    return await open_boutique(database)


@pytest.fixture(autouse=True)
def in_use(database: Database) -> Iterator[None]:
    use_database(database)
    yield
    use_database(None)


async def looks(database: Database, shop: Shop, minute: float, product: str = "") -> None:
    made = [act("vis_a", "search", minute, query="tote", found=1, shown="prd_a")]
    made += [act("vis_a", "click", minute + 1, query="tote", product=product)] if product else []
    async with database.session() as session:
        await record_all(session, shop.id, made)


async def test_the_first_run_goes_back_three_months_and_the_next_one_an_hour(database: Database, shop: Shop) -> None:
    await looks(database, shop, -80 * 24 * 60)
    with clock.at(NOON):
        assert await jobs.digest_shop(shop.id, timedelta()) == 1
    await looks(database, shop, 5, "prd_a")
    with clock.at(NOON + timedelta(minutes=10)):
        assert await jobs.digest_shop(shop.id, timedelta()) == 1
    async with database.session() as session:
        outcome = (await desk.outcomes(session, shop.id, "tote"))["prd_a"]
        assert (outcome.shown, outcome.clicked) == (1, 1)
        assert await repository.digested_until(session, shop.id) == NOON + timedelta(minutes=10)


async def test_time_before_the_first_search_is_not_walked_through(
    database: Database, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    walked: list[tuple[datetime, datetime]] = []
    steps = digest.steps

    def noted(since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
        walked.append((since, until))
        return steps(since, until)

    monkeypatch.setattr(digest, "steps", noted)
    with clock.at(NOON):
        await jobs.digest_shop(shop.id, timedelta())
    assert walked == [(NOON - digest.LOOKED_BACK, NOON)]


async def test_a_run_without_searches_moves_on_and_changes_no_outcome(database: Database, shop: Shop) -> None:
    for hour in (0, 1):
        with clock.at(NOON + timedelta(hours=hour)):
            assert await jobs.digest_shop(shop.id, timedelta()) == 0
    async with database.session() as session:
        assert await repository.digested_until(session, shop.id) == NOON + timedelta(hours=1)
        assert (await repository.stamp(session, shop.id))[1] == 0


async def test_at_night_what_is_too_old_is_forgotten_and_the_last_days_are_worked_out_again(
    database: Database, shop: Shop
) -> None:
    await looks(database, shop, 0)
    with clock.at(NOON + timedelta(hours=1)):
        await jobs.digest_lately(0)
    await looks(database, shop, 24 * 60)
    with clock.at(NOON + timedelta(days=2)):
        await jobs.digest_again(0)
    span = Span(shop_id=shop.id, since=NOON - timedelta(days=1), until=NOON + timedelta(days=500))
    async with database.session() as session:
        assert (await report.totals(session, span)).searches == 2
    with clock.at(NOON + timedelta(days=402)):
        await jobs.digest_again(0)
    async with database.session() as session:
        assert (await report.totals(session, span)).searches == 0
