"""Jobs that wait once for many reasons: none is lost, none is refused, none begins before what it is for is there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from procrastinate import App, Blueprint
from sqlalchemy import text

from mercery.core.database import Database
from mercery.core.jobs import enqueue, job_app, take_up

blueprint = Blueprint()


@blueprint.task(name="sum_up")
async def sum_up() -> None:
    """A job that is only queued here."""


@pytest.fixture
async def jobs(database: Database) -> AsyncIterator[App]:
    app = job_app(database.url, {"test": blueprint})
    async with app.open_async():
        yield app


async def waiting(database: Database) -> int:
    async with database.session() as session:
        return int(await session.scalar(text("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'")) or 0)


async def test_a_job_that_waits_already_is_not_added_again(database: Database) -> None:
    async with database.session() as session:
        assert await enqueue(session, "test:sum_up", {}, once="sum") is not None
    async with database.session() as session:
        assert await enqueue(session, "test:sum_up", {}, once="sum") is None
    assert await waiting(database) == 1


async def test_two_changes_at_once_leave_one_job_and_neither_is_refused(database: Database) -> None:
    first_added, second_asks = asyncio.Event(), asyncio.Event()

    async def first() -> None:
        async with database.session() as session:
            assert await enqueue(session, "test:sum_up", {}, once="sum") is not None
            first_added.set()
            await second_asks.wait()
            await asyncio.sleep(0.2)

    async def second() -> int | None:
        await first_added.wait()
        async with database.session() as session:
            await session.execute(text("SELECT 1"))
            second_asks.set()
            return await enqueue(session, "test:sum_up", {}, once="sum")

    _, added = await asyncio.gather(first(), second())
    assert added is None
    assert await waiting(database) == 1


async def test_a_waiting_job_does_not_begin_before_the_change_that_counts_on_it_is_there(
    database: Database, jobs: App
) -> None:
    worker = await jobs.job_manager.register_worker()
    async with database.session() as session:
        await enqueue(session, "test:sum_up", {}, once="sum")
    async with database.session() as session:
        assert await enqueue(session, "test:sum_up", {}, once="sum") is None
        assert await jobs.job_manager.fetch_job(queues=None, worker_id=worker) is None
    assert await jobs.job_manager.fetch_job(queues=None, worker_id=worker) is not None


async def test_once_it_has_begun_the_next_change_has_a_job_of_its_own(database: Database, jobs: App) -> None:
    worker = await jobs.job_manager.register_worker()
    async with database.session() as session:
        await enqueue(session, "test:sum_up", {}, once="sum")
    assert await jobs.job_manager.fetch_job(queues=None, worker_id=worker) is not None
    async with database.session() as session:
        assert await enqueue(session, "test:sum_up", {}, once="sum") is not None


async def test_a_job_takes_up_what_waits_of_its_kind_and_gives_it_back_where_it_fails(database: Database) -> None:
    for shop_id, number in (("one", 1), ("one", 2), ("other", 3)):
        async with database.session() as session:
            await enqueue(session, "test:sum_up", {"shop_id": shop_id, "number": number})
    with pytest.raises(RuntimeError):
        async with database.session() as session:
            assert len(await take_up(session, "test:sum_up", "one", most=10)) == 2
            raise RuntimeError
    assert await waiting(database) == 3
    async with database.session() as session:
        taken = await take_up(session, "test:sum_up", "one", most=10)
    assert sorted(int(one["number"]) for one in taken) == [1, 2]
    assert await waiting(database) == 1
