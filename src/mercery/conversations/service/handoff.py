"""Who has the word: to a person, back to the assistant, closed, opened again."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.conversations import inbox_repository, repository
from mercery.conversations.conversation import GOES_ON, Act, AlreadyTaken, Conversation, HandOffPacket
from mercery.conversations.events import Closed, HandedOver, TakenOver
from mercery.conversations.service.messages import change_status, lang_of, messages
from mercery.conversations.service.opening import required
from mercery.conversations.service.waiting import reach_offer, waiting_truth
from mercery.conversations.tables import ConversationRow
from mercery.core.clock import now
from mercery.core.errors import Conflict
from mercery.core.events import bus
from mercery.core.i18n import Words


async def hand_over(session: AsyncSession, shop_id: str, conversation_id: str, packet: HandOffPacket) -> Conversation:
    """The assistant asks for a person and leaves the packet. Asked twice, the newer packet stands.

    Store the assistant's own last words with `add_message` before this, in the same transaction.
    """
    row = await required(session, shop_id, conversation_id, lock=True)
    if row.status in ("waiting", "person"):
        packet = _with_report(packet, repository.to_conversation(row).packet)
    row.packet = repository.packet_to_json(packet)
    if row.status not in ("waiting", "person"):
        row.context = {name: value for name, value in row.context.items() if name != GOES_ON}
        words = Words("Handed to a person, with everything said so far.", "已转给店员，之前的对话都会一并转达。")
        truth, reach = await waiting_truth(session, shop_id), await reach_offer(session, shop_id, row.channel)
        lang = lang_of(row)
        said = ("" if lang == "zh" else " ").join(filter(None, (one.text(lang) for one in (words, truth, reach))))
        await change_status(session, row, Act.HAND_OVER, said)
        await bus.publish(session, HandedOver(shop_id=shop_id, conversation_id=row.id, visitor_id=row.visitor_id))
    await session.flush()
    return repository.to_conversation(row)


def _with_report(packet: HandOffPacket, before: HandOffPacket | None) -> HandOffPacket:
    """The newer packet, with what was found out for the one before where it says nothing itself."""
    if before is None:
        return packet
    names = ("who", "verified", "facts", "done", "declined", "open")
    kept = {name: getattr(packet, name) or getattr(before, name) for name in names}
    return replace(packet, **kept)


async def complete_packet(session: AsyncSession, shop_id: str, conversation_id: str, packet: HandOffPacket) -> None:
    """Put what the shelves above know beside the packet of a hand-over that has just happened."""
    row = await required(session, shop_id, conversation_id, lock=True)
    row.packet = repository.packet_to_json(packet)
    await session.flush()


async def ask_for_person(session: AsyncSession, shop_id: str, conversation_id: str) -> Conversation:
    """The customer asks for a person by the button; the packet is made from what was said. Asked twice changes nothing."""
    row = await required(session, shop_id, conversation_id, lock=True)
    if row.status in ("waiting", "person"):
        return repository.to_conversation(row)
    said = await messages(session, shop_id, conversation_id, newest=True)
    asked = tuple(message.text for message in said if message.author == "customer")
    lang = lang_of(row)
    if row.status == "closed":
        await change_status(session, row, Act.WRITE_AGAIN, "")
    packet = HandOffPacket(
        wants=asked[-1][:300] if asked else Words("To speak to a person", "希望与真人沟通").text(lang),
        why="The customer asked for a person.",
        why_zh="顾客要求转真人。",
        asked=asked[-5:],
        offered=tuple(
            sentence.text
            for message in said
            if message.author == "assistant"
            for sentence in message.sentences
            if sentence.fact_ids
        )[-3:],
        context=row.context,
        lang=lang,
    )
    return await hand_over(session, shop_id, conversation_id, packet)


async def go_on(session: AsyncSession, shop_id: str, conversation_id: str) -> Conversation:
    """The customer would rather go on with the assistant than wait. The call stands: a person still finds it in the
    inbox, and has the word from the moment they take over."""
    row = await required(session, shop_id, conversation_id, lock=True)
    if row.status == "waiting":
        row.context = {**row.context, GOES_ON: True}
        await session.flush()
    return repository.to_conversation(row)


async def take_over(
    session: AsyncSession,
    shop_id: str,
    conversation_id: str,
    staff: Actor,
    *,
    seen_version: int | None = None,
) -> Conversation:
    """The person takes the word. AlreadyTaken names who has it; taking what one has already changes nothing."""
    row = await required(session, shop_id, conversation_id, lock=True)
    if row.status == "person" and row.assigned_to == staff.id:
        return repository.to_conversation(row)
    if row.status == "person" and not await inbox_repository.was_left(session, row, now()):
        raise AlreadyTaken(
            f"{row.assigned_name} has already taken this conversation.",
            remedy=f"Ask {row.assigned_name} to hand it back, or leave an internal note.",
            zh=f"{row.assigned_name} 已接手此会话。可请 {row.assigned_name} 交还，或留下内部备注。",
        )
    check_version(row, seen_version)
    row.assigned_to, row.assigned_name = staff.id, staff.name
    words = Words(f"{staff.name} has joined the conversation.", f"{staff.name} 已接入对话。")
    await change_status(session, row, Act.TAKE_OVER, words.text(lang_of(row)), by=staff)
    await bus.publish(
        session,
        TakenOver(shop_id=shop_id, conversation_id=row.id, visitor_id=row.visitor_id, staff_id=staff.id),
    )
    return repository.to_conversation(row)


async def hand_back(
    session: AsyncSession, shop_id: str, conversation_id: str, staff: Actor, *, seen_version: int | None = None
) -> Conversation:
    """The assistant answers again."""
    row = await _mine(session, shop_id, conversation_id, staff, seen_version)
    words = Words(
        "The assistant answers again. A person can be called at any time.", "AI 店员继续为您解答，需要时可随时转真人。"
    )
    await change_status(session, row, Act.HAND_BACK, words.text(lang_of(row)), by=staff)
    return repository.to_conversation(row)


async def close(
    session: AsyncSession, shop_id: str, conversation_id: str, staff: Actor, *, seen_version: int | None = None
) -> Conversation:
    """The conversation is settled. The customer can write again at any time."""
    row = await _mine(session, shop_id, conversation_id, staff, seen_version)
    by_person = row.status == "person"
    words = Words("This conversation is closed. Write again at any time.", "对话已结束，需要时请随时留言。")
    await change_status(session, row, Act.CLOSE, words.text(lang_of(row)), by=staff)
    row.unread_staff = 0
    await bus.publish(
        session,
        Closed(shop_id=shop_id, conversation_id=row.id, visitor_id=row.visitor_id, by_person=by_person),
    )
    return repository.to_conversation(row)


async def reopen(session: AsyncSession, shop_id: str, conversation_id: str, staff: Actor) -> Conversation:
    """The person takes up a closed conversation."""
    row = await required(session, shop_id, conversation_id, lock=True)
    row.assigned_to, row.assigned_name = staff.id, staff.name
    words = Words(f"{staff.name} has opened the conversation again.", f"{staff.name} 重新开启了对话。")
    await change_status(session, row, Act.REOPEN, words.text(lang_of(row)), by=staff)
    return repository.to_conversation(row)


async def _mine(
    session: AsyncSession, shop_id: str, conversation_id: str, staff: Actor, seen_version: int | None
) -> ConversationRow:
    row = await required(session, shop_id, conversation_id, lock=True)
    if row.status == "person" and row.assigned_to != staff.id:
        raise AlreadyTaken(
            f"{row.assigned_name} has this conversation.",
            remedy=f"Ask {row.assigned_name}, or leave an internal note.",
            zh=f"此会话由 {row.assigned_name} 负责。可联系 {row.assigned_name}，或留下内部备注。",
        )
    check_version(row, seen_version)
    return row


def check_version(row: ConversationRow, seen: int | None) -> None:
    """Refuse a change that was decided on an older state than the present one."""
    if seen is not None and seen != row.version:
        raise Conflict(
            "The conversation has changed since this page was loaded.",
            remedy="Look at its present state and try again.",
            zh="页面打开后会话已有变化，请查看最新状态后再试。",
        )
