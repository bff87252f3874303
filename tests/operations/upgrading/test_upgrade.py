"""`mercery upgrade`: a plan first, nothing while the old version runs, limits on waiting, a check and the way back."""

from __future__ import annotations

import asyncio
import os
import threading
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner
from tests.core.test_schema import add, folder

from mercery.core.config import settings
from mercery.core.schema import current_revision, newest_revision, revisions
from mercery.operations.backing_up.making import backups_in
from mercery.operations.upgrading.cli import upgrade_command
from mercery.operations.upgrading.planning import plan_for
from mercery.operations.upgrading.reading import Effect
from mercery.operations.upgrading.running import Limits, StillOld, UpgradeStopped, migrate_within, refuse_while_old_runs

__all__ = ["folder"]

CONCURRENT = """
from alembic import op

revision = "{number}"
down_revision = "{before}"


def upgrade() -> None:
    with op.get_context().autocommit_block():
        op.create_index("ix_shops_name", "shops", ["name"], postgresql_concurrently=True, postgresql_using="gin")
"""
ADDING = """
from alembic import op
import sqlalchemy as sa

revision = "{number}"
down_revision = "{before}"


def upgrade() -> None:
    op.add_column("shops", sa.Column("motto", sa.Text(), nullable=True))
"""
FAILING = ADDING + '    op.execute("SELECT 1 / 0")\n'


def asked(url: str, *words: str) -> str:
    os.environ["MERCERY_DATABASE_URL"] = url
    settings.cache_clear()
    try:
        done = CliRunner().invoke(upgrade_command, words)
    finally:
        del os.environ["MERCERY_DATABASE_URL"]
        settings.cache_clear()
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.output


@pytest.fixture
def old(database_url: str, home: Path, folder: Path) -> str:
    """A database of today, and a program that is one migration ahead of it."""
    add(folder, ADDING)
    return database_url


async def test_a_dry_run_tells_the_plan_and_changes_nothing(old: str, home: Path) -> None:
    said = await asyncio.to_thread(asked, old, "--dry-run")
    assert "locks for a moment" in said and "while the earlier version runs" in said
    assert current_revision(old) == revisions()[-2] and not (home / "backups").exists()


@pytest.mark.slow
async def test_it_backs_up_migrates_and_tells_the_way_back(
    old: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The column is in no tables.py, so the look afterwards finds that it does not belong there.
    said = await asyncio.to_thread(asked, old, "--yes")
    assert current_revision(old) == newest_revision()
    (backup,) = backups_in(home / "backups")
    assert f"mercery restore {backup} --replace" in said and "not as it should be" in said


async def test_with_nothing_to_do_it_says_so(database_url: str, home: Path) -> None:
    assert "Nothing has to be done" in await asyncio.to_thread(asked, database_url)


async def test_it_is_refused_while_somebody_uses_the_database(old: str) -> None:
    with psycopg.connect(old, application_name="mercery web"):
        plan = plan_for(old)
    assert (
        plan.online
        and plan.effect == Effect.BRIEF
        and [one.words for one in plan.running] == ["mercery web (1 connections)"]
    )
    with pytest.raises(StillOld, match="mercery web") as refused:
        refuse_while_old_runs(plan, told=False)
    assert "--while-running" in refused.value.remedy
    refuse_while_old_runs(plan, told=True)


async def test_a_lock_that_is_not_had_is_tried_again(old: str) -> None:
    """Whoever reads the shops meanwhile is not kept waiting behind a lock that is not to be had."""
    begun, done = threading.Event(), threading.Event()

    def hold() -> None:
        with psycopg.connect(old) as connection:
            connection.execute("SELECT * FROM shops")
            begun.set()
            done.wait(60)

    def say(line: str) -> None:
        assert "in use" in line
        done.set()

    holding = threading.Thread(target=hold)
    holding.start()
    begun.wait(60)
    await asyncio.to_thread(migrate_within, old, Limits(lock_seconds=0.2), say, pause=0.3)
    assert done.is_set() and current_revision(old) == newest_revision()
    holding.join()


@pytest.mark.slow
async def test_one_that_never_gets_its_lock_stops_and_says_where(old: str) -> None:
    with psycopg.connect(old) as connection:
        connection.execute("SELECT * FROM shops")
        with pytest.raises(UpgradeStopped, match="in use all the time"):
            await asyncio.to_thread(migrate_within, old, Limits(lock_seconds=0.1), lambda _: None, pause=0.01)
    assert current_revision(old) == revisions()[-2]


@pytest.mark.slow
async def test_a_step_that_fails_is_taken_back_and_those_before_it_stay(database_url: str, folder: Path) -> None:
    first = add(folder, CONCURRENT)
    add(folder, FAILING)
    with pytest.raises(UpgradeStopped, match=f"schema {first}"):
        await asyncio.to_thread(migrate_within, database_url, Limits(), lambda _: None)
    with psycopg.connect(database_url) as connection:
        found = connection.execute("SELECT to_regclass('ix_shops_name') IS NOT NULL").fetchone()
        columns = connection.execute("SELECT 1 FROM information_schema.columns WHERE column_name = 'motto'").fetchall()
    assert found == (True,) and columns == []


async def test_a_database_of_an_early_version_is_planned_for(home: Path, database_url: str) -> None:
    from tests.core.test_schema import change

    change(database_url, "UPDATE alembic_version SET version_num = '0028'")
    plan = plan_for(database_url)
    assert plan.migrations[0].revision == "0029" and not plan.online
