"""Texts of others that lie beside a conversation: files the customer attached, notes of the customer's own orders."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.assistant.materials.asking import NOTE_ASKED
from mercery.assistant.turns import Material
from mercery.conversations import service as conversations
from mercery.conversations.conversation import Conversation
from mercery.orders import service as orders

_ORDERS = 20


async def texts_at_hand(
    session: AsyncSession, shop_id: str, current: Conversation, text: str | None = None
) -> tuple[Material, ...]:
    """The files of the conversation, those of the last message as fresh, and the notes of the customer's orders.

    Whose orders: the customer whom the conversation belongs to, which no text can change. They are read only where the
    message `text` asks for a note (None: whatever it asks).
    """
    files = await conversations.attachments(session, shop_id, current.id)
    said = (
        await conversations.messages(session, shop_id, current.id, limit=1, newest=True, notes=False) if files else []
    )
    last = said[-1].id if said else ""
    found = [Material(kind="document", text=one.text, name=one.name, fresh=one.message_id == last) for one in files]
    if current.customer_id and _asks(text):
        own = await orders.orders_of_customer(session, shop_id, current.customer_id, limit=_ORDERS)
        found += [Material(kind="order_note", text=one.note, name=one.number, fresh=False) for one in own if one.note]
    return tuple(found)


async def own_orders(
    session: AsyncSession, shop_id: str, current: Conversation, text: str | None = None
) -> tuple[str, ...] | None:
    """Numbers of the orders of the customer whom the conversation belongs to; None where it belongs to nobody, or where
    the message asks for no note."""
    if not current.customer_id or not _asks(text):
        return None
    own = await orders.orders_of_customer(session, shop_id, current.customer_id, limit=_ORDERS)
    return tuple(one.number for one in own)


def _asks(text: str | None) -> bool:
    return text is None or bool(NOTE_ASKED.search(text))
