"""The page *Jobs*: what waits, what is in hand, what failed and why; trying again, cancelling, striking out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Form, Query
from starlette.responses import Response

from mercery.accounts import audit
from mercery.core.errors import MerceryError, told_in
from mercery.core.i18n import Words
from mercery.operations.health.asking import Owner, SystemAsking
from mercery.operations.work import queue
from mercery.operations.work.names import job_name
from mercery.operations.work.queue import STATES, Job, State, Whose
from mercery.web.html import page_response, redirect_with_flash
from mercery.web.pagination import PageOf, Paging

router = APIRouter(prefix="/console/system/jobs", include_in_schema=False)
HERE: Final = "/console/system/jobs"
Kind = Annotated[str, Form(max_length=128)]
Back = Annotated[str, Form(max_length=300)]
NAMES: Final[Mapping[State, Words]] = {
    "failed": Words("Failed", "失败"),
    "stuck": Words("Left by a worker that is gone", "进程失联"),
    "doing": Words("In hand", "进行中"),
    "waiting": Words("Waiting", "等待中"),
    "later": Words("For later", "定时"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class KindLine:
    """One kind of job with how many are in which state."""

    kind: str
    name: Words
    counts: Mapping[State, int]

    def of(self, *states: State) -> int:
        """How many are in one of these states."""
        return sum(self.counts.get(state, 0) for state in states)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobLine:
    """A job with its name."""

    job: Job
    name: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class JobsPage:
    """What the page shows."""

    kinds: Sequence[KindLine]
    lines: PageOf[JobLine]
    kind: str
    state: str
    states: Mapping[State, Words]
    whole: bool

    def total(self, *states: State) -> int:
        """How many are in one of these states, over all kinds."""
        return sum(line.of(*states) for line in self.kinds)


@router.get("")
async def jobs_page(
    asking: Owner,
    paging: Paging,
    kind: Annotated[str, Query(max_length=128)] = "",
    state: Annotated[str, Query(max_length=12)] = "",
) -> Response:
    """The queue as it stands."""
    whose = _whose(asking)
    state = state if state in STATES else ""
    found, total = await queue.jobs(
        asking.session, whose, kind=kind, state=state, offset=paging.offset, limit=paging.size
    )
    counts = await queue.counts(asking.session, whose)
    kinds = [KindLine(kind=name, name=job_name(name), counts=by_state) for name, by_state in counts.items()]
    page = JobsPage(
        kinds=sorted(kinds, key=lambda one: (-one.of("failed", "stuck"), -one.of("doing", "waiting"), one.kind)),
        lines=PageOf(items=[JobLine(job=one, name=job_name(one.kind)) for one in found], total=total, asked=paging),
        kind=kind,
        state=state,
        states=NAMES,
        whole=asking.whole,
    )
    return page_response("operations/jobs.html", page, context=asking.context)


@router.post("/again")
async def try_kind_again(asking: Owner, kind: Kind) -> Response:
    """All that failed of a kind are tried again."""
    again, passed = await queue.retry_all(asking.session, _whose(asking), kind)
    if again:
        await _note(asking, "job.retry_all", kind, {"jobs": again})
    name = job_name(kind)
    said = Words(f"{again} are tried again: {name.en.lower()}.", f"已重试 {again} 项：{name.zh or name.en}。")
    if passed:
        said = Words(
            f"{said.en} {passed} stay, since the same work waits already.",
            f"{said.zh}另有 {passed} 项因相同任务已在等待而保留。",
        )
    return redirect_with_flash(asking.request, HERE, said.text(asking.lang))


@router.post("/{job_id}/again")
async def try_again(asking: Owner, job_id: int) -> Response:
    """One job is tried again, or given back by a worker that is gone."""
    return await _done(asking, job_id, "retry", Words("It is tried again.", "已重新排队。"))


@router.post("/{job_id}/cancel")
async def cancel(asking: Owner, job_id: int) -> Response:
    """One job is taken out of the queue, or asked to stop."""
    return await _done(asking, job_id, "cancel", Words("It is cancelled.", "已取消。"))


@router.post("/{job_id}/dismiss")
async def dismiss(asking: Owner, job_id: int) -> Response:
    """One that failed is struck out."""
    return await _done(asking, job_id, "dismiss", Words("It is struck out.", "已清除。"))


_ACTS: Final = {"retry": queue.retry, "cancel": queue.cancel, "dismiss": queue.dismiss}


async def _done(asking: SystemAsking, job_id: int, act: str, said: Words) -> Response:
    try:
        async with asking.session.begin_nested():
            kind = await _ACTS[act](asking.session, _whose(asking), job_id)
            await _note(asking, f"job.{act}", kind, {"job": job_id})
    except MerceryError as error:
        return redirect_with_flash(asking.request, HERE, told_in(asking.lang, error), tone="stopped")
    return redirect_with_flash(asking.request, HERE, said.text(asking.lang))


async def _note(asking: SystemAsking, action: str, kind: str, after: dict[str, int]) -> None:
    await audit.record(asking.session, asking.shop.id, asking.staff.actor, action, kind, after=dict(after))


def _whose(asking: SystemAsking) -> Whose:
    return Whose(shop_id=asking.shop.id, whole=asking.whole)
