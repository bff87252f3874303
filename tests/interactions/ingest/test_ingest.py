"""The buffer and the task that writes it: what is acknowledged stands there, once, whatever happens meanwhile."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Literal

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mercery.accounts.service import create_shop
from mercery.accounts.shop import Shop
from mercery.core.database import Database, psycopg_url
from mercery.core.i18n import Words
from mercery.interactions.ingest.ingest import Away, Crowded, Ingest, Limits, Receipt
from mercery.interactions.ingest.row import Row, rows_of
from mercery.interactions.ingest.writing import Fate, Writer
from mercery.interactions.interaction import Interaction

Failure = Literal["none", "before", "after", "killed"]


@pytest.fixture
async def shop(database: Database) -> Shop:
    async with database.session() as session:
        return await create_shop(session, slug="orme", name=Words("Orme"), currency="EUR")


@asynccontextmanager
async def writing(url: str, limits: Limits | None = None, writer: Writer | None = None) -> AsyncIterator[Ingest]:
    ingest = Ingest(url, limits, writer=writer)
    ingest.start()
    try:
        yield ingest
    finally:
        await ingest.stop()


def batch(shop_id: str, *names: str, visitor: str = "vis_1") -> list[Row]:
    acts = [Interaction(visitor_id=visitor, kind="view", surface="product", event_id=name) for name in names]
    return rows_of(shop_id, acts)


def stored(url: str) -> Counter[str]:
    with psycopg.connect(psycopg_url(url)) as connection:
        return Counter(str(one) for (one,) in connection.execute("SELECT event_id FROM interactions"))


async def test_what_many_hand_in_at_once_is_acknowledged_and_stands_there_once(database: Database, shop: Shop) -> None:
    async with writing(database.url) as ingest:
        receipts = await asyncio.gather(
            *(ingest.submit(batch(shop.id, *(f"e-{one}-{place}" for place in range(7)))) for one in range(40))
        )
        assert ingest.held == 0
    assert receipts == [Receipt(stored=7, known=0)] * 40
    assert stored(database.url) == Counter(f"e-{one}-{place}" for one in range(40) for place in range(7))


async def test_an_event_told_again_is_known(database: Database, shop: Shop) -> None:
    first = batch(shop.id, "a", "b")
    async with writing(database.url) as ingest:
        await ingest.submit(first)
        again = await ingest.submit([*first, *batch(shop.id, "c", "c")])
    assert (again.stored, again.known) == (1, 3)
    assert stored(database.url) == Counter("abc")


async def test_one_that_cannot_be_taken_keeps_no_other_back(database: Database, shop: Shop) -> None:
    broken = Row(shop_id=shop.id, event_id="broken", line=batch(shop.id, "broken")[0].line.replace(b"{}", b"{nothing"))
    rows = [*batch(shop.id, "a"), *batch("shp_gone", "gone"), broken, *batch(shop.id, "b")]
    async with writing(database.url) as ingest:
        mixed, other = await asyncio.gather(ingest.submit(rows), ingest.submit(batch(shop.id, "c")))
    assert mixed == Receipt(stored=2, known=0, refused=(1, 2))
    assert other == Receipt(stored=1, known=0)
    assert stored(database.url) == Counter("abc")


async def test_a_full_buffer_sends_away_and_what_it_holds_is_kept(database: Database, shop: Shop) -> None:
    limits = Limits(events=20, crowd=2, batch=10, linger=0)
    async with writing(database.url, limits) as ingest, await psycopg.AsyncConnection.connect(database.url) as blocking:
        await blocking.execute("LOCK TABLE interactions IN ACCESS EXCLUSIVE MODE")
        held = [
            asyncio.create_task(ingest.submit(batch(shop.id, f"held-{one}-a", f"held-{one}-b"))) for one in range(10)
        ]
        await asyncio.sleep(0.05)
        with pytest.raises(Crowded):
            await ingest.submit(batch(shop.id, "too much"), room_seconds=0.05)
        waiting = [asyncio.create_task(ingest.submit(batch(shop.id, f"w-{one}"), room_seconds=20)) for one in range(2)]
        await asyncio.sleep(0.05)
        with pytest.raises(Crowded) as caught:
            await ingest.submit(batch(shop.id, "one more"), room_seconds=20)
        assert caught.value.headers == {"Retry-After": "1"}
        assert ingest.held == 20
        await blocking.rollback()
        await asyncio.gather(*held, *waiting)
    assert len(stored(database.url)) == 22


async def test_who_waits_too_long_is_told_that_nothing_is_known(database: Database, shop: Shop) -> None:
    rows = batch(shop.id, "slow")
    async with writing(database.url) as ingest:
        async with await psycopg.AsyncConnection.connect(database.url) as blocking:
            await blocking.execute("LOCK TABLE interactions IN ACCESS EXCLUSIVE MODE")
            with pytest.raises(Away):
                await ingest.submit(rows, seconds=0.1)
        assert (await ingest.submit(rows)).known == 1
    assert stored(database.url) == Counter(["slow"])


async def test_a_database_that_stays_away_is_given_up_and_nothing_acknowledged(shop: Shop) -> None:
    ingest = Ingest("postgresql://nobody@/nothing?host=/nowhere", Limits(away_seconds=0.2))
    ingest.start()
    with pytest.raises(Away):
        await ingest.submit(batch(shop.id, "lost"))
    assert ingest.held == 0
    await ingest.stop()


async def test_an_orderly_end_writes_what_is_held(database: Database, shop: Shop) -> None:
    ingest = Ingest(database.url, Limits(linger=5))
    ingest.start()
    waiting = asyncio.create_task(ingest.submit(batch(shop.id, "last")))
    await asyncio.sleep(0)
    ingest_ended = asyncio.create_task(ingest.stop())
    assert (await waiting).stored == 1
    await ingest_ended
    with pytest.raises(Away):
        await ingest.submit(batch(shop.id, "too late"))
    assert stored(database.url) == Counter(["last"])


class Failing(Writer):
    """Writes to the real database and fails as it is told: before anything was sent, after it was committed so that only
    the word of it is lost, or in between, with the session ended by the server."""

    def __init__(self, url: str, failures: Sequence[Failure]) -> None:
        super().__init__(url)
        self._failures = list(failures)

    async def write(self, rows: Sequence[Row], *, careful: bool = False) -> list[Fate]:
        failure = self._failures.pop(0) if self._failures else "none"
        if failure == "before":
            raise psycopg.OperationalError("gone before")
        if failure == "killed" and self._connection is not None and not self._connection.closed:
            with psycopg.connect(self._url, autocommit=True) as other:
                other.execute("SELECT pg_terminate_backend(%s)", [self._connection.info.backend_pid])
        fates = await super().write(rows, careful=careful)
        if failure == "after":
            raise psycopg.OperationalError("the word was lost")
        return fates


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    batches=st.lists(st.lists(st.integers(0, 30), min_size=1, max_size=6), min_size=1, max_size=8),
    failures=st.lists(st.sampled_from(["none", "before", "after", "killed"]), max_size=10),
    size=st.integers(1, 12),
)
def test_no_interleaving_of_batches_and_failures_loses_or_doubles(
    database_url: str, batches: list[list[int]], failures: list[Failure], size: int
) -> None:
    shop_id = _one_shop(database_url)

    async def hand_in() -> list[Receipt]:
        limits = Limits(batch=size, linger=0.001, events=40, pause=0.001)
        async with writing(database_url, limits, Failing(database_url, failures)) as ingest:
            rows = [batch(shop_id, *(f"e{one}" for one in names)) for names in batches]
            return await asyncio.gather(*(ingest.submit(one, room_seconds=30) for one in rows))

    receipts = asyncio.run(hand_in())
    assert stored(database_url) == Counter({f"e{one}" for names in batches for one in names})
    assert [one.stored + one.known for one in receipts] == [len(names) for names in batches]


def _one_shop(url: str) -> str:
    """A shop of its own for each example, over an empty table."""
    with psycopg.connect(psycopg_url(url), autocommit=True) as connection:
        connection.execute("DELETE FROM interactions")
        connection.execute(
            "INSERT INTO shops (id, slug, name, default_language, languages, currency, currencies, timezone, tax_included,"
            " colour, wordmark, tagline, assistant_name, embed_origins, demo, advertising_law, holdouts)"
            " VALUES ('shp_1', 'orme', '{}', 'en', '[]', 'EUR', '[]', 'UTC', true, '#000000', '', '{}', '{}', '[]', false,"
            " '[]', '{}') ON CONFLICT DO NOTHING"
        )
    return "shp_1"


def test_a_process_killed_in_the_middle_loses_nothing_it_acknowledged(database_url: str) -> None:
    shop_id = _one_shop(database_url)
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("telling.py")), database_url, shop_id, "life"],
        stdout=subprocess.PIPE,
        env={**os.environ, "MERCERY_LOG_LEVEL": "error"},
    )
    assert process.stdout is not None
    said = process.stdout.readline()
    time.sleep(0.3)
    process.send_signal(signal.SIGKILL)
    said += process.stdout.read()
    process.stdout.close()
    process.wait()
    # A line that was cut off was not said.
    acknowledged = {line.decode() for line in said.split(b"\n")[:-1]}
    found = stored(database_url)
    assert len(acknowledged) > 10
    assert [name for name in acknowledged if any(f"{name}-{place}" not in found for place in range(40))] == []
    assert max(found.values()) == 1

    async def tell_again() -> Receipt:
        async with writing(database_url) as ingest:
            names = {*found, *(f"life-{one}-{number}-0" for one in range(6) for number in range(3))}
            return await ingest.submit(batch(shop_id, *names))

    assert asyncio.run(tell_again()).known >= len(found)
    assert max(stored(database_url).values()) == 1
