"""Fills `knowledge.releases.rehearsal.Rehearsal`: past questions and the shop's own, with a whole release supposed."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.assistant.looking_back.difference import joined
from mercery.assistant.looking_back.past import PastQuestion, count_turns, past_questions
from mercery.assistant.looking_back.working_out import MOST_SUPPOSED, think_again, with_meaning
from mercery.assistant.repository import turn, turn_of
from mercery.assistant.turns import Outcome, TurnContext
from mercery.claims.plan import Act
from mercery.core.clock import now
from mercery.core.database import Database, Json
from mercery.core.errors import NotFound
from mercery.core.i18n import Lang
from mercery.knowledge import service as knowledge
from mercery.knowledge.releases.rehearsal import Compared, PastTurn, Question, Rehearsed, Sort, Supposed, Tell, Told
from mercery.knowledge.releases.supposing import suppose

_BATCH: Final = 20
_NOTHING_SETTLES: Final = frozenset(("not_known", "not_understood", "withheld"))
_COURTESY: Final = frozenset(("social", "offer"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _ToAsk:
    """One question, past or own."""

    text: str
    lang: Lang
    context: TurnContext
    currency: str | None = None
    own: str = ""
    past: PastQuestion | None = None

    @property
    def times(self) -> int:
        return self.past.times if self.past else 1


class PastTurns:
    """Asks the assistant of this process again, without telling anybody. `meaning`: whether the model that finds answers is
    loaded where it is not in use yet."""

    def __init__(self, *, meaning: bool = True) -> None:
        self._meaning = meaning

    async def rehearse(
        self,
        database: Database,
        shop: Shop,
        supposed: Sequence[Supposed],
        own: Sequence[Question],
        days: int,
        tell: Tell,
    ) -> Rehearsed:
        """Every question twice: as things stand, and in a transaction that has all of `supposed` and is taken back. Order
        business is left out: no answer decides it."""
        since = now() - timedelta(days=days)
        async with with_meaning(database, shop) if self._meaning else nullcontext():
            async with database.session() as session:
                turns = await count_turns(session, shop.id, since) if days else 0
                past = await past_questions(session, shop, since, MOST_SUPPOSED) if days else []
            asked = [
                *(_ToAsk(text=one.text, lang=one.lang, context=TurnContext(), own=one.id) for one in own),
                *(
                    _ToAsk(text=one.text, lang=one.lang, context=one.context, currency=one.currency, past=one)
                    for one in past
                    if not one.of_its_moment
                ),
            ]
            pairs = await _twice(database, shop, asked, supposed, tell)
        compared = [_compared(one, before, after) for one, before, after in pairs]
        return Rehearsed(
            turns=turns,
            looked_at=sum(one.times for one in past),
            past=tuple(one for one in compared if not one.id and one.before != one.after),
            own=tuple(one for one in compared if one.id),
        )

    async def past_turn(self, session: AsyncSession, shop: Shop, turn_id: str) -> PastTurn:
        """A turn as it was held, by its own id or that of the message it answered with; NotFound."""
        row = await turn(session, shop.id, turn_id) or await turn_of(session, shop.id, turn_id)
        if row is None:
            raise NotFound("There is no such turn.", remedy="Load the page again.")
        return PastTurn(
            id=row.id, text=str(row.record["text"]), lang=row.record["voice"]["lang"], told=told_then(row.record)
        )


async def _twice(
    database: Database, shop: Shop, asked: Sequence[_ToAsk], supposed: Sequence[Supposed], tell: Tell
) -> list[tuple[_ToAsk, Told, Told]]:
    done, total = 0, (2 if supposed else 1) * len(asked)
    await tell(done, total)
    before: list[Told] = []
    for at in range(0, len(asked), _BATCH):
        async with database.session() as session:
            for one in asked[at : at + _BATCH]:
                before.append(await _told(session, shop, one))
                done += 1
        await tell(done, total)
    if not supposed:
        return [(one, told, told) for one, told in zip(asked, before, strict=True)]
    after: list[Told] = []
    async with database.session() as session:
        supposing = await session.begin_nested()
        await suppose(session, shop.id, supposed)
        await knowledge.learn_meaning_within(session, shop.id)
        for one in asked:
            after.append(await _told(session, shop, one))
            done += 1
            if done % _BATCH == 0:
                await tell(done, total)
        await supposing.rollback()
    return list(zip(asked, before, after, strict=True))


async def _told(session: AsyncSession, shop: Shop, one: _ToAsk) -> Told:
    thought = await think_again(session, shop, one.text, one.lang, one.context, one.currency)
    return told_now(thought.outcome)


def _compared(one: _ToAsk, before: Told, after: Told) -> Compared:
    held = one.past.turn if one.past else None
    return Compared(
        id=one.own, text=one.text, lang=one.lang, before=before, after=after, turn_id=held.id if held else "",
        conversation_id=held.conversation_id if held else "", at=held.at if held else None, times=one.times,
    )  # fmt: skip


def told_now(outcome: Outcome) -> Told:
    """What was just worked out, as it is held against what is expected."""
    decision = outcome.decision
    subjects = [(fact.subject.kind, fact.subject.id) for fact in decision.facts.values()]
    lang = outcome.understanding.lang
    offered = [one.label.text(lang) for one in decision.choices if one.kind == "reply"]
    return Told(
        text=joined(
            [*(one.text for one in outcome.sentences), *([f"[{' / '.join(offered)}]"] if offered else [])], lang
        ),
        sort=sort_of([_kind(act) for act in decision.acts], decision.hand_over),
        answers=_keys(subjects, "answer"),
        policies=_keys(subjects, "policy"),
        to_person=decision.hand_over is not None,
        proved=sum(bool(one.fact_ids) for one in outcome.sentences),
        held_back=len(outcome.held),
        offered=tuple(offered),
    )


def told_then(record: Json) -> Told:
    """What a recorded turn told."""
    decision, lang = record["decision"], record["voice"]["lang"]
    subjects = [(fact["subject"]["kind"], fact["subject"]["id"]) for fact in record["facts"]]
    acts = [(str(act["kind"]), str(act.get("what") or "")) for act in decision["acts"]]
    return Told(
        text=joined([one["text"] for one in record["sentences"]], lang),
        sort=sort_of(acts, decision.get("hand_over")),
        answers=_keys(subjects, "answer"),
        policies=_keys(subjects, "policy"),
        to_person=bool(decision.get("hand_over")),
        proved=sum(any(span.get("fact_id") for span in one["spans"]) for one in record["sentences"]),
    )


def sort_of(acts: Sequence[tuple[str, str]], hand_over: str | None) -> Sort:
    """What kind of answer these acts (kind, what) are. A question of several parts is as good as its worst part."""
    if hand_over in _NOTHING_SETTLES:
        return "not_known"
    if hand_over:
        return "person"
    kinds = {kind for kind, _ in acts}
    whats = {what for kind, what in acts if kind in ("clarify", "social")}
    if kinds & {"not_known", "no_text"} or "rephrase" in whats:
        return "not_known"
    if "clarify" in kinds:
        return "asked_back"
    if "declined" in whats:
        return "declined"
    return "talk" if kinds <= _COURTESY else "said"


def _kind(act: Act) -> tuple[str, str]:
    return act.kind, str(getattr(act, "what", ""))


def _keys(subjects: Sequence[tuple[Any, str]], kind: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for own, key in subjects if own == kind))
