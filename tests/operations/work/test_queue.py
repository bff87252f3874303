"""The job queue as people see it: whose jobs, in which state, and what may be done with each."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from tests.accounts.house import open_shop

from mercery.core.database import Database
from mercery.core.errors import MerceryError
from mercery.core.jobs import enqueue
from mercery.operations.work import queue
from mercery.operations.work.names import job_name, named
from mercery.operations.work.queue import JobElsewhere, JobGone, Whose
from mercery.operations.work.standing import failed_lately, oldest_of, standing
from mercery.worker import blueprints


@pytest.fixture
async def session(database: Database) -> AsyncIterator[AsyncSession]:
    async with database.session() as session:
        yield session


@pytest.fixture
async def ours(database: Database) -> Whose:
    shop, _ = await open_shop(database, "ours")
    return Whose(shop_id=shop.id, whole=True)


@pytest.fixture
async def theirs(database: Database, ours: Whose) -> Whose:
    shop, _ = await open_shop(database, "theirs")
    return Whose(shop_id=shop.id, whole=False)


async def put_down(
    session: AsyncSession,
    whose: Whose | None,
    kind: str = "search:rebuild",
    *,
    status: str = "todo",
    once: str | None = None,
) -> int:
    """A job in that state; with `doing`, in the hands of a worker that lives."""
    number = await enqueue(session, kind, {"shop_id": whose.shop_id} if whose else {}, once=once)
    assert number
    if status == "todo":
        return number
    worker = await session.scalar(text("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id"))
    await session.execute(
        text("UPDATE procrastinate_jobs SET status = 'doing', worker_id = :worker WHERE id = :id"),
        {"id": number, "worker": worker},
    )
    if status == "failed":
        await session.execute(text("SELECT procrastinate_finish_job_v1(:id, 'failed', false)"), {"id": number})
    if status == "stuck":
        await session.execute(
            text("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '5 minutes' WHERE id = :id"),
            {"id": worker},
        )
    return number


async def status_of(session: AsyncSession, job: int) -> str | None:
    found = await session.scalar(text("SELECT status::text FROM procrastinate_jobs WHERE id = :id"), {"id": job})
    return None if found is None else str(found)


async def test_each_state_has_its_acts_and_others_are_refused(session: AsyncSession, ours: Whose) -> None:
    allowed: dict[str, dict[str, str | None]] = {
        "todo": {"cancel": "cancelled"},
        "doing": {"cancel": "doing"},
        "failed": {"retry": "todo", "dismiss": None},
        "stuck": {"retry": "todo", "cancel": "doing"},
    }
    acts = {"retry": queue.retry, "cancel": queue.cancel, "dismiss": queue.dismiss}
    for state, then in allowed.items():
        for name, act in acts.items():
            job = await put_down(session, ours, status=state)
            if name in then:
                await act(session, ours, job)
                assert await status_of(session, job) == then[name], (state, name)
            else:
                with pytest.raises(JobElsewhere):
                    await act(session, ours, job)


async def test_a_shop_sees_and_touches_its_own_jobs_only(session: AsyncSession, ours: Whose, theirs: Whose) -> None:
    mine = await put_down(session, ours, status="failed")
    other = await put_down(session, theirs, status="failed")
    whole = await put_down(session, None, "warehouse:write_all", status="failed")
    assert {one.id for one in (await queue.jobs(session, ours))[0]} == {mine, whole}
    assert {one.id for one in (await queue.jobs(session, theirs))[0]} == {other}
    assert await queue.counts(session, theirs) == {"search:rebuild": {"failed": 1}}
    for act in (queue.retry, queue.cancel, queue.dismiss):
        for job in (mine, whole):
            with pytest.raises(JobGone):
                await act(session, theirs, job)
    assert await queue.retry_all(session, theirs, "search:rebuild") == (1, 0)
    assert [await status_of(session, job) for job in (mine, other, whole)] == ["failed", "todo", "failed"]


async def test_all_of_a_kind_are_tried_again_but_for_those_whose_work_waits_already(
    session: AsyncSession, ours: Whose
) -> None:
    failed = [await put_down(session, ours, status="failed", once=f"rebuild:{n}") for n in range(3)]
    untouched = await put_down(session, ours, "catalog:fetch_pictures", status="failed")
    await put_down(session, ours, once="rebuild:1")
    with pytest.raises(JobElsewhere, match="waits already"):
        await queue.retry(session, ours, failed[1])
    assert await queue.retry_all(session, ours, "search:rebuild") == (2, 1)
    assert [await status_of(session, job) for job in (*failed, untouched)] == ["todo", "failed", "todo", "failed"]


async def test_a_job_that_was_asked_to_stop_in_dead_hands_is_really_given_back(
    session: AsyncSession, ours: Whose
) -> None:
    job = await put_down(session, ours, status="stuck")
    await queue.cancel(session, ours, job)
    await queue.retry(session, ours, job)
    assert await status_of(session, job) == "todo"


async def test_the_standing_of_the_whole_queue(session: AsyncSession, ours: Whose) -> None:
    assert (await standing(session)).oldest == 0
    old = await put_down(session, ours)
    await put_down(session, ours, "studio:draw", status="stuck")
    await put_down(session, ours, "studio:draw", status="failed")
    await session.execute(
        text("UPDATE procrastinate_events SET at = at - interval '10 minutes' WHERE job_id = :id"), {"id": old}
    )
    found = await standing(session)
    assert 600 <= found.oldest < 700
    assert found.stuck == 1
    assert found.by_queue == {("default", "todo"): 1, ("default", "doing"): 1, ("default", "failed"): 1}
    assert await failed_lately(session) == [("studio:draw", 1)]
    assert 600 <= await oldest_of(session, "search:rebuild", "search:update") < 700
    assert await oldest_of(session, "catalog:apply_import") == 0


async def test_what_waits_for_its_own_lock_or_its_time_does_not_count_as_waiting(
    session: AsyncSession, ours: Whose
) -> None:
    first = await enqueue(session, "search:update", {"shop_id": ours.shop_id}, lock="one")
    second = await enqueue(session, "search:update", {"shop_id": ours.shop_id}, lock="one")
    await session.execute(
        text("UPDATE procrastinate_events SET at = at - interval '1 hour' WHERE job_id = :id"), {"id": second}
    )
    await session.execute(text("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = :id"), {"id": first})
    later = await put_down(session, ours)
    await session.execute(
        text("UPDATE procrastinate_jobs SET scheduled_at = now() + interval '1 hour' WHERE id = :id"), {"id": later}
    )
    assert (await standing(session)).oldest == 0
    states = {one.id: one.state for one in (await queue.jobs(session, ours))[0]}
    assert states[later] == "later"


def test_every_kind_of_job_has_words_in_both_languages() -> None:
    kinds = {f"{feature}:{name}" for feature, one in blueprints().items() for name in one.tasks}
    kinds = {kind for kind in kinds if not kind.endswith(("remove_old_jobs", "builtin"))}
    missing = {kind for kind in kinds if kind not in named()}
    assert missing == set()
    assert all(job_name(kind).en and job_name(kind).zh for kind in kinds)
    assert job_name("other:some_thing").en == "Other: some thing"


def test_refusals_are_errors_of_ours() -> None:
    assert issubclass(JobGone, MerceryError)
    assert issubclass(JobElsewhere, MerceryError)
