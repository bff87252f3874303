"""The fixtures keep what they promise."""

import socket

import pytest
from playwright.async_api import Page
from sqlalchemy import text

from mercery.core.database import Database


async def test_a_test_gets_a_database_with_the_job_queue_and_no_rows(database: Database) -> None:
    async with database.session() as session:
        assert await session.scalar(text("SELECT count(*) FROM procrastinate_jobs")) == 0
        await session.execute(text("CREATE TABLE left_behind (n int)"))


async def test_the_next_test_gets_another_one(database: Database) -> None:
    async with database.session() as session:
        assert await session.scalar(text("SELECT to_regclass('left_behind')")) is None


def test_a_connection_to_another_machine_is_refused() -> None:
    with pytest.raises(RuntimeError, match="stay on this machine"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with pytest.raises(RuntimeError, match="stay on this machine"):
        socket.getaddrinfo("example.org", 80)


async def test_a_page_shows_what_this_machine_serves(page: Page) -> None:
    await page.set_content("<h1>Mercery</h1>")
    assert await page.inner_text("h1") == "Mercery"
