"""One JSON document that holds a whole shop."""

import json
from pathlib import Path
from typing import Any

import pytest

from mercery.accounts.actor import SYSTEM
from mercery.accounts.service import create_shop
from mercery.catalog.importing.parts import parts_of
from mercery.catalog.importing.service import ImportOptions, import_path
from mercery.catalog.service import product
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.customers.service import customers_by_email
from mercery.orders.importing.kinds import register_kinds
from mercery.orders.service import order_by_number

SHOP: dict[str, Any] = {
    "products": {
        "71": {
            "product_id": "71",
            "name": "Lamp",
            "variants": {
                "710": {"item_id": "710", "options": {"colour": "red"}, "available": True, "price": 40.5},
                "711": {"item_id": "711", "options": {"colour": "blue"}, "available": False, "price": 42.0},
            },
        }
    },
    "users": {
        "u1": {
            "user_id": "u1",
            "name": {"first_name": "Noor", "last_name": "Haas"},
            "email": "noor@example.com",
            "address": {"address1": "1 Elm Row", "city": "Utrecht", "state": "UT", "zip": "3511", "country": "NL"},
            "payment_methods": {"g1": {"id": "g1", "source": "gift_card", "balance": 12.5}},
        }
    },
    "orders": {
        "#A1": {
            "order_id": "#A1",
            "user_id": "u1",
            "status": "processed",
            "items": [{"name": "Lamp", "item_id": "710", "price": 40.5, "options": {"colour": "red"}}],
            "payment_history": [{"transaction_type": "payment", "amount": 40.5, "payment_method_id": "g1"}],
        }
    },
}


async def test_every_part_comes_in_by_its_kind(database: Database, home: Path, tmp_path: Path) -> None:
    register_kinds()
    file = tmp_path / "shop.json"
    file.write_text(json.dumps(SHOP), encoding="utf-8")
    async with database.session() as session:
        shop = await create_shop(session, slug="lamps", name=Words("Lamps"), currency="EUR")
        done = await import_path(session, shop, file, SYSTEM, ImportOptions())
        assert [one.kind for one in done] == ["products", "customers", "orders"]
        lamp = await product(session, shop.id, key="71")
        assert [(variant.sku, variant.stock.available) for variant in lamp.variants] == [("710", True), ("711", False)]
        noor = (await customers_by_email(session, shop.id, "noor@example.com"))[0]
        assert noor.name == "Noor Haas" and noor.address and noor.address.postcode == "3511"
        assert noor.payment_methods[0].balance and noor.payment_methods[0].balance.minor == 1250
        bought = await order_by_number(session, shop.id, "A1")
        assert (bought.status, bought.total.minor, bought.customer_id) == ("packed", 4050, noor.id)
        assert bought.lines[0].options == (("colour", "red"),) and bought.placed_at is None


@pytest.mark.parametrize("text", ['{"products": []}', '{"title": "x", "orders": []}', "[]", '{"products": ', ""])
def test_other_documents_are_left_to_the_other_readers(tmp_path: Path, text: str) -> None:
    file = tmp_path / "file.json"
    file.write_text(text, encoding="utf-8")
    with parts_of(file) as parts:
        assert parts == []
