"""Which job a worker takes next: the first of the shop that has the least in hand, not the first of all.

The package's own way is the oldest job of the highest priority, so that a shop that has ten thousand jobs put down would
keep every other shop waiting for all of them. Here each shop has a line of its own. Of the lines' heads, the one of the
highest priority is taken; of several, the one whose shop has the fewest jobs in hand over all workers; of those, the
oldest. Where an installation has several shops, one shop never has all the places of a worker.

Heads are found along an index by shop (`INDEX`), so that the cost grows with shops that wait and not with their jobs.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, LiteralString

from procrastinate.connector import BaseConnector
from procrastinate.jobs import Job
from procrastinate.manager import JobManager

INDEX_NAME: Final = "mercery_jobs_by_shop"
INDEX: Final[LiteralString] = (
    "CREATE INDEX IF NOT EXISTS mercery_jobs_by_shop ON procrastinate_jobs"
    " ((coalesce(args->>'shop_id', '')), priority DESC, id) WHERE status = 'todo'"
)
_MOST_HEADS: Final = 16
"""Heads among which other workers' choices are passed over."""
_FETCH: Final[LiteralString] = """
WITH RECURSIVE busy AS (
    SELECT coalesce(args->>'shop_id', '') AS shop, count(*) AS doing, count(*) FILTER (WHERE worker_id = %(worker_id)s) AS here
    FROM procrastinate_jobs WHERE status = 'doing' GROUP BY 1
), line AS (
    (SELECT coalesce(args->>'shop_id', '') AS shop FROM procrastinate_jobs WHERE status = 'todo'
     ORDER BY coalesce(args->>'shop_id', '') LIMIT 1)
    UNION ALL
    SELECT (SELECT coalesce(args->>'shop_id', '') FROM procrastinate_jobs
            WHERE status = 'todo' AND coalesce(args->>'shop_id', '') > line.shop
            ORDER BY coalesce(args->>'shop_id', '') LIMIT 1)
    FROM line WHERE line.shop IS NOT NULL
), head AS (
    SELECT first.id, first.priority, coalesce(busy.doing, 0) AS doing
    FROM line LEFT JOIN busy USING (shop) CROSS JOIN LATERAL (
        SELECT jobs.id, jobs.priority FROM procrastinate_jobs AS jobs
        WHERE jobs.status = 'todo' AND coalesce(jobs.args->>'shop_id', '') = line.shop
          AND (%(queues)s::varchar[] IS NULL OR jobs.queue_name = ANY(%(queues)s::varchar[]))
          AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
          AND (jobs.lock IS NULL OR NOT EXISTS (
            SELECT 1 FROM procrastinate_jobs AS other WHERE other.lock = jobs.lock AND (
                other.status = 'doing' OR (other.status = 'todo' AND (
                    other.priority > jobs.priority OR (other.priority = jobs.priority AND other.id < jobs.id)))))
          )
        ORDER BY jobs.priority DESC, jobs.id LIMIT 1
    ) AS first
    WHERE line.shop IS NOT NULL
      AND (line.shop = '' OR coalesce(busy.here, 0) < %(most)s OR NOT (SELECT count(*) > 1 FROM (SELECT FROM shops LIMIT 2) AS s))
    ORDER BY first.priority DESC, doing, first.id LIMIT %(heads)s
), candidate AS (
    SELECT jobs.id FROM head JOIN procrastinate_jobs AS jobs ON jobs.id = head.id
    WHERE jobs.status = 'todo'
    ORDER BY head.priority DESC, head.doing, head.id LIMIT 1 FOR UPDATE OF jobs SKIP LOCKED
)
UPDATE procrastinate_jobs AS jobs SET status = 'doing', worker_id = %(worker_id)s
FROM candidate WHERE jobs.id = candidate.id
RETURNING jobs.id, jobs.status, jobs.task_name, jobs.priority, jobs.lock, jobs.queueing_lock, jobs.args, jobs.scheduled_at,
    jobs.queue_name, jobs.attempts, jobs.worker_id
"""


class FairJobs(JobManager):
    """The job queue as workers take from it."""

    def __init__(self, connector: BaseConnector, *, most_of_a_shop: int) -> None:
        super().__init__(connector)
        self._most = most_of_a_shop

    async def fetch_job(self, queues: Iterable[str] | None, worker_id: int) -> Job | None:
        """The next job, now in the hands of this worker; None where none can be begun."""
        rows = await self.connector.execute_query_all_async(
            query=_FETCH,
            queues=None if queues is None else list(queues),
            worker_id=worker_id,
            most=self._most,
            heads=_MOST_HEADS,
        )
        return Job.from_row(rows[0]) if rows else None
