"""The table by day: made ahead, filled from the strays, dropped whole."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from alembic import command
from psycopg import sql
from sqlalchemy import text

from mercery.accounts.service import create_shop
from mercery.accounts.shop import Shop
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.core.migrating import configuration
from mercery.core.schema import drop_database
from mercery.interactions.days import AHEAD, days, keep_days
from mercery.interactions.interaction import Interaction
from mercery.interactions.service import acts, forget_old, forget_visitor, record_all, seen_lately

KEPT = 400


@pytest.fixture
async def shop(database: Database) -> Shop:
    async with database.session() as session:
        return await create_shop(session, slug="orme", name=Words("Orme"), currency="EUR")


def view(at: datetime, name: str, visitor: str = "vis_1") -> Interaction:
    return Interaction(visitor_id=visitor, kind="view", surface="product", product_id=name, at=at, event_id=name)


async def strays(database: Database) -> int:
    async with database.session() as session:
        return await session.scalar(text("SELECT count(*) FROM interactions_part_default")) or 0


async def test_days_are_made_ahead_and_strays_of_past_days_move_into_theirs(database: Database, shop: Shop) -> None:
    today = now()
    async with database.session() as session:
        old = [view(today - timedelta(days=back), f"prd_{back}") for back in (0, 3, 3, 20, 500)]
        await record_all(session, shop.id, old[:2] + old[3:])
    assert await strays(database) == 4
    assert await keep_days(database, kept_days=KEPT) == AHEAD + 1 + 2
    assert await strays(database) == 1, "what is older than is kept has no day of its own"
    async with database.session() as session:
        assert len(await days(session)) == AHEAD + 3
        assert await seen_lately(session, shop.id, "vis_1") == ["prd_0", "prd_3"]
        found = await acts(session, shop.id, ["view"], since=today - timedelta(days=600), until=now())
        assert [one.product_id for one in found] == ["prd_500", "prd_20", "prd_3", "prd_0"]
    assert await keep_days(database, kept_days=KEPT) == 0


async def test_processes_that_begin_at_once_make_each_day_once(database: Database, shop: Shop) -> None:
    async with database.session() as session:
        await record_all(session, shop.id, [view(now() - timedelta(days=2), "prd_a")])
    await asyncio.gather(*(keep_days(database, kept_days=KEPT) for _ in range(3)))
    async with database.session() as session:
        assert len(await days(session)) == AHEAD + 2
        assert len(await acts(session, shop.id, ["view"], since=now() - timedelta(days=5), until=now())) == 1


async def test_a_question_about_two_days_reads_those_alone(database: Database, shop: Shop) -> None:
    await keep_days(database, kept_days=KEPT)
    begin = now().replace(hour=0, minute=0, second=0, microsecond=0)
    async with database.session() as session:
        plan = await session.scalars(
            text("EXPLAIN SELECT * FROM interactions WHERE shop_id = :shop AND at >= :since AND at < :until"),
            {"shop": shop.id, "since": begin, "until": begin + timedelta(days=2)},
        )
        read = {f"{begin + timedelta(days=ahead):%Y%m%d}" for ahead in range(AHEAD + 1)}
        lines = "\n".join(plan)
    assert {day for day in read if f"interactions_part_{day} " in lines} == {
        f"{begin + timedelta(days=ahead):%Y%m%d}" for ahead in range(2)
    }


async def test_days_that_are_over_go_whole_and_the_same_id_on_another_day_is_another_event(
    database: Database, shop: Shop
) -> None:
    long_ago, lately = now() - timedelta(days=399), now() - timedelta(days=1)
    async with database.session() as session:
        await record_all(session, shop.id, [view(long_ago, "prd_a"), view(lately, "prd_b")])
    await keep_days(database, kept_days=KEPT)
    async with database.session() as session:
        await record_all(session, shop.id, [view(lately, "prd_a"), view(lately, "prd_b")])
    async with database.session() as session:
        assert await forget_old(session, days=398) == 1
        assert min(await days(session)) == lately.astimezone(UTC).date()
        found = await acts(session, shop.id, ["view"], since=long_ago - timedelta(days=1), until=now())
        assert sorted(one.product_id or "" for one in found) == ["prd_a", "prd_b"]


async def test_a_visitor_is_forgotten_on_every_day(database: Database, shop: Shop) -> None:
    async with database.session() as session:
        rows = [view(now() - timedelta(days=back), f"prd_{back}") for back in (0, 9)]
        await record_all(session, shop.id, [*rows, view(now(), "prd_other", "vis_2")])
    await keep_days(database, kept_days=KEPT)
    async with database.session() as session:
        assert await forget_visitor(session, shop.id, "vis_1") == 2
        assert await seen_lately(session, shop.id, "vis_2") == ["prd_other"]


@pytest.fixture
def before_days(database_url: str) -> Iterator[str]:
    """A database whose interactions are one table still."""
    name = f"test_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        url = urlunsplit(urlsplit(database_url)._replace(path=f"/{name}"))
        command.upgrade(configuration(url), "0028")
        yield url
        drop_database(connection, name)


@pytest.mark.slow
def test_rows_from_before_move_into_their_days_with_their_numbers(before_days: str) -> None:
    with psycopg.connect(before_days, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO shops (id, slug, name, default_language, languages, currency, currencies, timezone, tax_included,"
            " colour, wordmark, tagline, assistant_name, embed_origins, demo, advertising_law, holdouts)"
            " VALUES ('shp_1', 'orme', '{}', 'en', '[]', 'EUR', '[]', 'UTC', true, '#000000', '', '{}', '{}', '[]', false,"
            " '[]', '{}')"
        )
        row = "INSERT INTO interactions (shop_id, visitor_id, kind, surface, details, at) VALUES"
        connection.execute(
            row + " ('shp_1', 'vis_1', 'view', 'home', '{\"n\": 1}', now() - interval '3 days'),"
            " ('shp_1', 'vis_2', 'view', 'home', '{}', now()),"
            " ('shp_1', 'vis_3', 'view', 'home', '{}', now() - interval '900 days')"
        )
        command.upgrade(configuration(before_days), "0029")
        connection.execute(row + " ('shp_1', 'vis_4', 'view', 'home', '{}', now())")
        found = connection.execute(
            "SELECT id, visitor_id, tableoid::regclass::text FROM interactions ORDER BY id"
        ).fetchall()
        gone = connection.execute("SELECT to_regclass('interactions_before')").fetchone()
    assert [(number, visitor) for number, visitor, _ in found] == [
        (1, "vis_1"),
        (2, "vis_2"),
        (3, "vis_3"),
        (4, "vis_4"),
    ]
    assert [name for _, _, name in found][2] == "interactions_part_default" and gone == (None,)
    assert len({name for _, _, name in found}) == 3
