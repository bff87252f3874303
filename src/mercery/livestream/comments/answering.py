"""Answering a comment: the assistant's own way from the words to verified sentences, as a turn without a conversation.

No model is asked. The piece on the counter is what `it` and 这个 mean. What is spoken is judged once more as it will be
spoken, with the viewer's name before it; what fails then is written only.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.assistant.normalise import normalise
from mercery.assistant.presenting import body
from mercery.assistant.record import turn_to_json
from mercery.assistant.service import places_of
from mercery.assistant.thinking import Considered, consider
from mercery.assistant.turns import GOODS, TurnContext
from mercery.assistant.turns import Outcome as Turn
from mercery.assistant.understand.message_parts import parts
from mercery.assistant.versions import versions_in_use
from mercery.claims.facts import Fact
from mercery.claims.sentence import Sentence
from mercery.claims.values import Price
from mercery.claims.verify import verify
from mercery.claims.wording import Voice
from mercery.conversations.conversation import MessageBody, SentenceOut
from mercery.core.clock import now
from mercery.core.database import Database, Json, read_as_one
from mercery.core.i18n import Lang, Words
from mercery.core.ids import new_id
from mercery.experiments import service as experiments
from mercery.knowledge.service import prepare
from mercery.livestream.comments import repository, wording
from mercery.livestream.comments.comment import Answered, Comment, Written
from mercery.livestream.comments.hearing import (
    asking,
    bargains,
    names_money,
    of_own_order,
    plainly,
    surely_private,
    wants_to_buy,
)
from mercery.livestream.comments.queue import FEATURE, tell
from mercery.livestream.comments.ranking import place_of
from mercery.livestream.comments.replying import reply_lines
from mercery.livestream.comments.settling import Settled, private, settle, where_to_buy
from mercery.livestream.line import Line
from mercery.livestream.show import Show
from mercery.livestream.tables import LiveTurnRow

MOST_CALLS: Final = 2
"""So often one viewer's questions call a person within the time looked back; the gap list has the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Worked:
    """An answer worked out: what is to be kept and what is to be said."""

    settled: Settled
    written: Written | None
    lines: tuple[Line, ...]
    pointer: Line | None = None
    record: Json


async def answer(database: Database, shop: Shop, show: Show, comment: Comment, *, on_counter: str = "") -> Answered:
    """Work the answer out and keep it. The lines, if there are any, are for the director to have spoken; until then the
    comment is `answering`, with its answer written already. `on_counter`: the piece presented now, where it is known better
    than when the comment was written."""
    started = time.perf_counter()
    if comment.answer is not None and comment.answer.by:
        return await _by_a_person(database, shop, show, comment)
    lang: Lang = comment.lang if comment.lang in shop.languages else show.lang
    worked = await _worked(database, shop, show, comment, lang, comment.product_id or on_counter)
    ms = round((time.perf_counter() - started) * 1000)
    async with database.session() as session:
        return await _keep(session, shop, comment, worked, ms)


async def warm(database: Database, shop: Shop, lang: Lang) -> None:
    """Have loaded what the first answer would wait for: a question nobody asked is worked out, and let go."""
    question = _HOW_MUCH.text(lang)
    await prepare([question])
    async with places_of(database).held(shop.id), database.session() as session:
        await read_as_one(session)
        await _considered(session, shop, question, lang, "")


async def _worked(database: Database, shop: Shop, show: Show, comment: Comment, lang: Lang, on_counter: str) -> _Worked:
    text = plainly(comment.text)
    if surely_private(text):
        return _without_facts(shop, comment, private(lang), lang)
    if comment.source == "page" and wants_to_buy(text):
        return _without_facts(shop, comment, where_to_buy(lang), lang)
    plain = normalise(text, lang).text
    await prepare([plain, *parts(plain)])
    async with places_of(database).held(shop.id), database.session() as session:
        await read_as_one(session)
        considered = await _considered(session, shop, text, lang, on_counter)
        settled = settle(
            considered,
            worth_a_person=await _worth_a_person(session, comment, considered, on_counter),
            watched_over=show.watched_over,
            own=of_own_order(text, lang),
        )
        if _about_the_price(text, settled):
            considered = await _considered(session, shop, _HOW_MUCH.text(lang), lang, on_counter)
            settled = settle(_haggled(considered), worth_a_person=False, watched_over=show.watched_over)
        repeated = bool(await repository.repeats(session, comment.id))
    if settled.turn is None:
        return _without_facts(shop, comment, settled, considered.voice.lang, considered)
    return _with_facts(comment, settled, settled.turn, considered, others=repeated)


_HOW_MUCH: Final = Words("How much is it?", "这个多少钱？")


async def _considered(session: AsyncSession, shop: Shop, text: str, lang: Lang, on_counter: str) -> Considered:
    context = TurnContext(product_id=on_counter or None, lang=lang)
    return await consider(session, shop, text, lang=lang, context=context, currency=shop.currency)


def _about_the_price(text: str, settled: Settled) -> bool:
    """Whether less is offered, or a sum is named that nobody knows anything of: both are answered with the price."""
    if settled.outcome == "private" or settled.passed in ("haggling", "urgent", "complaint", "asked"):
        return False
    unknown = settled.passed in ("unknown", "withheld") or settled.outcome == "left" or not settled.spoken
    return bargains(text) or (unknown and names_money(text))


def _haggled(considered: Considered) -> Considered:
    """The price was asked for because somebody bargained."""
    decision = considered.decision
    return replace(considered, decision=replace(decision, path=("haggling", *decision.path)))


async def _worth_a_person(session: AsyncSession, comment: Comment, considered: Considered, on_counter: str) -> bool:
    """Whether a person is called where nobody knows: somebody asks about a piece, and has not called people twice already."""
    place = place_of(considered.understanding, on_counter, asks=asking(comment.text))
    about = place.named or (bool(on_counter) and bool({"unclear", *GOODS} & set(place.topics)))
    return place.asks and about and await repository.called_people(session, comment) < MOST_CALLS


def _with_facts(comment: Comment, settled: Settled, turn: Turn, considered: Considered, *, others: bool) -> _Worked:
    voice, facts = considered.voice, turn.decision.facts
    shown = replace(turn, sentences=settled.written)
    made = body(shown, voice, considered.ground.shelf, took_ms=0)
    # Only under a comment of our own page stands an answer that can be pointed at.
    silent = comment.said_before or (settled.outcome == "written" and comment.source != "page")
    lines = () if silent else lines_of(comment, settled, facts, voice, others=others)
    record = {**turn_to_json(shown, voice), "versions": versions_in_use(), "spoken": [one.text for one in lines]}
    # Nothing is handed over on air; why a conversation would have been is kept, for whoever looks for gaps.
    record["decision"]["hand_over"] = considered.decision.hand_over
    written = _written(comment, settled, made, voice.lang) if settled.written else None
    there = written is not None and lines and settled.outcome == "spoken" and comment.source == "page"
    pointer = _pointer(comment, settled, voice, others=others) if there else None
    return _Worked(settled=settled, written=written, lines=lines, pointer=pointer, record=record)


def _without_facts(
    shop: Shop, comment: Comment, settled: Settled, lang: Lang, considered: Considered | None = None
) -> _Worked:
    voice = Voice(lang=lang, now=now(), timezone=shop.timezone, assistant=shop.assistant_name.text(lang))
    lines = () if comment.said_before else lines_of(comment, settled, {}, voice, others=False)
    made = MessageBody(sentences=tuple(SentenceOut(text=one.text) for one in settled.written))
    record: Json = {
        "text": comment.text, "voice": {"lang": lang}, "path": [settled.outcome],
        "hand_over": considered.decision.hand_over if considered else None, "sentences": [one.text for one in settled.written],
        "spoken": [one.text for one in lines],
    }  # fmt: skip
    return _Worked(settled=settled, written=_written(comment, settled, made, lang), lines=lines, record=record)


def _written(comment: Comment, settled: Settled, made: MessageBody, lang: Lang) -> Written:
    text = ("" if lang == "zh" else " ").join(one.text for one in settled.written)
    again = comment.said_before and settled.outcome == "spoken"
    return Written(
        text=wording.AGAIN.text(lang) + text if again else text, lang=lang, body=made,
        private=settled.outcome == "private", again=again,
    )  # fmt: skip


def lines_of(
    comment: Comment, settled: Settled, facts: Mapping[str, Fact], voice: Voice, *, others: bool
) -> tuple[Line, ...]:
    """What is spoken, the first sentence said to the viewer. Each is judged as it will be heard: one that fails takes all of
    them with it, since what is left might mean something else."""
    spoken: list[Sentence] = []
    for index, sentence in enumerate(settled.spoken):
        said = addressed(sentence, comment, facts, voice, others=others) if index == 0 else sentence
        if not verify(said, facts, voice).ok:
            return ()
        spoken.append(said)
    called = wording.called(settled.spoken[0].text, spoken[0].text) if spoken else (0, 0)
    return tuple(
        Line(
            id=new_id("lin"), sentence=one, lang=voice.lang, kind="answer", comment_id=comment.id, mood=settled.mood,
            gesture=settled.gesture if index == 0 else "none", holds_until=_holds_until(one, facts), product_id=_about(one, facts),
            called=called if index == 0 else (0, 0),
        )
        for index, one in enumerate(spoken)
    )  # fmt: skip


def _pointer(comment: Comment, settled: Settled, voice: Voice, *, others: bool) -> Line | None:
    """What may be said while others wait for their answers: that this one is written."""
    said = replace(settled, spoken=(wording.saying(wording.UNDER_COMMENT, voice.lang),), gesture="none")
    return next(iter(lines_of(comment, said, {}, voice, others=others)), None)


def addressed(
    sentence: Sentence, comment: Comment, facts: Mapping[str, Fact], voice: Voice, *, others: bool
) -> Sentence:
    """With the viewer's name, where that leaves the sentence what it is (a name may be read as a month)."""
    named = wording.addressed(sentence, comment.name, voice.lang, others=others)
    return named if verify(named, facts, voice).ok else sentence


def _about(sentence: Sentence, facts: Mapping[str, Fact]) -> str:
    """The product whose facts it tells; before it is spoken it is held against what is known of that one."""
    subjects = (facts[key].subject for key in sentence.fact_ids if key in facts)
    named = (
        one.id if one.kind == "product" else one.parent_id for one in subjects if one.kind in ("product", "variant")
    )
    return next((one for one in named if one), "")


def _holds_until(sentence: Sentence, facts: Mapping[str, Fact]) -> datetime | None:
    ends = [facts[key].valid_to for key in sentence.fact_ids if key in facts and isinstance(facts[key].value, Price)]
    return min((one for one in ends if one is not None), default=None)


async def _keep(session: AsyncSession, shop: Shop, comment: Comment, worked: _Worked, ms: int) -> Answered:
    """Answer, record and cost, together. A comment that was hidden meanwhile stays hidden, and nothing is said to it."""
    moment, settled = now(), worked.settled
    row = await repository.row_of(session, shop.id, comment.id, locked=True)
    turn_id = new_id("ltn")
    session.add(
        LiveTurnRow(
            id=turn_id, shop_id=shop.id, show_id=comment.show_id, comment_id=comment.id, at=moment,
            outcome=settled.outcome, ms=ms, record=worked.record,
        )
    )  # fmt: skip
    await experiments.record_cost(session, shop.id, FEATURE, kind="compute", ms=ms, subject=comment.id)
    lines = worked.lines if row.state == "answering" else ()
    for one in [row, *await repository.repeats(session, comment.id)]:
        if one.state in ("hidden", "left"):
            continue
        one.turn_id = turn_id
        one.answer = repository.written_to_json(worked.written) if worked.written else {}
        one.reason = settled.passed or ""
        one.state = "answering" if lines else _state_after(settled)
        one.answered_at = None if lines or settled.outcome == "left" else moment
        await tell(session, one.show_id, one.id, one.state)
    await session.flush()
    kept = repository.to_comment(row, said_before=comment.said_before)
    return Answered(
        comment=kept, outcome=settled.outcome, lines=lines, pointer=worked.pointer, written=worked.written, ms=ms
    )


def _state_after(settled: Settled) -> str:
    if settled.passed:
        return "passed"
    return "left" if settled.outcome == "left" else "written"


async def _by_a_person(database: Database, shop: Shop, show: Show, comment: Comment) -> Answered:

    lines = await reply_lines(database, shop, show, comment)
    async with database.session() as session:
        row = await repository.row_of(session, shop.id, comment.id, locked=True)
        if not lines and row.state == "answering":
            row.state = "written"
            await tell(session, row.show_id, row.id, row.state)
        kept = repository.to_comment(row)
    return Answered(comment=kept, outcome="spoken" if lines else "written", lines=lines, written=comment.answer)
