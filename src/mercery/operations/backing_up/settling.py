"""A restored database made fit to be used: jobs given back or held back, and what each feature puts right (`restored.py`)."""

from __future__ import annotations

import asyncio
import importlib
from pathlib import Path
from typing import Any, Final, cast

from sqlalchemy import CursorResult, text
from sqlalchemy.ext.asyncio import AsyncSession

import mercery
from mercery.core.after_restore import Settle, Settled
from mercery.core.database import Database

WITHIN: Final = frozenset({
    "catalog:examine_import", "catalog:apply_import", "catalog:fetch_pictures",
    "sales:rebuild", "sales:catch_up", "sales:add_up_days", "inspection:inspect", "inspection:again",
    "search:rebuild", "search:update", "search:vectors", "search:forget", "desk:digest", "desk:digest_again",
    "assistant:admit", "assistant:look_back", "assistant:forget_search_answers",
    "warehouse:write_all", "warehouse:write_days", "warehouse:forget", "experiments:read", "experiments:read_one",
    "publishing:prove", "publishing:look_at_orders", "publishing:watch", "publishing:prove_what_lapsed",
    "review:make_drafts", "review:find_questions", "review:word_drafts", "review:withdraw_drafts",
    "backing_up:daily", "releases:check", "releases:publish_due", "health:look_at_sources",
    "documents:read_document", "documents:forget_documents", "demo:forget_pictures",
    "interactions:forget", "interactions:keep_days",
    "recommendations:nightly", "recommendations:rebuild", "recommendations:apply", "recommendations:forget",
    "recommendations:forget_said", "livestream:forget",
    "studio:write_batch", "studio:follow", "studio:turn", "studio:publish_due", "studio:draw", "studio:forget",
    "extracting:read", "extracting:read_changed",
})  # fmt: skip
"""Jobs that change only what the shop itself holds, and come to the same when they are done again. All others are held back:
they may tell somebody outside something that was told before, and a new kind of job has to be placed here to be run."""


def settle_database(url: str) -> list[Settled]:
    """Put the database at `url` right; what was done, in words."""
    return asyncio.run(_settle(url))


def features() -> list[Settle]:
    """Each feature's `settle`, lower shelves first where their names say so."""
    root = Path(mercery.__path__[0])
    places = [one.relative_to(root).with_suffix("").parts for one in sorted(root.rglob("restored.py"))]
    return [importlib.import_module(".".join(("mercery", *parts))).settle for parts in places]


async def _settle(url: str) -> list[Settled]:
    database = Database(url, pool_size=1)
    try:
        async with database.session() as session:
            settled = await settle_jobs(session)
            for settle in features():
                settled += await settle(session)
    finally:
        await database.close()
    return [one for one in settled if one.count]


async def settle_jobs(session: AsyncSession) -> list[Settled]:
    """Jobs that a worker was doing are given back; those that reach outside are held back as failed, whether they waited or
    were being done, so that they can be looked at and run again one by one. Those that come again by their own clock are dropped."""
    names = {"within": sorted(WITHIN)}
    await _changed(
        session,
        "UPDATE procrastinate_jobs SET status = 'cancelled', worker_id = NULL, abort_requested = false"
        " WHERE status IN ('todo', 'doing') AND NOT task_name = ANY(:within)"
        " AND id IN (SELECT job_id FROM procrastinate_periodic_defers)",
        names,
    )
    held = await _changed(
        session,
        "UPDATE procrastinate_jobs SET status = 'failed', worker_id = NULL, abort_requested = false"
        " WHERE status IN ('todo', 'doing') AND NOT task_name = ANY(:within)",
        names,
    )
    # A job that waits under the same name does the work of the one that was being done.
    doubled = await _changed(
        session,
        "UPDATE procrastinate_jobs AS one SET status = 'succeeded', worker_id = NULL, abort_requested = false"
        " WHERE one.status = 'doing' AND one.queueing_lock IS NOT NULL AND EXISTS (SELECT FROM procrastinate_jobs AS other"
        " WHERE other.queueing_lock = one.queueing_lock"
        " AND (other.status = 'todo' OR other.status = 'doing' AND other.id < one.id))",
        {},
    )
    given_back = await _changed(
        session,
        "UPDATE procrastinate_jobs SET status = 'todo', worker_id = NULL, abort_requested = false WHERE status = 'doing'",
        {},
    )
    await session.execute(text("DELETE FROM procrastinate_workers"))
    return [
        Settled(
            count=held,
            what="jobs that reach outside (mails, webhooks, channels) held back as failed",
            remedy="Look at them on the page Jobs, and run again those that should still go out.",
        ),
        Settled(count=given_back + doubled, what="jobs that were being done given back to the queue"),
    ]


async def _changed(session: AsyncSession, statement: str, values: dict[str, Any]) -> int:
    done = cast("CursorResult[Any]", await session.execute(text(statement), values))
    return done.rowcount
