"""A worker that is killed leaves its jobs to the next one."""

import psycopg
import pytest
from psycopg.rows import TupleRow

from mercery import worker
from mercery.core.jobs import Blueprint, job_app


@pytest.fixture
def queue(database_url: str) -> psycopg.Connection[TupleRow]:
    """A connection that sees the queue."""
    return psycopg.connect(database_url, autocommit=True)


def abandoned(queue: psycopg.Connection[TupleRow], *, attempts: int, silent: str) -> int:
    """A job in the hands of a worker that has been silent for a while."""
    made = queue.execute(
        "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s::interval) RETURNING id", [silent]
    ).fetchone()
    assert made
    row = queue.execute(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, args, status, attempts, worker_id)"
        " VALUES ('default', 'catalog:apply_import', 'import:shp', '{}', 'doing', %s, %s) RETURNING id",
        [attempts, made[0]],
    ).fetchone()
    assert row
    return int(row[0])


def status(queue: psycopg.Connection[TupleRow], job: int) -> str:
    """What the queue says of the job."""
    row = queue.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", [job]).fetchone()
    assert row
    return str(row[0])


@pytest.mark.parametrize(
    ("attempts", "silent", "then"),
    [(0, "10 minutes", "todo"), (0, "5 seconds", "doing"), (3, "10 minutes", "failed")],
)
async def test_jobs_of_a_silent_worker_are_taken_up_a_few_times(
    database_url: str, queue: psycopg.Connection[TupleRow], attempts: int, silent: str, then: str
) -> None:
    job = abandoned(queue, attempts=attempts, silent=silent)
    app = job_app(database_url, {"catalog": Blueprint()})
    async with app.open_async():
        assert await worker.take_up_abandoned(app) == (then == "todo")
    assert status(queue, job) == then
    queue.close()


def test_what_runs_by_itself_does_so_in_every_app_made_of_the_same_jobs(database_url: str) -> None:
    for _ in range(2):
        app = job_app(database_url, worker.blueprints())
        times = {one.task.name: one.cron for one in app.periodic_registry.periodic_tasks.values()}
        assert times["releases:publish_due"] == "* * * * *" and times["desk:digest"] == "*/10 * * * *"
        assert all(app.tasks[one.task.name] is one.task for one in app.periodic_registry.periodic_tasks.values())
