"""To the shop's own checkout: the whole bag, one line of it, or one piece from a card on somebody else's page. Every way goes
through here, so that what is sent is what can be bought at this moment, and every hand-over can come back with its order."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from mercery.catalog import service as catalog
from mercery.conversations.access import AskedShop
from mercery.core.errors import Invalid, NotFound
from mercery.orders.handover.service import checkout_of
from mercery.storefront import addresses
from mercery.storefront.bag_page import buyer_of_visit
from mercery.storefront.handing_over import bag_to_checkout, piece_to_checkout
from mercery.storefront.visit import CurrentVisit, NoSuchPage, visit_of
from mercery.storefront.wares import product_url
from mercery.web.database import Db
from mercery.web.html import redirect_with_flash
from mercery.web.rate_limit import Limit, client_address, limiter_of
from mercery.web.visitor import read_widget_visitor, visitor_id

router = APIRouter(include_in_schema=False)
__all__ = ["addresses", "router"]
From = Literal["widget", "video", "live", "channel", "product"]
PER_ADDRESS: Final = Limit(name="checkout_handover", burst=40, seconds=60, shared=False)
_NOW: Final = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}


@router.get("/{lang:lang}/checkout")
async def hand_bag_over(visit: CurrentVisit, line: Annotated[str, Query(max_length=40)] = "") -> Response:
    """The bag, or one line of it, to the shop's own checkout."""
    checkout = await checkout_of(visit.session, visit.shop.id)
    if not checkout.on:
        return RedirectResponse(visit.url("/cart"), status_code=303, headers=_NOW)
    await limiter_of(visit.request).take(PER_ADDRESS, visit.shop.id, client_address(visit.request))
    try:
        done = await bag_to_checkout(visit, checkout, await buyer_of_visit(visit), only=line)
    except Invalid:
        text = visit.say("The bag is too large to be handed over at once.", "购物袋商品过多，无法一次移交。")
        return redirect_with_flash(visit.request, visit.url("/cart"), text, tone="stopped")
    if not done.address:
        text = visit.say("Nothing in the bag can be handed over at the moment.", "购物袋中暂无可移交的商品。")
        return redirect_with_flash(visit.request, visit.url("/cart"), text, tone="stopped")
    return RedirectResponse(done.address, status_code=303, headers=_NOW)


@router.get("/{lang:lang}/checkout/piece")
async def hand_piece_over(
    lang: str,
    request: Request,
    session: Db,
    shop: AskedShop,
    sku: Annotated[str, Query(max_length=200)],
    visitor: Annotated[str | None, Query(max_length=400)] = None,
    came: Annotated[From, Query(alias="from")] = "widget",
) -> Response:
    """One piece from a card on another page. What cannot be handed over leads to the page of the piece, with the reason."""
    known = read_widget_visitor(visitor)
    visit = await visit_of(lang, request, session, shop, known or visitor_id(request))
    try:
        product = await catalog.product_of_sku(session, shop.id, sku)
    except NotFound:
        raise NoSuchPage from None
    variant = product.variant(sku)
    if variant is None or product.status != "active":
        raise NoSuchPage
    page = product_url(product, visit.lang, sku)
    checkout = await checkout_of(session, shop.id)
    if not checkout.on:
        return RedirectResponse(page, status_code=303, headers=_NOW)
    await limiter_of(request).take(PER_ADDRESS, shop.id, client_address(request))
    if not variant.stock.available:
        text = visit.say("It is sold out at the moment.", "此款暂时售罄。")
        return redirect_with_flash(request, page, text, tone="stopped")
    done = await piece_to_checkout(visit, checkout, variant, surface=came)
    if not done.address:
        text = visit.say(
            "It cannot be handed over to the shop's checkout yet; ask for it there.",
            "暂时无法移交至商店结账页，请在商店中直接选购。",
        )
        return redirect_with_flash(request, page, text, tone="stopped")
    return RedirectResponse(done.address, status_code=303, headers=_NOW)
