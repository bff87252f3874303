"""Storing messages in order, and reading them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.conversations import attachments_repository, repository
from mercery.conversations.attachments import MOST, Attachment
from mercery.conversations.card_numbers import mask_cards
from mercery.conversations.conversation import (
    GOES_ON,
    TEXT_LIMIT,
    Act,
    AlreadyTaken,
    Author,
    Conversation,
    FileOut,
    Message,
    MessageBody,
    NewMessage,
    NotYourTurn,
    Status,
    WrongState,
    assistant_speaks,
    status_after,
)
from mercery.conversations.events import Spoken
from mercery.conversations.going_on import goes_on_with_the_assistant
from mercery.conversations.notices import message_notice
from mercery.conversations.service.opening import required
from mercery.conversations.tables import ConversationRow, MessageRow
from mercery.core.clock import now
from mercery.core.database import Json
from mercery.core.errors import Invalid, NotFound, TooLarge
from mercery.core.events import announce, announce_all, bus
from mercery.core.i18n import Lang
from mercery.core.ids import new_id
from mercery.core.jobs import enqueue
from mercery.core.statements import Asked

PREVIEW_LENGTH: Final = 160
WITHOUT_CALLBACK: Final = frozenset({"storefront", "widget", "api"})
"""Channels whose customers read here; all others are messenger channels with a callback."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A customer's message as stored."""

    conversation: Conversation
    message: Message
    fresh: bool
    """False when this message had been stored before (same `client_key`)."""
    answered: Message | None = None
    """The answer it already has."""

    @property
    def assistant_answers(self) -> bool:
        """Whether the assistant has the word and this message still needs its answer."""
        spoken = self.conversation
        return assistant_speaks(spoken.status, spoken.context) and self.answered is None


async def receive(
    session: AsyncSession,
    shop_id: str,
    conversation_id: str,
    text: str,
    lang: Lang,
    *,
    context: Json | None = None,
    client_key: str | None = None,
    files: Sequence[Attachment] = (),
) -> Received:
    """Store what a customer wrote and attached, without card numbers, once per `client_key`. Writing into a closed
    conversation opens it again."""
    if client_key:
        await repository.lock_and_read(session, conversation_id, repository.by_key_asked(conversation_id, client_key))
    row = await required(session, shop_id, conversation_id, lock=True)
    if client_key and (known := await repository.message_by_key(session, conversation_id, client_key)):
        answer = await repository.answer(session, shop_id, known.id)
        return Received(conversation=repository.to_conversation(row), message=known, fresh=False, answered=answer)
    said = mask_cards(checked_text(text))
    context = {**row.context, **(context or {})}
    if row.status == "waiting" and goes_on_with_the_assistant(said):
        # The call stands: whoever takes over still finds it.
        context[GOES_ON] = True
    repository.change(session, row, context=context, lang=lang, subject=row.subject or said[:PREVIEW_LENGTH])
    if row.status == "closed":
        await change_status(session, row, Act.WRITE_AGAIN, "")
    named = tuple(replace(one, id=new_id("att")) for one in files)
    message = await store(
        session,
        row,
        NewMessage(
            author="customer", author_id=row.visitor_id, text=said, lang=lang, client_key=client_key,
            body=MessageBody(files=tuple(map(_listed, named))),
        ),
    )  # fmt: skip
    if named:
        await attachments_repository.add_attachments(session, shop_id, conversation_id, message.id, named)
    return Received(conversation=repository.to_conversation(row), message=message, fresh=True)


def _listed(file: Attachment) -> FileOut:
    return FileOut(id=file.id, name=file.name, media_type=file.media_type, size=file.size)


async def attachments(
    session: AsyncSession, shop_id: str, conversation_id: str, *, limit: int = MOST
) -> list[Attachment]:
    """The files that came with messages of the conversation, the latest first."""
    return await attachments_repository.attachments(session, shop_id, conversation_id, limit=limit)


def attachments_asked(shop_id: str, conversation_id: str, *, limit: int) -> Asked[Attachment]:
    """What `attachments` asks, to be read ahead."""
    return attachments_repository.attachments_asked(shop_id, conversation_id, limit=limit)


async def attachment(session: AsyncSession, shop_id: str, conversation_id: str, attachment_id: str) -> Attachment:
    """One file of the conversation with its text; NotFound."""
    found = await attachments_repository.attachment(session, shop_id, conversation_id, attachment_id)
    if found is None:
        raise NotFound("There is no such file.")
    return found


async def add_message(
    session: AsyncSession, shop_id: str, conversation_id: str, new: NewMessage, *, first: bool = False
) -> Message:
    """Store a message. The assistant's is refused (NotYourTurn) once a person has the word. `first`: this transaction holds
    the conversation and has seen that the message answered has no answer yet."""
    row = await required(session, shop_id, conversation_id, lock=True)
    if new.client_key and (known := await repository.message_by_key(session, conversation_id, new.client_key)):
        return known
    # The same question sent twice at once is worked out twice; the second keeps the answer of the first.
    given = await repository.answer(session, shop_id, new.reply_to) if new.reply_to and not first else None
    if new.author == "assistant" and given is not None:
        return given
    if new.author == "assistant" and not assistant_speaks(row.status, row.context):
        raise NotYourTurn(
            "A person has this conversation now, so the assistant stays silent.", zh="会话已由人工接管，助手不再回复。"
        )
    return await store(session, row, new)


async def reply(
    session: AsyncSession,
    shop_id: str,
    conversation_id: str,
    staff: Actor,
    text: str,
    *,
    lang: Lang | None = None,
    client_key: str | None = None,
) -> Message:
    """A person's answer, sent as written. Only who has taken the conversation may send it."""
    row = await required(session, shop_id, conversation_id, lock=True)
    if row.status != "person":
        raise WrongState(
            "Take the conversation over before you reply.",
            remedy="Press Take over, then send.",
            zh="请先接手会话再回复。",
        )
    if row.assigned_to != staff.id:
        raise AlreadyTaken(
            f"{row.assigned_name} has this conversation.",
            remedy=f"Ask {row.assigned_name} to hand it back, or leave an internal note.",
            zh=f"{row.assigned_name} 已接手此会话。可请 {row.assigned_name} 交还，或留下内部备注。",
        )
    if client_key and (known := await repository.message_by_key(session, conversation_id, client_key)):
        return known
    row.unread_staff = 0
    said = checked_text(text)
    return await store(session, row, from_staff(staff, said, lang or lang_of(row), client_key=client_key))


async def add_note(session: AsyncSession, shop_id: str, conversation_id: str, staff: Actor, text: str) -> Message:
    """An internal note: kept in its place in the conversation, never shown to the customer."""
    row = await required(session, shop_id, conversation_id, lock=True)
    note = NewMessage(
        author="staff",
        author_id=staff.id,
        author_name=staff.name,
        kind="note",
        text=checked_text(text),
        lang=lang_of(row),
    )
    return await store(session, row, note)


async def messages(
    session: AsyncSession,
    shop_id: str,
    conversation_id: str,
    *,
    after_seq: int = 0,
    limit: int = 200,
    newest: bool = False,
    notes: bool = True,
) -> list[Message]:
    """Messages after `after_seq` in order (at most `limit`; the last ones when `newest`), without internal notes on wish."""
    return await repository.messages(
        session, shop_id, conversation_id, after_seq=after_seq, limit=limit, newest=newest, notes=notes
    )


async def answer_to(session: AsyncSession, shop_id: str, message_id: str) -> Message | None:
    """The stored answer to a customer's message, or None."""
    return await repository.answer(session, shop_id, message_id)


async def answer_held(session: AsyncSession, shop_id: str, conversation_id: str, message_id: str) -> Message | None:
    """The answer the message has by now. From here to the end of the transaction nobody else gives it one."""
    asked = repository.answer_asked(shop_id, message_id), *bus.asked(Spoken, conversation_id)
    await repository.lock_and_read(session, conversation_id, *asked)
    await required(session, shop_id, conversation_id, lock=True)
    return await repository.answer(session, shop_id, message_id)


async def texts_of(session: AsyncSession, shop_id: str, message_ids: Collection[str]) -> dict[str, str]:
    """The words of these messages by id, as they are kept."""
    return await repository.texts(session, shop_id, message_ids)


async def replies_of_staff(
    session: AsyncSession, shop_id: str, conversation_ids: Collection[str]
) -> dict[str, list[tuple[datetime, str]]]:
    """When persons of the shop said what to customers, in order, by conversation."""
    return await repository.staff_replies(session, shop_id, conversation_ids) if conversation_ids else {}


async def mark_read(session: AsyncSession, shop_id: str, conversation_id: str, by: Author) -> None:
    """Everything so far was seen by the customer, or by the staff."""
    row = await required(session, shop_id, conversation_id, lock=True)
    unread = row.unread_customer if by == "customer" else row.unread_staff
    if not unread:
        return
    if by == "customer":
        row.unread_customer = 0
    else:
        row.unread_staff = 0
    await session.flush()
    await announce(session, f"inbox:{shop_id}", {"kind": "read", "conversation_id": conversation_id})


async def typing(session: AsyncSession, shop_id: str, conversation_id: str, author: Author, name: str = "") -> None:
    """Tell the other side that somebody is writing. Nothing is stored."""
    notice = {"kind": "typing", "author": author, "name": name}
    await announce(session, f"conversation:{conversation_id}", notice)


def lang_of(row: ConversationRow) -> Lang:
    """The conversation's language."""
    return "zh" if row.lang == "zh" else "en"


def checked_text(text: str) -> str:
    """The text without surrounding blanks; refused when empty or too long."""
    said = text.replace("\x00", "").strip()
    if not said:
        raise Invalid("The message is empty.", remedy="Write something first.", zh="内容为空，请先填写。")
    if len(said) > TEXT_LIMIT:
        raise TooLarge(
            f"The message has {len(said)} characters; at most {TEXT_LIMIT} can be sent.",
            remedy="Send it in two messages.",
            zh=f"内容有 {len(said)} 字，最多 {TEXT_LIMIT} 字，请分两次发送。",
        )
    return said


def from_staff(staff: Actor, text: str, lang: Lang, *, client_key: str | None = None) -> NewMessage:
    """A person's spoken message."""
    return NewMessage(
        author="staff", author_id=staff.id, author_name=staff.name, text=text, lang=lang, client_key=client_key
    )


async def store(session: AsyncSession, row: ConversationRow, new: NewMessage) -> Message:
    """Append to a locked conversation. The lock is held to the commit, so `seq` becomes visible in order."""
    moment, body = now(), repository.body_to_json(new.body)
    stored = Message(
        id=new_id("msg"),
        conversation_id=row.id,
        seq=row.last_seq + 1,
        author=new.author,
        author_id=new.author_id,
        author_name=new.author_name,
        kind=new.kind,
        text=new.text,
        lang=new.lang,
        body=repository.body_of(body),
        reply_to=new.reply_to,
        created_at=moment,
    )
    changed: Json = {"last_seq": stored.seq}
    if new.kind == "message":
        changed |= {"last_message_at": moment, "preview": new.text[:PREVIEW_LENGTH], **_unread(row, new.author)}
    repository.change(session, row, **changed)
    await repository.add_message(session, row, stored, body, client_key=new.client_key)
    await _tell(session, row, stored)
    return stored


def _unread(row: ConversationRow, author: Author) -> Json:
    if author == "customer":
        return {"unread_staff": row.unread_staff + 1, "unread_customer": 0}
    return {"unread_customer": row.unread_customer + 1}


async def _tell(session: AsyncSession, row: ConversationRow, stored: Message) -> None:
    notices: dict[str, Json] = {
        f"conversation:{row.id}": message_notice(stored),
        f"inbox:{row.shop_id}": {"kind": "changed", "conversation_id": row.id, "status": row.status},
    }
    await announce_all(session, notices)
    if stored.kind == "note":
        return
    await bus.publish(
        session,
        Spoken(shop_id=row.shop_id, conversation_id=row.id, message_id=stored.id, author=stored.author),
    )
    if row.channel not in WITHOUT_CALLBACK and stored.author in ("staff", "assistant"):
        await enqueue(
            session,
            "conversations:deliver",
            {"shop_id": row.shop_id, "message_id": stored.id},
            lock=f"conversation:{row.id}",
        )


async def change_status(
    session: AsyncSession, row: ConversationRow, act: Act, words: str, *, by: Actor | None = None
) -> Status:
    """Change a locked conversation's state and store that as a message, so that every reader learns it in order."""
    row.status = after = status_after(repository.to_conversation(row).status, act)
    row.version += 1
    row.waiting_since = now() if after == "waiting" else None
    row.closed_at = now() if after == "closed" else None
    if after in ("assistant", "waiting"):
        row.assigned_to, row.assigned_name = None, ""
    await store(
        session,
        row,
        NewMessage(
            author="system",
            author_id=by.id if by else "",
            author_name=by.name if by else "",
            kind="status",
            text=words,
            lang=lang_of(row),
            body=MessageBody(status=after),
        ),
    )
    return after


async def message_of(session: AsyncSession, shop_id: str, message_id: str) -> Message:
    """The message with that id."""
    row = await session.get(MessageRow, message_id)
    if row is None or row.shop_id != shop_id:
        raise NotFound("There is no such message.")
    return repository.to_message(row)
