"""A file of stock or prices by SKU changes those and nothing else, and is refused whole."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.catalog.builders import SHOP, add_shop, bag

from mercery.accounts.actor import SYSTEM
from mercery.catalog import service
from mercery.catalog.product import Product
from mercery.catalog.stock_kind import STOCK
from mercery.catalog.stock_reading import Told, likeness, read_stock
from mercery.claims.values import Stock
from mercery.core.database import Database
from mercery.core.files.problems import FileRefused
from mercery.core.money import Money


@pytest.fixture
async def shop(database: Database) -> Database:
    """A bag in two colours, three pieces of each."""
    await add_shop(database)
    async with database.session() as session:
        await service.apply_drafts(session, SHOP, [bag()], SYSTEM)
    return database


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "night.csv"
    file.write_text(text, encoding="utf-8")
    return file


async def brought(shop: Database, file: Path, *, dry_run: bool = False) -> tuple[int, int, Product]:
    async with shop.session() as session:
        done = await STOCK.importer(session, SHOP, file, file.name, SYSTEM, dry_run)
        return done.changed, done.unchanged, await service.product(session, SHOP.id, key="b1")


@pytest.mark.parametrize(
    ("head", "is_stock"),
    [
        ("SKU,Stock", True),
        ("SKU,Price EUR,Compare at price", True),
        ("商家编码,库存,售价", True),
        ("SKU,Title,Stock", False),
        ("SKU,Stock,Material", False),
        ("SKU,Cost", False),
    ],
)
def test_it_is_known_by_naming_stock_or_price_and_nothing_else(tmp_path: Path, head: str, is_stock: bool) -> None:
    cells = ",".join("1" for _ in head.split(","))
    assert (likeness(written(tmp_path, f"{head}\n{cells}\n")) >= 0.8) is is_stock


def test_amounts_are_in_the_currency_the_heading_or_a_column_names_else_the_shops(tmp_path: Path) -> None:
    for head, currency in (("SKU;Price", "EUR"), ("SKU;Price CNY", "CNY")):
        [row] = read_stock(written(tmp_path, f"{head}\nA;412,50\n"), "night.csv", "EUR")
        assert row == Told(sku="A", line=2, price=Money(41_250, currency))
    [row] = read_stock(written(tmp_path, "SKU;Price;Currency\nA;412,50;CNY\n"), "night.csv", "EUR")
    assert row.price == Money(41_250, "CNY")


async def test_stock_and_prices_change_and_what_is_not_said_stays(shop: Database, tmp_path: Path) -> None:
    file = written(tmp_path, "SKU,Stock,Price,Restock date\nb1-black,7,,\nb1-tan,0,950.00,2026-12-10\n")
    assert (await brought(shop, file, dry_run=True))[:2] == (2, 0)
    changed, unchanged, after = await brought(shop, file)
    black, tan = after.variants
    assert (changed, unchanged) == (2, 0)
    assert (black.stock, black.prices[0].amount) == (Stock(7), Money(98_000, "EUR"))
    assert (tan.stock, tan.prices[0].amount) == (Stock(0, date(2026, 12, 10)), Money(95_000, "EUR"))
    assert (await brought(shop, file))[:2] == (0, 2)


async def test_a_try_changes_nothing(shop: Database, tmp_path: Path) -> None:
    await brought(shop, written(tmp_path, "SKU,Stock\nb1-black,7\n"), dry_run=True)
    async with shop.session() as session:
        found = await service.product(session, SHOP.id, key="b1")
    assert [variant.stock for variant in found.variants] == [Stock(3), Stock(3)]


@pytest.mark.parametrize(
    ("rows", "problems"),
    [
        ("b1-black,7\nb9,1\nb8,2\n", [(3, "sku"), (4, "sku")]),
        ("b1-black,some\nb1-tan,-2\n", [(2, "stock"), (3, "stock")]),
        ("b1-black,1\nb1-black,2\n", [(3, "sku")]),
        (",1\n", [(2, "sku")]),
    ],
)
async def test_what_is_wrong_is_named_with_its_line_and_nothing_is_changed(
    shop: Database, tmp_path: Path, rows: str, problems: list[tuple[int, str]]
) -> None:
    with pytest.raises(FileRefused) as refused:
        await brought(shop, written(tmp_path, f"SKU,Stock\n{rows}"))
    assert [(one.line, one.field) for one in refused.value.problems] == problems
    assert all(one.remedy and one.zh for one in refused.value.problems)
    async with shop.session() as session:
        found = await service.product(session, SHOP.id, key="b1")
    assert [variant.stock for variant in found.variants] == [Stock(3), Stock(3)]
