"""Three offers that Claire shared: one bought, one opened and put into a bag, one just sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.catalog import service as catalog
from mercery.catalog.product import Product
from mercery.core import clock
from mercery.core.i18n import Lang, Words
from mercery.customers import service as customers
from mercery.customers.customer import Customer
from mercery.guide.associate.service import Draft, happened, share
from mercery.guide.associate.shared_offer import SharedOffer, SharedPiece
from mercery.guide.need import Wish
from mercery.orders import service as orders

_NOTES: Final = Words(
    "I put these aside for you; tell me which one you would like to see.", "为您留了这几件，想看哪件请告诉我。"
)
_LEATHER: Final = Wish(kind="material", values=("leather",), label=Words("Leather", "皮革"))
_SILK: Final = Wish(kind="material", values=("silk",), label=Words("Silk", "真丝"))


async def share_offers(session: AsyncSession, shop: Shop, by: Staff, now: datetime) -> int:
    """Share them as of the last days; returns how many there are."""
    every = await catalog.products(session, shop.id, await catalog.all_product_ids(session, shop.id))
    by_key = {one.key: one for one in every}
    shared = 0
    bought = await _bought_lately(session, shop, every, now)
    if bought is not None:
        client, product, placed = bought
        offer = await _share(
            session, shop, by, [product, by_key["stole-cashmere"]], client, "en", placed - timedelta(days=1)
        )
        if offer:
            with clock.at(placed - timedelta(hours=5)):
                await happened(session, shop, offer, "opened", "vis_demo_client_1")
            shared += 1
    chinese = next(
        (one for one in await customers.search_customers(session, shop.id, "", limit=40) if one.language == "zh"), None
    )
    offer = await _share(
        session,
        shop,
        by,
        [by_key["work-tote"], by_key["saddle-bag"]],
        chinese,
        "zh",
        now - timedelta(hours=20),
        (_LEATHER,),
    )
    if offer:
        with clock.at(now - timedelta(hours=3)):
            await happened(session, shop, offer, "opened", "vis_demo_client_2")
            await happened(
                session, shop, offer, "put_in_bag", "vis_demo_client_2", variant_id=offer.pieces[0].variant_id
            )
        shared += 1
    offer = await _share(
        session,
        shop,
        by,
        [by_key["carre-jardin"], by_key["carre-deco"]],
        None,
        "en",
        now - timedelta(hours=1),
        (_SILK,),
    )
    return shared + bool(offer)


async def _bought_lately(
    session: AsyncSession, shop: Shop, every: Sequence[Product], now: datetime
) -> tuple[Customer, Product, datetime] | None:
    """A client who lately bought something that can still be had."""
    by_sku = {variant.sku: product for product in every for variant in product.variants if variant.stock.available}
    for order in await orders.orders(session, shop.id, limit=60):
        if order.customer_id is None or order.placed_at is None or not now - timedelta(days=12) < order.placed_at < now:
            continue
        client = await customers.find_customer(session, shop.id, order.customer_id)
        product = next((by_sku[line.sku] for line in order.lines if line.sku in by_sku), None)
        if client and client.language != "zh" and client.accepts_marketing and product and order.status != "cancelled":
            return client, product, order.placed_at
    return None


async def _share(
    session: AsyncSession,
    shop: Shop,
    by: Staff,
    products: Sequence[Product],
    client: Customer | None,
    lang: Lang,
    at: datetime,
    wishes: tuple[Wish, ...] = (),
) -> SharedOffer | None:
    pieces = [
        SharedPiece(product_id=one.id, variant_id=variant.id)
        for one in products
        if (variant := next((each for each in one.variants if each.stock.available), None))
    ]
    if not pieces:
        return None
    draft = Draft(
        pieces=tuple(pieces), lang=lang, currency="EUR", expires_at=at + timedelta(days=14), note=_NOTES.text(lang),
        addressee=client.name if client else "", customer_id=client.id if client else None, wishes=wishes,
    )  # fmt: skip
    with clock.at(at):
        return await share(session, shop, by.actor, draft, staff_id=by.id, by=by.name, check=None)
