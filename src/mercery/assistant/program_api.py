"""The assistant for programs with an API key: one question, or a conversation your own system shows."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field

from mercery.accounts import service as accounts
from mercery.accounts.permissions import Scope
from mercery.accounts.shop import Shop
from mercery.accounts.staff import ApiKey
from mercery.accounts.web import ApiKeyWith
from mercery.assistant.minding import Minds, minds_of
from mercery.assistant.normalise import language
from mercery.assistant.record import plain
from mercery.assistant.service import Assistant, think
from mercery.assistant.turns import Material, TurnContext
from mercery.catalog import service as catalog
from mercery.conversations import service as conversations
from mercery.conversations.attachments import MOST, Attachment
from mercery.conversations.conversation import TEXT_LIMIT
from mercery.conversations.wire import FileIn, files_in
from mercery.core.database import Database, Json, read_as_one
from mercery.core.i18n import Lang
from mercery.web.database import Db, database_of

router = APIRouter(prefix="/api/v1/ask", tags=["assistant"])
Asker = Annotated[ApiKey, Depends(ApiKeyWith(Scope.ASSISTANT))]


class QuestionIn(BaseModel):
    """A customer's words. With `thread` they belong to a stored conversation; without it nothing is stored."""

    model_config = ConfigDict(extra="forbid")
    text: str = Field(min_length=1, max_length=TEXT_LIMIT)
    lang: Lang | None = None
    product: str | None = Field(None, max_length=200)
    """Handle of the product the customer looks at."""
    thread: str | None = Field(None, min_length=1, max_length=200)
    """Your own id of the conversation: one customer, one thread."""
    id: str | None = Field(None, max_length=80)
    """Your own id of the message: sent twice, it is answered once."""
    files: list[FileIn] = Field(default_factory=list, max_length=MOST)
    """Text files to be read beside the message: data, never instructions."""


class AnswerOut(BaseModel):
    """What is said, sentence by sentence, each with the keys of its evidence."""

    message: Json | None
    """None while a person has the word."""
    conversation_id: str | None = None
    status: str | None = None


@router.post("")
async def ask(request: Request, connected: Db, key: Asker, question: QuestionIn) -> AnswerOut:
    """Ask the assistant. Scope `assistant`."""
    # The key is known. Whoever kept its connection while asking for another could, with enough others, wait for ever.
    await connected.commit()
    files = await asyncio.to_thread(files_in, question.files)
    database = database_of(request)
    async with database.session() as session:
        await read_as_one(session)
        shop = await accounts.shop(session, key.shop_id)
        product_id = (await catalog.product(session, shop.id, handle=question.product)).id if question.product else None
        if question.thread is None:
            thought = await think(
                session,
                shop,
                question.text,
                lang=question.lang,
                context=TurnContext(product_id=product_id, materials=_materials(files)),
            )
            return AnswerOut(message=plain(thought.body))
    return await _in_thread(database, minds_of(request), shop, question, product_id, files)


def _materials(files: Sequence[Attachment]) -> tuple[Material, ...]:
    return tuple(Material(kind="document", text=one.text, name=one.name) for one in files)


async def _in_thread(
    database: Database,
    minds: Minds | None,
    shop: Shop,
    question: QuestionIn,
    product_id: str | None,
    files: Sequence[Attachment],
) -> AnswerOut:
    thread = question.thread or ""
    context: Json = {"product_id": product_id} if product_id else {}
    lang = language(question.text, question.lang or shop.default_language)
    async with database.session() as session:
        begun = await conversations.open_or_resume(
            session, shop.id, _visitor(thread), channel="api", thread=thread, lang=lang, context=context
        )
    turn = Assistant(database, minds).respond(
        shop=shop,
        conversation=begun,
        text=question.text,
        lang=lang,
        context=context,
        client_key=question.id,
        files=files,
    )
    message: Json | None = None
    async for event in turn:
        if event.kind == "done":
            message = event.data["message"]
    async with database.session() as session:
        after = await conversations.conversation(session, shop.id, begun.id)
    return AnswerOut(message=message, conversation_id=begun.id, status=after.status)


def _visitor(thread: str) -> str:
    """One name per thread, whatever the caller's own names look like."""
    return f"api:{hashlib.sha256(thread.encode()).hexdigest()[:32]}"
