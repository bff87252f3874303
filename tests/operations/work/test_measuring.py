"""Jobs as a real worker runs them: counted, traced, and with the reason where one failed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from procrastinate import RetryStrategy
from sqlalchemy import text
from tests.accounts.house import open_shop
from tests.core.telemetry.collector import Collector, begin, said

from mercery.core.database import Database
from mercery.core.errors import Invalid
from mercery.core.jobs import Blueprint, enqueue, job_app
from mercery.core.runtime import database as open_now
from mercery.core.runtime import use_database
from mercery.core.telemetry import recording, tracing
from mercery.core.telemetry.figures import Spread
from mercery.core.telemetry.instruments import JOB_SECONDS, JOBS
from mercery.core.telemetry.recording import figures
from mercery.core.telemetry.tracing import CARRIED
from mercery.operations.work import queue
from mercery.operations.work.measuring import measured
from mercery.operations.work.queue import Whose

seen: list[dict[str, object]] = []


def blueprint() -> Blueprint:
    """Jobs that go well, and that fail each in its own way."""
    made = Blueprint()

    @made.task(name="well")
    async def well(**given: object) -> None:
        seen.append(given)

    @made.task(name="refused")
    async def refused(shop_id: str) -> None:
        raise Invalid(
            "The file of anna@example.com cannot be read.", remedy="Send it again.",
            zh="无法读取 anna@example.com 的文件，请重新发送。",
        )  # fmt: skip

    @made.task(name="broken")
    async def broken() -> None:
        raise RuntimeError("call +33 6 12 34 56 78\nsecond line")

    @made.task(name="second_time", pass_context=True, retry=RetryStrategy(max_attempts=2))
    async def second_time(context, shop_id: str) -> None:  # type: ignore[no-untyped-def]
        async with open_now().session() as session:
            seen.append({"noted": await session.scalar(text("SELECT count(*) FROM job_failures"))})
        if not context.job.attempts:
            raise RuntimeError("not yet")

    return made


@pytest.fixture(autouse=True)
def _anew(database: Database) -> Iterator[None]:
    recording.forget_all()
    seen.clear()
    use_database(database)
    yield
    use_database(None)
    recording.forget_all()


async def run(database: Database) -> None:
    app = job_app(database.url, {"test": blueprint()})
    async with app.open_async():
        await app.run_worker_async(
            wait=False, install_signal_handlers=False, delete_jobs="successful", worker_middleware=[measured]
        )


async def test_a_job_that_fails_says_why_without_saying_of_whom(database: Database) -> None:
    shop, _ = await open_shop(database)
    async with database.session() as session:
        await enqueue(session, "test:refused", {"shop_id": shop.id})
        await enqueue(session, "test:broken", {})
    await run(database)
    async with database.session() as session:
        found, total = await queue.jobs(session, Whose(shop_id=shop.id, whole=True))
    assert total == 2
    told = {one.kind: one.error for one in found}
    assert (
        told["test:refused"].zh.endswith("的文件，请重新发送。") and "anna@example.com" not in told["test:refused"].zh
    )
    assert not told["test:broken"].zh, "what we did not foresee is told as it came"
    said = {kind: words.en for kind, words in told.items()}
    assert said["test:refused"].startswith("The file of ")
    assert said["test:refused"].endswith("cannot be read. Send it again.")
    assert said["test:broken"].startswith("RuntimeError: call ")
    assert "second line" not in said["test:broken"]
    for words in said.values():
        assert "anna@example.com" not in words
        assert "6 12 34" not in words
    assert all(one.support.startswith("err_") and one.failed_at for one in found)
    counted = figures()
    assert counted[JOBS.name] == {("test:refused", "failed"): 1.0, ("test:broken", "failed"): 1.0}
    spread = counted[JOB_SECONDS.name]["test:broken",]
    assert isinstance(spread, Spread)
    assert sum(spread.counts) == 1


async def test_a_job_that_goes_well_the_second_time_leaves_no_reason(database: Database) -> None:
    shop, _ = await open_shop(database)
    async with database.session() as session:
        await enqueue(session, "test:second_time", {"shop_id": shop.id})
    await run(database)
    assert seen == [{"noted": 0}, {"noted": 1}]
    async with database.session() as session:
        assert await session.scalar(text("SELECT count(*) FROM job_failures")) == 0
    assert figures()[JOBS.name] == {("test:second_time", "failed"): 1.0, ("test:second_time", "succeeded"): 1.0}


async def test_what_carries_the_trace_never_reaches_the_job(database: Database) -> None:
    async with database.session() as session:
        await enqueue(session, "test:well", {"a": 1, CARRIED: "00-" + "1" * 32 + "-" + "2" * 16 + "-01"})
    await run(database)
    assert seen == [{"a": 1}]


async def test_a_job_belongs_to_the_trace_of_whoever_put_it_down(database: Database) -> None:
    collector = Collector()
    begin(collector)
    try:
        with tracing.span("POST /console/import", "server"):
            trace = tracing.trace_id()
            async with database.session() as session:
                await enqueue(session, "test:well", {"a": 1})
        await run(database)
        async with database.session() as session:
            await enqueue(session, "test:broken", {})
        await run(database)
        async with database.session() as session:
            support = await session.scalar(text("SELECT support FROM job_failures"))
    finally:
        tracing.end()
        collector.close()
    job, failed = collector.spans["job test:well"], collector.spans["job test:broken"]
    assert job.trace_id.hex() == trace
    assert job.parent_span_id == collector.spans["POST /console/import"].span_id
    assert said(job)["mercery.job"] == "test:well"
    assert seen == [{"a": 1}]
    assert failed.trace_id != job.trace_id
    assert support == f"err_{failed.trace_id.hex()}"
    assert said(failed)["error.type"] == "RuntimeError"
    assert "6 12 34" not in collector.everything
