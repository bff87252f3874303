"""Customers as Shopify and WooCommerce export them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.catalog.builders import SHOP, add_shop

from mercery.accounts.actor import SYSTEM
from mercery.catalog.importing.kinds import kind_of
from mercery.core.database import Database
from mercery.core.errors import NotFound
from mercery.core.files.problems import FileRefused
from mercery.core.money import Money
from mercery.customers.customer import Customer
from mercery.customers.importing import read_customers
from mercery.customers.service import apply_customers, customer, customers_by_email
from mercery.orders.importing.kinds import register_kinds
from mercery.orders.order import Order
from mercery.orders.service import apply_orders, orders_of_customer

SHOPIFY = (
    "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,Default Address Address1,"
    "Default Address City,Default Address Country Code,Default Address Zip,Default Address Phone,Phone,Accepts SMS Marketing,"
    "Total Spent,Total Orders,Note,Tax Exempt,Tags\n"
    "'8001,Ada,Orme,Ada@Orme.example,yes,,1 Quai,Lyon,FR,'69002,,'+33123456789,no,120.00,2,,no,\"vip, lyon\"\n"
    "'8002,,,bo@orme.example,no,,,,,,,,no,0.00,0,,no,\n"
)
WOO = (
    "customer_id,first_name,last_name,email,date_registered,billing_first_name,billing_last_name,billing_address_1,"
    "billing_city,billing_postcode,billing_country,billing_phone\n"
    "12,Ada,Orme,ada@orme.example,2026-03-01 12:00:00,Ada,Orme,1 Quai,Lyon,69002,FR,+33123456789\n"
)


def read(tmp_path: Path, text: str, name: str = "customers.csv") -> list[Customer]:
    """The customers in a file holding `text`, which the importer takes for customers."""
    register_kinds()
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    kind = kind_of(path)
    assert kind and kind.name == "customers"
    return read_customers(path, name)[0]


def test_shopify_customers_without_the_apostrophes_of_spreadsheets(tmp_path: Path) -> None:
    ada, bo = read(tmp_path, SHOPIFY)
    assert (ada.key, ada.name, ada.email, ada.phone) == ("8001", "Ada Orme", "ada@orme.example", "+33123456789")
    assert (ada.country, ada.accepts_marketing, ada.tags) == ("FR", True, ("vip", "lyon"))
    assert ada.address and ada.address.line1 == "1 Quai"
    assert (bo.key, bo.name, bo.country, bo.accepts_marketing) == ("8002", "", None, False)


def test_woocommerce_customers(tmp_path: Path) -> None:
    [ada] = read(tmp_path, WOO)
    assert (ada.key, ada.name, ada.email, ada.country) == ("12", "Ada Orme", "ada@orme.example", "FR")
    assert ada.created_at == datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (("Ada@Orme.example", "ada at orme"), "customers.csv, line 2, column Email: 'ada at orme' is not an e-mail address."),
        (("'8002", "'8001"), "line 3: The customer '8001' appears twice (first on line 2)."),
    ],
)  # fmt: skip
def test_broken_customers_are_refused_with_their_place(tmp_path: Path, broken: tuple[str, str], said: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        read(tmp_path, SHOPIFY.replace(*broken))
    assert said in refusal.value.problems[0].text() and refusal.value.problems[0].remedy


async def test_importing_twice_changes_nothing_and_a_change_is_counted(database: Database, tmp_path: Path) -> None:
    await add_shop(database)
    drafts = read(tmp_path, SHOPIFY)
    async with database.session() as session:
        first = await apply_customers(session, SHOP.id, drafts, SYSTEM)
        again = await apply_customers(session, SHOP.id, drafts, SYSTEM)
        moved = read(tmp_path, SHOPIFY.replace("Lyon,FR", "Lille,FR"))
        changed = await apply_customers(session, SHOP.id, moved, SYSTEM)
    assert (first.new, again.new, again.changed, again.unchanged) == (2, 0, 0, 2)
    assert (changed.changed, changed.unchanged) == (1, 1)


async def test_an_order_without_a_customers_number_finds_the_customer_by_address(database: Database) -> None:
    await add_shop(database)
    order = Order(
        number="1001", placed_at=datetime(2026, 5, 1, tzinfo=UTC), currency="EUR", status="paid",
        total=Money(100, "EUR"), email="ADA@orme.example",
    )  # fmt: skip
    shared = [Customer(key=f"s{n}", email="family@orme.example") for n in (1, 2)]
    async with database.session() as session:
        people = [Customer(key="c1", email="ada@orme.example"), *shared]
        await apply_customers(session, SHOP.id, people, SYSTEM)
        await apply_orders(session, SHOP.id, [order], SYSTEM)
        [ada] = await customers_by_email(session, SHOP.id, "Ada@Orme.example")
        assert [each.number for each in await orders_of_customer(session, SHOP.id, ada.id)] == ["1001"]
        with pytest.raises(NotFound):
            await customer(session, "shp_other", ada.id)
