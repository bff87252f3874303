"""The shop's days as files: written once, again when they change, without names; questions and ways out."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import duckdb
import psycopg
import pyarrow.parquet as pq
import pytest
from psycopg import sql
from tests.catalog.builders import bag

from mercery.accounts.actor import SYSTEM
from mercery.accounts.service import create_shop
from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.catalog.costs import GoodsCost, record_costs
from mercery.core import clock
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.core.schema import drop_database
from mercery.experiments import service as experiments
from mercery.experiments.warehouse.datasets import DATASETS
from mercery.experiments.warehouse.duck import BadQuestion, answered, opened
from mercery.experiments.warehouse.exporting import export
from mercery.experiments.warehouse.forgetting import forget_visitor
from mercery.experiments.warehouse.questions import QUESTIONS
from mercery.experiments.warehouse.snapshot import Source, Written, pseudonym, snapshot
from mercery.interactions.interaction import Interaction
from mercery.interactions.service import record_all
from mercery.orders.order import Order, OrderLine, Return
from mercery.orders.service import apply_orders

MONDAY = datetime(2026, 11, 16, 10, tzinfo=UTC)
SUNDAY_NIGHT = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
"""A Monday already, in the shop's zone."""


@dataclass(frozen=True)
class Filled:
    """A shop with two weeks behind it, and where its files lie."""

    database: Database
    shop: Shop
    folder: Path

    def write(self, until: datetime | None = None) -> Written:
        source = Source(url=self.database.url, shop_id=self.shop.id, timezone="Europe/Paris")
        return snapshot(source, self.folder, until=until.date() if until else None)

    def ask(self, sql: str, **given: object) -> list[tuple[object, ...]]:
        with opened(self.folder) as connection:
            return answered(connection, sql, given).fetchall()

    def files(self, table: str) -> list[str]:
        return sorted(path.stem for path in (self.folder / table).glob("*.parquet"))


def order(number: str, at: datetime, *skus: str, minor: int = 12_000) -> Order:
    lines = tuple(OrderLine(sku=sku, title=sku, quantity=1, unit_price=Money(minor, "EUR")) for sku in skus)
    return Order(
        number=number, placed_at=at, currency="EUR", status="paid", total=Money(minor * len(skus), "EUR"),
        tax=Money(2_000 * len(skus), "EUR"), lines=lines, email="ana@example.com", channel="live",
    )  # fmt: skip


@pytest.fixture
async def filled(database: Database, home: Path) -> Filled:
    async with database.session() as session:
        shop = await create_shop(session, slug="orme", name=Words("Orme"), currency="EUR")
        await catalog.apply_drafts(session, shop, [bag("one"), bag("two")], SYSTEM)
        ids = await catalog.all_product_ids(session, shop.id)
        skus = sorted(variant.sku for one in await catalog.products(session, shop.id, ids) for variant in one.variants)
        await record_costs(session, shop.id, [GoodsCost(sku=skus[0], currency="EUR", cost=4_000)], SYSTEM)
        orders = [order("1", MONDAY, *skus[:2]), order("2", SUNDAY_NIGHT, skus[0], skus[1])]
        await apply_orders(session, shop.id, orders, SYSTEM)
        views = [
            Interaction(visitor_id=f"vis_{one}", kind="view", surface="product", product_id=ids[0], at=at, query=query)
            for one, at, query in ((1, MONDAY, 'said "so",\n'), (2, MONDAY, ""), (1, SUNDAY_NIGHT, None))
        ]
        await record_all(session, shop.id, views)
    for visitor, arm, at in (("vis_1", "treatment", MONDAY), ("vis_2", "holdout", MONDAY)):
        with clock.at(at):
            async with database.session() as session:
                await experiments.record_exposure(session, shop, "assistant", visitor, arm)  # type: ignore[arg-type]
    with clock.at(MONDAY + timedelta(hours=1)):
        async with database.session() as session:
            await experiments.record_outcome(session, shop.id, "vis_1", "order", Money(24_000, "EUR"), subject="1")
            await experiments.record_cost(session, shop.id, "assistant", kind="model", micros=1_500)
    return Filled(database, shop, home / "warehouse" / shop.id)


async def test_each_finished_day_is_written_once_and_the_unfinished_one_waits(filled: Filled) -> None:
    first = filled.write(until=SUNDAY_NIGHT)
    assert filled.files("interactions") == ["2026-11-16"]
    assert filled.files("goods") == ["all"] and first.files == len(DATASETS)
    again = filled.write(until=SUNDAY_NIGHT)
    assert (again.files, again.removed, again.unchanged) == (0, 0, first.files)
    filled.write(until=SUNDAY_NIGHT + timedelta(days=1))
    assert filled.files("interactions") == filled.files("orders") == ["2026-11-16", "2026-11-22"]
    assert not list(filled.folder.rglob("*.unfinished"))


async def test_texts_come_through_as_they_are_and_nobody_is_named(filled: Filled) -> None:
    filled.write()
    rows = filled.ask("SELECT query, visitor, day::VARCHAR, epoch(moment)::BIGINT FROM interactions ORDER BY id")
    named = [pseudonym(filled.shop.id, one) for one in ("vis_1", "vis_2")]
    assert [row[:3] for row in rows] == [
        ('said "so",', named[0], "2026-11-16"),
        ("", named[1], "2026-11-16"),
        (None, named[0], "2026-11-23"),
    ]
    assert rows[0][3] == int(MONDAY.timestamp())
    everything = b"".join(path.read_bytes() for path in filled.folder.rglob("*.parquet"))
    tables = [pq.read_table(path).to_pylist() for path in filled.folder.rglob("*.parquet")]
    assert "vis_1" not in str(tables) and "ana@" not in str(tables) and b"vis_1" not in everything


async def test_an_order_that_changes_has_its_day_written_anew_and_no_other(filled: Filled) -> None:
    filled.write()
    async with filled.database.session() as session:
        skus = sorted({row[0] for row in filled.ask("SELECT sku FROM sales WHERE place > 0")}, key=str)
        back = Return(sku=str(skus[0]), quantity=1, status="refunded", refund=Money(12_000, "EUR"))
        changed = replace(order("1", MONDAY, *map(str, skus)), returns=(back,), status="partly_returned")
        await apply_orders(session, filled.shop.id, [changed], SYSTEM)
    done = filled.write()
    assert done.files == 2, "the orders and the sales of that Monday"
    assert filled.ask("SELECT sum(refund_minor)::BIGINT FROM sales") == [(12_000,)]


async def test_a_forgotten_visitor_is_gone_from_the_files_at_the_next_writing(filled: Filled) -> None:
    filled.write()
    gone = pseudonym(filled.shop.id, "vis_1")
    async with filled.database.session() as session:
        assert await forget_visitor(session, filled.shop.id, "vis_1") == 2 + 1 + 1
        queued = await session.connection()
        jobs = await queued.exec_driver_sql(
            "SELECT task_name FROM procrastinate_jobs WHERE task_name LIKE 'warehouse%%'"
        )
        assert [name for (name,) in jobs] == ["warehouse:write_days"]
    done = filled.write()
    assert done.removed == 2, "a day of interactions and one of outcomes had nobody else in it"
    for table in ("interactions", "exposures", "outcomes"):
        assert filled.ask(f"SELECT count(*) FROM {table} WHERE visitor = '{gone}'") == [(0,)]
    assert filled.ask("SELECT count(*) FROM interactions") == [(1,)]


async def test_a_run_that_is_broken_off_leaves_whole_files_and_the_next_goes_on(
    filled: Filled, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("mercery.experiments.warehouse.snapshot._pseudonyms", full)
        with pytest.raises(OSError, match="No space"):
            filled.write()
    assert not list(filled.folder.rglob("*.parquet")) and not list(filled.folder.rglob("*.unfinished"))
    (filled.folder / "interactions" / "2026-11-16.parquet").write_bytes(b"half of a file")
    filled.write()
    assert filled.ask("SELECT count(*) FROM interactions") == [(3,)]


async def test_sales_are_told_by_week_category_and_channel_of_the_shops_own_days(filled: Filled) -> None:
    filled.write()
    rows = filled.ask(
        f"SELECT week::VARCHAR, channel, orders, pieces, revenue, margin, costed FROM ({QUESTIONS['sales'].sql})"
    )
    # Of two pieces at 120.00 with 20.00 of tax each, the cost of one is known: 40.00.
    assert sorted(map(str, rows)) == sorted(
        str((week, "live", 1, 2, 24_000, 6_000, 0.5)) for week in ("2026-11-16", "2026-11-23")
    )


async def test_an_experiment_gets_its_sums_by_arm(filled: Filled) -> None:
    filled.write()
    arms = filled.ask(QUESTIONS["units"].sql, feature="assistant", most=1)
    assert [row[:5] for row in arms] == [("holdout", 1, 0, 0, 0), ("treatment", 1, 1, 1, 1)]
    assert arms[1][5:] == (24_000.0, 24_000.0**2, 24_000.0)


async def test_pairs_visits_and_costs_are_told(filled: Filled) -> None:
    filled.write()
    (pair,) = filled.ask(QUESTIONS["together"].sql, most=5)
    assert pair[2] == 2
    assert [row[1:] for row in filled.ask(QUESTIONS["visits"].sql)] == [(2, 2, 0, 0, 2), (1, 1, 0, 0, 1)]
    assert filled.ask(f"SELECT feature, micros FROM ({QUESTIONS['costs'].sql})") == [("assistant", 1_500)]


def test_before_the_first_writing_every_table_is_there_and_empty(tmp_path: Path) -> None:
    with opened(tmp_path) as connection:
        assert [answered(connection, f"FROM {name}", {}).fetchall() for name in DATASETS] == [[]] * len(DATASETS)
        with pytest.raises(BadQuestion, match="no_such_table"):
            answered(connection, "SELECT * FROM no_such_table", {}).fetchall()


async def test_everything_leaves_for_a_folder_and_a_file_of_duckdb(filled: Filled, tmp_path: Path) -> None:
    filled.write()
    folder, file = tmp_path / "out", tmp_path / "shop.duckdb"
    export(filled.folder, str(folder), print)
    counts = export(filled.folder, str(folder), print)
    assert counts == export(filled.folder, str(file), print) == export(filled.folder, str(file), print)
    assert counts["interactions"] == 3 and counts["sales"] == 6
    with duckdb.connect(str(file)) as connection:
        assert connection.execute("SELECT count(*) FROM sales").fetchone() == (6,)
    assert pq.read_table(folder / "sales").num_rows == 6
    assert json.loads((folder / "tables.json").read_text())["tables"]["sales"]["rows"] == 6


@pytest.fixture
def other_url(database_url: str) -> Iterator[str]:
    """A PostgreSQL of the shop's own."""
    name = f"test_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield urlunsplit(urlsplit(database_url)._replace(path=f"/{name}"))
        drop_database(connection, name)


async def test_everything_leaves_for_another_postgresql_twice(filled: Filled, other_url: str) -> None:
    filled.write()
    export(filled.folder, other_url, print)
    counts = export(filled.folder, other_url, print)
    with psycopg.connect(other_url) as connection:
        found = connection.execute("SELECT count(*), min(moment), max(day)::text FROM interactions").fetchone()
        names = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    assert found == (3, MONDAY, "2026-11-23") and counts["interactions"] == 3
    assert names == (len(DATASETS),)
