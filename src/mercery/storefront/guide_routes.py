"""The guide's routes: its page, a message to it, a piece into the bag, and what is remembered."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Form, Header
from starlette.responses import JSONResponse, RedirectResponse, Response

from mercery.accounts.actor import Actor
from mercery.catalog import service as catalog
from mercery.conversations import access, service
from mercery.conversations.conversation import TEXT_LIMIT
from mercery.conversations.responder import doors_of
from mercery.core.errors import MerceryError, told_in
from mercery.core.i18n import Words
from mercery.guide.memory import Person, forget, forget_one
from mercery.interactions.interaction import Interaction
from mercery.storefront import addresses, cart
from mercery.storefront.guide_page import guide_page
from mercery.storefront.putting import put_into_bag
from mercery.storefront.visit import CurrentVisit, NoSuchPage, Visit, page_context
from mercery.web.database import database_of
from mercery.web.html import page_response, redirect_with_flash
from mercery.web.rate_limit import ASSISTANT_PER_ADDRESS, ASSISTANT_PER_VISITOR, client_address, limiter_of

router = APIRouter(include_in_schema=False)
__all__ = ["addresses", "router"]
_FAILED = Words("The answer could not be completed. Your words are kept.", "暂时无法答复，您的话已保留。")


@router.get("/{lang:lang}/guide")
async def show_guide(visit: CurrentVisit, tasks: BackgroundTasks, q: str = "") -> Response:
    """The talk so far; `q` stands in the field, and is sent by the page itself where scripts run."""
    page = await guide_page(visit, draft=q[:300])
    tasks.add_task(
        visit.record, Interaction(visitor_id=visit.visitor_id, kind="view", surface="assistant", lang=visit.lang)
    )
    return page_response("storefront/guide.html", page, context=await page_context(visit))


@router.post("/{lang:lang}/guide")
async def tell_guide(
    visit: CurrentVisit,
    text: Annotated[str, Form(max_length=TEXT_LIMIT)] = "",
    client_key: Annotated[str, Form(max_length=80)] = "",
    person: Annotated[str, Form(max_length=8)] = "",
    go_on: Annotated[str, Form(max_length=8)] = "",
) -> Response:
    """Answer, then show the page again. `go_on`: with the guide, while a person is waited for."""
    limiter = limiter_of(visit.request)
    await limiter.take(ASSISTANT_PER_VISITOR, visit.shop.id, visit.visitor_id)
    await limiter.take(ASSISTANT_PER_ADDRESS, visit.shop.id, client_address(visit.request))
    if go_on and visit.assistant().shown:
        waiting = await access.newest_for_page(visit.request, visit.session, visit.shop)
        if waiting is not None:
            await service.go_on(visit.session, visit.shop.id, waiting.id)
    # The answer has transactions of its own. One kept open beside them would hold rows that they wait for.
    await visit.session.commit()
    try:
        await _answered(visit, text, client_key, to_person=bool(person))
    except MerceryError as error:
        problem = told_in(visit.lang, error) if error.status < 500 else _FAILED.text(visit.lang)
        page = await guide_page(visit, draft=text, problem=problem.strip())
        return page_response("storefront/guide.html", page, context=await page_context(visit), status=422)
    return RedirectResponse(visit.url("/guide"), status_code=303)


async def _answered(visit: Visit, text: str, client_key: str, *, to_person: bool) -> None:
    context = {"page": visit.request.url.path, "currency": visit.currency}
    database, doors = database_of(visit.request), doors_of(visit.request)
    async with database.session() as opening:
        begun = await access.open_for_page(visit.request, opening, visit.shop, lang=visit.lang, context=context)
    if to_person or doors.responder is None or not visit.assistant().shown:
        async with database.session() as calling:
            if text.strip():
                await service.receive(calling, visit.shop.id, begun.id, text, visit.lang, client_key=client_key or None)
            await service.ask_for_person(calling, visit.shop.id, begun.id)
        return
    if not text.strip():
        return
    turn = doors.responder.respond(
        shop=visit.shop, conversation=begun, text=text, lang=visit.lang, context=context, client_key=client_key or None
    )
    async for _ in turn:
        pass


@router.post("/{lang:lang}/guide/bag")
async def put_offer_into_bag(
    visit: CurrentVisit,
    tasks: BackgroundTasks,
    product_id: Annotated[str, Form(max_length=40)],
    sku: Annotated[str, Form(max_length=200)],
    accept: Annotated[str, Header()] = "text/html",
) -> Response:
    """Put just the offered variant into the bag; come back to the guide, or tell a card what came of it."""
    found = await catalog.product(visit.session, visit.shop.id, product_id=product_id)
    variant = found.variant(sku)
    if variant is None:
        raise NoSuchPage
    put = await put_into_bag(visit, found, variant)
    if put.added:
        act = Interaction(
            visitor_id=visit.visitor_id, kind="add_to_cart", surface="assistant", product_id=found.id,
            variant_id=variant.id, lang=visit.lang, details={"quantity": 1},
        )  # fmt: skip
        tasks.add_task(visit.record, act)
    if "application/json" in accept:
        count = await cart.count(visit.session, visit.shop.id, visit.visitor_id)
        return JSONResponse(
            {"added": put.added or put.tone == "note", "message": put.text, "count": count}, background=tasks
        )
    answer = redirect_with_flash(visit.request, visit.url("/guide"), put.text, tone=put.tone)
    answer.background = tasks
    return answer


@router.post("/{lang:lang}/guide/memory")
async def change_memory(
    visit: CurrentVisit, key: Annotated[str, Form(max_length=400)] = "", everything: Annotated[str, Form()] = ""
) -> Response:
    """Take one thing out of what is remembered, or have everything forgotten."""
    found = await access.newest_for_page(visit.request, visit.session, visit.shop)
    customer = found.customer_id if found else None
    person = Person(customer_id=customer, visitor_id=None if customer else visit.visitor_id)
    actor = Actor(kind="customer", id=customer or "visitor", name=(found.customer_name if found else "") or "Visitor")
    if everything:
        await forget(visit.session, visit.shop.id, person, actor)
        text = visit.say("Everything is forgotten.", "已全部忘掉。")
    else:
        await forget_one(visit.session, visit.shop.id, person, key, actor)
        text = visit.say("Forgotten.", "已忘掉。")
    return redirect_with_flash(visit.request, visit.url("/guide"), text)
