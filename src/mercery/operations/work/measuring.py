"""What is noted of each job a worker runs: figures, a span, and why it failed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final

from procrastinate import JobContext
from procrastinate.worker import Worker
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from mercery.core.clock import now
from mercery.core.errors import MerceryError, told_in
from mercery.core.i18n import Words
from mercery.core.logging import get_logger
from mercery.core.redaction import redacted
from mercery.core.runtime import database
from mercery.core.telemetry import tracing
from mercery.core.telemetry.instruments import JOB_SECONDS, JOBS
from mercery.core.telemetry.recording import count, observe
from mercery.core.telemetry.support import support_code

log = get_logger(__name__)
_NOTE: Final = text(
    "INSERT INTO job_failures (job_id, shop_id, at, error, error_zh, support)"
    " SELECT :job, (SELECT id FROM shops WHERE id = :shop), :at, :error, :zh, :support"
    " WHERE EXISTS (SELECT 1 FROM procrastinate_jobs WHERE id = :job)"
    " ON CONFLICT (job_id) DO UPDATE SET at = :at, error = :error, error_zh = :zh, support = :support"
)
_MENDED: Final = text("DELETE FROM job_failures WHERE job_id = :job")


async def measured(call_next: Callable[[], Awaitable[Any]], context: JobContext, worker: Worker) -> Any:
    """Run a job, in the trace of whoever put it down. Middleware of the worker."""
    del worker
    job = context.job
    carried = job.task_kwargs.pop(tracing.CARRIED, None)
    began, outcome = time.perf_counter(), "succeeded"
    said: tracing.Attributes = {
        "mercery.job": job.task_name, "mercery.job_id": job.id or 0, "mercery.queue": job.queue, "mercery.attempt": job.attempts + 1,
    }  # fmt: skip
    with tracing.span(f"job {job.task_name}", "consumer", said, parent=carried if isinstance(carried, str) else None):
        try:
            result = await call_next()
        except asyncio.CancelledError:
            outcome = "aborted"
            raise
        except Exception as error:
            outcome = "failed"
            await _note(context, error)
            raise
        finally:
            count(JOBS, job.task_name, outcome)
            observe(JOB_SECONDS, job.task_name, seconds=time.perf_counter() - began)
    if job.attempts:
        await _forget(job.id)
    return result


async def _note(context: JobContext, error: Exception) -> None:
    job, support = context.job, support_code()
    log.error("job_failed", job=job.task_name, job_id=job.id, support=support, error=type(error).__name__)
    try:
        async with database().session() as session:
            why = said_of(error)
            values = {
                "job": job.id,
                "shop": str(job.task_kwargs.get("shop_id") or ""),
                "at": now(),
                "error": why.en,
                "zh": why.zh,
                "support": support[:60],
            }
            await session.execute(_NOTE, values)
    except Exception as broken:
        # The job failed for its own reason; that is what must be told.
        log.warning("job_failure_not_noted", job_id=job.id, error=type(broken).__name__)


async def _forget(job_id: int | None) -> None:
    try:
        async with database().session() as session:
            await session.execute(_MENDED, {"job": job_id})
    except Exception as broken:
        log.warning("job_failure_not_noted", job_id=job_id, error=type(broken).__name__)


def said_of(error: Exception) -> Words:
    """Why, for the page, in both languages where it is known in both: our own errors in their words, any other by its class
    and first line; of the database's the class alone, since it repeats values. Without secrets and without what leads to a
    person."""
    if isinstance(error, MerceryError):
        return Words(_short(told_in("en", error)), _short(error.zh))
    if isinstance(error, DBAPIError):
        kind = type(error.orig or error).__name__
        return Words(f"Database: {kind}", f"数据库：{kind}")
    first = str(error).splitlines()[0] if str(error) else ""
    return Words(_short(f"{type(error).__name__}: {first}".rstrip(": ")))


def _short(text: str) -> str:
    return redacted(text)[:300]
