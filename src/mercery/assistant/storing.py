"""A finished turn in the database, and as the steps that are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.assistant import repository
from mercery.assistant.desk.joining import outcome
from mercery.assistant.desk.service import DeskTurn
from mercery.assistant.gathering import TURNS_BEFORE
from mercery.assistant.guiding.service import keep as keep_guided
from mercery.assistant.guiding.service import talk_of
from mercery.assistant.handing import packet
from mercery.assistant.presenting import body, text_of
from mercery.assistant.promoting.asking import may_ask
from mercery.assistant.promoting.bag import bag_of
from mercery.assistant.recommending.asking import wanted
from mercery.assistant.recommending.service import FEATURE as RECOMMENDATIONS
from mercery.assistant.record import turn_to_json
from mercery.assistant.texts_at_hand import own_orders, texts_at_hand
from mercery.assistant.thinking import Thought
from mercery.assistant.turns import GOODS, TurnContext
from mercery.assistant.versions import versions_in_use
from mercery.assistant.wording.judged_by import Worded
from mercery.assistant.wording.kept import worded_to_json
from mercery.claims.wording import Voice
from mercery.conversations import service as conversations
from mercery.conversations.conversation import Conversation, Message, NewMessage, NotYourTurn
from mercery.conversations.responder import TurnEvent
from mercery.conversations.service import Received
from mercery.conversations.wire import message_out
from mercery.core.clock import now
from mercery.core.database import Json
from mercery.core.i18n import Lang
from mercery.core.logging import get_logger
from mercery.core.telemetry.instruments import SENTENCES_HELD
from mercery.core.telemetry.recording import count
from mercery.experiments import service as experiments

FEATURE = "assistant"
log = get_logger(__name__)


def desk_thought(made: DeskTurn, shop: Shop, text: str, ms: int, worded: Worded | None = None) -> Thought:
    """A turn of the desk in the form of the assistant's turns."""
    said = outcome(made, text, ms)
    voice = Voice(lang=made.lang, now=now(), timezone=shop.timezone, assistant=shop.assistant_name.text(made.lang))
    record = turn_to_json(said, voice) | {"versions": versions_in_use()} | ({"desk": made.basis} if made.basis else {})
    return Thought(
        outcome=said,
        body=body(said, voice, {}, took_ms=ms),
        text=text_of(said, voice),
        record=record | ({"wording": worded_to_json(worded)} if worded else {}),
        ms=ms,
    )


class Earlier(Protocol):
    """A turn that was held before."""

    @property
    def record(self) -> Json:
        """Its steps."""

    @property
    def understood(self) -> bool:
        """Whether the message was."""


async def store(
    session: AsyncSession,
    shop: Shop,
    received: Received,
    thought: Thought,
    ms: int,
    beside: Json | None = None,
    *,
    waited: int = 0,
) -> tuple[Message | None, Conversation]:
    """The answer, its record, its cost and the hand-over, together or not at all. A message that got its answer while it
    was worked out here too keeps that one, and nothing is added. `waited`: of `ms`, those spent waiting for a model."""
    current, decision = received.conversation, thought.outcome.decision
    if (given := await answer_given(session, shop, received)) is not None:
        return given, await conversations.conversation(session, shop.id, current.id)
    stored = await _answer(session, shop, received, thought)
    await repository.add_turn(
        session,
        shop.id,
        current.id,
        question_id=received.message.id,
        answer_id=stored.id if stored else None,
        at=now(),
        record={**thought.record, "page": str(current.context.get("product_id") or "") or None},
        ms=ms,
    )
    if held := len(thought.outcome.held):
        count(SENTENCES_HELD, "model" if "wording" in thought.record else "code", by=held)
    await experiments.record_cost(session, shop.id, FEATURE, kind="compute", ms=max(0, ms - waited), subject=current.id)
    if wanted(thought.outcome.message.text, thought.outcome.understanding, decision):
        # In both arms: the visitor met what recommendations answer, or would have.
        await experiments.record_exposure(session, shop, RECOMMENDATIONS, current.visitor_id)
    if stored and decision.guided is not None:
        await keep_guided(session, shop, current, decision.guided)
    if stored and decision.hand_over:
        said = await conversations.messages(session, shop.id, current.id, limit=40, newest=True)
        reason = packet(shop, current, thought.outcome, said[:-1], received.message.text, decision.hand_over)
        reason = replace(reason, context={**reason.context, **(beside or {})})
        return stored, await conversations.hand_over(session, shop.id, current.id, reason)
    return stored, await conversations.conversation(session, shop.id, current.id)


async def _answer(session: AsyncSession, shop: Shop, received: Received, thought: Thought) -> Message | None:
    """The answer as a message; None where a person has the word by now."""
    new = NewMessage(
        author="assistant",
        author_name=shop.assistant_name.text(thought.outcome.understanding.lang),
        text=thought.text,
        lang=thought.outcome.understanding.lang,
        body=thought.body,
        reply_to=received.message.id,
    )
    try:
        # Refused before anything is written, so there is nothing to take back.
        return await conversations.add_message(session, shop.id, received.conversation.id, new, first=True)
    except NotYourTurn:
        log.debug("assistant_silent", conversation=received.conversation.id)
        return None


async def answer_given(session: AsyncSession, shop: Shop, received: Received) -> Message | None:
    """The answer the message has by now. From here to the end of the transaction nobody else gives it one."""
    return await conversations.answer_held(session, shop.id, received.conversation.id, received.message.id)


async def turn_context(
    session: AsyncSession, shop_id: str, current: Conversation, text: str | None = None
) -> TurnContext:
    """The page the customer is on, what the conversation was about, and which texts of others lie beside the message."""
    earlier = await repository.earlier_turns(session, shop_id, current.id, limit=TURNS_BEFORE)
    page = str(current.context.get("product_id") or "") or None
    return replace(
        context_after(earlier, page=page, lang=current.lang),
        materials=await texts_at_hand(session, shop_id, current, text),
        own_orders=await own_orders(session, shop_id, current, text),
        guiding=await talk_of(session, current, earlier),
        bag=await bag_of(session, shop_id, current.visitor_id) if may_ask(text or "") else None,
        customer_id=current.customer_id,
    )


def context_after(earlier: Sequence[Earlier], *, page: str | None, lang: Lang) -> TurnContext:
    """What a message after these turns (the latest first) may refer to."""
    talked: list[str] = []
    for row in earlier:
        talked += row.record["decision"]["shown"] or row.record["understanding"]["product_ids"]
    asked = earlier[0].record["understanding"]["commands"] if earlier else []
    last_page = earlier[0].record.get("page") if earlier else None
    # Talk moves on from the page: the page leads only when it was opened after the last turn.
    return TurnContext(
        product_id=page if page != last_page or not talked else None,
        talked_about=tuple(dict.fromkeys([*talked, *([page] if page else [])])),
        lang=lang,
        not_understood_before=bool(earlier) and not earlier[0].understood,
        colours=tuple(one for command in asked for one in command["colours"]),
        sizes=tuple(one for command in asked for one in command["sizes"]),
        topic=asked[0]["topic"] if asked and asked[0]["topic"] in GOODS else None,
    )


def told(stored: Message | None, after: Conversation, thought: Thought, *, already: int = 0) -> Sequence[TurnEvent]:
    """The stored answer as events; nothing of it when a person had taken the conversation. `already`: sentences told
    while the answer was still being put into words."""
    if stored is None:
        return (
            TurnEvent(kind="status", data={"status": after.status}),
            TurnEvent(kind="done", data={"message": None}),
        )
    whole = message_out(stored)
    events = [TurnEvent(kind="sentence", data=one) for one in whole["sentences"][already:]]
    events += [TurnEvent(kind="evidence", data=one) for one in whole["evidence"]]
    if whole["cards"]:
        events.append(TurnEvent(kind="cards", data={"cards": whole["cards"]}))
    if whole["buttons"]:
        events.append(TurnEvent(kind="buttons", data={"buttons": whole["buttons"]}))
    if after.status != "assistant":
        events.append(TurnEvent(kind="status", data={"status": after.status}))
    return (*events, TurnEvent(kind="done", data={"message": whole}))


def currency_of(shop: Shop, context: Json) -> str:
    wanted = str(context.get("currency") or "")
    return wanted if wanted in shop.currencies else shop.currency
