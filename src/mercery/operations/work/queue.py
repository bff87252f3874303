"""The job queue's own tables (procrastinate), read and changed in one place.

A shop sees its own jobs, and those of the installation that name no shop; the caller says whether those may be touched.
What was given to a job stays unread: it may name customers. Changes go through the queue's own functions, in the caller's
transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.errors import Conflict, NotFound
from mercery.core.i18n import Words

State = Literal["waiting", "later", "doing", "stuck", "failed"]
"""`later`: its time has not come. `stuck`: in the hands of a worker that is gone."""
STATES: Final[tuple[State, ...]] = ("failed", "stuck", "doing", "waiting", "later")
SILENT_SECONDS: Final = 60
"""Without a sign of life for so long a worker counts as gone; it gives one every ten seconds. As the worker's own sweep."""
_MINE: Final = "(j.args->>'shop_id' = :shop OR (:whole AND j.args->>'shop_id' IS NULL))"
_STATE: Final = (
    "CASE WHEN j.status = 'failed' THEN 'failed'"
    " WHEN j.status = 'todo' AND j.scheduled_at > clock_timestamp() THEN 'later'"
    " WHEN j.status = 'todo' THEN 'waiting'"
    " WHEN w.id IS NULL OR w.last_heartbeat < clock_timestamp() - make_interval(secs => :silent) THEN 'stuck'"
    " ELSE 'doing' END"
)
_FROM: Final = (
    "FROM procrastinate_jobs j LEFT JOIN procrastinate_workers w ON w.id = j.worker_id"
    " WHERE j.status IN ('todo', 'doing', 'failed')"
)
# `deferred` and `scheduled` are written when a job is put down, `started` when it is begun.
_SINCE: Final = "(SELECT max(e.at) FROM procrastinate_events e WHERE e.job_id = j.id)"
# The queue's own count goes up when a job ends and again when it is given back.
_TRIES: Final = "(SELECT count(*) FROM procrastinate_events e WHERE e.job_id = j.id AND e.type = 'started')"
_COUNTS: Final = text(f"SELECT j.task_name, {_STATE} AS state, count(*) {_FROM} AND {_MINE} GROUP BY 1, 2")
_LIST: Final = text(
    f"SELECT j.id, j.task_name, {_STATE} AS state, {_TRIES} AS attempts, j.scheduled_at, {_SINCE} AS since,"
    f" j.args->>'shop_id' IS NULL AS whole, j.abort_requested, f.at AS failed_at, f.error, f.error_zh, f.support"
    f" {_FROM.replace(' WHERE', ' LEFT JOIN job_failures f ON f.job_id = j.id WHERE')} AND {_MINE}"
    f" AND (:task = '' OR j.task_name = :task) AND (:state = '' OR {_STATE} = :state)"
    " ORDER BY j.status = 'failed' DESC, j.status = 'doing' DESC, j.id DESC LIMIT :limit OFFSET :offset"
)
_TOTAL: Final = text(
    f"SELECT count(*) {_FROM} AND {_MINE} AND (:task = '' OR j.task_name = :task) AND (:state = '' OR {_STATE} = :state)"
)
_ONE: Final = text(
    f"SELECT j.id, j.task_name, {_STATE} AS state, j.queueing_lock, j.abort_requested {_FROM} AND {_MINE} AND j.id = :id"
    " FOR UPDATE OF j"
)
_FAILED_OF: Final = text(
    f"SELECT j.id, j.queueing_lock {_FROM} AND {_MINE} AND j.status = 'failed' AND j.task_name = :task"
    " ORDER BY j.id LIMIT 1000 FOR UPDATE OF j"
)
_TAKEN: Final = text("SELECT 1 FROM procrastinate_jobs WHERE status = 'todo' AND queueing_lock = :once")
_RETRY: Final = text("SELECT procrastinate_retry_job_v2(:id, clock_timestamp(), NULL, NULL, NULL)")
_CANCEL: Final = text("SELECT procrastinate_cancel_job_v1(:id, true, false)")
_LET_GO: Final = text("UPDATE procrastinate_jobs SET abort_requested = false WHERE id = :id")
_DISMISS: Final = (
    text("DELETE FROM job_failures WHERE job_id = :id"),
    text("DELETE FROM procrastinate_periodic_defers WHERE job_id = :id"),
    text("DELETE FROM procrastinate_jobs WHERE id = :id AND status = 'failed'"),
)


class JobGone(NotFound):
    """The job is not there any more, or not this shop's."""

    code = "job_gone"

    def __init__(self) -> None:
        super().__init__(
            "This job is not in the queue any more.",
            remedy="Load the page again.",
            zh="该任务已不在队列中，请刷新页面。",
        )


class JobElsewhere(Conflict):
    """The job is in another state than the act needs."""

    code = "job_elsewhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """Whose jobs are meant."""

    shop_id: str
    whole: bool
    """Whether those of the installation belong to it: it is the shop whose owners look after the installation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job of the queue."""

    id: int
    kind: str
    """The task: `search:rebuild`."""
    state: State
    attempts: int
    """How often it was tried."""
    since: datetime | None
    """When what last happened to it happened."""
    due: datetime | None
    """Not before this moment."""
    whole: bool
    """Work of the installation, of no single shop."""
    ending: bool
    """It was asked to stop."""
    failed_at: datetime | None
    error: Words
    """Why it failed; empty where it did not."""
    support: str


async def counts(session: AsyncSession, whose: Whose) -> dict[str, dict[State, int]]:
    """How many of each kind are in which state."""
    rows = await session.execute(_COUNTS, _asked(whose))
    found: dict[str, dict[State, int]] = {}
    for kind, state, number in rows:
        found.setdefault(kind, {})[state] = number
    return found


async def jobs(
    session: AsyncSession, whose: Whose, *, kind: str = "", state: str = "", offset: int = 0, limit: int = 50
) -> tuple[list[Job], int]:
    """Those that failed first, then those in hand, then the newest; and how many there are in all."""
    values = {**_asked(whose), "task": kind, "state": state}
    rows = (await session.execute(_LIST, {**values, "limit": limit, "offset": offset})).mappings()
    found = [
        Job(
            id=row["id"], kind=row["task_name"], state=row["state"], attempts=row["attempts"], since=row["since"],
            due=row["scheduled_at"], whole=row["whole"], ending=row["abort_requested"],
            failed_at=row["failed_at"], error=Words(row["error"] or "", row["error_zh"] or ""), support=row["support"] or "",
        )
        for row in rows
    ]  # fmt: skip
    return found, int(await session.scalar(_TOTAL, values) or 0)


async def retry(session: AsyncSession, whose: Whose, job_id: int) -> str:
    """Put a job that failed, or whose worker is gone, back into the queue; returns its kind. JobElsewhere where the same
    work waits already, or the job is in good hands."""
    row = await _one(session, whose, job_id)
    if row["state"] not in ("failed", "stuck"):
        raise JobElsewhere(
            "Only a job that failed, or whose worker is gone, can be given back.",
            remedy="Wait for it.",
            zh="只有失败或进程失联的任务可以重新排队，请稍候。",
        )
    if await _waits(session, row["queueing_lock"]):
        raise JobElsewhere(
            "The same work waits already.",
            remedy="Dismiss this one; the other will do it.",
            zh="相同的任务已在等待，请清除此项，由另一项完成。",
        )
    if row["abort_requested"]:
        await session.execute(_LET_GO, {"id": job_id})
    await session.execute(_RETRY, {"id": job_id})
    return str(row["task_name"])


async def retry_all(session: AsyncSession, whose: Whose, kind: str) -> tuple[int, int]:
    """Put all that failed of a kind back: how many, and how many were passed over because the same work waits already.
    A thousand at once at most."""
    again, passed = 0, 0
    for job_id, once in (await session.execute(_FAILED_OF, {**_asked(whose), "task": kind})).all():
        if await _waits(session, once):
            passed += 1
            continue
        await session.execute(_RETRY, {"id": job_id})
        again += 1
    return again, passed


async def cancel(session: AsyncSession, whose: Whose, job_id: int) -> str:
    """Take a job that waits out of the queue, or ask the worker that has it to stop; returns its kind."""
    row = await _one(session, whose, job_id)
    if row["state"] not in ("waiting", "later", "doing", "stuck"):
        raise JobElsewhere(
            "This job has ended already.", remedy="Dismiss it, or try it again.", zh="该任务已经结束，请清除或重试。"
        )
    await session.execute(_CANCEL, {"id": job_id})
    return str(row["task_name"])


async def dismiss(session: AsyncSession, whose: Whose, job_id: int) -> str:
    """Strike a failed job out for good; returns its kind."""
    row = await _one(session, whose, job_id)
    if row["state"] != "failed":
        raise JobElsewhere(
            "Only a job that failed can be struck out.",
            remedy="Cancel it instead.",
            zh="只有失败的任务可以清除，请改用取消。",
        )
    for statement in _DISMISS:
        await session.execute(statement, {"id": job_id})
    return str(row["task_name"])


async def _one(session: AsyncSession, whose: Whose, job_id: int):  # type: ignore[no-untyped-def]
    row = (await session.execute(_ONE, {**_asked(whose), "id": job_id})).mappings().first()
    if row is None:
        raise JobGone
    return row


async def _waits(session: AsyncSession, once: str | None) -> bool:
    return once is not None and await session.scalar(_TAKEN, {"once": once}) is not None


def _asked(whose: Whose) -> dict[str, object]:
    return {"shop": whose.shop_id, "whole": whose.whole, "silent": SILENT_SECONDS}
