"""Costs and floors are for people of the shop alone."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import httpx
import pytest
from tests.catalog.builders import SHOP, add_shop, bag

from mercery.accounts.actor import SYSTEM
from mercery.accounts.permissions import Scope
from mercery.accounts.service import create_api_key
from mercery.catalog import api, service
from mercery.catalog.costs import GoodsCost, costs_of, record_costs
from mercery.catalog.costs_kind import take_costs_beside
from mercery.catalog.costs_reading import likeness, read_costs
from mercery.catalog.exporting import ExportFormat, export
from mercery.catalog.facts import product_facts
from mercery.catalog.history import revisions
from mercery.core.database import Database
from mercery.core.errors import Invalid
from mercery.core.files.problems import FileRefused
from mercery.search.document import document
from mercery.web.pipeline import new_web_app

SECRET = 31_337
ROW = GoodsCost(sku="b1-black", currency="EUR", cost=SECRET, floor=SECRET)


@pytest.fixture
async def shop(database: Database) -> Database:
    """A bag in two colours."""
    await add_shop(database)
    async with database.session() as session:
        await service.apply_drafts(session, SHOP, [bag()], SYSTEM)
    return database


async def test_costs_are_kept_by_sku_and_currency_and_told_twice_change_nothing(shop: Database) -> None:
    async with shop.session() as session:
        assert await record_costs(session, SHOP.id, [ROW], SYSTEM) == 1
        assert await record_costs(session, SHOP.id, [ROW], SYSTEM) == 0
        assert (await costs_of(session, SHOP.id, "EUR"))["b1-black"].cost == SECRET
        assert await costs_of(session, SHOP.id, "CNY") == {}


async def test_an_unknown_sku_and_an_amount_below_zero_are_refused_together(shop: Database) -> None:
    rows = [
        ROW,
        GoodsCost(sku="b9", currency="EUR", cost=1, line=3),
        GoodsCost(sku="b1-tan", currency="EUR", floor=-1, line=4),
    ]
    async with shop.session() as session:
        with pytest.raises(Invalid) as refused:
            await record_costs(session, SHOP.id, rows, SYSTEM)
        assert await costs_of(session, SHOP.id, "EUR") == {}
    assert [(one.line, one.field) for one in refused.value.problems] == [(3, "sku"), (4, "floor")]


@pytest.mark.parametrize("format_", ["mercery-json", "shopify-csv", "google-xml"])
async def test_no_export_and_no_revision_holds_a_cost(shop: Database, format_: ExportFormat) -> None:
    out = StringIO()
    async with shop.session() as session:
        await record_costs(session, SHOP.id, [ROW], SYSTEM)
        await export(session, SHOP, out, format_)
        [product_id] = await service.all_product_ids(session, SHOP.id)
        kept = [revision.data for revision in await revisions(session, SHOP.id, product_id)]
    assert str(SECRET) not in out.getvalue() and "313.37" not in out.getvalue()
    assert str(SECRET) not in json.dumps(kept)


async def test_neither_a_program_that_reads_products_nor_the_index_nor_a_fact_knows_a_cost(shop: Database) -> None:
    async with shop.session() as session:
        await record_costs(session, SHOP.id, [ROW], SYSTEM)
        _, secret = await create_api_key(session, SHOP.id, SYSTEM, name="ERP", scopes=[Scope.CATALOG_READ])
        product = await service.product(session, SHOP.id, key="b1")
    app = new_web_app()
    app.state.database = shop
    app.include_router(api.router)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://orme.localhost") as client:
        headers = {"authorization": f"Bearer {secret}"}
        read = await client.get("/api/v1/products", headers=headers)
        refused = await client.put(
            "/api/v1/costs", headers=headers, json={"rows": [{"sku": "b1-tan", "currency": "EUR"}]}
        )
    assert read.status_code == 200 and "31337" not in read.text and "cost" not in read.text
    assert refused.status_code == 403
    assert str(SECRET) not in repr(document(product)) and str(SECRET) not in repr(product_facts(product, SHOP))


def test_a_table_of_costs_is_known_by_its_columns_and_read_with_its_currency(tmp_path: Path) -> None:
    file = tmp_path / "costs.csv"
    file.write_text("SKU;Cost;Floor;Currency\nb1-black;412,50;500;\nb1-tan;3100;;CNY\n", encoding="utf-8")
    assert likeness(file) >= 0.8
    read = [(one.sku, one.currency, one.cost, one.floor) for one in read_costs(file, file.name, "EUR")]
    assert read == [("b1-black", "EUR", 41_250, 50_000), ("b1-tan", "CNY", 310_000, None)]


def test_a_cost_that_is_no_number_names_its_line(tmp_path: Path) -> None:
    file = tmp_path / "costs.csv"
    file.write_text("sku,cost\nb1-black,cheap\n", encoding="utf-8")
    with pytest.raises(FileRefused) as refused:
        read_costs(file, file.name, "EUR")
    assert [(one.line, one.field) for one in refused.value.problems] == [(2, "cost")]


async def test_a_file_of_products_may_have_costs_in_a_column(shop: Database, tmp_path: Path) -> None:
    file = tmp_path / "products.csv"
    file.write_text(
        "Handle,Title,Variant SKU,Variant Price,Cost per item\narda,Arda,b1-black,980.00,410.00\narda,,b7,1,x\n"
    )
    assert likeness(file) == 0
    async with shop.session() as session:
        assert await take_costs_beside(session, SHOP, file, file.name, SYSTEM) == 1
        assert (await costs_of(session, SHOP.id, "EUR"))["b1-black"].cost == 41_000
