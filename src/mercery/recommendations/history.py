"""What is known of a person that may be used, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.core.clock import now
from mercery.customers.service import find_customer
from mercery.experiments.own_orders import orders_of_visitor
from mercery.interactions import service as interactions
from mercery.orders.baskets import customers_of_orders
from mercery.orders.order import Order
from mercery.orders.service import orders_of_customer
from mercery.orders.sold import skus_of_orders
from mercery.recommendations import repository
from mercery.recommendations.recommendation import Said, Who

MOST_ORDERS: Final = 60
"""The newest orders of a person that are looked at."""
MOST_LINES: Final = 400
MOST_VIEWED: Final = 12
BROWSER_DAYS: Final = 90
"""So long an order told for a browser speaks to whoever uses it; a signed-in customer's own orders have no such end."""
Allowed = Literal["all", "browsing", "nothing"]
"""What may be used: orders too, only what was done in this browser, or nothing but what the person said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bought:
    """A piece that was bought and not sent back."""

    product_id: str
    at: datetime
    sku: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What may be used of a person, newest first."""

    bought: tuple[Bought, ...] = ()
    viewed: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()
    allowed: Allowed = "nothing"

    @property
    def personal(self) -> bool:
        """Whether there is anything of this person in it."""
        return bool(self.bought or self.viewed or self.said)


NOTHING: Final = History()


class Agreed(Protocol):
    """Whether a person agreed elsewhere that what they bought is used to advise them. Filled by `app.py`: the guide, which
    lies above, keeps what people let be remembered."""

    async def __call__(self, session: AsyncSession, shop_id: str, who: Who) -> bool:
        """True only for a yes that still stands."""
        ...


_agreed: list[Agreed] = []


def use_agreed(source: Agreed | None) -> None:
    """Say who else knows of consent; None: nobody."""
    _agreed[:] = [source] if source is not None else []


async def allowed(session: AsyncSession, shop: Shop, who: Who) -> Allowed:
    """What may be used of a person. A no, said here, counts before every yes.

    Orders of a customer need a yes (decision 30): said here, to the guide, or by agreeing to hear from the shop. What a
    browser did is used until its owner says no, unless the shop asks before that too.
    """
    if not who.known:
        return "nothing"
    own = await repository.consent(session, shop.id, who)
    if own is not None:
        return "all" if own else "nothing"
    if who.customer_id and await _yes_of_customer(session, shop, who):
        return "all"
    asks = await repository.asks(session, shop.id)
    return "browsing" if asks == "orders" else "nothing"


async def _yes_of_customer(session: AsyncSession, shop: Shop, who: Who) -> bool:
    if _agreed and await _agreed[0](session, shop.id, who):
        return True
    found = await find_customer(session, shop.id, who.customer_id)
    return found is not None and found.accepts_marketing


async def history_of(session: AsyncSession, shop: Shop, who: Who) -> History:
    """What may be used of a person; what they said of pieces counts in any case."""
    if not who.known:
        return NOTHING
    said = tuple(await repository.said(session, shop.id, who))
    may = await allowed(session, shop, who)
    if may == "nothing":
        return History(said=said)
    viewed = (
        await interactions.seen_lately(session, shop.id, who.visitor_id, limit=MOST_VIEWED) if who.visitor_id else []
    )
    bought = await _bought(session, shop, who, by_name=may == "all")
    return History(bought=bought, viewed=tuple(viewed), said=said, allowed=may)


async def _bought(session: AsyncSession, shop: Shop, who: Who, *, by_name: bool) -> tuple[Bought, ...]:
    lines: list[tuple[str, datetime]] = []
    if by_name and who.customer_id:
        orders = await orders_of_customer(session, shop.id, who.customer_id, limit=MOST_ORDERS)
        lines += kept_lines(orders)
    if who.visitor_id:
        told = await _told_for_browser(session, shop, who)
        skus = await skus_of_orders(session, shop.id, [number for number, _ in told])
        lines += [(sku, at) for number, at in told for sku in sorted(skus.get(number, ()))]
    products = await catalog.product_ids_of_skus(session, shop.id, {sku for sku, _ in lines}) if lines else {}
    found = {
        (products[sku], at): Bought(product_id=products[sku], at=at, sku=sku) for sku, at in lines if sku in products
    }
    newest = sorted(found.values(), key=lambda one: (one.at, one.product_id), reverse=True)
    return tuple(newest[:MOST_LINES])


async def _told_for_browser(session: AsyncSession, shop: Shop, who: Who) -> list[tuple[str, datetime]]:
    """Orders told for the browser that may speak to who uses it now: several people may share it.

    To somebody signed in: theirs, and those of nobody the shop knows. To somebody who is not: all, unless two customers ordered
    here; then those alone that are of nobody known.
    """
    since = now() - timedelta(days=BROWSER_DAYS)
    told = await orders_of_visitor(session, shop.id, who.visitor_id or "", since=since, limit=MOST_ORDERS)
    owner = await customers_of_orders(session, shop.id, [number for number, _ in told]) if told else {}
    if not who.customer_id and len(set(owner.values())) < 2:
        return told
    return [(number, at) for number, at in told if owner.get(number, who.customer_id) == who.customer_id]


def kept_lines(orders: Iterable[Order]) -> Sequence[tuple[str, datetime]]:
    """SKU and time of what was bought and not cancelled or sent back."""
    found = []
    for order in orders:
        if order.status in ("cancelled", "returned") or order.placed_at is None:
            continue
        back: dict[str, int] = {}
        for one in order.returns:
            if one.status != "refused":
                back[one.sku] = back.get(one.sku, 0) + one.quantity
        found += [(line.sku, order.placed_at) for line in order.lines if line.quantity > back.get(line.sku, 0)]
    return found
