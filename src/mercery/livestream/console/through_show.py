"""What was bought through a show, as far as it is known: pieces that a viewer put into the bag on the live page, or came to
from it, and then ordered. An order whose buyer nobody told is not among them, and nothing is estimated."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.core.money import Money
from mercery.experiments.service import orders_told
from mercery.interactions import service as interactions
from mercery.orders import service as orders
from mercery.orders.order import Order

AFTER: Final = timedelta(hours=24)
"""An order counts until so long after the show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Through:
    """Orders through a show."""

    orders: int = 0
    money: Money | None = None
    """What the pieces that were seen in the show cost in these orders; None: nothing was ordered in the shop's currency."""
    sold: Mapping[str, int] = field(default_factory=dict)
    """Pieces by product."""
    in_bag: Mapping[str, int] = field(default_factory=dict)
    """Visitors by product who put it into the bag on the live page."""

    @property
    def bags(self) -> int:
        """How many times something was put into the bag."""
        return sum(self.in_bag.values())


async def through(session: AsyncSession, shop: Shop, *, since: datetime, until: datetime) -> Through:
    """Counted from what visitors did on the live page between the two moments, and from orders until a day later."""
    acts = await interactions.acts(session, shop.id, ["add_to_cart", "click"], since=since, until=until)
    first: dict[str, dict[str, datetime]] = defaultdict(dict)
    bagged: dict[str, set[str]] = defaultdict(set)
    for act in acts:
        if act.surface != "live" or not act.product_id or act.at is None:
            continue
        first[act.visitor_id].setdefault(act.product_id, act.at)
        if act.kind == "add_to_cart":
            bagged[act.product_id].add(act.visitor_id)
    in_bag = {product_id: len(visitors) for product_id, visitors in bagged.items()}
    told = await orders_told(session, shop.id, since=since, until=until + AFTER) if first else []
    mine = [(visitor, at, number) for visitor, at, number in told if visitor in first]
    return await _counted(session, shop, first, mine, in_bag)


async def _counted(
    session: AsyncSession,
    shop: Shop,
    first: Mapping[str, Mapping[str, datetime]],
    told: list[tuple[str, datetime, str]],
    in_bag: Mapping[str, int],
) -> Through:
    found = [(visitor, at, await orders.find_order(session, shop.id, number)) for visitor, at, number in told]
    known = [(visitor, at, order) for visitor, at, order in found if order is not None and order.status != "cancelled"]
    products = await catalog.product_ids_of_skus(
        session, shop.id, {line.sku for _, _, order in known for line in order.lines}
    )
    count, minor, sold = 0, 0, Counter[str]()
    for visitor, at, order in known:
        hers = {product_id for product_id, seen in first[visitor].items() if seen <= at}
        units, amount = _lines(order, products, hers, shop.currency)
        count += bool(units)
        minor += amount
        sold.update(units)
    return Through(orders=count, money=Money(minor, shop.currency) if count else None, sold=sold, in_bag=in_bag)


def _lines(order: Order, products: Mapping[str, str], hers: set[str], currency: str) -> tuple[Counter[str], int]:
    """Units by product of those lines that were seen in the show, and what they cost."""
    units, amount = Counter[str](), 0
    for line in order.lines:
        product_id = products.get(line.sku, "")
        if product_id in hers:
            units[product_id] += line.quantity
            paid = line.unit_paid or (line.unit_price,) * line.quantity
            amount += sum(one.minor for one in paid if one.currency == currency)
    return units, amount
