"""Routes of the page behind a shared link: shown, and a piece of it put into the bag. A browser in which somebody of the
shop is signed in counts as no client."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Form
from starlette.responses import RedirectResponse, Response

from mercery.accounts.web import MaybeSession
from mercery.catalog import service as catalog
from mercery.core.clock import now
from mercery.guide.associate import service
from mercery.guide.associate.shared_offer import Happened, SharedOffer
from mercery.interactions.interaction import Interaction
from mercery.storefront.putting import put_into_bag
from mercery.storefront.shared_offer_page import shared_offer_page
from mercery.storefront.visit import CurrentVisit, NoSuchPage, Visit, page_context
from mercery.web.database import database_of
from mercery.web.html import page_response, redirect_with_flash

router = APIRouter(include_in_schema=False)


@router.get("/{lang:lang}/offer/{token}")
async def show_shared_offer(visit: CurrentVisit, tasks: BackgroundTasks, staff: MaybeSession, token: str) -> Response:
    """The pieces somebody of the shop chose; that a person opened it is written down once the page has gone out."""
    offer = await _offer(visit, token)
    page = await shared_offer_page(visit, offer, own=staff is not None)
    if page.standing == "open" and not page.own and not visit.by_machine:
        tasks.add_task(_note, visit, offer, "opened")
    answer = page_response("storefront/shared_offer.html", page, context=await page_context(visit))
    # The link is a secret: no other site hears of it, while our own forms keep their origin.
    answer.headers["Referrer-Policy"] = "same-origin"
    answer.headers["Cache-Control"] = "no-store"
    answer.background = tasks
    return answer


@router.post("/{lang:lang}/offer/{token}/bag")
async def put_shared_piece_into_bag(
    visit: CurrentVisit,
    tasks: BackgroundTasks,
    staff: MaybeSession,
    token: str,
    product_id: Annotated[str, Form(max_length=40)],
    sku: Annotated[str, Form(max_length=200)],
) -> Response:
    """Put just the chosen variant into the bag, while the offer stands."""
    offer = await _offer(visit, token)
    back = visit.url(f"/offer/{offer.token}")
    product = await catalog.product(visit.session, visit.shop.id, product_id=product_id)
    variant = product.variant(sku)
    if variant is None or all(one.variant_id != variant.id for one in offer.pieces):
        raise NoSuchPage
    if offer.standing(now()) != "open":
        return RedirectResponse(back, status_code=303)
    put = await put_into_bag(visit, product, variant)
    if put.added:
        act = Interaction(
            visitor_id=visit.visitor_id, kind="add_to_cart", surface="channel", product_id=product.id,
            variant_id=variant.id, lang=visit.lang, details={"quantity": 1},
        )  # fmt: skip
        tasks.add_task(visit.record, act)
        if staff is None:
            tasks.add_task(_note, visit, offer, "put_in_bag", variant.id)
    answer = redirect_with_flash(visit.request, back, put.text, tone=put.tone)
    answer.background = tasks
    return answer


async def _offer(visit: Visit, token: str) -> SharedOffer:
    found = await service.behind_link(visit.session, visit.shop, token)
    if found is None:
        raise NoSuchPage
    return found


async def _note(visit: Visit, offer: SharedOffer, kind: Happened, variant_id: str | None = None) -> None:
    async with database_of(visit.request).session() as session:
        await service.happened(session, visit.shop, offer, kind, visit.visitor_id, variant_id=variant_id)
