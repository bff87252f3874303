"""Routes of recommended rows: what a customer says about a piece of them, taking it back, and the page of one's own order."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from fastapi import APIRouter, BackgroundTasks, Form, Query
from starlette.responses import RedirectResponse, Response

from mercery.catalog import service as catalog
from mercery.catalog.product import Product
from mercery.interactions.interaction import Interaction
from mercery.recommendations import service
from mercery.recommendations.addressed import product_of
from mercery.recommendations.recommendation import SayWhat
from mercery.storefront import addresses
from mercery.storefront.order_page import order_page
from mercery.storefront.recommended import Place, PutAway, recommended_rows, who_of
from mercery.storefront.recommended_noted import note_rows
from mercery.storefront.recommended_words import put_away_words, taken_back_words
from mercery.storefront.visit import CurrentVisit, NoSuchPage, Visit, page_context, part_context
from mercery.storefront.wares import product_url
from mercery.ui.render import with_query
from mercery.web.html import is_htmx, local_address, page_response, redirect_with_flash
from mercery.web.rate_limit import Limit, client_address, limiter_of

router = APIRouter(include_in_schema=False)
__all__ = ["addresses", "router"]
_PER_VISITOR: Final = Limit(name="recommended", burst=40, seconds=60, shared=False)
_PER_ADDRESS: Final = Limit(name="recommended_address", burst=200, seconds=60, shared=False)
"""Each answer is a row that is kept thirteen months, and a browser may call itself a new one every time."""
_MOST_IDS = 4000
"""Letters of a list of product ids: a full bag and a full page."""
_Ids = Annotated[str, Form(max_length=_MOST_IDS)]
_Id = Annotated[str, Form(max_length=40)]


@router.post("/{lang:lang}/recommended")
async def answer_recommendation(
    visit: CurrentVisit,
    tasks: BackgroundTasks,
    place: Annotated[Place, Form()],
    about: _Ids = "",
    leave_out: _Ids = "",
    back: Annotated[str, Form(max_length=500)] = "",
    not_for_me: _Id = "",
    have_it: _Id = "",
    undo: _Id = "",
    use: Annotated[Literal["", "yes", "no"], Form()] = "",
) -> Response:
    """Put a piece away, say that it is owned already, take either back, or say what may be used to choose by. Scripts get the
    rows anew, others the page."""
    await _not_too_often(visit)
    said: SayWhat | None = "not_for_me" if not_for_me else "have_it" if have_it else None
    back = local_address(back, visit.url())
    put_away = None
    if use:
        await service.set_consent(visit.session, visit.shop, who_of(visit), given=use == "yes")
    else:
        product = await _product(visit, not_for_me or have_it or undo)
        await _say(visit, product, said)
        words = put_away_words(said, product.title) if said else taken_back_words(product.title)
        put_away = PutAway(product_id=product.id if said else "", text=words.text(visit.lang))
    if not is_htmx(visit.request):
        return _back(visit, back, put_away)
    rows = await recommended_rows(
        visit, place, about=_ids(about), leave_out=_ids(leave_out), back=back, put_away=put_away
    )
    tasks.add_task(note_rows, visit, rows)
    answer = page_response("storefront/recommended_part.html", rows, context=part_context(visit))
    answer.background = tasks
    return answer


def _back(visit: Visit, back: str, put_away: PutAway | None) -> Response:
    """To the page it was said on, with what was said and the way to take it back."""
    if put_away is None:
        return RedirectResponse(f"{back}#recommended", status_code=303)
    undo = with_query(visit.url("/recommended/undo"), product_id=put_away.product_id, back=back)
    return redirect_with_flash(
        visit.request, f"{back}#recommended", put_away.text, undo_url=undo if put_away.product_id else ""
    )


@router.post("/{lang:lang}/recommended/undo")
async def take_back(
    visit: CurrentVisit,
    product_id: Annotated[str, Query(max_length=40)],
    back: Annotated[str, Query(max_length=500)] = "",
) -> Response:
    """Take back what was said, where no script runs."""
    await _not_too_often(visit)
    product = await _product(visit, product_id)
    await _say(visit, product, None)
    text = taken_back_words(product.title).text(visit.lang)
    return redirect_with_flash(visit.request, local_address(back, visit.url()), text)


@router.get("/{lang:lang}/r/{token}")
async def open_from_mail(visit: CurrentVisit, tasks: BackgroundTasks, token: str) -> Response:
    """From an address in a mail to the page of the piece; noted as chosen there, by nobody in particular."""
    product = await _product(visit, product_of(token[:400]) or "")
    if product.status != "active":
        raise NoSuchPage
    chosen = Interaction(
        visitor_id=visit.visitor_id, kind="click", surface="channel", product_id=product.id, lang=visit.lang,
        details={"placement": "email"},
    )  # fmt: skip
    tasks.add_task(visit.record, chosen)
    answer = RedirectResponse(product_url(product, visit.lang), status_code=302)
    answer.background = tasks
    return answer


@router.get("/{lang:lang}/orders/{number}")
async def show_order(visit: CurrentVisit, tasks: BackgroundTasks, number: str) -> Response:
    """The signed-in customer's own order."""
    page = await order_page(visit, number[:80])
    seen = Interaction(visitor_id=visit.visitor_id, kind="view", surface="order", lang=visit.lang)
    tasks.add_task(visit.record, seen)
    tasks.add_task(note_rows, visit, page.recommended)
    answer = page_response("storefront/order.html", page, context=await page_context(visit))
    answer.headers["Cache-Control"] = "no-store"
    answer.background = tasks
    return answer


async def _not_too_often(visit: Visit) -> None:
    limiter = limiter_of(visit.request)
    await limiter.take(_PER_VISITOR, visit.shop.id, visit.visitor_id)
    await limiter.take(_PER_ADDRESS, visit.shop.id, client_address(visit.request))


async def _product(visit: Visit, product_id: str) -> Product:
    found = await catalog.products(visit.session, visit.shop.id, [product_id]) if product_id else []
    if not found:
        raise NoSuchPage
    return found[0]


def _ids(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.split()))


async def _say(visit: Visit, product: Product, what: SayWhat | None) -> None:
    """Keep it for who is signed in, else for this browser; None takes it back."""
    if what is None:
        await service.unsay(visit.session, visit.shop, who_of(visit), product.id)
    else:
        await service.say(visit.session, visit.shop, who_of(visit), product.id, what)
