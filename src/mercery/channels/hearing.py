"""What a messenger brought becomes a customer's message: found or opened its conversation, answered, or handed to a person."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.channels import keeping, repository, setups
from mercery.channels.arrived import SILENT, WORDLESS, Arrived, from_json
from mercery.channels.doors import platform_of
from mercery.channels.keeping import Fetched
from mercery.channels.saying import chosen
from mercery.channels.setups import Setup
from mercery.channels.tables import ArrivalRow
from mercery.conversations import channels, service
from mercery.conversations.attachments import Attachment
from mercery.conversations.channels import Channel
from mercery.conversations.conversation import (
    TEXT_LIMIT,
    Button,
    Conversation,
    HandOffPacket,
    Message,
    NewMessage,
    assistant_speaks,
)
from mercery.conversations.responder import Responder
from mercery.conversations.service.messages import message_of
from mercery.core.database import Database
from mercery.core.i18n import Lang, Words

_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
_LETTERS: Final = re.compile(r"[A-Za-z]{2}")
_PRESSED: Final = re.compile(r"b:(msg_[0-9a-z]{26}):(\d{1,2})")
_PASSED_ON: Final = Words(
    "I cannot look at this myself, so I have passed it to a person of the shop. You can also tell me in words what it is "
    "about.",
    "这类内容我无法查看，已转给店员。您也可以用文字告诉我。",
)

_UNSEEN: Final = Words("The customer sent something the assistant cannot look at.", "顾客发来 AI 店员无法查看的内容。")
_BY_PERSON: Final = Words(
    "The mail is one only a person should answer: its domain denies it, or many went to its sender within an hour.",
    "这封邮件须由店员处理：发件域名核验未通过，或一小时内已向其回信过多。",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Begun:
    """What is known before anything is fetched or answered."""

    setup: Setup
    arrived: Arrived
    conversation: Conversation
    lang: Lang
    pressed: Button | None


async def take(database: Database, responder: Responder | None, arrival_id: str) -> str | None:
    """The customer's message that the arrival became, now or before; None where nothing was said.

    Safe to call again and at once: a message is stored once by the platform's id, and answered once.
    """
    begun = await _begin(database, arrival_id)
    if not isinstance(begun, _Begun):
        return begun
    platform = platform_of(begun.setup.kind.name)
    if platform is not None:
        await platform.seen(database, begun.setup, begun.arrived)
    fetched = await keeping.fetch_all(database, begun.setup, begun.arrived.media)
    files = keeping.readable(fetched)
    spoken = begun.arrived.kind == "words" and bool(begun.arrived.text.strip() or files)
    if responder is None or not spoken or (begun.pressed is not None and begun.pressed.kind == "person"):
        message = await _to_person(database, begun, explained=responder is not None and begun.pressed is None)
    else:
        message = await _answered(database, responder, begun, files)
    await _finish(database, arrival_id, begun, message, fetched)
    return message.id


async def _begin(database: Database, arrival_id: str) -> _Begun | str | None:
    async with database.session() as session:
        row = await session.get(ArrivalRow, arrival_id)
        if row is None or row.done:
            return row.message_id if row else None
        arrived = from_json(row.content)
        channel = await channels.channel(session, row.shop_id, row.channel_id)
        if arrived.kind == "stopped":
            await repository.stop_address(session, channel, arrived.address, arrived.wordless or "unsubscribed")
            row.done, row.content = True, {}
            return None
        shop = await accounts.shop(session, row.shop_id)
        # Whoever writes by WeChat without a word reads Chinese.
        default: Lang = "zh" if channel.kind == "wechat" else shop.default_language
        conversation = await _conversation(session, channel, arrived, default)
        await repository.heard_from(session, channel, conversation.id, arrived)
        # From here the message is one of this conversation, and goes when it goes.
        row.conversation_id = conversation.id
        pressed = await _pressed(session, conversation, arrived)
        return _Begun(
            setup=await setups.setup(session, row.shop_id, row.channel_id),
            arrived=arrived,
            conversation=conversation,
            lang=_language(arrived.text, conversation.lang),
            pressed=pressed,
        )


async def _conversation(session: AsyncSession, channel: Channel, arrived: Arrived, default: Lang) -> Conversation:
    # Who may write in a thread is the platform's business: the address is shown, and opens no order and no account.
    begun = await service.open_or_resume(
        session,
        channel.shop_id,
        visitor_of(channel, arrived.address),
        channel=channel.id,
        thread=(arrived.thread or arrived.address)[:200],
        lang=_language(arrived.text, default),
    )
    email = arrived.address if channel.kind == "mail" else ""
    return await service.name_customer(session, channel.shop_id, begun.id, name=arrived.name, email=email)


def visitor_of(channel: Channel, address: str) -> str:
    """One name per customer of a channel; the same person on two channels has two, until a sign-in proves them one."""
    return f"chv_{hashlib.sha256(f'{channel.id}:{address}'.encode()).hexdigest()[:32]}"


def _language(text: str, known: Lang) -> Lang:
    if _CHINESE.search(text):
        return "zh"
    return "en" if _LETTERS.search(text) else known


async def _pressed(session: AsyncSession, conversation: Conversation, arrived: Arrived) -> Button | None:
    """The choice the customer made: by a button that names it, else by a number or its words under the last answer."""
    said = await service.messages(session, conversation.shop_id, conversation.id, newest=True, limit=12, notes=False)
    named = _PRESSED.fullmatch(arrived.choice)
    if named is not None:
        choices = next((_choices(one) for one in said if one.id == named[1]), ())
        return choices[int(named[2])] if int(named[2]) < len(choices) else None
    last = next((one for one in reversed(said) if one.kind == "message" and one.author != "customer"), None)
    return chosen(arrived.text, _choices(last)) if last is not None else None


def _choices(message: Message) -> tuple[Button, ...]:
    return tuple(one for one in message.body.buttons if one.kind != "link")


def _text(begun: _Begun) -> str:
    """What is stored as the customer's words."""
    if begun.pressed is not None:
        return (begun.pressed.value if begun.pressed.kind == "reply" else "") or begun.pressed.label
    words = WORDLESS.get(begun.arrived.wordless)
    stands = words.text(begun.lang) if words else ""
    return " ".join(part for part in (stands, begun.arrived.text.strip()) if part)[:TEXT_LIMIT] or "…"


async def _answered(database: Database, responder: Responder, begun: _Begun, files: tuple[Attachment, ...]) -> Message:
    """The assistant's turn; it stores the message itself, so that its hold-out and its masks see a new one as new."""
    conversation = begun.conversation
    async with database.session() as session:
        shop = await accounts.shop(session, conversation.shop_id)
    message_id = ""
    async for event in responder.respond(
        shop=shop,
        conversation=conversation,
        text=_text(begun),
        lang=begun.lang,
        context={},
        client_key=_key(begun.arrived),
        files=files,
    ):
        if event.kind == "turn":
            message_id = str(event.data["message_id"])
    async with database.session() as session:
        if message_id:
            return await message_of(session, conversation.shop_id, message_id)
        received = await service.receive(
            session, conversation.shop_id, conversation.id, _text(begun), begun.lang, client_key=_key(begun.arrived)
        )
        return received.message


async def _to_person(database: Database, begun: _Begun, *, explained: bool) -> Message:
    """Keep the message and call a person; the assistant says that it cannot look at it, where it has the word."""
    shop_id, conversation_id = begun.conversation.shop_id, begun.conversation.id
    async with database.session() as session:
        received = await service.receive(
            session, shop_id, conversation_id, _text(begun), begun.lang, client_key=_key(begun.arrived)
        )
        current = received.conversation
        told_it = explained and begun.arrived.wordless not in SILENT
        if received.answered is None and told_it and assistant_speaks(current.status, current.context):
            shop = await accounts.shop(session, shop_id)
            told = NewMessage(
                author="assistant",
                author_name=shop.assistant_name.text(begun.lang),
                text=_PASSED_ON.text(begun.lang),
                lang=begun.lang,
                reply_to=received.message.id,
            )
            await service.add_message(session, shop_id, conversation_id, told)
        if explained and current.status == "assistant":
            await service.hand_over(session, shop_id, conversation_id, _packet(begun, received.message))
        elif not explained and (received.fresh or current.status == "assistant"):
            await service.ask_for_person(session, shop_id, conversation_id)
        return received.message


def _packet(begun: _Begun, message: Message) -> HandOffPacket:
    """Why a person is asked for, as it is: nobody pressed a button."""
    why = _BY_PERSON if begun.arrived.wordless == "mail" else _UNSEEN
    return HandOffPacket(
        wants=message.text[:300], why=why.en, why_zh=why.zh, asked=(message.text,), context=begun.conversation.context,
        lang=begun.lang,
    )  # fmt: skip


def _key(arrived: Arrived) -> str:
    """The platform's id, as short as a key may be."""
    own = arrived.outside_id
    return own if len(own) <= 150 else hashlib.sha256(own.encode()).hexdigest()


async def _finish(database: Database, arrival_id: str, begun: _Begun, message: Message, fetched: list[Fetched]) -> None:
    async with database.session() as session:
        row = await session.get(ArrivalRow, arrival_id, with_for_update=True)
        if row is None or row.done:
            return
        await keeping.keep(session, begun.conversation.shop_id, message.conversation_id, message.id, fetched)
        row.done, row.content, row.message_id = True, {}, message.id
