"""What goes out of a shop comes back into an empty one: orders, customers, policies, collections."""

import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.catalog.builders import SHOP, add_shop, bag
from tests.orders.strategies import customers as drawn_customers
from tests.orders.strategies import orders as drawn_orders

from mercery.accounts.actor import SYSTEM
from mercery.accounts.shop import Shop
from mercery.catalog.exporting import export
from mercery.catalog.importing.kinds import kinds
from mercery.catalog.importing.service import ImportOptions, import_path
from mercery.catalog.service import apply_drafts, save_collection
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.customers.customer import Customer
from mercery.customers.exporting import customer_to_json
from mercery.customers.importing import read_customers
from mercery.customers.service import apply_customers
from mercery.orders.importing.kinds import register_kinds
from mercery.orders.importing.reading import read_orders
from mercery.orders.order import Order, OrderLine
from mercery.orders.order_json import order_to_json
from mercery.orders.service import apply_orders
from mercery.policies.draft import PolicyDraft
from mercery.policies.service import record_policies

QUICK = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@QUICK
@given(drafts=st.lists(drawn_orders(), min_size=1, max_size=3, unique_by=lambda order: order.number))
def test_orders_are_read_as_they_were_written(tmp_path: Path, drafts: list[Order]) -> None:
    path = tmp_path / "orders.jsonl"
    path.write_text("".join(json.dumps(order_to_json(each), ensure_ascii=False) + "\n" for each in drafts))
    read, log = read_orders(path, path.name, "EUR")
    assert [order_to_json(each) for each in read] == [order_to_json(each) for each in drafts]
    assert not log.kept


@QUICK
@given(drafts=st.lists(drawn_customers(), min_size=1, max_size=3, unique_by=lambda customer: customer.key))
def test_customers_are_read_as_they_were_written(tmp_path: Path, drafts: list[Customer]) -> None:
    path = tmp_path / "customers.jsonl"
    path.write_text("".join(json.dumps(customer_to_json(each), ensure_ascii=False) + "\n" for each in drafts))
    read, _ = read_customers(path, path.name)
    assert [customer_to_json(each) for each in read] == [customer_to_json(each) for each in drafts]


async def _whole(database: Database, shop: Shop) -> dict[str, str]:
    """Every file of an export of the whole shop."""
    found = {}
    async with database.session() as session:
        out = io.StringIO()
        await export(session, shop, out)
        found["products.jsonl"] = out.getvalue()
        for kind in kinds():
            if kind.exporter is None:
                assert kind.name == "stock"  # goes out with the products
                continue
            out = io.StringIO()
            await kind.exporter(session, shop, out)
            found[kind.filename] = out.getvalue()
    return {name: text for name, text in found.items() if text}


async def test_a_whole_shop_comes_back_from_its_export(database: Database, tmp_path: Path) -> None:
    register_kinds()
    await add_shop(database)
    at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    person = Customer(key="c1", email="ada@orme.example", name="Ada Orme", language="zh", created_at=at, tags=("vip",))
    order = Order(
        number="1001", placed_at=at, currency="EUR", status="delivered", total=Money(98_000, "EUR"), customer_key="c1",
        lines=(OrderLine(sku="b1-tan", title="Arda", quantity=1, unit_price=Money(98_000, "EUR")),),
    )  # fmt: skip
    policy = PolicyDraft(
        key="returns", topic="returns", title=Words("Returns", "退货"), statement=Words("30 days.", "30 天。"),
        values={"days": 30, "free": True}, regions=("FR",), valid_from=at,
    )  # fmt: skip
    async with database.session() as session:
        await apply_drafts(session, SHOP, [bag("b1")], SYSTEM)
        await save_collection(
            session, SHOP.id, handle="autumn", name=Words("Autumn walks", "秋日漫步"), description=Words("For rain.")
        )
        await apply_customers(session, SHOP.id, [person], SYSTEM)
        await apply_orders(session, SHOP.id, [order], SYSTEM)
        await record_policies(session, SHOP.id, SYSTEM, [policy], reason="First.")
    first = await _whole(database, SHOP)
    for name, text in first.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    other = await add_shop(database, replace(SHOP, id="shp_other", slug="other"))
    async with database.session() as session:
        done = await import_path(session, other, tmp_path, SYSTEM, ImportOptions())
    assert {outcome.kind for outcome in done} == {"products", "collections", "policies", "customers", "orders"}
    assert await _whole(database, other) == first
    assert '"customer_key": "c1"' in first["orders.jsonl"] and "秋日漫步" in first["collections.json"]
