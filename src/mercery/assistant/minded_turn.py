"""A turn with a model from the stored question to the stored answer: read, ask, word, and then one short transaction."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.assistant.beside_the_desk import with_answers_beside
from mercery.assistant.desk.joining import at_desk, for_the_record, keep
from mercery.assistant.desk.service import DeskTurn
from mercery.assistant.desk.state import Proposal
from mercery.assistant.masking import Known
from mercery.assistant.metering import Metered
from mercery.assistant.minded import Minded
from mercery.assistant.minding import Minds
from mercery.assistant.presenting import body, in_text
from mercery.assistant.storing import answer_given, currency_of, desk_thought, store, told, turn_context
from mercery.assistant.thinking import Considered, Thought, consider
from mercery.assistant.wording.judged_by import Worded
from mercery.claims.sentence import Sentence
from mercery.claims.wording import Voice
from mercery.conversations import service as conversations
from mercery.conversations.conversation import Conversation, Message, NotYourTurn
from mercery.conversations.responder import TurnEvent
from mercery.conversations.service import Received
from mercery.conversations.wire import sentence_out
from mercery.core.clock import now
from mercery.core.database import Database, Json, read_as_one
from mercery.core.i18n import Lang
from mercery.core.logging import get_logger
from mercery.customers import service as customers

log = get_logger(__name__)
_LAST_SAID = 3


@dataclass(slots=True, kw_only=True)
class MindedTurn:
    """One turn. Iterate `run` for what is told."""

    database: Database
    minds: Minds | None
    shop: Shop
    received: Received
    text: str
    lang: Lang
    started: float
    minded: Minded
    _read: Considered | None = None
    _noted: bool = False
    """Whether what the model used stands in the ledger."""

    async def run(self) -> AsyncGenerator[TurnEvent]:
        """At the desk nothing is told before it is stored; elsewhere each sentence as soon as it is judged. A turn that
        nobody follows to its end keeps no money from others."""
        try:
            async with aclosing(self._steps()) as steps:
                async for event in steps:
                    yield event
        finally:
            if not self._noted:
                await self._give_back()

    async def _give_back(self) -> None:
        """Note what the model used in a turn that came to nothing."""
        if self.minds is None:
            return
        async with self.database.session() as session:
            await self.minds.settle(session, self.shop, self._current.id, self.minded.mind)

    async def _steps(self) -> AsyncGenerator[TurnEvent]:
        self.minded.known = await self._known()
        made = await self._tried(())
        if made is not None and (events := await self._at_desk(made)) is not None:
            for event in events:
                yield event
            return
        considered = await self.minded.understood(await self._considered())
        told_already = 0
        said: list[Sentence] = []
        async for sentence in self.minded.put(considered):
            said.append(sentence)
            if in_text(sentence):
                yield TurnEvent(kind="sentence", data=_preview(said, considered, self.minded))
                told_already += 1
        stored, after, thought = await self._stored(self.minded.answered(considered))
        for event in told(stored, after, thought, already=told_already):
            yield event

    async def _at_desk(self, made: DeskTurn) -> list[TurnEvent] | None:
        """The desk's answer; None where the assistant itself knows better."""
        proposals = await self.minded.proposals(made, await self._last_said())
        if proposals:
            made = await self._tried(proposals) or made
        if not made.understood and made.hand_over is None and await self._known_otherwise():
            return None
        voice = Voice(lang=made.lang, now=now(), timezone=self.shop.timezone)
        worded = await self.minded.at_desk(made, self.text, voice)
        finished = await self._kept(made, worded, proposals)
        return None if finished is None else list(told(*finished))

    async def _tried(self, proposals: tuple[Proposal, ...]) -> DeskTurn | None:
        """What the desk would do, undone again: nothing is held while a model is waited for."""
        async with self.database.session() as session:
            served = await at_desk(session, self.shop, self._current, self.text, self.lang, proposals, said=self._said)
            await session.rollback()
        return served[0] if served else None

    async def _kept(
        self, tried: DeskTurn, worded: tuple[DeskTurn, Worded | None], proposals: tuple[Proposal, ...]
    ) -> tuple[Message | None, Conversation, Thought] | None:
        """The desk's turn for good. Where the record changed meanwhile, it answers anew and in its own words."""
        try:
            async with self.database.session() as session:
                served = await at_desk(
                    session, self.shop, self._current, self.text, self.lang, proposals, said=self._said
                )
                if served is None:
                    return None
                if await answer_given(session, self.shop, self.received) is not None:
                    raise NotYourTurn("This message has its answer already.", zh="这条消息已有答复。")
                made, part = served[0], None
                if made.text == tried.text and not made.done:
                    made = _with_words(made, worded[0])
                    part = worded[1]
                made = await with_answers_beside(session, self.shop, self._current, self.text, self.lang, made)
                await keep(session, self.shop, self._current, made)
                ms = round((time.perf_counter() - self.started) * 1000)
                thought = await self._settled(session, desk_thought(made, self.shop, self.text, ms, part))
                stored, after = await store(
                    session, self.shop, self.received, thought, ms, for_the_record(made), waited=self._waited
                )
                if stored is None:
                    raise NotYourTurn("A person has this conversation now.", zh="会话已由人工接管。")
        except NotYourTurn:
            return None
        self._noted = True
        return stored, after, thought

    async def _considered(self) -> Considered:
        """The message as the assistant itself reads it, worked out once."""
        if self._read is None:
            self._read = await self._consider()
        return self._read

    async def _consider(self) -> Considered:
        async with self.database.session() as session:
            await read_as_one(session)
            context = await turn_context(session, self.shop.id, self._current, self.text)
            currency = currency_of(self.shop, self._current.context)
            return await consider(session, self.shop, self.text, lang=self.lang, context=context, currency=currency)

    async def _known(self) -> Known:
        """The names and addresses of whom the conversation belongs to."""
        id_ = self._current.customer_id
        if id_ is None:
            return Known()
        async with self.database.session() as session:
            return Known.of(await customers.find_customer(session, self.shop.id, id_))

    async def _known_otherwise(self) -> bool:
        decision = (await self._considered()).decision
        return decision.understood and decision.hand_over is None

    async def _stored(self, thought: Thought) -> tuple[Message | None, Conversation, Thought]:
        ms = round((time.perf_counter() - self.started) * 1000)
        async with self.database.session() as session:
            thought = await self._settled(session, thought)
            stored, after = await store(session, self.shop, self.received, thought, ms, waited=self._waited)
        self._noted = True
        log.debug("assistant_turn", conversation=self._current.id, path=thought.outcome.decision.path, ms=ms)
        return stored, after, thought

    async def _settled(self, session: AsyncSession, thought: Thought) -> Thought:
        """What the model used, noted with the turn that is stored."""
        if self.minds is None:
            return thought
        tokens = await self.minds.settle(session, self.shop, self._current.id, self.minded.mind)
        return replace(thought, record={**thought.record, "tokens": tokens})

    @property
    def _waited(self) -> int:
        """Milliseconds in which the model was waited for."""
        model = self.minded.mind.model
        return sum(call.ms for call in model.calls) if isinstance(model, Metered) else 0

    async def _last_said(self) -> list[str]:
        async with self.database.session() as session:
            said = await conversations.messages(session, self.shop.id, self._current.id, limit=12, newest=True)
        return [one.text for one in said if one.author == "customer" and one.kind == "message"][-_LAST_SAID:]

    @property
    def _said(self) -> int:
        return self.received.message.seq

    @property
    def _current(self) -> Conversation:
        return self.received.conversation


def _with_words(made: DeskTurn, worded: DeskTurn) -> DeskTurn:
    return replace(made, sentences=worded.sentences, text=worded.text)


def _preview(said: list[Sentence], considered: Considered, minded: Minded) -> Json:
    """The last sentence in the form of the stored message: its keys depend on the sentences before it only."""
    outcome = minded.so_far(said, considered)
    return sentence_out(body(outcome, considered.voice, considered.ground.shelf, took_ms=0).sentences[-1])
