"""Anger with value: a strong tone from somebody whose order is worth a person's time, or who has complained before."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.assistant.desk.service import DeskTurn
from mercery.assistant.urgent import angry
from mercery.claims.sentence import Line
from mercery.conversations.conversation import Conversation
from mercery.core import clock
from mercery.core.config import settings
from mercery.core.money import Money
from mercery.orders import service as orders

_LOOKED_BACK: Final = timedelta(days=180)


async def handed_over_if_upset(
    session: AsyncSession, shop: Shop, current: Conversation, text: str, made: DeskTurn
) -> DeskTurn:
    """The desk's turn, with a person called where the customer is angry and something of value is at stake. What the
    desk did stays and is told; its tasks wait until the person hands back."""
    if made.hand_over or not angry(text) or not await _at_stake(session, shop, current, made):
        return made
    return with_a_person(made)


def with_a_person(made: DeskTurn) -> DeskTurn:
    """The turn with a person called at its end."""
    words = (
        "很抱歉给您带来不便。我已把这段对话转给店里的真人同事，前面的内容他们都能看到。"
        if made.lang == "zh"
        else "I am sorry that this went wrong. I am handing this to a person of the shop, with all that was said and done here."
    )
    sentence = Line().say(words).done()
    # What was done must be told; another question is not what an angry customer needs.
    told = made.sentences if made.done else ()
    said = (*told, sentence)
    return replace(
        made, state=replace(made.state, handed_over=True, failed=0), hand_over="upset", sentences=said,
        text=("" if made.lang == "zh" else " ").join(one.text for one in said),
    )  # fmt: skip


async def _at_stake(session: AsyncSession, shop: Shop, current: Conversation, made: DeskTurn) -> bool:
    if current.packet is not None and current.packet.mood == "upset":
        return True
    customer = current.customer_id or made.state.customer_id
    if not customer:
        return False
    since = clock.now() - _LOOKED_BACK
    limits = upset_values(settings().upset_values)
    return any(
        order.total >= limits[order.currency]
        for order in await orders.orders_of_customer(session, shop.id, customer)
        if order.currency in limits
        and order.status != "cancelled"
        and (order.placed_at is None or order.placed_at > since)
    )


@lru_cache(maxsize=8)
def upset_values(text: str) -> dict[str, Money]:
    """`EUR 500, CNY 4000` as the amount in each currency."""
    pairs = [part.split() for part in text.split(",") if part.strip()]
    return {currency: Money.from_major(amount, currency) for currency, amount in pairs}
