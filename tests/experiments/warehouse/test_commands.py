"""`mercery warehouse`, as a shop's people call it."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from mercery.accounts.events import ShopRemoved
from mercery.accounts.service import create_shop
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.core.runtime import use_database
from mercery.experiments.warehouse import jobs
from mercery.experiments.warehouse.cli import warehouse_group
from mercery.experiments.warehouse.layout import files_of, folder_of
from mercery.interactions.interaction import Interaction
from mercery.interactions.service import record_all


async def _a_shop(url: str) -> str:
    database = Database(url)
    async with database.session() as session:
        shop = await create_shop(session, slug="orme", name=Words("Orme"), currency="EUR")
        views = [
            Interaction(visitor_id=f"vis_{days}", kind="view", surface="product", at=now() - timedelta(days=days))
            for days in range(3)
        ]
        await record_all(session, shop.id, views)
    await database.close()
    return shop.id


def said(*arguments: str) -> str:
    result = CliRunner().invoke(warehouse_group, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_days_are_written_asked_taken_away_and_a_visitor_forgotten(
    database_url: str, home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MERCERY_DATABASE_URL", database_url)
    settings.cache_clear()
    shop_id = asyncio.run(_a_shop(database_url))
    folder = folder_of(home, shop_id)
    assert "interactions: 2 files written with 2 rows" in said("snapshot")
    assert "interactions: 1 files written with 1 rows" in said("snapshot", "--today")
    (row,) = said(
        "query", "SELECT count(*) AS n, count(DISTINCT visitor) AS v FROM interactions", "--format", "json"
    ).split("\n")[:1]
    assert json.loads(row) == {"n": 3, "v": 3}
    assert said("query", "sales", "--format", "csv").startswith("week,category,channel,currency,orders")
    assert said("query", "SELECT '=1+1' AS a, -2 AS b", "--format", "csv").split() == ["a,b", "'=1+1,-2"]
    assert "sales: Orders taken apart" in said("tables")
    assert "interactions 3" in said("export", str(tmp_path / "out"))
    assert said("forget", "vis_2", "--shop", "orme") == "1 rows removed.\n"
    assert "1 removed" in said("snapshot", "--today")
    assert len(files_of(folder, "interactions")) == 2


async def test_the_job_writes_finished_days_and_files_follow_a_shop_that_is_removed(
    database: Database, home: Path
) -> None:
    shop_id = await _a_shop(database.url)
    use_database(database)
    try:
        await jobs.write_all(0)
        await jobs.write_days(shop_id)
        await jobs.write_days("shp_gone")
        async with database.session() as session:
            await jobs.on_shop_removed(session, ShopRemoved(shop_id=shop_id, demo=False))
            queued = await (await session.connection()).exec_driver_sql(
                "SELECT task_name FROM procrastinate_jobs ORDER BY id"
            )
            assert [name for (name,) in queued] == ["warehouse:write_days", "warehouse:forget"]
    finally:
        use_database(None)
    folder = folder_of(home, shop_id)
    assert len(files_of(folder, "interactions")) == 2
    await jobs.forget(shop_id)
    assert not folder.exists()
