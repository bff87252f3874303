"""Reading and writing the tables of conversations; nothing here decides anything."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final, cast

from pydantic import TypeAdapter
from pydantic_core import to_jsonable_python
from sqlalchemy import (
    Boolean,
    Table,
    and_,
    bindparam,
    exists,
    func,
    insert,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlalchemy.orm.attributes import set_committed_value

from mercery.conversations import held
from mercery.conversations.conversation import (
    Author,
    Conversation,
    HandOffPacket,
    Message,
    MessageBody,
    MessageKind,
    Status,
)
from mercery.conversations.tables import ConversationRow, MessageRow
from mercery.core import statements
from mercery.core.database import Json
from mercery.core.i18n import Lang
from mercery.core.statements import Asked, Statement

# Written down once: building a statement anew takes as long as sending it.
_READ: Final = select(ConversationRow).where(ConversationRow.id == bindparam("id"))
_LOCKED: Final[Statement[Any]] = Statement(
    select(*ConversationRow.__table__.c).where(ConversationRow.id == bindparam("id")).with_for_update()
)
_BODY: TypeAdapter[MessageBody] = TypeAdapter(MessageBody)
_PACKET: TypeAdapter[HandOffPacket] = TypeAdapter(HandOffPacket)


def token_hash(token: str) -> str:
    """What is stored of a conversation's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def body_to_json(body: MessageBody) -> Json:
    """The stored form, without what is empty."""
    return {key: value for key, value in _BODY.dump_python(body, mode="json").items() if value not in (None, [], "")}


def packet_to_json(packet: HandOffPacket) -> Json:
    """The stored form of a hand-off packet."""
    return cast(Json, to_jsonable_python(asdict(packet)))


def to_message(row: MessageRow) -> Message:
    """The message a row holds."""
    return Message(
        id=row.id,
        conversation_id=row.conversation_id,
        seq=row.seq,
        author=cast(Author, row.author),
        author_id=row.author_id,
        author_name=row.author_name,
        kind=cast(MessageKind, row.kind),
        text=row.text,
        lang=cast(Lang, row.lang),
        body=_BODY.validate_python(row.body),
        reply_to=row.reply_to,
        created_at=row.created_at,
    )


def to_conversation(row: ConversationRow) -> Conversation:
    """The conversation a row holds."""
    return Conversation(
        id=row.id,
        shop_id=row.shop_id,
        visitor_id=row.visitor_id,
        channel=row.channel,
        thread=row.thread,
        lang=cast(Lang, row.lang),
        status=cast(Status, row.status),
        version=row.version,
        assigned_to=row.assigned_to,
        assigned_name=row.assigned_name,
        context=row.context,
        subject=row.subject,
        preview=row.preview,
        customer_id=row.customer_id,
        customer_name=row.customer_name,
        customer_email=row.customer_email,
        packet=_PACKET.validate_python(row.packet) if row.packet else None,
        last_seq=row.last_seq,
        unread_staff=row.unread_staff,
        unread_customer=row.unread_customer,
        created_at=row.created_at,
        last_message_at=row.last_message_at,
        waiting_since=row.waiting_since,
        closed_at=row.closed_at,
    )


_MESSAGES: Final = select(*MessageRow.__table__.c)
_BY_KEY: Final = Statement(
    _MESSAGES.where(MessageRow.conversation_id == bindparam("conversation"), MessageRow.client_key == bindparam("key")),
    to_message,
)
_ANSWER: Final = Statement(
    _MESSAGES.where(MessageRow.shop_id == bindparam("shop"), MessageRow.reply_to == bindparam("message")).limit(1),
    to_message,
)
_FOLLOWING: Final = _MESSAGES.where(
    MessageRow.shop_id == bindparam("shop"),
    MessageRow.conversation_id == bindparam("conversation"),
    MessageRow.seq > bindparam("after"),
    or_(bindparam("notes", type_=Boolean), MessageRow.kind != "note"),
).limit(bindparam("most"))
_FIRST: Final = Statement(_FOLLOWING.order_by(MessageRow.seq), to_message)
_LAST: Final = Statement(_FOLLOWING.order_by(MessageRow.seq.desc()), to_message)
_FOR_CUSTOMER: Final = Statement(
    select(*ConversationRow.__table__.c).where(ConversationRow.id == bindparam("id")),
    lambda row: (to_conversation(row), row.token_hash),
)
_WRITE_MESSAGE: Final[Statement[None]] = Statement(insert(cast(Table, MessageRow.__table__)))
_WRITTEN: Final = (
    "context", "lang", "subject", "status", "last_seq", "last_message_at", "preview", "unread_staff", "unread_customer",
)  # fmt: skip
"""What a message changes of its conversation."""
_WRITE_CONVERSATION: Final[Statement[None]] = Statement(
    update(cast(Table, ConversationRow.__table__))
    .where(ConversationRow.id == bindparam("conversation"))
    .values({name: bindparam(f"new_{name}") for name in _WRITTEN})
)


async def lock_visitor(session: AsyncSession, shop_id: str, key: str) -> None:
    """Let one transaction at a time open a conversation for this visitor."""
    await session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": f"conversation:{shop_id}:{key}"}
    )


async def newest_open(
    session: AsyncSession,
    shop_id: str,
    visitor_id: str,
    channel: str,
    thread: str,
    since: datetime,
    *,
    customer_id: str | None = None,
) -> ConversationRow | None:
    """The visitor's newest conversation on the channel that is not closed and was used after `since`.

    One that belongs to a customer is found only by this customer.
    """
    return await session.scalar(
        select(ConversationRow)
        .where(
            ConversationRow.shop_id == shop_id,
            ConversationRow.visitor_id == visitor_id,
            ConversationRow.channel == channel,
            ConversationRow.thread == thread,
            ConversationRow.status != "closed",
            ConversationRow.last_message_at >= since,
            or_(ConversationRow.customer_id.is_(None), ConversationRow.customer_id == customer_id),
        )
        .order_by(ConversationRow.last_message_at.desc())
        .limit(1)
    )


async def conversation_row(
    session: AsyncSession, shop_id: str, conversation_id: str, *, lock: bool = False
) -> ConversationRow | None:
    """The row, locked until the transaction ends when `lock`.

    What this transaction has locked already nobody else can change, so it is not asked for again: a turn looks at its
    conversation five times while it stores the answer.
    """
    row = held.row_of(session, conversation_id)
    if row is None and lock:
        read = await statements.first(session, _LOCKED.of(id=conversation_id))
        row = None if read is None else held.keep(session, read._asdict())
    elif row is None:
        row = await session.scalar(_READ, {"id": conversation_id})
    return row if row is not None and row.shop_id == shop_id else None


async def with_token(
    session: AsyncSession, shop_id: str, conversation_id: str
) -> tuple[Conversation, str | None] | None:
    """The conversation and the hash of its token, only to be read."""
    known = await statements.first(session, with_token_asked(conversation_id))
    return known if known is not None and known[0].shop_id == shop_id else None


def with_token_asked(conversation_id: str) -> Asked[tuple[Conversation, str | None]]:
    """What `with_token` asks, to be read ahead: of any shop, since the shop may be asked for in the same trip."""
    return _FOR_CUSTOMER.of(id=conversation_id)


async def lock_and_read(session: AsyncSession, conversation_id: str, *asked: Asked[Any]) -> None:
    """Lock the conversation, where this transaction does not hold it yet, and ask these in the same trip, after it is
    locked. `conversation_row` and whoever asks the same next find it read."""
    if held.row_of(session, conversation_id) is None:
        asked = (_LOCKED.of(id=conversation_id), *asked)
    await statements.read_ahead(session, *asked)


def change(session: AsyncSession, row: ConversationRow, **values: object) -> None:
    """Set what `_WRITTEN` names on a locked conversation, to be written by the `add_message` that has to follow. The library
    keeps no book of it, except in a savepoint, which may be taken back by itself."""
    for name, value in values.items():
        if session.in_nested_transaction():
            setattr(row, name, value)
        else:
            set_committed_value(row, name, value)


async def add_message(
    session: AsyncSession, row: ConversationRow, message: Message, body: Json, *, client_key: str | None
) -> None:
    """Write a message at the end of a locked conversation, and what it changed of that. An empty key is none."""
    stored = _WRITE_MESSAGE.of(
        id=message.id, shop_id=row.shop_id, conversation_id=row.id, seq=message.seq, author=message.author,
        author_id=message.author_id, author_name=message.author_name, kind=message.kind, text=message.text,
        lang=message.lang, body=body, reply_to=message.reply_to, client_key=client_key or None, created_at=message.created_at,
    )  # fmt: skip
    values = {f"new_{name}": getattr(row, name) for name in _WRITTEN}
    await statements.later(session, stored, _WRITE_CONVERSATION.of(conversation=row.id, **values))


def body_of(stored: Json) -> MessageBody:
    """The parts of a message from their stored form."""
    return _BODY.validate_python(stored)


async def message_by_key(session: AsyncSession, conversation_id: str, client_key: str) -> Message | None:
    """The message stored under `client_key`."""
    return await statements.first(session, by_key_asked(conversation_id, client_key))


def by_key_asked(conversation_id: str, client_key: str) -> Asked[Message]:
    """What `message_by_key` asks, to be read ahead."""
    return _BY_KEY.of(conversation=conversation_id, key=client_key)


async def texts(session: AsyncSession, shop_id: str, message_ids: Collection[str]) -> dict[str, str]:
    """The words of these messages by id."""
    rows = await session.execute(
        select(MessageRow.id, MessageRow.text).where(MessageRow.shop_id == shop_id, MessageRow.id.in_(message_ids))
    )
    return {str(id_): str(words) for id_, words in rows}


async def staff_replies(
    session: AsyncSession, shop_id: str, conversation_ids: Collection[str]
) -> dict[str, list[tuple[datetime, str]]]:
    """What persons said to customers in these conversations, in order."""
    rows = await session.execute(
        select(MessageRow.conversation_id, MessageRow.created_at, MessageRow.text)
        .where(
            MessageRow.shop_id == shop_id, MessageRow.conversation_id.in_(conversation_ids),
            MessageRow.author == "staff", MessageRow.kind == "message",
        )
        .order_by(MessageRow.conversation_id, MessageRow.seq)
    )  # fmt: skip
    found: dict[str, list[tuple[datetime, str]]] = {}
    for conversation_id, at, words in rows:
        found.setdefault(conversation_id, []).append((at, words))
    return found


async def answer(session: AsyncSession, shop_id: str, message_id: str) -> Message | None:
    """The answer that belongs to a customer's message."""
    return await statements.first(session, answer_asked(shop_id, message_id))


def answer_asked(shop_id: str, message_id: str) -> Asked[Message]:
    """What `answer` asks, to be read ahead."""
    return _ANSWER.of(shop=shop_id, message=message_id)


async def unanswered_rows(
    session: AsyncSession, since: datetime, until: datetime, limit: int
) -> list[tuple[ConversationRow, MessageRow]]:
    """Customers' messages of that time in conversations of the assistant, with no answer, after which no person spoke and
    nothing was handed over. The answer to an earlier message may well stand after a later one."""
    other = aliased(MessageRow)
    answered = exists().where(other.reply_to == MessageRow.id)
    spoken = exists().where(
        other.conversation_id == MessageRow.conversation_id,
        other.seq > MessageRow.seq,
        or_(
            other.kind == "status",
            and_(other.kind == "message", other.author != "customer", other.reply_to.is_(None)),
        ),
    )
    rows = await session.execute(
        select(ConversationRow, MessageRow)
        .join(MessageRow, MessageRow.conversation_id == ConversationRow.id)
        .where(
            ConversationRow.status == "assistant",
            ConversationRow.last_message_at >= since,
            MessageRow.author == "customer",
            MessageRow.kind == "message",
            MessageRow.created_at.between(since, until),
            ~answered,
            ~spoken,
        )
        .order_by(MessageRow.created_at, MessageRow.seq)
        .limit(limit)
    )
    return [(conversation, message) for conversation, message in rows]


async def counted_texts(session: AsyncSession, shop_id: str, since: datetime, *, limit: int) -> list[tuple[str, int]]:
    """Texts of customers' messages since then with how often each was written, without regard to case."""
    written = func.lower(MessageRow.text)
    rows = await session.execute(
        select(func.min(MessageRow.text), func.count())
        .where(
            MessageRow.shop_id == shop_id,
            MessageRow.author == "customer",
            MessageRow.kind == "message",
            MessageRow.created_at >= since,
            func.length(MessageRow.text) <= 400,
        )
        .group_by(written)
        .order_by(func.count().desc(), written)
        .limit(limit)
    )
    return [(str(text), int(count)) for text, count in rows]


async def messages(
    session: AsyncSession,
    shop_id: str,
    conversation_id: str,
    *,
    after_seq: int,
    limit: int,
    newest: bool = False,
    notes: bool = True,
) -> list[Message]:
    """Messages after `after_seq` in order: the first `limit`, or the last `limit` when `newest`."""
    asked = (_LAST if newest else _FIRST).of(
        shop=shop_id, conversation=conversation_id, after=after_seq, most=limit, notes=notes
    )
    found = await statements.rows(session, asked)
    return found[::-1] if newest else found
