"""Works past questions out again: with what holds now, or with a draft in the place of what is in force. Stores nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.assistant.desk.tape import with_rules
from mercery.assistant.looking_back.difference import Difference, Said, joined, now_said, reasons, then_said
from mercery.assistant.looking_back.past import PastQuestion, count_turns, past_questions
from mercery.assistant.normalise import normalise
from mercery.assistant.replay import replay
from mercery.assistant.repository import recorded
from mercery.assistant.thinking import Thought, think
from mercery.assistant.turns import TurnContext
from mercery.assistant.understand.message_parts import parts
from mercery.assistant.versions import versions_in_use
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.database import Database
from mercery.core.i18n import Lang
from mercery.knowledge import service as knowledge
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.semantics import semantics_in_use, semantics_of, use_semantics
from mercery.orders.actions.service import rules_in_force
from mercery.policies import service as policies
from mercery.policies.draft import PolicyDraft

Draft = ApprovedAnswer | PolicyDraft
Tell = Callable[[int, int], Awaitable[None]]
"""Told how many of how many turns were looked at."""
MOST_TURNS: Final = 5_000
MOST_SUPPOSED: Final = 1_000
"""A draft is tried on the newest of this many turns: it is waited for by the person who writes it."""
_BATCH: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedBack:
    """What came of it."""

    turns: int
    """Held in the time."""
    looked_at: int
    """Worked out again: the newest of them."""
    differences: tuple[Difference, ...]

    @property
    def differing(self) -> int:
        """Turns whose answer would read otherwise."""
        return sum(one.times for one in self.differences)


async def look_back(database: Database, shop: Shop, days: int, tell: Tell, draft: Draft | None = None) -> LookedBack:
    """Every question of the last `days` whose answer would be other words now, or other with `draft` in force."""
    since = now() - timedelta(days=days)
    async with with_meaning(database, shop):
        async with database.session() as session:
            turns = await count_turns(session, shop.id, since)
            asked = await past_questions(session, shop, since, MOST_TURNS if draft is None else MOST_SUPPOSED)
        if draft is None:
            found = await _otherwise_today(database, shop, asked, tell)
        else:
            found = await _otherwise_with(database, shop, asked, draft, tell)
    return LookedBack(turns=turns, looked_at=sum(one.times for one in asked), differences=tuple(found))


async def _otherwise_today(
    database: Database, shop: Shop, asked: Sequence[PastQuestion], tell: Tell
) -> list[Difference]:
    found: list[Difference] = []
    done, total = 0, sum(one.times for one in asked)
    for batch in _batches(asked):
        async with database.session() as session:
            for one in batch:
                then = then_said(one.record)
                said = await (_said_at_desk(session, shop, one) if one.of_its_moment else _said_now(session, shop, one))
                if said is not None and said.text != then.text:
                    why = (
                        ("rules",)
                        if one.of_its_moment
                        else reasons(then, said, one.record, now(), one.turn.at, versions_in_use())
                    )
                    found.append(_difference(one, then.text, said.text, why))
        done += sum(one.times for one in batch)
        await tell(done, total)
    return found


async def _otherwise_with(
    database: Database, shop: Shop, asked: Sequence[PastQuestion], draft: Draft, tell: Tell
) -> list[Difference]:
    """Each question twice: as things stand, and in a transaction that has the draft and is taken back at the end."""
    asked = [one for one in asked if not one.of_its_moment]
    done, total = 0, 2 * sum(one.times for one in asked)
    before: list[Said] = []
    for batch in _batches(asked):
        async with database.session() as session:
            before += [await _said_now(session, shop, one) for one in batch]
        done += sum(one.times for one in batch)
        await tell(done, total)
    found = []
    async with database.session() as session:
        await _suppose(session, shop, draft)
        for at, (one, then) in enumerate(zip(asked, before, strict=True), start=1):
            said = await _said_now(session, shop, one)
            done += one.times
            if said.text != then.text:
                found.append(_difference(one, then.text, said.text, ("draft",)))
            if at % _BATCH == 0:
                await tell(done, total)
        await session.rollback()
    return found


async def _suppose(session: AsyncSession, shop: Shop, draft: Draft) -> None:
    if isinstance(draft, ApprovedAnswer):
        await knowledge.suppose(session, shop.id, draft)
        await knowledge.learn_meaning_within(session, shop.id)
    else:
        await policies.suppose(session, shop.id, draft)


async def think_again(
    session: AsyncSession, shop: Shop, text: str, lang: Lang, context: TurnContext, currency: str | None = None
) -> Thought:
    """Work a question out as a customer's message is, without telling anybody."""
    plain = normalise(text, lang).text
    await knowledge.prepare([plain, *parts(plain)])
    thought = await think(session, shop, text, lang=lang, context=context, currency=currency)
    # Others have their turn between two questions.
    await asyncio.sleep(0)
    return thought


async def _said_now(session: AsyncSession, shop: Shop, one: PastQuestion) -> Said:
    thought = await think_again(session, shop, one.text, one.lang, one.context, one.currency)
    return now_said(
        thought.outcome.sentences, thought.outcome.decision.facts.values(), thought.outcome.understanding.lang
    )


async def _said_at_desk(session: AsyncSession, shop: Shop, one: PastQuestion) -> Said | None:
    """The desk's turn on what it saw then, under the rules of now; None where it cannot be decided again, or where the
    rules are the same. Order business itself is over: only what the shop's rules make of it can change."""
    whole = await recorded(session, one.turn)
    basis = one.record.get("desk")
    if basis is None or whole.parts is None:
        return None
    changed = with_rules(basis, whole.parts, await rules_in_force(session, shop.id))
    if changed is None:
        return None
    again = replay(replace(whole, record={**whole.record, "desk": changed[0]}, parts=changed[1]))
    texts = again.sentences if not again.astray else (again.astray,)
    return Said(text=joined(texts, one.lang), facts={})


def _difference(one: PastQuestion, then: str, said: str, why: Sequence[str]) -> Difference:
    return Difference(
        turn_id=one.turn.id, conversation_id=one.turn.conversation_id, at=one.turn.at, question=one.text, lang=one.lang,
        then=then, now=said, reasons=tuple(why), times=one.times,  # type: ignore[arg-type]
    )  # fmt: skip


def _batches(asked: Sequence[PastQuestion]) -> list[Sequence[PastQuestion]]:
    return [asked[at : at + _BATCH] for at in range(0, len(asked), _BATCH)]


@asynccontextmanager
async def with_meaning(database: Database, shop: Shop) -> AsyncIterator[None]:
    """Answers are found as the web process finds them: with the same model, loaded for as long as it is needed."""
    if semantics_in_use() is not None:
        yield
        return
    use_semantics(semantics := semantics_of(settings()))
    try:
        if semantics is not None:
            await asyncio.to_thread(semantics.warm)
            await knowledge.learn_meaning(database, shop.id)
        yield
    finally:
        use_semantics(None)
