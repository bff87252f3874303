"""A customer's message from receipt to answer: the assistant as conversations, pages and channels call it."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.assistant import repository
from mercery.assistant.desk.joining import at_desk, for_the_record, keep, outcome
from mercery.assistant.desk.service import DeskTurn
from mercery.assistant.gathering import gather
from mercery.assistant.handing import packet
from mercery.assistant.normalise import normalise
from mercery.assistant.pipeline import Clock, run
from mercery.assistant.presenting import body, text_of
from mercery.assistant.record import turn_to_json
from mercery.assistant.tables import TurnRow
from mercery.assistant.turns import GOODS, Outcome, TurnContext
from mercery.assistant.understand.reading import parts
from mercery.assistant.understand.wishes import currency_named
from mercery.claims.wording import Voice
from mercery.conversations import service as conversations
from mercery.conversations.conversation import Conversation, Message, MessageBody, NewMessage, NotYourTurn
from mercery.conversations.responder import TurnEvent
from mercery.conversations.service import Received
from mercery.conversations.wire import button_out, card_out, evidence_out, message_out, sentence_out
from mercery.core.clock import now
from mercery.core.database import Database, Json
from mercery.core.i18n import Lang
from mercery.core.logging import get_logger
from mercery.experiments import service as experiments
from mercery.interactions import service as interactions
from mercery.interactions.interaction import Surface
from mercery.knowledge.service import prepare

FEATURE = "assistant"
log = get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thought:
    """A turn that has been worked out but not stored."""

    outcome: Outcome
    body: MessageBody
    text: str
    record: Json
    ms: int


async def think(
    session: AsyncSession,
    shop: Shop,
    text: str,
    *,
    lang: Lang | None,
    context: TurnContext,
    currency: str | None = None,
    at: datetime | None = None,
) -> Thought:
    """Work out the answer to a message. Reads only, so it also serves to try a question out."""
    clock, message = Clock(), normalise(text, lang)
    voice = Voice(
        lang=message.lang, now=at or now(), timezone=shop.timezone, assistant=shop.assistant_name.text(message.lang)
    )
    clock.mark("normalise")
    wanted = currency_named(message.text, shop.currencies) or currency or shop.currency
    found, ground = await gather(session, shop, message, context, voice, currency=wanted)
    clock.mark("gather")
    outcome = run(message, found, ground, clock)
    took = round(sum(outcome.steps_ms.values()))
    return Thought(
        outcome=outcome,
        body=body(outcome, voice, ground.shelf, took_ms=took),
        text=text_of(outcome, voice),
        record=turn_to_json(outcome, voice),
        ms=took,
    )


class Assistant:
    """Answers in conversations. Fills `conversations.responder.Responder`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def respond(
        self,
        *,
        shop: Shop,
        conversation: Conversation,
        text: str,
        lang: Lang,
        context: Json,
        client_key: str | None = None,
    ) -> AsyncIterator[TurnEvent]:
        """Store the message, work the answer out, store it, and then tell it step by step.

        Three short transactions; the answer is stored before the customer sees it, so that both sides always read the
        same. A person who takes the conversation meanwhile has the last word.
        """
        started = time.perf_counter()
        received, held_out = await self._receive(shop, conversation, text, lang, context, client_key)
        yield TurnEvent(kind="turn", data=_turn(received))
        if not received.assistant_answers:
            yield TurnEvent(kind="status", data={"status": received.conversation.status})
            yield TurnEvent(
                kind="done", data={"message": message_out(received.answered) if received.answered else None}
            )
            return
        if held_out:
            waiting = await self._hand_holdout_over(shop, received)
            yield TurnEvent(kind="status", data={"status": waiting.status})
            yield TurnEvent(kind="done", data={"message": None})
            return
        stored, after, thought = await self._answer(shop, received, text, lang, started)
        for event in _told(stored, after, thought):
            yield event

    async def assistant_enabled(self, session: AsyncSession, shop: Shop, visitor_id: str) -> bool:
        """False for a visitor of the hold-out; the exposure is noted either way."""
        return await experiments.record_exposure(session, shop, FEATURE, visitor_id) == "treatment"

    async def _receive(
        self, shop: Shop, conversation: Conversation, text: str, lang: Lang, context: Json, client_key: str | None
    ) -> tuple[Received, bool]:
        async with self._database.session() as session:
            received = await conversations.receive(
                session, shop.id, conversation.id, text, lang, context=context, client_key=client_key
            )
            if not received.fresh:
                return received, False
            arm = await experiments.record_exposure(session, shop, FEATURE, conversation.visitor_id)
            await interactions.record(
                session,
                shop.id,
                conversation.visitor_id,
                "question",
                surface=_surface(conversation.channel),
                product_id=received.conversation.context.get("product_id") or None,
                query=normalise(text).text[:300],
                lang=lang,
            )
        return received, arm == "holdout" and received.conversation.status == "assistant"

    async def _hand_holdout_over(self, shop: Shop, received: Received) -> Conversation:
        async with self._database.session() as session:
            current = received.conversation
            reason = packet(shop, current, None, (), received.message.text, "holdout")
            return await conversations.hand_over(session, shop.id, current.id, reason)

    async def _answer(
        self, shop: Shop, received: Received, text: str, lang: Lang, started: float
    ) -> tuple[Message | None, Conversation, Thought]:
        current = received.conversation
        plain = normalise(text, lang).text
        await prepare([plain, *parts(plain)])
        served = await self._serve(shop, received, text, lang, started)
        if served is not None:
            return served
        async with self._database.session() as session:
            context = await turn_context(session, shop.id, current)
            thought = await think(
                session, shop, text, lang=lang, context=context, currency=_currency(shop, current.context)
            )
        ms = round((time.perf_counter() - started) * 1000)
        async with self._database.session() as session:
            stored, after = await _store(session, shop, received, thought, ms)
        log.debug("assistant_turn", conversation=current.id, path=thought.outcome.decision.path, ms=ms)
        return stored, after, thought

    async def _serve(
        self, shop: Shop, received: Received, text: str, lang: Lang, started: float
    ) -> tuple[Message | None, Conversation, Thought] | None:
        """Order business, at the desk: the action, its receipt, the answer and the desk's state are stored as one."""
        current = received.conversation
        try:
            async with self._database.session() as session:
                served = await at_desk(session, shop, current, text, lang)
                if served is None:
                    return None
                made, _ = served
                if (
                    not made.understood
                    and made.hand_over is None
                    and await self._answers(session, shop, current, text, lang)
                ):
                    return None
                await keep(session, shop, current, made)
                ms = round((time.perf_counter() - started) * 1000)
                thought = _thought(made, shop, text, ms)
                stored, after = await _store(session, shop, received, thought, ms, for_the_record(made))
                if stored is None:
                    # A person has the conversation: whatever was about to be done is not done.
                    raise NotYourTurn("A person has this conversation now.")
        except NotYourTurn:
            return None
        log.debug("assistant_turn", conversation=current.id, path=thought.outcome.decision.path, ms=ms)
        return stored, after, thought

    async def _answers(self, session: AsyncSession, shop: Shop, current: Conversation, text: str, lang: Lang) -> bool:
        """Whether the assistant itself knows an answer to what the desk did not understand."""
        context = await turn_context(session, shop.id, current)
        thought = await think(
            session, shop, text, lang=lang, context=context, currency=_currency(shop, current.context)
        )
        return thought.outcome.decision.understood and thought.outcome.decision.hand_over is None


def _thought(made: DeskTurn, shop: Shop, text: str, ms: int) -> Thought:
    """A turn of the desk in the form of the assistant's turns."""
    said = outcome(made, text, ms)
    voice = Voice(lang=made.lang, now=now(), timezone=shop.timezone, assistant=shop.assistant_name.text(made.lang))
    return Thought(
        outcome=said,
        body=body(said, voice, {}, took_ms=ms),
        text=text_of(said, voice),
        record=turn_to_json(said, voice),
        ms=ms,
    )


async def _store(
    session: AsyncSession, shop: Shop, received: Received, thought: Thought, ms: int, beside: Json | None = None
) -> tuple[Message | None, Conversation]:
    """The answer, its record, its cost and the hand-over, together or not at all."""
    current, stored, decision = received.conversation, None, thought.outcome.decision
    try:
        async with session.begin_nested():
            stored = await conversations.add_message(
                session,
                shop.id,
                current.id,
                NewMessage(
                    author="assistant",
                    author_name=shop.assistant_name.text(thought.outcome.understanding.lang),
                    text=thought.text,
                    lang=thought.outcome.understanding.lang,
                    body=thought.body,
                    reply_to=received.message.id,
                ),
            )
    except NotYourTurn:
        log.debug("assistant_silent", conversation=current.id)
    repository.add_turn(
        session,
        shop.id,
        current.id,
        question_id=received.message.id,
        answer_id=stored.id if stored else None,
        at=now(),
        record={**thought.record, "page": str(current.context.get("product_id") or "") or None},
        ms=ms,
    )
    await experiments.record_cost(session, shop.id, FEATURE, ms=ms, subject=current.id)
    if stored and decision.hand_over:
        said = await conversations.messages(session, shop.id, current.id, limit=40, newest=True)
        reason = packet(shop, current, thought.outcome, said[:-1], received.message.text, decision.hand_over)
        reason = replace(reason, context={**reason.context, **(beside or {})})
        return stored, await conversations.hand_over(session, shop.id, current.id, reason)
    return stored, await conversations.conversation(session, shop.id, current.id)


async def turn_context(session: AsyncSession, shop_id: str, current: Conversation) -> TurnContext:
    """The page the customer is on and what the conversation was about."""
    earlier = await repository.turns(session, shop_id, current.id, limit=6)
    talked: list[str] = []
    for row in earlier:
        talked += row.record["decision"]["shown"] or row.record["understanding"]["product_ids"]
    asked = earlier[0].record["understanding"]["commands"] if earlier else []
    page = str(current.context.get("product_id") or "") or None
    last_page = earlier[0].record.get("page") if earlier else None
    # Talk moves on from the page: the page leads only when it was opened after the last turn.
    return TurnContext(
        product_id=page if page != last_page or not talked else None,
        talked_about=tuple(dict.fromkeys([*talked, *([page] if page else [])])),
        lang=current.lang,
        not_understood_before=bool(earlier) and not earlier[0].understood,
        colours=tuple(one for command in asked for one in command["colours"]),
        sizes=tuple(one for command in asked for one in command["sizes"]),
        topic=asked[0]["topic"] if asked and asked[0]["topic"] in GOODS else None,
    )


def _told(stored: Message | None, after: Conversation, thought: Thought) -> Sequence[TurnEvent]:
    """The stored answer as events; nothing of it when a person had taken the conversation."""
    if stored is None:
        return (
            TurnEvent(kind="status", data={"status": after.status}),
            TurnEvent(kind="done", data={"message": None}),
        )
    events = [TurnEvent(kind="sentence", data=sentence_out(one)) for one in stored.sentences]
    events += [TurnEvent(kind="evidence", data=evidence_out(one)) for one in stored.evidence]
    if stored.body.cards:
        events.append(TurnEvent(kind="cards", data={"cards": [card_out(one) for one in stored.body.cards]}))
    if stored.body.buttons:
        events.append(TurnEvent(kind="buttons", data={"buttons": [button_out(one) for one in stored.body.buttons]}))
    if after.status != "assistant":
        events.append(TurnEvent(kind="status", data={"status": after.status}))
    return (*events, TurnEvent(kind="done", data={"message": message_out(stored)}))


def _turn(received: Received) -> Json:
    return {
        "conversation_id": received.conversation.id,
        "message_id": received.message.id,
        "seq": received.message.seq,
        "status": received.conversation.status,
    }


def _surface(channel: str) -> Surface:
    if channel == "storefront":
        return "assistant"
    return "widget" if channel == "widget" else "channel"


def _currency(shop: Shop, context: Json) -> str:
    wanted = str(context.get("currency") or "")
    return wanted if wanted in shop.currencies else shop.currency


async def turn_of_message(session: AsyncSession, shop_id: str, message_id: str) -> TurnRow | None:
    """The recorded turn behind an answer."""
    return await repository.turn_of(session, shop_id, message_id)
