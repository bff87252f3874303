"""What the shop's own system calls each variant: read out of what that system tells, and noted where it belongs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.catalog.builders import SHOP, add_shop, bag

from mercery.accounts.actor import SYSTEM
from mercery.catalog import service as catalog
from mercery.catalog.external_ids import id_counts
from mercery.catalog.importing.draft import Context
from mercery.catalog.importing.formats import shopify, woocommerce
from mercery.core.database import Database
from mercery.core.errors import Invalid
from mercery.core.files.problems import ProblemLog
from mercery.core.files.tabular import open_table
from mercery.orders.handover.ids import ids_of_file, ids_of_products_json
from mercery.orders.handover.reading_ids import note

PRODUCTS: list[dict[str, Any]] = [
    {
        "handle": "arda-b1",
        "variants": [
            {"id": 41, "sku": "b1-black", "option1": "black"},
            {"id": 42, "sku": "", "option1": "Tan", "option2": None},
        ],
    },
    {"handle": "other", "variants": [{"id": 51, "sku": "twice"}, {"id": 52, "sku": "twice"}, {"id": "x"}]},
]


async def test_ids_find_their_variants_by_sku_and_by_what_was_chosen(database: Database, home: Path) -> None:
    await add_shop(database)
    async with database.session() as session:
        await catalog.apply_drafts(session, SHOP, [bag("b1"), bag("b2")], SYSTEM)
        noted = await note(session, SHOP.id, SYSTEM, ids_of_products_json(PRODUCTS), source="orme.example")
        again = await note(session, SHOP.id, SYSTEM, ids_of_products_json(PRODUCTS), source="orme.example")
    assert (noted.matched, noted.changed, noted.ambiguous, again.changed) == (2, 2, 1, 0)
    async with database.session() as session:
        counts = await id_counts(session, SHOP.id)
        product = await catalog.product(session, SHOP.id, key="b1")
    assert (counts.known, counts.total, counts.missing) == (2, 4, ("b2-black", "b2-tan"))
    assert {one.sku: one.external_id for one in product.variants} == {"b1-black": "41", "b1-tan": "42"}


async def test_an_import_that_names_no_ids_keeps_those_that_are_known(database: Database, home: Path) -> None:
    await add_shop(database)
    async with database.session() as session:
        await catalog.apply_drafts(session, SHOP, [bag("b1")], SYSTEM)
        await note(session, SHOP.id, SYSTEM, ids_of_products_json(PRODUCTS), source="orme.example")
    async with database.session() as session:
        await catalog.apply_drafts(session, SHOP, [bag("b1", price=90_000)], SYSTEM)
        product = await catalog.product(session, SHOP.id, key="b1")
    assert [one.external_id for one in product.variants] == ["41", "42"]


@pytest.mark.parametrize(
    "data,known",
    [
        (b"SKU,ID\nA-1,77\nA-2,78\n", {"A-1": "77", "A-2": "78"}),
        ("\ufeffsku;variation_id\nA-1;77\n".encode(), {"A-1": "77"}),
        (b"SKU\tVariant ID\nA-1\t77\nA-1\t78\nA-2\t9\n", {"A-2": "9"}),
        (json.dumps({"products": PRODUCTS}).encode(), {"b1-black": "41"}),
    ],
)
def test_a_file_of_ids_is_a_table_or_the_shops_products(data: bytes, known: dict[str, str]) -> None:
    assert ids_of_file(data).by_sku == known


@pytest.mark.parametrize("data", [b"", b"a,b\n1,2\n", b"{", b"\xff\xfe\x00\x81", b'{"a": 1}', b"[" * 100_000])
def test_a_file_that_is_none_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid):
        ids_of_file(data)


def test_woocommerces_export_names_the_ids_of_products_and_variations(tmp_path: Path) -> None:
    path = tmp_path / "wc.csv"
    path.write_text(
        "ID,Type,SKU,Name,Published,Visibility in catalog,In stock?,Regular price,Categories,Parent,Attribute 1 name,Attribute 1 value(s)\n"
        "12,simple,MUG,Mug,1,visible,1,10,Home,,,\n"
        '20,variable,TOTE,Tote,1,visible,1,,Bags,,Colour,"black, tan"\n'
        "21,variation,TOTE-B,Tote,1,visible,1,90,,TOTE,Colour,black\n"
        "22,variation,TOTE-T,Tote,1,visible,1,90,,id:20,Colour,tan\n",
        encoding="utf-8",
    )
    context = Context(log=ProblemLog("wc.csv"), currency="EUR")
    products = list(woocommerce.read(open_table(path, "wc.csv"), context))
    assert {one.sku: one.external_id for product in products for one in product.variants} == {
        "MUG": "12", "TOTE-B": "21", "TOTE-T": "22",
    }  # fmt: skip


def test_shopifys_own_export_names_none_and_an_apps_does(tmp_path: Path) -> None:
    head = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price"
    for more, value, known in (("", "", None), (",Variant ID", ",4411", "4411")):
        path = tmp_path / "s.csv"
        path.write_text(f"{head}{more}\nmug,Mug,Title,Default Title,MUG,10{value}\n", encoding="utf-8")
        context = Context(log=ProblemLog("s.csv"), currency="EUR")
        (product,) = shopify.read(open_table(path, "s.csv"), context)
        assert product.variants[0].external_id == known
