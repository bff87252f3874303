"""The page of a customer's own order: what was bought, and what keeps or completes it. Only for who is signed in and placed it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from urllib.parse import quote

from mercery.catalog import service as catalog
from mercery.catalog.product import Product
from mercery.core.clock import now
from mercery.customers.signed_in import signed_in
from mercery.orders import service as orders
from mercery.orders.order import Order, OrderLine
from mercery.storefront.recommended import Rows, recommended_rows
from mercery.storefront.speech import capital
from mercery.storefront.visit import Head, NoSuchPage, Visit, head_of
from mercery.storefront.wares import ground_of, pictures, product_url
from mercery.ui.formats import date_text, money_text, zone_named

FRESH: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bought:
    """One line of the order."""

    name: str
    options: str
    quantity: int
    url: str
    """Empty where the piece has left the shop."""
    picture: str
    ground: str
    paid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPage:
    """Everything the page shows."""

    head: Head
    number: str
    fresh: bool
    """Whether it was placed a moment ago, and thanks are due."""
    day: str
    total: str
    lines: tuple[Bought, ...]
    recommended: Rows


async def order_page(visit: Visit, number: str) -> OrderPage:
    """The order of this number; NoSuchPage where it is not the signed-in customer's, or nobody is signed in."""
    customer = signed_in(visit.request, visit.shop.id)
    order = await orders.find_order(visit.session, visit.shop.id, number) if customer else None
    if order is None or order.customer_id != customer:
        raise NoSuchPage
    products = await _products(visit, order)
    title = visit.say(f"Order {order.number}", f"订单 {order.number}")
    own = list(dict.fromkeys(one.id for one in products.values()))
    zone = zone_named(visit.shop.timezone)
    return OrderPage(
        head=head_of(visit, title, "", path=visit.url(f"/orders/{quote(order.number)}"), index=False),
        number=order.number,
        fresh=order.placed_at is not None and now() - order.placed_at < FRESH,
        day=date_text(order.placed_at, visit.lang, zone, style="long") if order.placed_at else "",
        total=money_text(order.total, visit.lang),
        lines=tuple(_bought(visit, line, products.get(line.sku)) for line in order.lines),
        recommended=await recommended_rows(visit, "order", about=own, leave_out=own),
    )


async def _products(visit: Visit, order: Order) -> dict[str, Product]:
    """The products bought, by SKU, as far as the shop still has them."""
    ids = await catalog.product_ids_of_skus(visit.session, visit.shop.id, {line.sku for line in order.lines})
    found = {
        one.id: one for one in await catalog.products(visit.session, visit.shop.id, list(dict.fromkeys(ids.values())))
    }
    return {sku: found[key] for sku, key in ids.items() if key in found}


def _bought(visit: Visit, line: OrderLine, product: Product | None) -> Bought:
    variant = product.variant(line.sku) if product else None
    shown = pictures(product, variant, visit.lang) if product else []
    options = variant.title(visit.lang) if variant else ", ".join(value for _, value in line.options)
    return Bought(
        name=product.title.text(visit.lang) if product else line.title,
        options=capital(options),
        quantity=line.quantity,
        url=product_url(product, visit.lang, line.sku) if product and product.status == "active" else "",
        picture=shown[0].url if shown else "",
        ground=ground_of(product) if product else "stone",
        paid=money_text(line.unit_price, visit.lang),
    )
