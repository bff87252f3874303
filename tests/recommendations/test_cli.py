"""`mercery recommendations`: lists built here, worked out elsewhere, and brought in."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from tests.catalog.builders import SHOP
from tests.recommendations.stored.buying import TODAY, buy, look, open_shop, order

from mercery.cli import mercery
from mercery.core import clock
from mercery.core.config import settings
from mercery.core.database import Database
from mercery.core.errors import Invalid
from mercery.experiments.warehouse.snapshot import pseudonym
from mercery.orders.baskets import baskets
from mercery.recommendations.model.lists import Lists, open_lists
from mercery.recommendations.stored.applying import apply_orders
from mercery.recommendations.stored.lines import looks, order_lines
from mercery.recommendations.stored.versions import ModelMissing, folder_in_use


@pytest.fixture(autouse=True)
def _here(database_url: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("MERCERY_DATABASE_URL", database_url)
    settings.cache_clear()
    with clock.at(TODAY):
        yield


async def run(*arguments: str) -> str:
    """The command, in a thread of its own as a process would be."""
    done = await asyncio.to_thread(CliRunner().invoke, mercery, ["recommendations", *arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return str(done.output)


def lists_in_use(home: Path) -> Lists:
    return open_lists(folder_in_use(home.resolve(), SHOP.id) / "lists")


async def test_lists_are_built_and_tell_how_they_stand(database: Database, home: Path) -> None:
    await open_shop(database)
    with pytest.raises(ModelMissing):
        await run("status")
    assert "10 products, 5 orders, 0 visits" in await run("rebuild")
    said = await run("status")
    assert "Orders 5 and 0 since" in said
    assert "Products 10; with neighbours by orders 5, by looks 0" in said


@pytest.mark.slow
async def test_lists_worked_out_by_duckdb_are_those_the_shop_works_out_itself(
    database: Database, home: Path, tmp_path: Path
) -> None:
    pieces = await open_shop(database)
    async with database.session() as session:
        await look(session, "vis_1", pieces[5], pieces[6], pieces[7])
    await run("rebuild")
    own, folder = lists_in_use(home), tmp_path / "out"
    assert "order_lines.parquet: 8 lines" in await run("lines", str(folder))
    assert "bought.parquet: 8 rows" in await run("duckdb", str(folder))
    assert "0 of products the shop does not have" in await run("import", str(folder))
    brought = lists_in_use(home)
    for name in ("popularity", "recent_popularity", "bought_with_weights", "viewed_with_weights"):
        np.testing.assert_allclose(getattr(brought, name), getattr(own, name), rtol=1e-5)
    for name in ("bought_with", "viewed_with", "category", "seen", "again"):
        np.testing.assert_array_equal(getattr(brought, name), getattr(own, name))
    assert "from a warehouse" in await run("status")
    async with database.session() as session:
        await buy(session, order("7", [5, 6], day=60))
        assert (await apply_orders(session, SHOP.id, ["7", "1"])).counted == 1


async def test_lines_name_people_as_the_warehouse_does(database: Database) -> None:
    pieces = await open_shop(database)
    async with database.session() as session:
        await look(session, "vis_1", pieces[5], pieces[6])
        own = {one.customer_id async for batch in baskets(session, SHOP.id) for one in batch if one.customer_id}
        bought = [one async for batch in order_lines(session, SHOP.id) for one in batch]
        since, until = TODAY - timedelta(days=9), TODAY + timedelta(days=1)
        seen = [one async for batch in looks(session, SHOP.id, since, until) for one in batch]
    assert own and {one.customer for one in bought} - {""} == {pseudonym(SHOP.id, one) for one in own}
    assert {one.customer for one in seen} == {pseudonym(SHOP.id, "vis_1")}
    assert not any("vis_1" in one.order for one in seen)


async def test_results_with_a_column_missing_change_nothing(database: Database, home: Path, tmp_path: Path) -> None:
    await open_shop(database)
    await run("rebuild")
    await run("lines", str(tmp_path))
    await run("duckdb", str(tmp_path))
    before = folder_in_use(home.resolve(), SHOP.id)
    (tmp_path / "repeats.parquet").write_bytes((tmp_path / "popularity.parquet").read_bytes())
    with pytest.raises(Invalid) as told:
        await run("import", str(tmp_path))
    assert "bin" in told.value.problems[0].message
    (tmp_path / "repeats.parquet").write_bytes(b"nothing")
    with pytest.raises(Invalid) as told:
        await run("import", str(tmp_path))
    assert told.value.problems[0].file == "repeats.parquet"
    assert folder_in_use(home.resolve(), SHOP.id) == before
    assert [one.name for one in before.parent.iterdir() if one.is_dir()] == [before.name]


async def test_rows_for_mails_are_for_who_wrote_them_alone(database: Database, tmp_path: Path) -> None:
    await open_shop(database)
    file = tmp_path / "mails.csv"
    file.touch(mode=0o644)
    assert "mails.csv: 0 lines" in await run("mail", str(file), "--site", "https://orme.example")
    assert file.stat().st_mode & 0o777 == 0o600


async def test_statements_are_written_for_a_warehouse(tmp_path: Path) -> None:
    assert "-- bought" in await run("sql", "snowflake", "--no-looks")
    await run("sql", "bigquery", "--to", str(tmp_path / "sql"))
    assert sorted(one.stem for one in (tmp_path / "sql").iterdir()) == [
        "bought", "looked", "popularity", "repeats", "viewed",
    ]  # fmt: skip
