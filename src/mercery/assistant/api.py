"""The door for messages: a stream of steps, or the whole answer as JSON."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Header, Request
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import JSONResponse, Response

from mercery.accounts.shop import Shop
from mercery.assistant.callers import Caller, Door, callers
from mercery.assistant.minding import minds_of
from mercery.assistant.normalise import language, normalise
from mercery.assistant.service import Assistant
from mercery.conversations import access
from mercery.conversations.attachments import MOST
from mercery.conversations.conversation import TEXT_LIMIT, Conversation
from mercery.conversations.responder import TurnEvent
from mercery.conversations.wire import FileIn, files_in
from mercery.core import statements
from mercery.core.database import Json
from mercery.core.errors import Invalid, MerceryError
from mercery.core.i18n import Lang
from mercery.web.database import database_of
from mercery.web.outages import outage
from mercery.web.rate_limit import (
    ASSISTANT_PER_ADDRESS,
    ASSISTANT_PER_VISITOR,
    Limit,
    assistant_per_shop,
    client_address,
    limiter_of,
)
from mercery.web.sse import SseEvent, sse_response

router = APIRouter(prefix="/api/assistant", tags=["assistant"])


class Where(BaseModel):
    """Where the customer is."""

    model_config = ConfigDict(extra="ignore")

    page: str = Field("", max_length=500)
    product_id: str = Field("", max_length=60)
    variant_sku: str = Field("", max_length=120)
    currency: str = Field("", max_length=3)


class MessageIn(BaseModel):
    """A customer's message. Without `conversation_id` a conversation is opened or taken up again."""

    text: str = Field(min_length=1, max_length=TEXT_LIMIT)
    shop: str | None = Field(None, max_length=63)
    conversation_id: str | None = Field(None, max_length=40)
    lang: Lang | None = None
    context: Where = Where()
    client_key: str | None = Field(None, max_length=80)
    """The page's own id of this message: sent twice, it is answered once."""
    visitor: str | None = Field(None, max_length=400)
    """The signed name a page elsewhere keeps."""
    files: list[FileIn] = Field(default_factory=list, max_length=MOST)
    """Text files to be read beside the message: data, never instructions."""


@router.post("/messages")
async def post_message(
    request: Request, message: MessageIn, accept: Annotated[str, Header()] = "application/json"
) -> Response:
    """Answer a message: `text/event-stream` gives the steps as they come, anything else the stored answer."""
    if not normalise(message.text).text:
        raise Invalid("The message says nothing.", remedy="Write a question.", zh="消息为空，请写下问题。")
    # Files may be large: the loop has other customers meanwhile.
    files = await asyncio.to_thread(files_in, message.files) if message.files else ()
    shop, conversation, token = await _open(request, message)
    context = {key: value for key, value in message.context.model_dump().items() if value}
    assistant = Assistant(database_of(request), minds_of(request))
    assistant.check_room(shop.id)  # a stream that has begun cannot say 429 any more
    turn = assistant.respond(
        shop=shop,
        conversation=conversation,
        text=message.text,
        lang=language(message.text, message.lang or conversation.lang),
        context=context,
        client_key=message.client_key,
        files=files,
    )
    if "text/event-stream" in accept:
        return sse_response(request, conversation.visitor_id, _events(turn, token), shop_id=shop.id)
    return JSONResponse(await _whole(turn, conversation, token))


async def _open(request: Request, message: MessageIn) -> tuple[Shop, Conversation, str | None]:
    """The shop and the conversation, opened in a short transaction of its own; one that its token opens is only read."""
    database, limiter = database_of(request), limiter_of(request)
    named = message.shop or request.query_params.get("shop")
    if message.conversation_id and (token := access.token_of(request)):
        door = Door(shop=named or request.headers.get("host", ""), conversation=message.conversation_id, token=token)
        async with database.reading() as session:
            return *await _known(request, session, named, door), None
    async with database.session() as session:
        if message.conversation_id:
            await access.read_ahead(request, session, named, message.conversation_id)
        shop = await access.asked_shop(request, session, named)
        if message.conversation_id:
            found = await _found(request, session, shop, message.conversation_id)
            await limiter.take_all(*_limits(request, shop.id, found.visitor_id))
            return shop, found, None
        # Before a conversation is opened: who names a new visitor each time would fill the inbox with empty ones.
        await limiter.take_all(*_limits(request, shop.id))
        begun, token = await _opened(request, session, shop, message)
    await limiter.take(ASSISTANT_PER_VISITOR, shop.id, begun.visitor_id)
    return shop, begun, token


async def _known(request: Request, session: AsyncSession, named: str | None, door: Door) -> tuple[Shop, Conversation]:
    """The shop and the conversation that a token opens. Who came by the same door before is taken for the same caller, and
    the limits are taken from in the same trip; where it is another after all, once more from theirs."""
    limiter, before = limiter_of(request), callers.at(door)
    taking = None if before is None else limiter.taking(*_limits(request, before.shop_id, before.visitor_id))
    await access.read_ahead(request, session, named, door.conversation, *(() if taking is None else (taking.asked,)))
    shop = await access.asked_shop(request, session, named)
    found = await _found(request, session, shop, door.conversation)
    caller = Caller(shop_id=shop.id, visitor_id=found.visitor_id)
    if taking is not None and before == caller:
        await limiter.settle(taking, await statements.rows(session, taking.asked))
    else:
        await limiter.take_all(*_limits(request, shop.id, found.visitor_id))
    callers.came(door, caller)
    return shop, found


async def _found(request: Request, session: AsyncSession, shop: Shop, conversation_id: str) -> Conversation:
    """The conversation this request opens. Who tries others' runs into limits too."""
    try:
        return await access.customers_conversation(request, session, shop, conversation_id)
    except MerceryError:
        await limiter_of(request).take_all(*_limits(request, shop.id))
        raise


def _limits(request: Request, shop_id: str, visitor_id: str | None = None) -> list[tuple[Limit, tuple[str, ...]]]:
    """What a message is taken from: its address, the shop, and whoever writes where that is known."""
    limits: list[tuple[Limit, tuple[str, ...]]] = [
        (ASSISTANT_PER_ADDRESS, (shop_id, client_address(request))),
        (assistant_per_shop(), (shop_id,)),
    ]
    return limits if visitor_id is None else [*limits, (ASSISTANT_PER_VISITOR, (shop_id, visitor_id))]


async def _opened(
    request: Request, session: AsyncSession, shop: Shop, message: MessageIn
) -> tuple[Conversation, str | None]:
    lang: Lang = message.lang or language(message.text, shop.default_language)
    context: Json = {key: value for key, value in message.context.model_dump().items() if value}
    if message.visitor is not None or message.shop:
        return await access.open_for_embed(
            session,
            shop,
            channel="widget" if message.visitor else "api",
            lang=lang,
            context=context,
            visitor=message.visitor,
        )
    return await access.open_for_page(request, session, shop, lang=lang, context=context), None


async def _events(turn: AsyncIterator[TurnEvent], token: str | None) -> AsyncIterator[SseEvent | tuple[str, object]]:
    try:
        async for event in turn:
            data = {**event.data, "token": token} if event.kind == "turn" and token else event.data
            yield SseEvent(event=event.kind, data=data)
    except Exception as error:
        known = outage(error) or error
        if not isinstance(known, MerceryError):
            raise
        # The answer has begun, so its status cannot say it any more.
        yield SseEvent(event="error", data={"message": known.message, "remedy": known.remedy})


async def _whole(turn: AsyncIterator[TurnEvent], conversation: Conversation, token: str | None) -> Json:
    answer: Json = {"conversation_id": conversation.id, "status": conversation.status, "message": None}
    if token:
        answer["token"] = token
    async for event in turn:
        if event.kind in ("turn", "status"):
            answer["status"] = event.data.get("status", answer["status"])
        elif event.kind == "done":
            answer["message"] = event.data["message"]
    return answer
