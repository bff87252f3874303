"""The packet a person gets when the assistant hands over: made by code, readable in five seconds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.assistant.desk import repository as desk
from mercery.assistant.desk.reporting import report
from mercery.assistant.desk.state import DeskState
from mercery.assistant.guiding.packet import with_wishes
from mercery.assistant.turns import Outcome
from mercery.assistant.urgent import angry
from mercery.conversations import service as conversations
from mercery.conversations.conversation import Conversation, HandOffPacket, Message
from mercery.conversations.events import HandedOver
from mercery.core.i18n import Words
from mercery.customers import service as customers
from mercery.orders import service as orders
from mercery.orders.actions.service import receipts_of_conversation

_SAYS_SOMETHING: Final = 8
"""Characters: `yes`, `no` and a number alone say nothing of what is wanted."""
_SENTENCE: Final = re.compile(r"[^.!?。！？]{8,}")
"""Who says more than one beside calling for a person says what for."""
_NO_QUESTION: Final = re.compile(r"\d{6}|yes|no|ok(?:ay)?|是的?|否|好的?|确认|不用?", re.IGNORECASE)
"""A code, a yes or a no tell whoever takes over nothing; what was done is told beside it."""
WHY: Final[dict[str, Words]] = {
    "asked": Words("The customer asked for a person.", "顾客要求真人服务。"),
    "not_known": Words("No fact, policy or approved answer settles the question.", "没有事实、政策或已核准答复能回答该问题。"),
    "order": Words("It is about an order, and the customer is not signed in.", "涉及订单，而顾客尚未登录。"),
    "complaint": Words("The customer complains.", "顾客投诉。"),
    "legal": Words("The customer speaks of legal steps.", "顾客提到法律途径。"),
    "injury": Words("Somebody may have been hurt.", "可能有人受伤。"),
    "minor": Words("A minor may have ordered.", "可能是未成年人下单。"),
    "fraud": Words("The customer speaks of fraud or of somebody else's use of the account.", "顾客提到盗用或诈骗。"),
    "payment_dispute": Words("A charge is disputed.", "顾客对扣款有争议。"),
    "identity": Words("It could not be proved who is asking.", "未能核实询问者的身份。"),
    "rule": Words("By the shop's rules a person decides this.", "按店铺规则，此项由真人决定。"),
    "not_understood": Words("Two messages in a row were not understood.", "连续两条消息未能理解。"),
    "upset": Words("The customer is angry, and an order of value or an open complaint is at stake.", "顾客情绪激动，且涉及较高金额的订单或未了结的投诉。"),
    "holdout": Words("This visitor belongs to the hold-out and gets no automatic answers.", "该访客属于对照组，不作自动答复。"),
    "failed": Words("No answer could be made, and the message had waited.", "未能作出答复，该消息已等候一段时间。"),
    "withheld": Words("The only answer at hand did not pass the check.", "唯一可用的答复未通过核对。"),
}  # fmt: skip


def packet(
    shop: Shop, conversation: Conversation, outcome: Outcome | None, said: Sequence[Message], text: str, reason: str
) -> HandOffPacket:
    """Who wants what, why it comes to a person, and what was said and held back so far."""
    earlier = tuple(
        message.text
        for message in said
        if message.author == "customer" and not _NO_QUESTION.fullmatch(message.text.strip())
    )[-4:]
    told = tuple(
        sentence.text
        for message in said
        if message.author == "assistant"
        for sentence in message.sentences
        if sentence.fact_ids
    )[-4:]
    held = tuple(one.text for one in outcome.held) if outcome else ()
    context = dict(conversation.context)
    if outcome and outcome.understanding.product_ids:
        context["product_id"] = outcome.understanding.product_ids[0]
    return HandOffPacket(
        wants=_wanted(text, earlier, reason)[:300],
        why=WHY[reason].en,
        why_zh=WHY[reason].zh,
        asked=earlier if earlier and earlier[-1] == text else (*earlier, text),
        offered=told,
        refused=held,
        mood="upset" if reason in ("complaint", "upset") or angry(text) else "",
        context=context,
        lang=conversation.lang if outcome is None else outcome.understanding.lang,
    )


def _wanted(text: str, earlier: Sequence[str], reason: str) -> str:
    """What the customer wants: where the last words only call for a person or vent anger, what was said before them."""
    if reason == "asked" and len(_SENTENCE.findall(text)) > 1:
        return text
    before = [said for said in earlier if said != text and len(said.strip()) >= _SAYS_SOMETHING]
    return before[-1] if before and reason in ("asked", "upset", "not_understood") else text


async def on_handed_over(session: AsyncSession, event: HandedOver) -> None:
    """Put beside the packet what the desk knows, in the transaction of the hand-over: also when the customer pressed the
    button, or the question had nothing to do with an order."""
    state = await desk.peek(session, event.conversation_id)
    current = await conversations.conversation(session, event.shop_id, event.conversation_id)
    if current.packet is None:
        return
    wished = await with_wishes(session, event.shop_id, current, current.packet)
    if wished is not current.packet:
        await conversations.complete_packet(session, event.shop_id, event.conversation_id, wished)
    customer_id = current.customer_id or (state.customer_id if state else "")
    if state is None and not customer_id:
        return
    customer = await customers.find_customer(session, event.shop_id, customer_id) if customer_id else None
    own = await orders.orders_of_customer(session, event.shop_id, customer_id) if customer else []
    done = await receipts_of_conversation(session, event.shop_id, event.conversation_id)
    state = state or DeskState()
    if current.customer_id:
        state = replace(state, customer_id=current.customer_id, strength="session")
    made = report(state, customer, own, done)
    told = {f"{one.kind} {one.order}".strip() for one in state.refused}
    await conversations.complete_packet(
        session, event.shop_id, event.conversation_id,
        replace(
            wished, who=made.who, verified=made.verified, facts=made.facts, done=made.done,
            declined=made.declined, open=made.open,
            refused=tuple(words for words in wished.refused if words not in told),
        ),
    )  # fmt: skip
