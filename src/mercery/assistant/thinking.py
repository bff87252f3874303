"""Working an answer out: reads only, stores nothing, so it also serves to try a question out and to ask it again later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.assistant.decide import Ground, decide
from mercery.assistant.gathering import gather
from mercery.assistant.guiding.service import guided
from mercery.assistant.normalise import normalise
from mercery.assistant.pipeline import Clock, finish
from mercery.assistant.presenting import body, text_of
from mercery.assistant.recommending.service import recommended
from mercery.assistant.record import turn_to_json
from mercery.assistant.turns import Decision, Normalised, Outcome, TurnContext, Understanding
from mercery.assistant.understand.reading import understand
from mercery.assistant.understand.wishes import currency_named
from mercery.assistant.versions import versions_in_use
from mercery.assistant.wording.judged_by import Worded
from mercery.assistant.wording.kept import worded_to_json
from mercery.claims.sentence import Sentence
from mercery.claims.wording import Voice
from mercery.conversations.conversation import MessageBody
from mercery.core.clock import now
from mercery.core.database import Json
from mercery.core.i18n import Lang


@dataclass(frozen=True, slots=True, kw_only=True)
class Thought:
    """A turn that has been worked out but not stored."""

    outcome: Outcome
    body: MessageBody
    text: str
    record: Json
    ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Considered:
    """A message understood and decided, before it is put into words."""

    message: Normalised
    understanding: Understanding
    decision: Decision
    ground: Ground
    voice: Voice
    clock: Clock

    def answered(self, decision: Decision | None = None) -> Outcome:
        """The answer in the code's own words."""
        return finish(self.message, self.understanding, decision or self.decision, self.voice, self.clock)


async def consider(
    session: AsyncSession,
    shop: Shop,
    text: str,
    *,
    lang: Lang | None,
    context: TurnContext,
    currency: str | None = None,
    at: datetime | None = None,
) -> Considered:
    """Understand a message and decide what is to be answered."""
    clock, message = Clock(), normalise(text, lang)
    voice = Voice(
        lang=message.lang, now=at or now(), timezone=shop.timezone, assistant=shop.assistant_name.text(message.lang)
    )
    clock.mark("normalise")
    wanted = currency_named(message.text, shop.currencies) or currency or shop.currency
    found, ground = await gather(session, shop, message, context, voice, currency=wanted)
    clock.mark("gather")
    understanding = understand(message, found, ground.shelf)
    clock.mark("understand")
    decision = decide(understanding, ground)
    clock.mark("decide")
    asked = (session, shop, message, understanding, decision, ground)
    advised = await recommended(*asked, context, currency=wanted)
    if advised is None and context.guiding is not None:
        advised = await guided(*asked, context.guiding, currency=wanted)
    if advised is not None:
        decision, more = advised
        ground = replace(ground, shelf={**ground.shelf, **more})
        clock.mark("guide")
    return Considered(
        message=message, understanding=understanding, decision=decision, ground=ground, voice=voice, clock=clock
    )


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
    """Work out the answer to a message without a model."""
    considered = await consider(session, shop, text, lang=lang, context=context, currency=currency, at=at)
    return thought(considered.answered(), considered)


def thought(outcome: Outcome, considered: Considered, worded: Worded | None = None) -> Thought:
    """The outcome as it is shown and kept."""
    took = round(sum(outcome.steps_ms.values()))
    record = {**turn_to_json(outcome, considered.voice), "versions": versions_in_use()}
    return Thought(
        outcome=outcome,
        body=body(outcome, considered.voice, considered.ground.shelf, took_ms=took),
        text=text_of(outcome, considered.voice),
        record={**record, "wording": worded_to_json(worded)} if worded else record,
        ms=took,
    )


def with_sentences(outcome: Outcome, sentences: Sequence[Sentence], considered: Considered, worded: Worded) -> Outcome:
    """The outcome put into other words, with every fact these stand on."""
    used = {fact_id for sentence in sentences for fact_id in sentence.fact_ids}
    more = {key: fact for key, fact in worded.facts.items() if key in used}
    decision = replace(outcome.decision, facts={**outcome.decision.facts, **more})
    return replace(outcome, sentences=tuple(sentences), decision=decision, steps_ms=dict(considered.clock.steps))
