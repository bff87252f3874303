"""What becomes of a comment that was understood and decided: what is said aloud, what is written, who else has to see it.

Pure. On air nobody can ask back, everybody listens, and nothing personal is talked about; so it is less than a conversation
may say. What strangers wrote (the comment itself, reviews) is never spoken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from mercery.assistant.thinking import Considered
from mercery.assistant.turns import Decision, Outcome
from mercery.claims.plan import (
    Act,
    Clarify,
    HandOver,
    NotKnown,
    Offer,
    Quote,
    Relay,
    ReplyDraft,
    Social,
    facts_named,
    subjects_named,
)
from mercery.claims.sentence import Sentence
from mercery.claims.values import Price, Stock
from mercery.core.i18n import Lang
from mercery.livestream.comments import comment as kinds
from mercery.livestream.comments import wording
from mercery.livestream.comments.comment import PassedReason
from mercery.livestream.line import Gesture, Mood
from mercery.livestream.order.spoken_length import seconds_of

_URGENT: Final = frozenset(("legal", "injury", "minor", "fraud", "payment_dispute"))
MOST_SPOKEN: Final = 2
MOST_ALOUD_S: Final = 8.4
"""Seconds of all that is spoken of one answer, since others wait for theirs meanwhile. A longer one is written, and the host
says that it is: half of an answer may be half a truth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The finished answer before it is kept."""

    outcome: kinds.Outcome
    turn: Outcome | None = None
    """The turn with the sentences that are written; None where nothing was looked up."""
    written: tuple[Sentence, ...] = ()
    spoken: tuple[Sentence, ...] = ()
    passed: PassedReason | None = None
    mood: Mood = "calm"
    gesture: Gesture = "none"
    held: tuple[str, ...] = ()


def settle(considered: Considered, *, worth_a_person: bool, watched_over: str, own: bool = False) -> Settled:
    """The answer to a comment. `worth_a_person`: what nobody knows goes to a person, since somebody may buy. `own`: it may be
    about an order of the viewer's own, so that only what the shop says to everybody answers it."""
    decision, lang = considered.decision, considered.voice.lang
    if decision.hand_over == "order" or (own and not all(isinstance(act, Quote | Offer) for act in decision.acts)):
        return private(lang)
    if decision.hand_over in _URGENT:
        said = wording.saying(wording.TOLD_AT_ONCE, lang)
        return Settled(outcome="passed", written=(said,), passed="urgent", mood="sorry")
    if decision.hand_over == "complaint":
        written = (wording.saying(wording.SORRY, lang), _passed(watched_over, lang))
        return Settled(outcome="passed", written=written, passed="complaint", mood="sorry")
    if decision.hand_over == "asked":
        return Settled(outcome="passed", written=(_passed(watched_over, lang),), passed="asked", mood="warm")
    acts = tuple(act for act in decision.acts if not _left_unsaid(act))
    turn = considered.answered(replace(decision, acts=acts, hand_over=None))
    sentences = tuple(one for one in turn.sentences if one.place == "" and not _repeats_the_question(one))
    if "haggling" in decision.path:
        return haggled(turn, sentences, watched_over, lang)
    if turn.decision.hand_over == "withheld" or not acts or not sentences:
        return _nobody_knows(turn, worth_a_person, watched_over, lang)
    if all(isinstance(act, NotKnown) for act in acts):
        return _nobody_knows(turn, worth_a_person, watched_over, lang, sentences)
    if not decision.understood or any(isinstance(act, Clarify) for act in acts):
        return _asked_back(turn, sentences, acts, worth_a_person, watched_over, lang)
    aloud = () if turn.held else speakable(sentences, acts, decision, lang)
    pointed = () if aloud or turn.held or not _may_be_said(sentences, acts, decision) else (_pointing(lang),)
    mood, gesture = _manner(acts, decision, sentences)
    return Settled(
        outcome="spoken" if aloud else "written", turn=turn, written=sentences, spoken=aloud or pointed, mood=mood,
        gesture=gesture if aloud else "none",
    )  # fmt: skip


def private(lang: Lang) -> Settled:
    """Something personal: nothing of it is said, the viewer is led to where it can be."""
    return Settled(
        outcome="private", written=(wording.saying(wording.PRIVATE, lang),),
        spoken=(wording.saying(wording.PRIVATE_ALOUD, lang),), mood="warm", gesture="listen",
    )  # fmt: skip


def haggled(turn: Outcome, sentences: tuple[Sentence, ...], watched_over: str, lang: Lang) -> Settled:
    """The price stays by the facts, and a person sees that somebody would buy for less."""
    prices = tuple(one for one in sentences if _tells(one, turn.decision, Price))[:1]
    stands = wording.saying(wording.NO_LOWER if prices else wording.PRICES_STAND, lang)
    aloud = (*prices, stands) if _short((*prices, stands), lang) else (stands,)
    return Settled(
        outcome="passed", turn=turn, written=(*prices, stands, _passed(watched_over, lang)), spoken=aloud,
        passed="haggling", mood="warm", gesture="card" if prices else "none",
    )  # fmt: skip


def _nobody_knows(
    turn: Outcome, worth: bool, watched_over: str, lang: Lang, sentences: tuple[Sentence, ...] = ()
) -> Settled:
    """Said plainly; where somebody may buy, a person is asked at once."""
    known = sentences[:1] or (wording.saying(wording.NO_ANSWER, lang),)
    beside = (_passed(watched_over, lang),) if worth else ()
    reason: PassedReason = "withheld" if turn.held else "unknown"
    return Settled(
        outcome="passed" if worth else "written", turn=turn, written=(*known, *beside),
        # That nothing is known stands below the comment; aloud only what comes of it, since others wait.
        spoken=beside if worth and sentences else (),
        passed=reason if worth else None, mood="thoughtful",
    )  # fmt: skip


def _asked_back(
    turn: Outcome, sentences: tuple[Sentence, ...], acts: Sequence[Act], worth: bool, watched_over: str, lang: Lang
) -> Settled:
    """Which piece is meant may be asked in writing. What was not understood, and is worth it, goes to a person."""
    if any(isinstance(act, Clarify) and act.what == "which_product" for act in acts):
        return Settled(outcome="written", turn=turn, written=sentences, mood="thoughtful")
    if worth:
        return _nobody_knows(turn, True, watched_over, lang)
    lost = any(isinstance(act, Clarify) and act.what == "rephrase" for act in acts)
    return Settled(outcome="left", turn=turn) if lost else _nobody_knows(turn, False, watched_over, lang)


def where_to_buy(lang: Lang) -> Settled:
    """The piece stands on the page."""
    said = (wording.saying(wording.ON_PAGE, lang),)
    return Settled(outcome="spoken", written=said, spoken=said, mood="warm", gesture="card")


def _left_unsaid(act: Act) -> bool:
    """Offers of help, and drafts for somebody else, have no place on air."""
    return isinstance(act, Offer | HandOver | ReplyDraft)


def speakable(
    sentences: Sequence[Sentence], acts: Sequence[Act], decision: Decision, lang: Lang
) -> tuple[Sentence, ...]:
    """What of an answer may be spoken: all of it or nothing. Not what strangers wrote, not what repeats the question."""
    if not _may_be_said(sentences, acts, decision):
        return ()
    if len(sentences) <= MOST_SPOKEN and _short(sentences, lang):
        return tuple(sentences)
    if len(acts) > 1 and _short(sentences[:1], lang) and _whole(acts[0], sentences, decision):
        return tuple(sentences[:1])
    return ()


def _may_be_said(sentences: Sequence[Sentence], acts: Sequence[Act], decision: Decision) -> bool:
    if any(isinstance(act, Relay) or (isinstance(act, Social) and act.what in _NOT_ALOUD) for act in acts):
        return False
    return not any(_of_strangers(one, decision) for one in sentences)


def _pointing(lang: Lang) -> Sentence:
    return wording.saying(wording.UNDER_COMMENT, lang)


_NOT_ALOUD: Final = frozenset(("off_topic", "declined", "bag_on_card", "remembered", "not_remembered"))


def _whole(act: Act, sentences: Sequence[Sentence], decision: Decision) -> bool:
    """Whether the first sentence is all of the first answer, so that nothing of it is cut off."""
    own = set(facts_named(act))
    return bool(own) and not any(own & set(one.fact_ids) for one in sentences[1:])


def _repeats_the_question(sentence: Sentence) -> bool:
    """Whether it repeats what the viewer wrote. In a conversation that is courtesy; before everybody it is a way to have
    one's own words shown as the shop's, so what the facts say stands alone."""
    return any(span.how == "asked" for span in sentence.spans)


def _of_strangers(sentence: Sentence, decision: Decision) -> bool:
    """Whether words of somebody else's text are quoted in it."""
    facts = decision.facts
    return any(facts[key].subject.kind == "text" for key in sentence.fact_ids if key in facts)


def _short(sentences: Sequence[Sentence], lang: Lang) -> bool:
    return sum(seconds_of(one.text, lang) for one in sentences) <= MOST_ALOUD_S


def _tells(sentence: Sentence, decision: Decision, kind: type[object]) -> bool:
    return any(isinstance(decision.facts[key].value, kind) for key in sentence.fact_ids if key in decision.facts)


def _passed(watched_over: str, lang: Lang) -> Sentence:
    return wording.saying(wording.passed_to(watched_over, lang), lang)


def _manner(acts: Sequence[Act], decision: Decision, sentences: Sequence[Sentence]) -> tuple[Mood, Gesture]:
    """How it is said: glad of a yes, sorry for a no, towards the card for what the card shows."""
    verdicts = {getattr(act, "verdict", None) for act in acts}
    if any(act.kind == "not_offered" for act in acts) or "no" in verdicts or _sold_out(decision, sentences):
        return "sorry", "none"
    if "yes" in verdicts:
        return "glad", "nod"
    if any(_tells(one, decision, Price) for one in sentences):
        return "calm", "card"
    return "calm", "card" if any(subjects_named(act) for act in acts) else "none"


def _sold_out(decision: Decision, sentences: Sequence[Sentence]) -> bool:
    told = [decision.facts[key].value for one in sentences for key in one.fact_ids if key in decision.facts]
    stocks = [value for value in told if isinstance(value, Stock)]
    return bool(stocks) and not any(value.available for value in stocks)


__all__ = ["MOST_ALOUD_S", "MOST_SPOKEN", "Settled", "private", "settle", "speakable"]
