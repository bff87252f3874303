"""Whether the shop's people answer on a day, now, or until when: read from the values of the policy that tells the hours.

What is said is a fact of its own, made by code of the hours in force and named after day and version of the policy.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from mercery.assistant.decide.ground import Ground
from mercery.assistant.decide.piece import Piece
from mercery.assistant.turns import Command
from mercery.assistant.understand.of_hours import speaks_of_hours
from mercery.claims.facts import Fact
from mercery.claims.plan import Clarify, NotKnown, Quote
from mercery.claims.values import Statement
from mercery.conversations.hours.as_values import schedule_from
from mercery.conversations.hours.asked_days import asked_days
from mercery.conversations.hours.saying import day_text, day_words, now_words
from mercery.conversations.hours.schedule import Schedule
from mercery.core.i18n import Words
from mercery.knowledge.features import ideas_in

HOURS_POLICY: Final = "service_hours"
_OTHERWISE: Final = frozenset(
    ("delivery", "delivery_cost", "return", "refund", "exchange", "repair", "pickup", "boutique", "order_change", "pay")
)
"""What else `on Sunday` may be asked of."""

_OPEN: Final = re.compile(r"\b(?:open|close|closed|closing|opening)\b|开门|关门|营业|打烊|开店", re.IGNORECASE)
_OF_PEOPLE: Final = re.compile(
    r"\b(?:any|some) ?(?:one|body)\b|\b(?:person|people|human|staff|team|support|service|chat|agent|reach|answer)\b"
    r"|人工|客服|真人|有人|在线|回复|热线|电话",
    re.IGNORECASE,
)


def hours_asked(command: Command, ground: Ground) -> Piece | None:
    """The same of a question in so many words: `Is anyone there on Sunday?`. Where the shop set no hours they are not known."""
    if not speaks_of_hours(command.text) or ideas_in(command.text) & _OTHERWISE:
        return None
    policy = next((note.fact for note in ground.policies if note.fact.subject.id == HOURS_POLICY), None)
    if policy is not None:
        return answer_hours(command, policy, ground)
    asked = asked_days(command.text, ground.voice.today)
    if not (asked.days or asked.at_once) or any(_tells_hours(note.fact) for note in ground.policies):
        return None
    return Piece(rule="hours:not_set", acts=(NotKnown(),), hand_over="not_known", understood=False)


def with_the_boutique(pieces: Sequence[Piece], asked: str, ground: Ground) -> list[Piece]:
    """`Are you open on Sunday?` may be asked by who writes and by who wants to come: where the shop's approved answers
    tell when its boutique is open, that is said first, unless people being reached is what was asked."""
    if not any(fact.subject.id == HOURS_POLICY for piece in pieces for fact in piece.facts):
        return list(pieces)
    if not _OPEN.search(asked) or _OF_PEOPLE.search(asked):
        return list(pieces)
    for one in ground.answers.match(asked, ground.voice.lang).candidates:
        question = ground.answers.question(one.key)
        if {"boutique", "hours"} <= ideas_in(question.en) and (fact := ground.answers.fact(one.key)):
            beside = Piece(rule=f"answer:beside:{one.key}", acts=(Quote(fact_id=fact.id),), facts=(fact,))
            return [beside, *pieces]
    return list(pieces)


def answer_hours(command: Command, policy: Fact, ground: Ground) -> Piece | None:
    """The days that are asked for, each with its hours; None where none is named, or the policy tells no hours by day.
    For a feast whose date nobody set here the date is asked."""
    if policy.subject.id != HOURS_POLICY or not isinstance(policy.value, Statement):
        return None
    schedule = schedule_from(dict(policy.value.values))
    if schedule is None:
        return None
    now = ground.voice.now.astimezone(schedule.zone)
    asked = asked_days(command.text, now.date(), {day: one.name for day, one in schedule.special.items()})
    if asked.not_certain:
        return Piece(rule="hours:which_day", acts=(Clarify(what="which_day"),), offer_person=True)
    facts = [
        _fact(policy, f"hours_on_{day:%Y_%m_%d}", day_words(schedule, day, now, feast=asked.feast), _named(day))
        for day in asked.days
    ]
    if asked.at_once or (now.date() in asked.days and _over(schedule, now)):
        facts.append(_fact(policy, f"hours_at_{now:%Y_%m_%d_%H%M}", now_words(schedule, now)))
    if not facts:
        return None
    acts = tuple(Quote(fact_id=one.id) for one in facts)
    return Piece(rule="hours:" + "+".join(one.attribute for one in facts), acts=acts, facts=tuple(facts))


def _tells_hours(fact: Fact) -> bool:
    """Whether a rule the shop wrote itself may be about hours or how people are reached."""
    return bool(ideas_in(f"{fact.label.en} {fact.label.zh}") & {"hours", "contact", "boutique"})


def _over(schedule: Schedule, now: datetime) -> bool:
    """Whether today's hours lie behind."""
    begins = schedule.next_open(now)
    return (
        bool(schedule.hours_on(now.date()))
        and begins is not None
        and begins.astimezone(schedule.zone).date() > now.date()
    )


def _named(day: date) -> Words:
    return Words(day_text(day, "en"), day_text(day, "zh"))


def _fact(policy: Fact, attribute: str, words: Words, label: Words | None = None) -> Fact:
    return replace(policy, attribute=attribute, value=Statement(words), label=label or policy.label)
