"""What goes out comes back."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.catalog.builders import SHOP, add_shop, bag, scarf
from tests.catalog.importing.reading import read_text
from tests.catalog.strategies import products as drawn_products
from tests.catalog.test_history import _clear

from mercery.accounts.actor import SYSTEM
from mercery.catalog.exporting import ExportFormat, export
from mercery.catalog.product import PriceRow, Product
from mercery.catalog.product_json import dumps, product_from_json, product_to_json
from mercery.catalog.service import apply_drafts
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.core.money import Money


async def exported(database: Database, format_: ExportFormat = "mercery-json") -> str:
    """The catalogue as a file."""
    out = io.StringIO()
    async with database.session() as session:
        await export(session, SHOP, out, format_, "https://orme.example")
    return out.getvalue()


@given(drawn_products())
def test_a_product_survives_its_json_form(product: Product) -> None:
    assert dumps(product_to_json(product_from_json(product_to_json(product)))) == dumps(product_to_json(product))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drafts=st.lists(drawn_products(), min_size=1, max_size=3, unique_by=lambda product: product.key))
async def test_import_of_an_export_gives_the_same_export(
    database: Database, tmp_path: Path, drafts: list[Product]
) -> None:
    await _clear(database)
    drafts = list(_apart(drafts))
    async with database.session() as session:
        await apply_drafts(session, SHOP, drafts, SYSTEM)
    first = await exported(database)
    read = read_text(tmp_path, first, "shop.jsonl")
    assert read.format == "mercery"
    async with database.session() as session:
        again = await apply_drafts(session, SHOP, read.products, SYSTEM)
    assert again.changes == 0
    await _clear(database)
    async with database.session() as session:
        await apply_drafts(session, SHOP, read.products, SYSTEM)
    assert await exported(database) == first


def _apart(drafts: list[Product]) -> Iterator[Product]:
    """Drawn products with SKUs of their own."""
    for number, draft in enumerate(drafts):
        data = product_to_json(draft)
        for place, variant in enumerate(data["variants"]):
            variant["sku"] = f"{number}-{place}"
        for media in data.get("media", ()):
            media["variant_skus"] = [f"{number}-{sku}" for sku in media.get("variant_skus", ())]
        yield product_from_json(data)


async def test_shopify_and_google_exports_are_read_again(database: Database, tmp_path: Path) -> None:
    await add_shop(database)
    async with database.session() as session:
        await apply_drafts(session, SHOP, [bag("b1"), scarf(was=30_000)], SYSTEM)
    shopify = read_text(tmp_path, await exported(database, "shopify-csv"))
    google = read_text(tmp_path, await exported(database, "google-xml"), "feed.xml")
    assert (shopify.format, shopify.counts, google.counts) == ("shopify", (2, 3), (2, 3))
    assert shopify.prices == google.prices == ["980.00 EUR", "980.00 EUR", "260.00 EUR"]
    assert shopify.skus == google.skus == ["b1-black", "b1-tan", "S1"]
    assert shopify.products[1].variants[0].prices[0].was


async def test_other_systems_are_told_the_price_of_this_moment_in_the_shops_currency(database: Database) -> None:
    await add_shop(database)
    moment = now()
    rows = (
        PriceRow(amount=Money(90_000, "EUR"), valid_to=moment - timedelta(days=1)),
        PriceRow(amount=Money(120_000, "EUR"), valid_from=moment - timedelta(days=9)),
        PriceRow(amount=Money(80_000, "EUR"), valid_from=moment + timedelta(days=1)),
        PriceRow(amount=Money(70_000, "EUR"), price_list="club"),
    )
    here, elsewhere = bag("b1"), bag("b2")
    here = replace(here, variants=tuple(replace(one, prices=rows) for one in here.variants))
    yuan = (PriceRow(amount=Money(900_000, "CNY")),)
    elsewhere = replace(elsewhere, variants=tuple(replace(one, prices=yuan) for one in elsewhere.variants))
    async with database.session() as session:
        await apply_drafts(session, SHOP, [here, elsewhere], SYSTEM)
    feed, table = await exported(database, "google-xml"), await exported(database, "shopify-csv")
    assert set(re.findall(r"<g:price>([^<]+)", feed)) == {"1200.00 EUR"} and "b2" not in feed
    told = {row["Handle"]: row["Variant Price"] for row in csv.DictReader(io.StringIO(table)) if row["Variant SKU"]}
    assert sorted(told.values()) == ["", "1200.00"]
