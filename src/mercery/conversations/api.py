"""What the customer's page asks: open, read, follow live, ask for a person."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import Response, StreamingResponse

from mercery.accounts.shop import Shop
from mercery.conversations import access, service
from mercery.conversations.access import AskedShop
from mercery.conversations.embedding.service import note_sighting
from mercery.conversations.hours.saying import now_words
from mercery.conversations.hours.service import schedule_of
from mercery.conversations.live import customer_events
from mercery.conversations.responder import doors_of
from mercery.conversations.wire import ConversationForm, MessageForm, conversation_form, message_form
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.database import Json
from mercery.core.i18n import Lang
from mercery.core.ids import new_id
from mercery.core.mail import mail_leaves
from mercery.orders.handover.service import checkout_of
from mercery.web.cors import is_same_origin
from mercery.web.database import Db, database_of
from mercery.web.rate_limit import Limit, client_address, limiter_of
from mercery.web.sse import LastEventId, sse_response
from mercery.web.visitor import TESTER, is_staff_key, read_widget_visitor, sealed_widget_visitor

router = APIRouter(prefix="/api/conversations", tags=["conversations"])
OPEN_PER_ADDRESS = Limit(name="conversation_open", burst=20, seconds=60)
VISITORS_PER_ADDRESS = Limit(name="widget_visitor", burst=300, seconds=60, shared=False)
"""Browsers that show the widget for the first time; each is a visitor of the experiments."""
SIGNALS_PER_ADDRESS = Limit(name="conversation_signal", burst=60, seconds=60, shared=False)


class HoursForm(BaseModel):
    """Whether people of the shop answer at this moment, and the sentence that says until when, or when they are back."""

    open: bool
    words: str


class WidgetForm(BaseModel):
    """What the widget needs before anything is asked."""

    shop: str
    name: str
    assistant_name: str
    colour: str
    languages: tuple[Lang, ...]
    enabled: bool
    """False: this visitor belongs to the hold-out and sees no assistant."""
    visitor: str
    """Signed name of this browser, to be kept by the page (no cookie is set)."""
    duty: tuple[str, ...]
    mails: bool = False
    """Whether somebody who leaves an address would get the mail."""
    hours: HoursForm | None = None
    """Whether people answer now, by the shop's hours; null where it has set none."""
    checkout: str = ""
    """Where a card's piece is handed over to the shop's own checkout (`sku` is added to it); empty where the shop has none."""


class OpenForm(BaseModel):
    """A conversation to be opened."""

    lang: Lang = "en"
    channel: Literal["storefront", "widget", "api"] = "storefront"
    context: dict[str, str] = Field(default_factory=dict, max_length=20)
    """Where the customer is: page, product_id, variant_sku."""
    visitor: str | None = Field(None, max_length=400)


class OpenedForm(BaseModel):
    """An open conversation. `token` opens it again from another origin; it is shown once."""

    conversation: ConversationForm
    token: str | None
    duty: tuple[str, ...]


class ThreadForm(BaseModel):
    """A conversation and its messages after a sequence number."""

    conversation: ConversationForm
    messages: tuple[MessageForm, ...]
    duty: tuple[str, ...]


@router.get("/embed")
async def embed(
    request: Request,
    session: Db,
    shop: AskedShop,
    lang: Lang = "en",
    visitor: str | None = None,
    staff: str | None = None,
) -> WidgetForm:
    """The shop's face for the widget, and whether this visitor sees it. `staff`: a key of the console, by which who tries the
    page is a new visitor whom no hold-out keeps from the assistant."""
    known = new_id(TESTER) if is_staff_key(staff, shop.id) else read_widget_visitor(visitor)
    if known is None:
        await limiter_of(request).take(VISITORS_PER_ADDRESS, shop.id, client_address(request))
    name = known or new_id("vis")
    origin = request.headers.get("origin", "")
    if origin in shop.embed_origins and not is_same_origin(request, origin):
        await note_sighting(session, shop, origin)
    enrolment = doors_of(request).enrolment
    return WidgetForm(
        shop=shop.slug,
        name=shop.name.text(lang),
        assistant_name=shop.assistant_name.text(lang),
        colour=shop.colour,
        languages=shop.languages,
        enabled=enrolment is None or await enrolment.assistant_enabled(session, shop, name),
        visitor=sealed_widget_visitor(name),
        duty=await _duty(session, shop),
        mails=mail_leaves(settings()),
        hours=await _hours(session, shop, lang),
        checkout=f"/{lang}/checkout/piece?shop={shop.slug}" if (await checkout_of(session, shop.id)).on else "",
    )


@router.post("")
async def open_conversation(request: Request, session: Db, shop: AskedShop, form: OpenForm) -> OpenedForm:
    """Open the visitor's conversation, or go on with it."""
    await limiter_of(request).take(OPEN_PER_ADDRESS, shop.id, client_address(request))
    token: str | None = None
    context: Json = {key: value[:500] for key, value in form.context.items()}
    if form.channel == "storefront":
        begun = await access.open_for_page(request, session, shop, lang=form.lang, context=context)
    else:
        begun, token = await access.open_for_embed(
            session, shop, channel=form.channel, lang=form.lang, context=context, visitor=form.visitor
        )
    return OpenedForm(conversation=conversation_form(begun), token=token, duty=await _duty(session, shop))


@router.get("/{conversation_id}")
async def read(
    request: Request,
    session: Db,
    shop: AskedShop,
    conversation_id: str,
    after: Annotated[int, Query(ge=0)] = 0,
) -> ThreadForm:
    """The conversation and its messages after `after`: the way to follow where a stream cannot be kept open."""
    found = await access.customers_conversation(request, session, shop, conversation_id)
    stored = await service.messages(
        session, shop.id, found.id, after_seq=after, limit=200, newest=after == 0, notes=False
    )
    return ThreadForm(
        conversation=conversation_form(found),
        messages=tuple(message_form(message) for message in stored),
        duty=await _duty(session, shop),
    )


@router.get("/{conversation_id}/events")
async def events(
    request: Request,
    session: Db,
    shop: AskedShop,
    conversation_id: str,
    last_event_id: LastEventId,
    after: Annotated[int, Query(ge=0)] = 0,
) -> StreamingResponse:
    """Live: everything after Last-Event-ID (or `after`), then what comes."""
    found = await access.customers_conversation(request, session, shop, conversation_id)
    seen = int(last_event_id) if last_event_id and last_event_id.isdecimal() else after
    live = customer_events(database_of(request), request.app.state.listener, shop.id, found.id, seen)
    return sse_response(request, found.visitor_id, live, shop_id=shop.id)


@router.post("/{conversation_id}/person")
async def ask_for_person(request: Request, session: Db, shop: AskedShop, conversation_id: str) -> ConversationForm:
    """The customer wants a person: hand over with all that was said so far."""
    found = await access.customers_conversation(request, session, shop, conversation_id)
    return conversation_form(await service.ask_for_person(session, shop.id, found.id))


@router.post("/{conversation_id}/typing", status_code=204)
async def typing(request: Request, session: Db, shop: AskedShop, conversation_id: str) -> Response:
    """The customer is writing."""
    await limiter_of(request).take(SIGNALS_PER_ADDRESS, conversation_id)
    found = await access.customers_conversation(request, session, shop, conversation_id)
    await service.typing(session, shop.id, found.id, "customer")
    return Response(status_code=204)


@router.post("/{conversation_id}/read", status_code=204)
async def mark_read(request: Request, session: Db, shop: AskedShop, conversation_id: str) -> Response:
    """The customer has seen everything so far."""
    found = await access.customers_conversation(request, session, shop, conversation_id)
    await service.mark_read(session, shop.id, found.id, "customer")
    return Response(status_code=204)


async def _hours(session: Db, shop: Shop, lang: Lang) -> HoursForm | None:
    schedule = await schedule_of(session, shop.id)
    if schedule is None:
        return None
    return HoursForm(open=schedule.open_at(now()), words=now_words(schedule, now()).text(lang))


async def _duty(session: Db, shop: Shop) -> tuple[str, ...]:
    return tuple(person.name for person in await service.on_duty(session, shop.id))
