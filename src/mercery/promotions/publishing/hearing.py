"""What promotions do when goods, costs or orders change."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.accounts.actor import SYSTEM
from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.catalog.events import CatalogChanged, CostsChanged
from mercery.core.clock import now
from mercery.core.jobs import enqueue
from mercery.orders.events import OrdersChanged
from mercery.orders.service import find_order
from mercery.promotions.in_force import InForce, calendar_of, rules_in_force
from mercery.promotions.publishing import certificates, ordering
from mercery.promotions.publishing.checking import begin, currencies, latest_check
from mercery.promotions.publishing.showing import show_prices

MOST_AT_ONCE = 20
"""Orders that are looked at in the transaction that brings them; more are left to a job."""
_GIVEN_BACK = ("cancelled", "returned")


async def on_catalog_changed(session: AsyncSession, event: CatalogChanged) -> None:
    """New list prices: the prices everybody gets follow at once, and the proof is made again."""
    held = await rules_in_force(session, event.shop_id)
    if not held.sets:
        return
    shop = await accounts.shop(session, event.shop_id)
    ids = None if event.everything else event.product_ids
    await show_prices(session, shop, held, ids)
    if ids is None or await _moved(session, shop, held, ids):
        await prove_again(session, shop)


async def on_costs_changed(session: AsyncSession, event: CostsChanged) -> None:
    """New costs or floors: what holds a discount at a floor follows at once, and the proof is made again."""
    held = await rules_in_force(session, event.shop_id)
    if not held.sets:
        return
    shop = await accounts.shop(session, event.shop_id)
    owners = await catalog.product_ids_of_skus(session, shop.id, event.skus)
    await show_prices(session, shop, held, sorted(set(owners.values())))
    await prove_again(session, shop)


async def on_orders_changed(session: AsyncSession, event: OrdersChanged) -> None:
    """Orders that came in are held against what was proved; what cancelled ones have used is given back."""
    held = await rules_in_force(session, event.shop_id)
    if not held.release:
        return
    if len(event.numbers) > MOST_AT_ONCE:
        arguments = {"shop_id": event.shop_id, "numbers": list(event.numbers)}
        await enqueue(session, "publishing:look_at_orders", arguments, lock=f"promotions:{event.shop_id}")
        return
    await look_at_orders(session, event.shop_id, event.numbers)


async def look_at_orders(session: AsyncSession, shop_id: str, numbers: Sequence[str]) -> None:
    """Keep what each order was priced with, and give back what cancelled and returned ones have used."""
    shop = await accounts.shop(session, shop_id)
    for number in numbers:
        order = await find_order(session, shop_id, number)
        if order is None:
            continue
        if order.status in _GIVEN_BACK:
            await ordering.give_back(session, shop, order.number)
        elif placed := ordering.placed(order):
            await ordering.take_again(session, shop, order.number)
            kept = await ordering.record_order(session, shop, placed)
            if kept is not None and kept.as_quoted:
                await ordering.keep_units(session, shop.id, kept)


async def prove_again(session: AsyncSession, shop: Shop) -> None:
    """Have what is in force proved again, unless that is asked for already."""
    latest = await latest_check(session, shop.id, None)
    if latest is None or latest.state != "waiting" or latest.supposed:
        await begin(session, shop, SYSTEM)


async def lapsed(session: AsyncSession, shop: Shop) -> bool:
    """Whether what was proved is no longer what is in force: a price list that began or ended by the clock, say."""
    held = await rules_in_force(session, shop.id)
    for currency in currencies(shop, held, None):
        if currency not in held.certificates:
            return True
        kept = await certificates.certificate(session, shop.id, held.certificates[currency])
        calendar = await calendar_of(session, shop, at=now(), currency=currency, within=held, proving=True)
        if not kept.covers.holds(calendar, now()):
            return True
    return False


async def unproved(session: AsyncSession, shop: Shop) -> bool:
    """Whether rules stand still for want of a proof nobody has asked for yet: in a currency the shop has begun to sell in, or
    for goods with a price that has begun or ended by the clock. Quick: no calendar is made."""
    held = await rules_in_force(session, shop.id)
    latest = await latest_check(session, shop.id, None)
    for currency in currencies(shop, held, None):
        proved = held.proved_at.get(currency)
        if proved is None:
            if latest is None or not (latest.busy or currency in latest.certificates):
                return True
        elif await catalog.prices_turned(
            session, shop.id, currency, max(proved, latest.started_at if latest else proved)
        ):
            return True
    return False


async def _moved(session: AsyncSession, shop: Shop, held: InForce, ids: Sequence[str]) -> bool:
    """Whether some of these products are not as they were proved; stock is no part of a proof."""
    products = await catalog.products(session, shop.id, list(ids))
    for currency in currencies(shop, held, None):
        if currency not in held.certificates:
            return True
        kept = await certificates.certificate(session, shop.id, held.certificates[currency])
        calendar = await calendar_of(
            session, shop, at=now(), currency=currency, products=products, within=held, proving=True
        )
        active = {variant.sku for one in products if one.status == "active" for variant in one.variants}
        if kept.covers.goods_changed({id_: sku for id_, sku in calendar.skus.items() if id_ in active}):
            return True
    return False
