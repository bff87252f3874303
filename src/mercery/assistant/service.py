"""A customer's message from receipt to answer: the assistant as conversations, pages and channels call it."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing
from typing import Final
from weakref import WeakKeyDictionary

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.assistant import repository
from mercery.assistant.beside_the_desk import with_answers_beside
from mercery.assistant.desk.joining import at_desk, begins_at_desk, for_the_record, keep
from mercery.assistant.desk.repository import begun as desk_begun
from mercery.assistant.gathering import read_ahead
from mercery.assistant.handing import packet
from mercery.assistant.measuring_turns import measured_turn
from mercery.assistant.minded import Minded
from mercery.assistant.minded_turn import MindedTurn
from mercery.assistant.minding import Minds
from mercery.assistant.normalise import normalise
from mercery.assistant.places import Places
from mercery.assistant.storing import FEATURE, answer_given, currency_of, desk_thought, store, told, turn_context
from mercery.assistant.tables import TurnRow
from mercery.assistant.thinking import Thought, think
from mercery.assistant.understand.message_parts import parts
from mercery.assistant.wording.level import Mind
from mercery.conversations import service as conversations
from mercery.conversations.attachments import Attachment
from mercery.conversations.conversation import Conversation, Message, NotYourTurn
from mercery.conversations.responder import TurnEvent
from mercery.conversations.service import Received
from mercery.conversations.wire import message_out
from mercery.core.config import settings
from mercery.core.database import Database, Json, read_as_one
from mercery.core.i18n import Lang
from mercery.core.logging import get_logger
from mercery.core.statements import begin_anew
from mercery.experiments import service as experiments
from mercery.interactions import service as interactions
from mercery.interactions.interaction import Surface
from mercery.knowledge.service import prepare

AT_ONCE: Final = 6
"""Turns that one process works on at once; the others wait their turn. More would only take each other's processor and
database connections away, until somebody's waited too long for one."""
_places: WeakKeyDictionary[Database, Places] = WeakKeyDictionary()
__all__ = ["Assistant", "Thought", "places_of", "think", "turn_context", "turn_of_message"]
log = get_logger(__name__)


class Assistant:
    """Answers in conversations. Fills `conversations.responder.Responder`."""

    def __init__(self, database: Database, minds: Minds | None = None) -> None:
        self._database, self._minds = database, minds
        # An assistant is made for each request; they share the places of their database.
        self._places = places_of(database)

    async def respond(
        self,
        *,
        shop: Shop,
        conversation: Conversation,
        text: str,
        lang: Lang,
        context: Json,
        client_key: str | None = None,
        files: Sequence[Attachment] = (),
    ) -> AsyncIterator[TurnEvent]:
        """The turn step by step, counted and timed; see `_respond`."""
        steps = self._respond(shop, conversation, text, lang, context, client_key, files)
        async with aclosing(measured_turn(steps)) as timed:
            async for event in timed:
                yield event

    async def _respond(
        self,
        shop: Shop,
        conversation: Conversation,
        text: str,
        lang: Lang,
        context: Json,
        client_key: str | None,
        files: Sequence[Attachment],
    ) -> AsyncGenerator[TurnEvent]:
        """Store the message, work the answer out, store it, and then tell it step by step.

        Three short transactions; the answer is stored before the customer sees it, so that both sides always read the
        same. A person who takes the conversation meanwhile has the last word.
        """
        started = time.perf_counter()
        self.check_room(shop.id)
        async with self._places.held(shop.id):
            received, held_out = await self._receive(shop, conversation, text, lang, context, client_key, files)
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
        async with aclosing(self._answer(shop, received, text, lang, started)) as steps:
            async for event in steps:
                yield event

    def check_room(self, shop_id: str) -> None:
        """TooManyTurns while so many of the shop's customers wait in this process that nothing more is taken. For callers
        who begin to answer before the turn does."""
        self._places.check(shop_id)

    async def assistant_enabled(self, session: AsyncSession, shop: Shop, visitor_id: str) -> bool:
        """False for a visitor of the hold-out; the exposure is noted either way."""
        return await experiments.record_exposure(session, shop, FEATURE, visitor_id) == "treatment"

    async def _receive(
        self,
        shop: Shop,
        conversation: Conversation,
        text: str,
        lang: Lang,
        context: Json,
        client_key: str | None,
        files: Sequence[Attachment],
    ) -> tuple[Received, bool]:
        async with self._database.session() as session:
            received = await conversations.receive(
                session, shop.id, conversation.id, text, lang, context=context, client_key=client_key, files=files
            )
            if not received.fresh:
                # Sent again: of a visitor of the hold-out, the process that took it died before it handed it over.
                held_out = experiments.variant_for(shop, FEATURE, conversation.visitor_id) == "holdout"
                return received, held_out and received.assistant_answers
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
        return received, arm == "holdout" and received.assistant_answers

    async def _hand_holdout_over(self, shop: Shop, received: Received) -> Conversation:
        async with self._database.session() as session:
            current = received.conversation
            reason = packet(shop, current, None, (), received.message.text, "holdout")
            return await conversations.hand_over(session, shop.id, current.id, reason)

    async def _answer(
        self, shop: Shop, received: Received, text: str, lang: Lang, started: float
    ) -> AsyncGenerator[TurnEvent]:
        current = received.conversation
        plain = normalise(text, lang).text
        await prepare([plain, *parts(plain)])
        mind = await self._mind(shop, current)
        if mind is not None:
            turn = MindedTurn(
                database=self._database, minds=self._minds, shop=shop, received=received, text=text, lang=lang,
                started=started, minded=Minded(mind=mind),
            )  # fmt: skip
            async with aclosing(turn.run()) as steps:
                async for event in steps:
                    yield event
            return
        async with self._places.held(shop.id):
            answered = await self._think(shop, received, text, lang, started, unless_desk=True)
            if answered is None:
                answered = await self._serve(shop, received, text, lang, started)
            if answered is None:
                answered = await self._think(shop, received, text, lang, started)
            assert answered is not None
            stored, after, thought = answered
        for event in told(stored, after, thought):
            yield event

    async def _mind(self, shop: Shop, current: Conversation) -> Mind | None:
        if self._minds is None:
            return None
        async with self._database.session() as session:
            return await self._minds.for_turn(session, shop, current.id)

    async def _think(
        self, shop: Shop, received: Received, text: str, lang: Lang, started: float, *, unless_desk: bool = False
    ) -> tuple[Message | None, Conversation, Thought] | None:
        """The assistant's own answer. `unless_desk`: None where the desk has to be asked first. It is worked out in a
        transaction that reads as at one moment, and stored in another, which begins where that one ends."""
        current = received.conversation
        async with self._database.session() as session:
            await read_as_one(session)
            if unless_desk and begins_at_desk(text, lang):
                return None
            await read_ahead(session, shop.id, current.id)
            if unless_desk and await desk_begun(session, current.id):
                return None
            context = await turn_context(session, shop.id, current, text)
            thought = await think(
                session, shop, text, lang=lang, context=context, currency=currency_of(shop, current.context)
            )
            ms = round((time.perf_counter() - started) * 1000)
            await begin_anew(session)
            stored, after = await store(session, shop, received, thought, ms)
        log.debug("assistant_turn", conversation=current.id, path=thought.outcome.decision.path, ms=ms)
        return stored, after, thought

    async def _serve(
        self, shop: Shop, received: Received, text: str, lang: Lang, started: float
    ) -> tuple[Message | None, Conversation, Thought] | None:
        """Order business, at the desk: the action, its receipt, the answer and the desk's state are stored as one."""
        current = received.conversation
        try:
            async with self._database.session() as session:
                served = await at_desk(session, shop, current, text, lang, said=received.message.seq)
                if served is None:
                    return None
                made, _ = served
                if await answer_given(session, shop, received) is not None:
                    raise NotYourTurn("This message has its answer already.", zh="这条消息已有答复。")
                if (
                    not made.understood
                    and made.hand_over is None
                    and await self._answers(session, shop, current, text, lang)
                ):
                    return None
                made = await with_answers_beside(session, shop, current, text, lang, made)
                await keep(session, shop, current, made)
                ms = round((time.perf_counter() - started) * 1000)
                thought = desk_thought(made, shop, text, ms)
                stored, after = await store(session, shop, received, thought, ms, for_the_record(made))
                if stored is None:
                    # A person has the conversation: whatever was about to be done is not done.
                    raise NotYourTurn("A person has this conversation now.", zh="会话已由人工接管。")
        except NotYourTurn:
            return None
        log.debug("assistant_turn", conversation=current.id, path=thought.outcome.decision.path, ms=ms)
        return stored, after, thought

    async def _answers(self, session: AsyncSession, shop: Shop, current: Conversation, text: str, lang: Lang) -> bool:
        """Whether the assistant itself knows an answer to what the desk did not understand."""
        context = await turn_context(session, shop.id, current, text)
        thought = await think(
            session, shop, text, lang=lang, context=context, currency=currency_of(shop, current.context)
        )
        return thought.outcome.decision.understood and thought.outcome.decision.hand_over is None


def places_of(database: Database) -> Places:
    """The places of a database: whoever works an answer out takes one."""
    if database not in _places:
        _places[database] = Places(AT_ONCE, waiting_per_shop=settings().turns_waiting_per_shop)
    return _places[database]


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


async def turn_of_message(session: AsyncSession, shop_id: str, message_id: str) -> TurnRow | None:
    """The recorded turn behind an answer."""
    return await repository.turn_of(session, shop_id, message_id)
