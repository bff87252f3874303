"""Who buys, as rules ask for it: audiences, coupons, and what was used before."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.catalog.slug import slug
from mercery.customers.customer import Customer
from mercery.customers.service import find_customer
from mercery.orders.service import orders_of_customer
from mercery.promotions.publishing.counting import used_by
from mercery.promotions.publishing.settings import settings_of
from mercery.promotions.rules.buyer import Buyer

STRANGER: Final = Buyer(wallet={}, points=0, known=False)
"""Somebody nothing is known about: in no audience, with no coupon."""
MOST_CODES: Final = 10
"""Coupon codes that are looked at in one cart."""


async def buyer_of(
    session: AsyncSession, shop_id: str, customer_id: str | None, *, codes: Iterable[str] = (), excluding: str = ""
) -> Buyer:
    """The buyer who is signed in as `customer_id` (None: nobody is) and has entered `codes`.

    Audiences: `customer` is whoever is signed in; `member` one with the tag `member`, or everybody signed in where the
    shop says so; `new` and `first_order` are those without an order that still stands; every other tag of a customer is
    an audience by its slug. Who is not signed in belongs to none, since nothing is known that would hold at the till, and has no rule that a buyer may use so many times: nobody could count.
    The order `excluding` is looked at as if it were not placed yet.
    """
    wallet = dict.fromkeys(entered(codes), 1)
    found = await find_customer(session, shop_id, customer_id) if customer_id else None
    if found is None:
        return Buyer(wallet=wallet, points=0, known=False)
    settings = await settings_of(session, shop_id)
    audiences = audiences_of(found, everyone_is_member=settings.everyone_is_member)
    bought = await orders_of_customer(session, shop_id, found.id, limit=50)
    if all(order.status == "cancelled" or order.number == excluding for order in bought):
        audiences |= {"new", "first_order"}
    return Buyer(audiences=audiences, wallet=wallet, points=0, used=await used_by(session, shop_id, found.id))


def audiences_of(customer: Customer, *, everyone_is_member: bool = False) -> frozenset[str]:
    """What a customer's own record says."""
    groups = {slug(tag) for tag in customer.tags} - {""}
    return frozenset({"customer", *groups, *(("member",) if everyone_is_member else ())})


def entered(codes: Iterable[str]) -> Collection[str]:
    """Codes as they are compared: without spaces around them, in capitals, each once."""
    return list(dict.fromkeys(code.strip().upper() for code in codes if code.strip()))[:MOST_CODES]
