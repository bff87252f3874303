"""The signed door for messengers: `POST /api/channels/{channel_id}/messages`. See docs/guide/channels.md."""

from __future__ import annotations

import hashlib
from typing import Annotated

from fastapi import APIRouter, Header, Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from mercery.accounts import service as accounts
from mercery.conversations import channels, service
from mercery.conversations.carriers import WEBHOOK
from mercery.conversations.channels import Channel
from mercery.conversations.conversation import TEXT_LIMIT, Conversation, Message, Status
from mercery.conversations.responder import doors_of
from mercery.conversations.signature import BadSignature, check_signature
from mercery.conversations.wire import MessageForm, message_form
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.core.errors import Invalid, Problem
from mercery.core.i18n import Lang
from mercery.web.csrf import csrf_exempt
from mercery.web.database import database_of
from mercery.web.rate_limit import Limit, limiter_of

router = APIRouter(prefix="/api/channels", tags=["channels"])
MESSAGES_PER_CHANNEL = Limit(name="channel", burst=300, seconds=60)


class CustomerForm(BaseModel):
    """How the messenger calls the customer. Only shown: it opens no order and no account."""

    model_config = ConfigDict(extra="forbid")
    id: str = Field("", max_length=200)
    name: str = Field("", max_length=120)


class InboundForm(BaseModel):
    """A message of a customer, as the messenger passes it on."""

    model_config = ConfigDict(extra="forbid")
    id: str = Field(min_length=1, max_length=150)
    """The messenger's own id of the message: sent twice, it is answered once."""
    conversation: str = Field(min_length=1, max_length=200)
    """The messenger's own id of the conversation."""
    text: str = Field(min_length=1, max_length=TEXT_LIMIT)
    lang: Lang | None = None
    customer: CustomerForm = CustomerForm()


class InboundAnswer(BaseModel):
    """What becomes of a message."""

    conversation_id: str
    status: Status
    answer: MessageForm | None
    """The answer, unless a person has the word or it is delivered to the callback address."""
    delivered_by: str
    """`response` or `callback`."""


@router.post("/{channel_id}/messages")
@csrf_exempt("the request is signed with the channel's secret")
async def receive(
    request: Request,
    channel_id: str,
    x_mercery_timestamp: Annotated[str, Header()] = "",
    x_mercery_signature: Annotated[str, Header()] = "",
) -> InboundAnswer:
    """Take a customer's message, let the assistant answer, return the answer or deliver it."""
    body = await request.body()
    database = database_of(request)
    async with database.session() as session:
        found = await channels.any_channel(session, channel_id)
    if found is None or not found.enabled or found.kind != WEBHOOK:
        raise BadSignature("There is no such channel, or it is switched off.", remedy="See the console, Channels.")
    check_signature(found.accepted_secrets(now()), x_mercery_timestamp, x_mercery_signature, body, now())
    await limiter_of(request).take(MESSAGES_PER_CHANNEL, channel_id)
    form = _parsed(body)
    begun = await _open(database, found, form)
    answer = await _answer(request, database, found, begun, form)
    async with database.session() as session:
        after = await service.conversation(session, found.shop_id, begun.id)
    by_callback = bool(found.callback_url)
    return InboundAnswer(
        conversation_id=begun.id,
        status=after.status,
        answer=message_form(answer) if answer and not by_callback else None,
        delivered_by="callback" if by_callback else "response",
    )


def _parsed(body: bytes) -> InboundForm:
    try:
        return InboundForm.model_validate_json(body)
    except ValidationError as error:
        problems = [Problem(message=item["msg"], field=".".join(map(str, item["loc"]))) for item in error.errors()]
        raise Invalid(
            "The message cannot be read.", remedy="See docs/guide/channels.md for its form.", problems=problems
        ) from error


async def _open(database: Database, found: Channel, form: InboundForm) -> Conversation:
    async with database.session() as session:
        shop = await accounts.shop(session, found.shop_id)
        await channels.note_use(session, found)
        # The thread is the identity here: who may write in it is the messenger's business, not the text's.
        begun = await service.open_or_resume(
            session,
            shop.id,
            _visitor(found, form),
            channel=found.id,
            thread=form.conversation,
            lang=form.lang or shop.default_language,
        )
        return await service.name_customer(session, shop.id, begun.id, name=form.customer.name)


def _visitor(found: Channel, form: InboundForm) -> str:
    """One name per customer of a channel, as short as every visitor's, whatever the messenger's own names look like."""
    own = f"{found.id}:{form.customer.id or form.conversation}"
    return f"chv_{hashlib.sha256(own.encode()).hexdigest()[:32]}"


async def _answer(
    request: Request, database: Database, found: Channel, begun: Conversation, form: InboundForm
) -> Message | None:
    """The stored answer to this message, made now unless it was made before; None while a person has the word."""
    lang = form.lang or begun.lang
    responder = doors_of(request).responder
    async with database.session() as session:
        shop = await accounts.shop(session, found.shop_id)
        if responder is None:
            received = await service.receive(session, shop.id, begun.id, form.text, lang, client_key=form.id)
            await service.ask_for_person(session, shop.id, begun.id)
            return received.answered
    # The responder stores the message itself: only so does it see a new one as new, with its hold-out and its masks.
    message_id = ""
    async for event in responder.respond(
        shop=shop, conversation=begun, text=form.text, lang=lang, context={}, client_key=form.id
    ):
        if event.kind == "turn":
            message_id = str(event.data["message_id"])
    async with database.session() as session:
        return await service.answer_to(session, shop.id, message_id)
