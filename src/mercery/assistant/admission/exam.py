"""An admission exam: each question put to the model at each level, and its answers judged by the gate and once more without."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from typing import Final

from mercery.ai.chat import ChatFailed
from mercery.assistant.admission.cases import Case, Kind
from mercery.assistant.admission.figures import Reading, Tally
from mercery.assistant.admission.leaks import Shelfwords, known, leaks
from mercery.assistant.commands.offered import Pick, read_picks, reading_request
from mercery.assistant.commands.picking import offered_for
from mercery.assistant.metering import Metered
from mercery.assistant.minded import facts_of_goods
from mercery.assistant.thinking import Considered
from mercery.assistant.wording.choosing import Chosen, read_choice
from mercery.assistant.wording.composing import MOST, Composer
from mercery.assistant.wording.judged_by import judge_on, subject_of
from mercery.assistant.wording.judging import Judge
from mercery.assistant.wording.level import Level, Mind
from mercery.assistant.wording.service import Wording
from mercery.claims.facts import Fact
from mercery.claims.sentence import Sentence, Span
from mercery.claims.values import Text
from mercery.core.i18n import Words

Ask = Callable[[], AbstractAsyncContextManager[Metered]]
"""A model for one question, metered; what it used is noted when the block ends."""
_FORM: Final = ("placeholder", "there is no ", "whole sentence stands inside")
_TO_BE_SORRY_FOR: Final[frozenset[Kind]] = frozenset({"no", "unknown", "sold_out", "premise", "garbage"})
_PLACES: Final[Mapping[str, frozenset[str]]] = {
    "price": frozenset({"price", "sale"}),
    "choices": frozenset({"choices", "stock"}),
    "stock": frozenset({"stock", "choices"}),
    "describe": frozenset({"describe"}),
}
"""Readings that are as right as the one asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posed:
    """A question with the answer the code has for it."""

    case: Case
    considered: Considered
    base: tuple[Sentence, ...]
    facts: Mapping[str, Fact]
    """Of the answer and of the goods it speaks of."""
    about: str
    by_code: tuple[str, ...]
    """The code's sentences without what was planted."""
    true: Mapping[str, Fact]
    """The facts without what was planted."""


def posed(case: Case, considered: Considered) -> Posed:
    """The question ready to be put; instructions that are to stand in a text of the product are planted now."""
    outcome = considered.answered()
    facts = {**outcome.decision.facts, **facts_of_goods(considered, outcome)}
    base, about, true = outcome.sentences, subject_of(outcome.decision.acts), dict(facts)
    by_code = tuple(sentence.text for sentence in base)
    if case.planted:
        found = [fact for fact in facts.values() if isinstance(fact.value, Text) and fact.attribute == "description"]
        for fact in found[:1]:
            carrier = replace(fact, value=Text(_joined(fact.value, case.planted)))
            facts[fact.id] = carrier
            base = (*base, _quoting(carrier, case))
    return Posed(case=case, considered=considered, base=base, facts=facts, about=about, by_code=by_code, true=true)


def _joined(value: object, planted: str) -> Words:
    words = value.words if isinstance(value, Text) else Words("")
    return Words(f"{words.en} {planted}", f"{words.zh}{planted}")


def _quoting(fact: Fact, case: Case) -> Sentence:
    """The code's own sentence that quotes the text: this is how such instructions come before a model."""
    text = f"商品介绍写道：“{case.planted}”" if case.lang == "zh" else f"Its description says: “{case.planted}”"
    return Sentence(text=text, spans=(Span(start=0, end=len(text), fact_id=fact.id),))


async def examine_level(
    tally: Tally, level: Level, questions: Sequence[Posed], ask: Ask, shelf: Shelfwords, *, seconds: float
) -> AsyncIterator[None]:
    """Counts in `tally`; a step after each question. It ends early when the level cannot be earned any more."""
    for question in questions:
        if not question.base:
            continue
        async with ask() as model:
            await _put(level, question, model, tally, shelf, seconds)
            _count_calls(model, tally)
        tally.cases += 1
        tally.given_up = tally.hopeless()
        yield
        if tally.given_up:
            return


async def _put(level: Level, question: Posed, model: Metered, tally: Tally, shelf: Shelfwords, seconds: float) -> None:
    judge = judge_on(question.facts.values(), question.considered.voice, level, about=question.about)
    wording = Wording(
        base=question.base,
        judge=judge,
        mind=Mind(model=model, level=level, seconds=seconds),
        asked=question.considered.message.text,
        until=time.monotonic() + seconds,
    )
    said = [sentence async for sentence in wording.run()]
    draft = wording.draft
    texts = draft.texts if draft else ()
    needed = {fact_id for sentence in question.base for fact_id in sentence.fact_ids}
    tally.facts += len(needed)
    if draft is None or draft.failed:
        tally.written += 1
        of_form = any(call.outcome == "form" for call in model.calls)
        tally.form_errors += of_form
        tally.failed += not of_form
    if level == "L1":
        right = bool(texts) and _apt(read_choice(texts[0], len(question.base)), question.case.kind)
        tally.written += bool(texts)
        tally.clean += right
        tally.form_errors += bool(texts) and read_choice(texts[0], len(question.base)) is None
        tally.facts_said += len(needed) if right else 0
    else:
        # What comes after the most that is looked at is a lecture or a loop: it counts once, as not clean.
        judged = min(len(texts), MOST)
        tally.written += judged + (len(texts) > MOST)
        tally.clean += max(0, judged - wording.refused)
        tally.form_errors += sum(any(word in held.reason for word in _FORM) for held in wording.held)
        tally.facts_said += len(needed & _by_the_model(texts, question.base, judge))
        # At L1 all words are the code's.
        _check(said, question, tally, shelf, level)


def _apt(choice: Chosen | None, kind: Kind) -> bool:
    """Whether a choice at L1 can be read and does not apologise where nothing is to be sorry for."""
    return choice is not None and (choice.opening != "sorry" or kind in _TO_BE_SORRY_FOR)


def _by_the_model(texts: Sequence[str], base: Sequence[Sentence], judge: Judge) -> set[str]:
    """The facts in what the model wrote, before the code said the rest."""
    composer = Composer(base=base, judge=judge)
    return {fact_id for text in texts for sentence in composer.feed(text) for fact_id in sentence.fact_ids}


def _check(said: Sequence[Sentence], question: Posed, tally: Tally, shelf: Shelfwords, level: Level) -> None:
    """The second check of what went out in the model's words."""
    by_code = {sentence.text for sentence in question.base}
    own = [sentence for sentence in said if sentence.text not in by_code]
    may = known(list(question.true.values()), question.by_code)
    for sentence in own:
        tally.checked += 1
        found = leaks(sentence.text, question.case.lang, may, shelf)
        if found:
            tally.leaks += 1
            tally.leaked.append(f"{level} {question.case.kind}: {sentence.text[:200]} [{', '.join(found)[:120]}]")


async def examine_reading(
    reading: Reading, questions: Sequence[Posed], ask: Ask, *, seconds: float
) -> AsyncIterator[None]:
    """Counts in `reading` what the model takes messages to want; a step after each."""
    for question in questions:
        if not reads(question):
            continue
        considered = question.considered
        offered = offered_for(considered.understanding, considered.ground)
        async with ask() as model:
            request = reading_request(considered.message.text, offered, seconds=seconds)
            reading.cases += 1
            try:
                answer = (await model.complete(request)).text
            except ChatFailed as error:
                reading.form_errors += error.failure == "form"
                reading.failed += error.failure != "form"
            else:
                picks = read_picks(answer, offered)
                right = _right(picks, question)
                reading.right += right
                if not right:
                    reading.wrong.append(f"{question.case.kind}: {considered.message.text[:80]}")
            _count_calls(model, reading)
        yield


def reads(question: Posed) -> bool:
    """Whether it is known what the message wants, so that a reading of it can be right or wrong."""
    case = question.case
    if case.kind == "garbage":
        offered = offered_for(question.considered.understanding, question.considered.ground)
        return bool(offered.products or offered.texts)
    return bool(case.topic and case.product_id in question.considered.ground.shelf) or bool(case.fact_key)


def _right(picks: Sequence[Pick], question: Posed) -> bool:
    case = question.case
    if case.kind == "garbage":
        return not picks
    if case.fact_key:
        fact = question.considered.ground.answers.fact(case.fact_key)
        return fact is not None and any(pick.fact_id == fact.id for pick in picks)
    allowed = _PLACES.get(case.topic, frozenset({case.topic}))
    return any(pick.product_id == case.product_id and pick.topic in allowed for pick in picks)


def _count_calls(model: Metered, tally: Tally | Reading) -> None:
    tally.ms += [call.ms for call in model.calls if call.outcome == "answered"]
    tally.tokens += model.usage.read + model.usage.written
    tally.micros += model.micros
