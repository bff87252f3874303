"""Conversations for programs with an API key: read the inbox, take part as the shop's own system."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from mercery.accounts.permissions import Scope
from mercery.accounts.staff import ApiKey
from mercery.accounts.web import ApiKeyWith
from mercery.conversations import service
from mercery.conversations.conversation import TEXT_LIMIT, Status
from mercery.conversations.inbox_repository import Segment
from mercery.conversations.wire import ConversationForm, MessageForm, conversation_form, message_form
from mercery.web.database import Db
from mercery.web.pagination import Paging

router = APIRouter(prefix="/api/v1/conversations", tags=["conversations"])
Reader = Annotated[ApiKey, Depends(ApiKeyWith(Scope.CONVERSATIONS_READ))]
Writer = Annotated[ApiKey, Depends(ApiKeyWith(Scope.CONVERSATIONS_WRITE))]


class Listed(BaseModel):
    """One page of conversations, newest first."""

    items: list[ConversationForm]
    total: int


class Thread(BaseModel):
    """A conversation with its messages in order."""

    conversation: ConversationForm
    messages: list[MessageForm]


class ReplyIn(BaseModel):
    """A reply; `client_key` is your own id of it: sent twice, it is stored once."""

    model_config = ConfigDict(extra="forbid")
    text: str = Field(min_length=1, max_length=TEXT_LIMIT)
    client_key: str | None = Field(None, max_length=80)


class ActIn(BaseModel):
    """What becomes of the conversation: the assistant has the word again, or it is closed."""

    model_config = ConfigDict(extra="forbid")
    act: Literal["hand_back", "close"]


class StatusOut(BaseModel):
    """Who has the word now."""

    status: Status


@router.get("")
async def list_conversations(session: Db, key: Reader, paging: Paging, segment: Segment = "waiting") -> Listed:
    """One segment of the inbox: waiting, assistant, mine (taken by this key) or closed. Scope `conversations:read`."""
    page = await service.inbox(session, key.shop_id, segment, key.id, limit=paging.size, offset=paging.offset)
    return Listed(items=[conversation_form(one) for one in page.conversations], total=page.total)


@router.get("/{conversation_id}")
async def read_conversation(session: Db, key: Reader, conversation_id: str, after: int = 0) -> Thread:
    """A conversation with at most 200 messages after number `after`. Scope `conversations:read`."""
    found = await service.conversation(session, key.shop_id, conversation_id)
    said = await service.messages(session, key.shop_id, conversation_id, after_seq=after)
    return Thread(conversation=conversation_form(found), messages=[message_form(one) for one in said])


@router.post("/{conversation_id}/replies")
async def post_reply(session: Db, key: Writer, conversation_id: str, sent: ReplyIn) -> MessageForm:
    """Take the conversation over under the key's name and reply. Scope `conversations:write`."""
    await service.take_over(session, key.shop_id, conversation_id, key.actor)
    stored = await service.reply(
        session, key.shop_id, conversation_id, key.actor, sent.text, client_key=sent.client_key
    )
    return message_form(stored)


@router.post("/{conversation_id}/acts")
async def post_act(session: Db, key: Writer, conversation_id: str, sent: ActIn) -> StatusOut:
    """Hand a conversation this key has taken back to the assistant, or close it. Scope `conversations:write`."""
    change = service.hand_back if sent.act == "hand_back" else service.close
    after = await change(session, key.shop_id, conversation_id, key.actor)
    return StatusOut(status=after.status)
