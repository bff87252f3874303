"""The pages for associates: find a client, be advised, share pieces, see what became of them."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Annotated, Final
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Form, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from mercery.accounts.console.problems import form_errors
from mercery.accounts.page import console_page, says, staff_language
from mercery.accounts.permissions import Permission
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, Require
from mercery.core.clock import now
from mercery.core.errors import Invalid
from mercery.core.i18n import Lang, is_lang
from mercery.customers import service as customers
from mercery.guide.associate import advising, service, viewing
from mercery.guide.associate.pages import ClientsPage, ShareForm, TalkPage
from mercery.guide.associate.shared_offer import SharedPiece
from mercery.orders import service as orders
from mercery.web.database import Db
from mercery.web.html import page_response, redirect_with_flash

router = APIRouter(prefix="/console", include_in_schema=False)
Associate = Annotated[Staff, Depends(Require(Permission.ANSWER_CONVERSATIONS))]
_LONGEST_MESSAGE: Final = 1_000
_PER_PAGE: Final = 30


@router.get("/clients")
async def clients_page(
    request: Request, session: Db, staff: Associate, shop: CurrentShop, q: Annotated[str, Query(max_length=120)] = ""
) -> Response:
    """Find a client by name, address of mail, own number or the number of an order."""
    found = await customers.search_customers(session, shop.id, q)
    order = await orders.find_order(session, shop.id, q) if q.strip() else None
    if order is not None and order.customer_id and all(one.id != order.customer_id for one in found):
        found = [await customers.customer(session, shop.id, order.customer_id), *found]
    page = ClientsPage(query=q, clients=found)
    return page_response("guide/clients.html", page, context=console_page(request, staff, shop, section="clients"))


@router.get("/clients/{customer_id}")
async def client_page(request: Request, session: Db, staff: Associate, shop: CurrentShop, customer_id: str) -> Response:
    """One client, as far as the consent goes."""
    page = await viewing.client_page(session, shop, customer_id)
    return page_response("guide/client.html", page, context=console_page(request, staff, shop, section="clients"))


@router.post("/advice")
async def begin_talk(
    request: Request,
    session: Db,
    staff: Associate,
    shop: CurrentShop,
    customer_id: Annotated[str, Form(max_length=40)] = "",
    conversation_id: Annotated[str, Form(max_length=64)] = "",
) -> Response:
    """Begin to advise a client, or somebody without a name."""
    if customer_id:
        await customers.customer(session, shop.id, customer_id)
    talk_id = await viewing.begin(session, shop, customer_id, conversation_id)
    return RedirectResponse(f"/console/advice/{talk_id}", status_code=303)


@router.get("/advice/{talk_id}")
async def talk_page(request: Request, session: Db, staff: Associate, shop: CurrentShop, talk_id: str) -> Response:
    """Where the talk stands, with what fits at this moment."""
    lang = staff_language(request, staff, shop)
    page = await viewing.talk_page(session, shop, talk_id, lang)
    return _talk(request, staff, shop, page)


@router.post("/advice/{talk_id}")
async def say(
    request: Request,
    session: Db,
    staff: Associate,
    shop: CurrentShop,
    talk_id: str,
    text: Annotated[str, Form(max_length=_LONGEST_MESSAGE)] = "",
    without: Annotated[str, Form(max_length=400)] = "",
) -> Response:
    """What the client wants, or a wish taken away."""
    if without:
        await advising.drop_wish(session, shop, talk_id, without)
    elif text.strip():
        await advising.say(session, shop, talk_id, text.strip(), staff_language(request, staff, shop))
    return RedirectResponse(f"/console/advice/{talk_id}", status_code=303)


@router.post("/advice/{talk_id}/share")
async def share(
    request: Request,
    session: Db,
    staff: Associate,
    shop: CurrentShop,
    talk_id: str,
    variants: Annotated[list[str], Form()] = [],  # noqa: B006 - FastAPI copies it
    note: Annotated[str, Form(max_length=4_000)] = "",
    addressee: Annotated[str, Form(max_length=80)] = "",
    lang: Annotated[str, Form(max_length=2)] = "en",
    days: Annotated[int, Form()] = 7,
    answered_for: Annotated[bool, Form()] = False,
) -> Response:
    """Make the link; what stands in the way is said beside the field."""
    form = ShareForm(
        variants=frozenset(variants), note=note, addressee=addressee, lang=lang if is_lang(lang) else "en", days=days
    )
    found = await advising.talk(session, shop, talk_id)
    try:
        offer = await service.share(
            session, shop, staff.actor,
            service.Draft(
                pieces=tuple(SharedPiece(product_id=product, variant_id=variant) for product, _, variant in (one.partition(":") for one in variants)),
                lang=_lang(form.lang), currency=found.state.need.currency or shop.currency,
                expires_at=_end(shop, days), note=note, answered_for=answered_for, addressee=addressee, wishes=found.state.need.wishes,
                customer_id=found.client.customer.id if found.client else None,
            ),
            staff_id=staff.id, by=staff.name, check=getattr(request.app.state, "note_check", None),
        )  # fmt: skip
    except Invalid as error:
        remarks = error.remarks if isinstance(error, service.NoteContradicts) else ()
        unproved = error.sentences if isinstance(error, service.NoteUnproved) else ()
        page = await viewing.talk_page(
            session,
            shop,
            talk_id,
            staff_language(request, staff, shop),
            form=form,
            errors=form_errors(error, staff_language(request, staff, shop)),
            remarks=remarks,
            unproved=unproved,
        )
        return _talk(request, staff, shop, page, status=422)
    done = says(request, staff, shop, "The link is ready to be sent.", "链接已生成，可以发送。")
    return redirect_with_flash(request, f"/console/offers/{offer.id}", done)


def _end(shop: Shop, days: int) -> datetime:
    """The end of the last day, by the shop's clock."""
    day = now().astimezone(ZoneInfo(shop.timezone)).date() + timedelta(days=max(0, min(days, 400)) + 1)
    return datetime.combine(day, time(0), tzinfo=ZoneInfo(shop.timezone))


def _lang(text: str) -> Lang:
    return "zh" if text == "zh" else "en"


def _talk(request: Request, staff: Staff, shop: Shop, page: TalkPage, status: int = 200) -> Response:
    context = console_page(request, staff, shop, section="clients")
    return page_response("guide/talk.html", page, context=context, status=status)


@router.get("/offers")
async def offers_page(
    request: Request,
    session: Db,
    staff: Associate,
    shop: CurrentShop,
    everybody: bool = False,
    page: Annotated[int, Query(ge=1, le=1_000)] = 1,
) -> Response:
    """What was shared and what became of it: one's own; for reviewers and owners everybody's too."""
    may_see_all = staff.may(Permission.JUDGE_CONVERSATIONS)
    shown = await viewing.offers_page(
        session, shop, staff_id=None if everybody and may_see_all else staff.id,
        may_see_all=may_see_all, page=page, per_page=_PER_PAGE,
    )  # fmt: skip
    return page_response("guide/offers.html", shown, context=console_page(request, staff, shop, section="clients"))


@router.get("/offers/{offer_id}")
async def offer_page(request: Request, session: Db, staff: Associate, shop: CurrentShop, offer_id: str) -> Response:
    """One offer: its link and the words to send it with; what became of it."""
    page = await viewing.offer_page(session, shop, offer_id, site=_site(request), may_withdraw=True)
    return page_response("guide/offer.html", page, context=console_page(request, staff, shop, section="clients"))


@router.post("/offers/{offer_id}/withdraw")
async def withdraw(
    request: Request,
    session: Db,
    staff: Associate,
    shop: CurrentShop,
    offer_id: str,
    reason: Annotated[str, Form(max_length=300)] = "",
) -> Response:
    """Take an offer back."""
    await service.withdraw(session, shop, staff.actor, offer_id, reason=reason)
    done = says(request, staff, shop, "The link now says that the offer was taken back.", "链接已显示推荐已撤回。")
    return redirect_with_flash(request, f"/console/offers/{offer_id}", done)


def _site(request: Request) -> str:
    return str(request.base_url).rstrip("/")
