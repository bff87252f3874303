"""Workers take jobs in turn by shop: nobody waits for another shop's flood, and nothing is taken twice or out of its line."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from procrastinate import App, Blueprint
from procrastinate.jobs import Job, Status
from sqlalchemy import text

from mercery.accounts import service as accounts
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.core.jobs import enqueue, job_app


@pytest.fixture
async def jobs(database: Database) -> AsyncIterator[App]:
    app = job_app(database.direct_url, {"test": Blueprint()}, most_of_a_shop=3)
    async with app.open_async():
        yield app


async def put_down(database: Database, shop: str, count: int = 1, lock: str | None = None) -> None:
    async with database.session() as session:
        for _ in range(count):
            await enqueue(session, "test:work", {"shop_id": shop} if shop else {}, lock=lock)


async def shops(database: Database, count: int) -> None:
    async with database.session() as session:
        for number in range(count):
            await accounts.create_shop(session, slug=f"s{number}", name=Words("S"))


async def take(jobs: App, worker: int) -> Job | None:
    return await jobs.job_manager.fetch_job(queues=None, worker_id=worker)


def shop_of(job: Job | None) -> object:
    return None if job is None else job.task_kwargs.get("shop_id")


async def test_the_flood_of_one_shop_keeps_no_other_waiting(database: Database, jobs: App) -> None:
    worker = await jobs.job_manager.register_worker()
    await put_down(database, "flood", 300)
    await put_down(database, "small")
    await put_down(database, "")
    taken = [shop_of(await take(jobs, worker)) for _ in range(3)]
    assert taken[0] == "flood" and set(taken) == {"flood", "small", None}


async def test_of_several_shops_none_has_all_places_of_a_worker(database: Database, jobs: App) -> None:
    await shops(database, 2)
    worker, other = await jobs.job_manager.register_worker(), await jobs.job_manager.register_worker()
    await put_down(database, "flood", 20)
    assert [shop_of(await take(jobs, worker)) for _ in range(4)] == ["flood", "flood", "flood", None]
    assert shop_of(await take(jobs, other)) == "flood"
    await put_down(database, "small")
    assert shop_of(await take(jobs, worker)) == "small"


async def test_the_only_shop_has_them_all(database: Database, jobs: App) -> None:
    await shops(database, 1)
    worker = await jobs.job_manager.register_worker()
    await put_down(database, "only", 5)
    assert [shop_of(await take(jobs, worker)) for _ in range(6)] == ["only"] * 5 + [None]


async def test_jobs_with_one_lock_go_one_after_another_in_their_order(database: Database, jobs: App) -> None:
    worker = await jobs.job_manager.register_worker()
    await put_down(database, "a", 3, lock="l")
    first = await take(jobs, worker)
    assert first is not None and await take(jobs, worker) is None
    await jobs.job_manager.finish_job(first, status=Status.SUCCEEDED, delete_job=True)
    second = await take(jobs, worker)
    assert second is not None and first.id is not None and second.id is not None and second.id > first.id


async def test_a_shop_whose_first_job_is_locked_goes_on_with_its_next(database: Database, jobs: App) -> None:
    worker = await jobs.job_manager.register_worker()
    await put_down(database, "a", 2, lock="l")
    await put_down(database, "a")
    taken = [await take(jobs, worker) for _ in range(3)]
    assert [one.lock if one else "-" for one in taken] == ["l", None, "-"]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from([None, "x", "y"]), st.integers(0, 1)), min_size=1, max_size=25
    )
)
async def test_whatever_waits_is_taken_once_and_locks_hold(
    database: Database, jobs: App, waiting: list[tuple[str, str | None, int]]
) -> None:
    """Four workers take at once, and finish what they took; each job is done once, and none beside another of its lock."""
    async with database.session() as session:
        await session.execute(text("DELETE FROM procrastinate_jobs"))
        for shop, lock, priority in waiting:
            number = await enqueue(session, "test:work", {"shop_id": shop}, lock=lock)
            await session.execute(
                text("UPDATE procrastinate_jobs SET priority = :priority WHERE id = :id"),
                {"priority": priority, "id": number},
            )
    done: Counter[int] = Counter()
    held: Counter[str] = Counter()

    async def work() -> None:
        worker = await jobs.job_manager.register_worker()
        idle = 0
        while idle < 3:
            job = await take(jobs, worker)
            if job is None:
                idle += 1
                await asyncio.sleep(0.005)
                continue
            idle = 0
            if job.lock:
                held[job.lock] += 1
                assert held[job.lock] == 1
            await asyncio.sleep(0)
            if job.lock:
                held[job.lock] -= 1
            assert job.id is not None
            done[job.id] += 1
            await jobs.job_manager.finish_job(job, status=Status.SUCCEEDED, delete_job=True)

    await asyncio.gather(*(work() for _ in range(3)))
    assert len(done) == len(waiting) and set(done.values()) == {1}
