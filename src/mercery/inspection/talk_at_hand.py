"""A stored conversation as inspection looks at it, and what it finds in it by rules and by the gate. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Final, Literal

from mercery.catalog.value_words import value_words
from mercery.claims.facts import Fact
from mercery.conversations.conversation import Message
from mercery.conversations.on_record import Contradicted, OnRecord
from mercery.core.database import Json
from mercery.core.i18n import LANGS, Lang, Words
from mercery.inspection.agents import Spokesman, answerable
from mercery.inspection.facts_then import FactsThen
from mercery.inspection.inspect import inspect
from mercery.inspection.known import known_of_conversation, known_then
from mercery.inspection.marking import as_written, says
from mercery.inspection.rule import RuleId
from mercery.inspection.rulebook import RuleBook
from mercery.inspection.transcript import Finding, Known, Transcript, Turn

FoundBy = Literal["rules", "gate", "person"]
OF_FACTS: Final = frozenset((RuleId.WRONG_FACT, RuleId.PROMISE_BEYOND_POLICY, RuleId.PROHIBITED_CLAIM))
"""Rules whose findings turn on what held at the time of the message."""
_APART: Final = frozenset((RuleId.SLOW_REPLY, RuleId.NONE_GREETING, RuleId.NO_IDENTITY_CHECK))
"""Rules that see a part of the conversation only."""
_CHECKED_BEFORE: Final = frozenset(
    (
        RuleId.WRONG_FACT,
        RuleId.PROMISE_BEYOND_POLICY,
        RuleId.PROHIBITED_CLAIM,
        RuleId.NO_IDENTITY_CHECK,
        RuleId.OFF_PLATFORM_PAYMENT,
    )
)
_NAMES: Final = re.compile(r"[a-z]{4,}")
_HAN: Final = re.compile(r"[\u3400-\u9fff]{2}")
_DIGIT: Final = re.compile(r"\d|[一二三四五六七八九十百]")
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
    """What the detectors find. Rules that turn on facts are held against those of each time; the others are told only who
    asks and what limits hold: a policy in plain words is no rule of conduct."""
    on = set(book.on())
    # Of the assistant's sentences each was held against the facts before it went out; only people's words are looked at.
    for known, places in _times(talk) if any(one.author == "staff" for one in talk.messages) else ():
        held = [*known, *known_of_conversation(talk.record, book, talk.lang, identified=_ever(talk))]
        for place, found in _run(talk, talk.messages, on & OF_FACTS, held):
            if place in places:
                yield place, found
    for rules, messages, identified in _views(talk):
        held = known_of_conversation(talk.record, book, talk.lang, identified=identified)
        yield from _run(talk, messages, on & rules, held)


def _run(
    talk: Talk, messages: Sequence[Message], rules: Collection[RuleId], known: Sequence[Known]
) -> Iterator[tuple[int, Found]]:
    """The findings in these messages of the talk, with the place of each in the whole."""
    if not rules or not messages:
        return
    place_of = {one.id: place for place, one in enumerate(talk.messages)}
    transcript = Transcript(lang=talk.lang, turns=[_turn(one) for one in messages], known=known)
    for finding in inspect(transcript, rules):
        message = _where_said(messages, finding)
        if _stands(talk, finding, message):
            place = place_of[message.id]
            yield place, _found(talk, finding, place)


def _where_said(messages: Sequence[Message], finding: Finding) -> Message:
    """The message of the finding; of several in a row by the same side, the one that holds the words."""
    message = messages[finding.turn]
    if says(message.text, finding.quote):
        return message
    before = reversed(messages[: finding.turn])
    row = takewhile(lambda one: (one.author == "customer") == (message.author == "customer"), before)
    return next((one for one in row if says(one.text, finding.quote)), message)


def _times(talk: Talk) -> list[tuple[list[Known], set[int]]]:
    """The things known by the time they held, with the places of the shop's messages of each time."""
    groups: dict[frozenset[str], tuple[FactsThen, set[int]]] = {}
    for place, message in enumerate(talk.messages):
        then = talk.facts.get(message.created_at)
        if then is not None:
            groups.setdefault(then.ids, (then, set()))[1].add(place)
    return [(known_then(then, talk.lang), places) for then, places in groups.values()]


def _views(talk: Talk) -> Iterator[tuple[set[RuleId], Sequence[Message], bool]]:
    """Which rules see which messages, and whether somebody is identified there."""
    every, proved = talk.messages, talk.record.identified_at
    yield set(RuleId) - OF_FACTS - _APART, every, _ever(talk)
    yield {RuleId.SLOW_REPLY}, [one for one in every if not _passed_on(talk, one)], _ever(talk)
    # The assistant's window greets before anything is written, and a messenger's thread goes on; a person who comes in greets.
    first = next((at for at, one in enumerate(every) if one.author == "staff"), len(every))
    yield {RuleId.NONE_GREETING}, every[first:], _ever(talk)
    if not _ever(talk) or proved is not None:
        yield {RuleId.NO_IDENTITY_CHECK}, [one for one in every if proved is None or one.created_at < proved], False


def _passed_on(talk: Talk, message: Message) -> bool:
    """Whether an answer of the assistant ended in passing the customer on to a person, who is waited for from then on."""
    if message.author != "assistant":
        return False
    wrote = next((one.seq for one in talk.messages if one.author == "customer" and one.seq > message.seq), 10**9)
    return any(message.seq < seq < wrote for seq in talk.handed_at)


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
            "name": _name(one.fact).text(lang),
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
        why=_against(one, one.fact) if one.fact is not None else _LAW,
        expected=one.expected,
        known=known,
        found_by="gate",
    )


def _name(fact: Fact) -> Words:
    """The subject and the attribute, once where they are called alike."""
    subject, label = fact.subject.name, fact.label
    if subject.text("en") == label.text("en"):
        return subject
    return Words(f"{subject.text('en')}, {label.text('en').lower()}", f"{subject.text('zh')}，{label.text('zh')}")


def _against(one: Contradicted, fact: Fact) -> Words:
    name = _name(fact)
    return Words(
        f"“{one.found}” was said; {name.en} said “{one.expected}” then.",
        f"说的是“{one.found}”；当时{name.zh}为“{one.expected}”。",
    )


def _turn(message: Message) -> Turn:
    if message.author == "customer":
        return Turn(role="customer", text=message.text, at=message.created_at, message_id=message.id)
    agent: Literal["bot", "human"] = "bot" if message.author == "assistant" else "human"
    return Turn(role="agent", text=message.text, at=message.created_at, agent=agent, message_id=message.id)


def _stands(talk: Talk, finding: Finding, message: Message) -> bool:
    """Whether a finding holds against what the words alone do not show."""
    own = message.author == "assistant" and (message.id in talk.record.answers or bool(message.body.evidence))
    if finding.rule in _CHECKED_BEFORE and own:
        # Sentences of the assistant stood on facts and were checked one by one; orders it shows only to whom they belong.
        return False
    if finding.rule is RuleId.WRONG_FACT:
        # Values are told apart where they are amounts or dates; of words it is the gate that knows.
        value = finding.known.value if finding.known is not None else finding.expected
        return bool(_DIGIT.search(finding.quote) and _DIGIT.search(value))
    if finding.rule is RuleId.OFF_PLATFORM_PAYMENT:
        return not _is_policy(talk, message, finding.quote)
    if finding.rule is RuleId.MISSED_UPSELL_ALLOWED:
        # Whoever told of it, asked or not, has not missed it.
        return not any(_tells_of(one.text, finding.expected) for one in talk.messages if one.author != "customer")
    if finding.rule is RuleId.MISSED_HANDOFF:
        before = [one.seq for one in talk.messages if one.author == "customer" and one.seq < message.seq]
        asked = before[-1] if before else 0
        return not any(asked <= seq <= message.seq + 2 for seq in talk.handed_at)
    return True


def _is_policy(talk: Talk, message: Message, quote: str) -> bool:
    """Whether the words are those of a policy in force then."""
    then = talk.facts.get(message.created_at)
    said = [value_words(fact.value) for fact in then.policies] if then is not None else []
    return any(quote.strip() in words.text(lang) for words in said for lang in LANGS)


def _tells_of(text: str, offer: str) -> bool:
    """Whether at least half of what the offer is called occurs in the text."""
    what = offer.replace("->", "→").rpartition("→")[2].lower()
    names = _NAMES.findall(what) + [what[at : at + 2] for at in range(len(what)) if _HAN.fullmatch(what[at : at + 2])]
    return bool(names) and sum(name in text.lower() for name in names) * 2 >= len(names)


def _found(talk: Talk, finding: Finding, place: int) -> Found:
    message = talk.messages[place]
    then = talk.facts.get(message.created_at)
    return Found(
        rule=finding.rule,
        message=message,
        agent=answerable(talk.messages, place),
        quote=as_written(message.text, finding.quote),
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
