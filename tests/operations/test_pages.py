"""The pages Health and Jobs as owners and others meet them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.accounts.house import House, console_app, open_shop

from mercery.core.database import Database
from mercery.core.jobs import enqueue
from mercery.operations.health import console as health_console
from mercery.operations.work import console as work_console


@pytest.fixture
async def house(database: Database, home: Path) -> AsyncIterator[House]:
    shop, people = await open_shop(database, roles=("owner", "editor"))
    app = console_app(database, work_console.router, health_console.router)
    made = House(app=app, database=database, shop=shop, people=people)
    yield made
    for browser in made.browsers:
        await browser.http.aclose()


async def failed_job(database: Database, shop_id: str, *, kind: str = "search:rebuild") -> int:
    async with database.session() as session:
        job = await enqueue(session, kind, {"shop_id": shop_id, "customer": "anna@example.com"})
        await session.execute(text("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = :id"), {"id": job})
        await session.execute(text("SELECT procrastinate_finish_job_v1(:id, 'failed', false)"), {"id": job})
        await session.execute(
            text("INSERT INTO job_failures VALUES (:id, :shop, now(), 'The disk is full.', 'err_abc')"),
            {"id": job, "shop": shop_id},
        )
    assert job
    return job


async def test_an_owner_reads_what_is_wrong_with_its_remedy_in_both_languages(house: House) -> None:
    browser = await house.as_role("owner")
    english = await browser.get("/console/system?lang=en")
    assert english.status_code == 200
    assert "No worker was heard of" in english.text
    assert "mercery worker" in english.text
    assert "PostgreSQL" in english.text
    chinese = await browser.get("/console/system?lang=zh")
    assert "没有后台进程的消息" in chinese.text


async def test_only_owners_look_after_the_installation(house: House) -> None:
    browser = await house.as_role("editor")
    for path in ("/console/system", "/console/system/jobs"):
        assert (await browser.get(path)).status_code == 403


async def test_a_failed_job_says_why_is_tried_again_and_who_did_so_is_on_record(house: House) -> None:
    job = await failed_job(house.database, house.shop.id)
    browser = await house.as_role("owner")
    page = await browser.get("/console/system/jobs?lang=en")
    assert "Building the search index anew" in page.text
    assert "The disk is full." in page.text
    assert "err_abc" in page.text
    assert "anna@example.com" not in page.text
    answer = await browser.post(f"/console/system/jobs/{job}/again", page="/console/system/jobs")
    assert answer.status_code == 303
    async with house.database.session() as session:
        status = await session.scalar(text("SELECT status::text FROM procrastinate_jobs WHERE id = :id"), {"id": job})
        noted = (
            await session.execute(text("SELECT actor_name, subject, after FROM audit WHERE action = 'job.retry'"))
        ).one()
    assert status == "todo"
    assert tuple(noted) == ("Owner Martin", "search:rebuild", {"job": job})
    again = await browser.post(f"/console/system/jobs/{job}/dismiss", page="/console/system/jobs")
    assert again.status_code == 303
    assert "Only a job that failed" in (await browser.get("/console/system/jobs")).text


async def test_an_empty_queue_says_so(house: House) -> None:
    browser = await house.as_role("owner")
    assert "Nothing waits and nothing failed." in (await browser.get("/console/system/jobs?lang=en")).text


async def test_owners_of_a_further_shop_see_their_own_jobs_and_nothing_of_the_installation(house: House) -> None:
    shop, people = await open_shop(house.database, "second")
    await failed_job(house.database, house.shop.id, kind="catalog:apply_import")
    await failed_job(house.database, shop.id, kind="studio:draw")
    second = House(app=house.app, database=house.database, shop=shop, people=people)
    async with house.database.session() as session:
        await session.execute(
            text("INSERT INTO shop_hosts (host, shop_id) VALUES ('second.example', :shop)"), {"shop": shop.id}
        )
    browser = await second.as_role("owner", host="second.example")
    health = await browser.get("/console/system?lang=en")
    assert "looked after by its first shop" in health.text
    assert "PostgreSQL" not in health.text
    jobs = await browser.get("/console/system/jobs?lang=en")
    assert "Drawing a picture or film" in jobs.text
    assert "Applying an import" not in jobs.text
    await browser.http.aclose()
