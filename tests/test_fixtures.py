"""The fixtures keep what they promise."""

import socket

import psycopg
import pytest
from playwright.async_api import Page
from sqlalchemy import text
from tests.lent import RESTING, Lender

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


def test_a_database_that_was_used_is_lent_again_as_if_it_were_new(_server_url: str, _lender: Lender | None) -> None:
    if _lender is None:
        pytest.skip("a server that is not ours lends nothing")
    numbers = set()
    for _ in range(2 * RESTING + 2):
        with _lender.lend() as name, psycopg.connect(_server_url, dbname=name) as connection:
            numbers.add(
                connection.execute("SELECT pg_database.oid FROM pg_database WHERE datname = %s", [name]).fetchone()
            )
            rows = "SELECT count(*), max(id) FROM procrastinate_jobs"
            assert connection.execute(rows).fetchone() == (0, None)
            connection.execute(
                "INSERT INTO procrastinate_jobs (task_name, queue_name) VALUES ('one', 'q'), ('other', 'q')"
            )
            assert connection.execute(rows).fetchone() == (2, 2)
            # Taken back, it has still taken a number.
            connection.commit()
            connection.execute("INSERT INTO procrastinate_jobs (task_name, queue_name) VALUES ('third', 'q')")
            connection.rollback()
    assert len(numbers) <= RESTING + 1


@pytest.mark.parametrize(
    "change",
    ["UPDATE alembic_version SET version_num = '0'", "ALTER TABLE shops ADD COLUMN left_behind text", "ANALYZE shops",
     "DROP TRIGGER {trigger} ON procrastinate_jobs"],
)  # fmt: skip
def test_a_database_in_which_more_than_rows_changed_is_not_lent_again(
    _server_url: str, _lender: Lender | None, change: str
) -> None:
    if _lender is None:
        pytest.skip("a server that is not ours lends nothing")
    with _lender.lend() as name, psycopg.connect(_server_url, dbname=name) as connection:
        found = connection.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'procrastinate_jobs'::regclass AND NOT tgisinternal"
        ).fetchone()
        assert found
        connection.execute(change.format(trigger=found[0]).encode())
        (number,) = connection.execute("SELECT oid FROM pg_database WHERE datname = %s", [name]).fetchone() or ("",)
    with psycopg.connect(_server_url) as connection:
        assert connection.execute("SELECT count(*) FROM pg_database WHERE oid = %s", [number]).fetchone() == (0,)
