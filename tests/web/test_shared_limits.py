"""Several buckets taken in one statement, the same over all processes."""

import asyncio
from pathlib import Path

import pytest

from mercery.core.config import settings
from mercery.core.database import Database
from mercery.web.rate_limit import Limit, RateLimited, RateLimiter, assistant_per_shop

FEW, MANY = Limit(name="few", burst=3, seconds=60), Limit(name="many", burst=50, seconds=60)


async def test_each_bucket_is_taken_from_and_the_emptiest_refuses(database: Database, home: Path) -> None:
    one, other = RateLimiter(database.url), RateLimiter(database.url)
    try:
        for _ in range(3):
            await one.take_all((FEW, ("a",)), (MANY, ("shop",)))
        with pytest.raises(RateLimited) as refused:
            await other.take_all((MANY, ("shop",)), (FEW, ("a",)))
        assert 1 <= refused.value.retry_after <= 20
        await other.take_all((MANY, ("shop",)), (FEW, ("b",)))
        with pytest.raises(RateLimited):
            await one.take(MANY, "shop", count=46)
        await one.take(MANY, "shop", count=45)
    finally:
        await one.close()
        await other.close()


async def test_many_at_once_never_wait_for_each_other_and_are_counted_exactly(database: Database, home: Path) -> None:
    limiter = RateLimiter(database.url)

    async def take(number: int) -> bool:
        pair = ((MANY, ("x",)), (MANY, ("y",)))
        try:
            await limiter.take_all(*(pair if number % 2 else pair[::-1]))
        except RateLimited:
            return False
        return True

    try:
        assert sum(await asyncio.gather(*(take(number) for number in range(60)))) == 50
    finally:
        await limiter.close()


def test_the_limit_of_a_shop_comes_from_the_settings(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MERCERY_TURNS_PER_SHOP", "90")
    settings.cache_clear()
    assert (assistant_per_shop().burst, assistant_per_shop().seconds) == (90, 60)
