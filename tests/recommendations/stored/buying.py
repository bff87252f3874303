"""A shop with ten pieces, its customers and their orders, for the tests of the stored model."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession
from tests.catalog.builders import SHOP, add_shop, bag

from mercery.accounts.actor import SYSTEM
from mercery.catalog.service import apply_drafts, product_ids_of_skus
from mercery.core.database import Database
from mercery.core.money import Money
from mercery.customers.customer import Customer
from mercery.customers.service import apply_customers
from mercery.interactions.interaction import Interaction
from mercery.interactions.service import record_all
from mercery.orders.order import Order, OrderLine, OrderStatus
from mercery.orders.service import apply_orders

PIECES = 10
BEGIN = datetime(2026, 9, 1, 10, tzinfo=UTC)
TODAY = datetime(2026, 11, 20, 9, tzinfo=UTC)


def sku(piece: int) -> str:
    """The SKU of the piece with this number."""
    return f"b{piece}-tan"


def order(
    number: str, pieces: Sequence[int], *, customer: str | None = None, day: int = 0, status: OrderStatus = "delivered"
) -> Order:
    """An order of pieces, so many days after BEGIN."""
    euros = Money(98_000, "EUR")
    lines = tuple(OrderLine(sku=sku(one), title="Arda", quantity=1, unit_price=euros) for one in pieces)
    return Order(
        number=number, placed_at=BEGIN + timedelta(days=day), currency="EUR", status=status,
        total=euros, customer_key=customer, lines=lines,
    )  # fmt: skip


ORDERS = (
    order("1", [0, 1], customer="ada", day=0),
    order("2", [2], customer="ada", day=10),
    order("3", [0, 1], customer="bea", day=3),
    order("4", [0], customer="ada", day=40),
    order("5", [3, 4], day=41),
    order("6", [0, 3], customer="bea", day=42, status="cancelled"),
)


async def open_shop(database: Database, orders: Sequence[Order] = ORDERS) -> list[str]:
    """Fill the shop; returns the ids of its pieces by number."""
    await add_shop(database)
    async with database.session() as session:
        await apply_drafts(session, SHOP, [bag(f"b{one}") for one in range(PIECES)], SYSTEM)
        people = [Customer(key=key, email=f"{key}@orme.example", name=key.title()) for key in ("ada", "bea")]
        await apply_customers(session, SHOP.id, people, SYSTEM)
        await buy(session, *orders)
        found = await product_ids_of_skus(session, SHOP.id, [sku(one) for one in range(PIECES)])
    return [found[sku(one)] for one in range(PIECES)]


async def buy(session: AsyncSession, *orders: Order) -> None:
    """Bring orders in."""
    await apply_orders(session, SHOP.id, list(orders), SYSTEM)


async def look(
    session: AsyncSession, visitor: str, *product_ids: str, at: datetime = TODAY - timedelta(days=2)
) -> None:
    """Have a visitor look at pieces."""
    seen = [
        Interaction(visitor_id=visitor, kind="view", surface="product", product_id=one, at=at) for one in product_ids
    ]
    await record_all(session, SHOP.id, seen)
