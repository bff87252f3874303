"""From acts to sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import assert_never

from mercery.claims.deal_acts import DealAct
from mercery.claims.facts import Fact
from mercery.claims.frames.comparing import compare_lines, within_lines
from mercery.claims.frames.deals import deal_lines
from mercery.claims.frames.guiding import ask_wish_lines, leave_out_lines, propose_lines, table_lines
from mercery.claims.frames.prices import price_lines
from mercery.claims.frames.properties import cite_lines, property_lines
from mercery.claims.frames.relaying import no_text_lines, relay_lines, reply_draft_lines
from mercery.claims.frames.stock import choice_lines, not_offered_lines, stock_lines
from mercery.claims.frames.talk import (
    clarify_lines,
    hand_over_lines,
    listing_lines,
    not_known_lines,
    offer_lines,
    social_lines,
)
from mercery.claims.plan import (
    Act,
    AskWish,
    Cite,
    Clarify,
    Compare,
    HandOver,
    Inform,
    LeaveOut,
    Listing,
    NoText,
    NotKnown,
    NotOffered,
    Offer,
    Propose,
    Quote,
    Relay,
    ReplyDraft,
    Social,
    Table,
)
from mercery.claims.sentence import Line, Sentence
from mercery.claims.values import Price, Statement, Stock, Text
from mercery.claims.wording import Voice

CHOICES = "choices"
"""Attribute of an `Inform` that tells which choices there are, from the variants' stock facts."""


def render(act: Act, facts: Mapping[str, Fact], voice: Voice) -> list[Sentence]:
    """The sentences of one act. A KeyError means that the act names a fact that was not given."""
    return [line.done() for line in _lines(act, facts, voice) if not line.empty]


def _lines(act: Act, facts: Mapping[str, Fact], voice: Voice) -> list[Line]:
    if isinstance(act, DealAct):
        return deal_lines(act, facts, voice)
    match act:
        case Inform() | Cite() | NotOffered():
            return _of_goods(act, facts, voice)
        case Quote():
            fact = facts[act.fact_id]
            return [*within_lines(act, fact, voice), Line().fact(fact, quoted(fact, voice))]
        case Compare():
            return compare_lines(act, [facts[fact_id] for fact_id in act.fact_ids], voice)
        case Listing():
            return listing_lines(act, facts, voice)
        case Relay() | NoText() | ReplyDraft():
            return _of_texts(act, facts, voice)
        case Propose() | LeaveOut() | AskWish() | Table():
            return _guiding(act, facts, voice)
        case NotKnown() | Clarify() | Offer() | HandOver() | Social():
            return _talk(act, voice)
        case _:
            assert_never(act)


def _of_goods(act: Inform | Cite | NotOffered, facts: Mapping[str, Fact], voice: Voice) -> list[Line]:
    if isinstance(act, Cite):
        return cite_lines(act, facts[act.fact_id], voice)
    named = [facts[fact_id] for fact_id in act.fact_ids]
    return _inform(act, named, voice) if isinstance(act, Inform) else not_offered_lines(act, named, voice)


def _guiding(act: Propose | LeaveOut | AskWish | Table, facts: Mapping[str, Fact], voice: Voice) -> list[Line]:
    match act:
        case Propose():
            return propose_lines(act, facts, voice)
        case LeaveOut():
            return leave_out_lines(act, voice)
        case AskWish():
            return ask_wish_lines(act, voice)
        case Table():
            return table_lines(act, facts, voice)
        case _:
            assert_never(act)


def _of_texts(act: Relay | NoText | ReplyDraft, facts: Mapping[str, Fact], voice: Voice) -> list[Line]:
    match act:
        case Relay():
            return relay_lines(act, facts, voice)
        case NoText():
            return no_text_lines(act, facts, voice)
        case ReplyDraft():
            return reply_draft_lines(act, voice)
        case _:
            assert_never(act)


def _talk(act: NotKnown | Clarify | Offer | HandOver | Social, voice: Voice) -> list[Line]:
    match act:
        case NotKnown():
            return not_known_lines(act, voice)
        case Clarify():
            return clarify_lines(act, voice)
        case Offer():
            return offer_lines(act, voice)
        case HandOver():
            return hand_over_lines(act, voice)
        case Social():
            return social_lines(act, voice)
        case _:
            assert_never(act)


def quoted(fact: Fact, voice: Voice) -> str:
    """The approved words of a policy or answer in the language of the answer."""
    if not isinstance(fact.value, Statement | Text):
        raise TypeError(f"{fact.id} has no words to quote")
    return fact.value.words.text(voice.lang)


def _inform(act: Inform, facts: Sequence[Fact], voice: Voice) -> list[Line]:
    if not facts:
        return []
    if act.attribute == CHOICES:
        return choice_lines(act, facts, voice)
    if isinstance(facts[0].value, Price):
        return price_lines(act, facts, voice)
    if isinstance(facts[0].value, Stock):
        return stock_lines(act, facts, voice)
    return property_lines(act, facts, voice)
