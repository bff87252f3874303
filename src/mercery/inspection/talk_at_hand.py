"""A stored conversation as inspection looks at it, and what it finds in it by rules and by the gate. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal

from mercery.conversations.conversation import Message
from mercery.conversations.on_record import Contradicted, OnRecord
from mercery.core.database import Json
from mercery.core.i18n import Lang, Words
from mercery.inspection.agents import Spokesman, answerable
from mercery.inspection.facts_then import FactsThen
from mercery.inspection.inspect import inspect
from mercery.inspection.known import known_of_conversation, known_then
from mercery.inspection.rule import RuleId
from mercery.inspection.rulebook import RuleBook
from mercery.inspection.transcript import Finding, Known, Transcript, Turn

FoundBy = Literal["rules", "gate", "person"]
GREETED_BY_THE_PAGE: Final = frozenset(("storefront", "widget"))
"""Where the assistant's window greets before anything is written."""
_OF_FACTS: Final = frozenset((RuleId.WRONG_FACT, RuleId.PROMISE_BEYOND_POLICY, RuleId.PROHIBITED_CLAIM))
"""Rules whose findings turn on what held at the time of the message."""
_CONTRADICTS: Final = Words("The facts in force at that moment say something else.", "与当时有效的资料不符。")
_LAW: Final = Words("Advertising law forbids these words.", "广告法禁用此类词语。")
_THANKS: Final = re.compile(
    r"\b(?:thanks?|thank you|perfect|great|wonderful|lovely|very helpful)\b|谢谢|多谢|感谢|太好了|很有帮助",
    re.IGNORECASE,
)
_NO_THANKS: Final = re.compile(r"\b(?:no,? thanks|thanks? for nothing|not)\b|不用谢|不用了|没用", re.IGNORECASE)
Contradicting = Callable[[str, Lang, str | None, FactsThen], list[Contradicted]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """The spoken messages of a conversation, and what was known."""

    id: str
    channel: str
    lang: Lang
    messages: Sequence[Message]
    handed_at: Sequence[int]
    """Places (`seq`) at which the conversation went to a person."""
    record: OnRecord
    facts: Mapping[datetime, FactsThen]
    """By the moment of each message of the shop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A fault in a message, ready to be stored."""

    rule: RuleId
    message: Message
    agent: Spokesman
    quote: str
    why: Words
    expected: str = ""
    known: Json | None = None
    found_by: FoundBy = "rules"


def look(talk: Talk, book: RuleBook, contradicting: Contradicting) -> list[Found]:
    """Everything that breaks a rule of the book, in order; a rule once, at its first message."""
    first: dict[RuleId, tuple[int, Found]] = {}
    for place, found in sorted((*by_gate(talk, book, contradicting), *by_rules(talk, book)), key=lambda one: one[0]):
        first.setdefault(found.rule, (place, found))
    return [found for _, found in sorted(first.values(), key=lambda one: (one[0], one[1].rule))]


def by_rules(talk: Talk, book: RuleBook) -> Iterator[tuple[int, Found]]:
    """What the detectors find, with the facts of each time."""
    on = book.on()
    for known, places in _times(talk):
        rules = [rule for rule in on if rule in _OF_FACTS] if places is not None else on
        transcript = transcript_of(talk, [*known, *known_of_conversation(talk.record, book, identified=_ever(talk))])
        for finding in inspect(transcript, [one for one in rules if one != RuleId.NO_IDENTITY_CHECK]):
            if (places is None or finding.turn in places) and _stands(talk, finding):
                yield finding.turn, _found(talk, finding)
    others = [one for one in on if one not in _OF_FACTS and one != RuleId.NO_IDENTITY_CHECK]
    times = _times(talk)
    if len(times) > 1:
        # Once for the rules that do not turn on facts.
        known = [*times[0][0], *known_of_conversation(talk.record, book, identified=_ever(talk))]
        for finding in inspect(transcript_of(talk, known), others):
            if _stands(talk, finding):
                yield finding.turn, _found(talk, finding)
    if RuleId.NO_IDENTITY_CHECK in on:
        yield from _before_identified(talk, book)


def _times(talk: Talk) -> list[tuple[list[Known], set[int] | None]]:
    """The things known by the time they held, with the places of the messages of each time; one time: all places."""
    groups: dict[frozenset[str], tuple[FactsThen, set[int]]] = {}
    for place, message in enumerate(talk.messages):
        then = talk.facts.get(message.created_at)
        if then is not None:
            groups.setdefault(then.ids, (then, set()))[1].add(place)
    if len(groups) == 1:
        return [(known_then(then, talk.lang), None) for then, _ in groups.values()]
    return [(known_then(then, talk.lang), places) for then, places in groups.values()] or [([], None)]


def _before_identified(talk: Talk, book: RuleBook) -> Iterator[tuple[int, Found]]:
    """Order data shown while nobody had proved who asks."""
    proved = talk.record.identified_at
    if _ever(talk) and proved is None:
        return
    before = [one for one in talk.messages if proved is None or one.created_at < proved]
    known = known_of_conversation(talk.record, book, identified=False)
    transcript = transcript_of(replace(talk, messages=before), known)
    for finding in inspect(transcript, [RuleId.NO_IDENTITY_CHECK]):
        if _stands(talk, finding):
            yield finding.turn, _found(talk, finding)


def _ever(talk: Talk) -> bool:
    return talk.record.identity not in ("", "none")


def by_gate(talk: Talk, book: RuleBook, contradicting: Contradicting) -> Iterator[tuple[int, Found]]:
    """What people wrote against the facts of that moment, or against the law. The assistant's own words have passed."""
    on = set(book.on())
    for place, message in enumerate(talk.messages):
        then = talk.facts.get(message.created_at)
        if message.author != "staff" or then is None:
            continue
        agent = answerable(talk.messages, place)
        spoken = talk.record.spoken.get(message.id)
        about = spoken.about if spoken else None
        for one in contradicting(message.text, message.lang, about, then):
            rule = RuleId.WRONG_FACT if one.fact is not None else RuleId.PROHIBITED_CLAIM
            if rule in on:
                yield place, _contradicted(message, agent, one, then, talk.lang)


def _contradicted(message: Message, agent: Spokesman, one: Contradicted, then: FactsThen, lang: Lang) -> Found:
    known: Json | None = None
    if one.fact is not None:
        known = {
            "name": f"{one.fact.subject.name.text(lang)} · {one.fact.label.text(lang)}",
            "value": one.expected,
            "fact_id": one.fact.id,
            "source": {"en": one.fact.source.en, "zh": one.fact.source.zh},
            "at": then.at.isoformat(),
        }
    elif one.law:
        known = {
            "name": "", "value": "", "fact_id": "", "source": {"en": one.law, "zh": one.law}, "at": then.at.isoformat(),
        }  # fmt: skip
    return Found(
        rule=RuleId.WRONG_FACT if one.fact is not None else RuleId.PROHIBITED_CLAIM,
        message=message,
        agent=agent,
        quote=one.found,
        why=_CONTRADICTS if one.fact is not None else _LAW,
        expected=one.expected,
        known=known,
        found_by="gate",
    )


def transcript_of(talk: Talk, known: Sequence[Known]) -> Transcript:
    """The messages as turns."""
    return Transcript(lang=talk.lang, turns=[_turn(one) for one in talk.messages], known=known)


def _turn(message: Message) -> Turn:
    if message.author == "customer":
        return Turn(role="customer", text=message.text, at=message.created_at, message_id=message.id)
    agent: Literal["bot", "human"] = "bot" if message.author == "assistant" else "human"
    return Turn(role="agent", text=message.text, at=message.created_at, agent=agent, message_id=message.id)


def _stands(talk: Talk, finding: Finding) -> bool:
    """Whether a finding holds against what the words alone do not show."""
    message = talk.messages[finding.turn]
    if finding.rule in (RuleId.WRONG_FACT, RuleId.PROMISE_BEYOND_POLICY):
        # Sentences of the assistant stand on facts and were checked one by one before they went out.
        answer = talk.record.answers.get(message.id)
        return not (message.author == "assistant" and (answer is not None or message.body.evidence))
    if finding.rule is RuleId.NONE_GREETING:
        return not (message.author == "assistant" and talk.channel in GREETED_BY_THE_PAGE)
    if finding.rule is RuleId.MISSED_HANDOFF:
        before = [one.seq for one in talk.messages[: finding.turn] if one.author == "customer"]
        asked = before[-1] if before else 0
        return not any(asked <= seq <= message.seq + 2 for seq in talk.handed_at)
    return True


def _found(talk: Talk, finding: Finding) -> Found:
    message = talk.messages[finding.turn]
    then = talk.facts.get(message.created_at)
    return Found(
        rule=finding.rule,
        message=message,
        agent=answerable(talk.messages, finding.turn),
        quote=finding.quote,
        why=finding.why,
        expected=finding.expected,
        known=_known_to_json(finding.known, then.at if then else message.created_at) if finding.known else None,
    )


def _known_to_json(known: Known, at: datetime) -> Json:
    return {
        "name": known.name, "value": known.value, "fact_id": known.fact_id,
        "source": {"en": known.source.en, "zh": known.source.zh}, "at": at.isoformat(),
    }  # fmt: skip


def praised(talk: Talk, found: Sequence[Found]) -> list[Message]:
    """Messages of the shop that the customer thanked for, where the whole conversation is without a fault."""
    if found:
        return []
    return [
        before
        for before, after in zip(talk.messages, talk.messages[1:], strict=False)
        if before.author != "customer"
        and after.author == "customer"
        and _THANKS.search(after.text)
        and not _NO_THANKS.search(after.text)
        and "?" not in after.text
        and "？" not in after.text
    ]
