"""What was said then beside what would be said now, and what changed in between. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal, cast

from mercery.assistant.pipeline import worded
from mercery.assistant.record import act_from_json, fact_from_json, voice_from_json
from mercery.claims.facts import Fact
from mercery.claims.sentence import Sentence
from mercery.claims.values import value_to_json
from mercery.claims.wording import Voice
from mercery.core.database import Json
from mercery.core.i18n import Lang

Reason = Literal[
    "answer", "policy", "price", "stock", "product", "rules", "draft", "time", "model", "program", "reading"
]
REASONS: Final[tuple[Reason, ...]] = (
    "draft", "answer", "policy", "price", "stock", "product", "rules", "model", "program", "reading", "time",
)  # fmt: skip
"""In the order they are shown. `time`: dates are told by the day of asking. `reading`: the same facts, read or chosen in
another way: `model` and `program` where the model or Mercery itself is another since then."""
_OF_KIND: Final[Mapping[str, Reason]] = {"answer": "answer", "policy": "policy", "order": "rules"}
_OF_ATTRIBUTE: Final[Mapping[str, Reason]] = {"price": "price", "stock": "stock", "restock": "stock"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One past question whose answer would read otherwise."""

    turn_id: str
    conversation_id: str
    at: datetime
    question: str
    """The customer's words, personal numbers masked."""
    lang: Lang
    then: str
    now: str
    reasons: tuple[Reason, ...]
    times: int = 1
    """How many turns asked the same and were told the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An answer: its words, and the facts it was made from."""

    text: str
    facts: Mapping[str, Fact]


def then_said(record: Json) -> Said:
    """The recorded answer in the code's own words, which a model may have put differently."""
    facts = [fact_from_json(one) for one in record["facts"]]
    texts = [sentence["text"] for sentence in record["sentences"]]
    if record.get("wording"):
        texts = _worded_again(record, facts, voice_from_json(record["voice"]))
    return Said(text=joined(texts, record["voice"]["lang"]), facts=_by_place(facts))


def now_said(sentences: Iterable[Sentence], facts: Iterable[Fact], lang: str) -> Said:
    """An answer that was just worked out."""
    return Said(text=joined([one.text for one in sentences], lang), facts=_by_place(facts))


def reasons(
    then: Said, now: Said, record: Json, moment: datetime, asked_at: datetime, versions: Mapping[str, str]
) -> tuple[Reason, ...]:
    """Why the words differ: by the facts that are others, else by the day, else by how the question was read. `versions`:
    what answers now."""
    if then.text == now.text:
        return ()
    changed = [
        now.facts[place]
        for place, fact in then.facts.items()
        if place in now.facts and not _same(fact, now.facts[place])
    ]
    if not changed:
        came = [fact for place, fact in now.facts.items() if place not in then.facts and _came(fact, asked_at)]
        gone = [fact for place, fact in then.facts.items() if place not in now.facts and not fact.holds_at(moment)]
        changed = came + gone
    if changed:
        found = Counter(_reason_of(fact) for fact in changed)
        return tuple(reason for reason in REASONS if reason in found)
    voice, facts = voice_from_json(record["voice"]), list(then.facts.values())
    today = Voice(lang=voice.lang, now=moment, timezone=voice.timezone, assistant=voice.assistant)
    still_said = joined(_worded_again(record, facts, voice), voice.lang) == then.text
    if still_said and joined(_worded_again(record, facts, today), voice.lang) == now.text:
        return ("time",)
    return (_other_version(record.get("versions"), versions),)


def _other_version(then: Mapping[str, str] | None, now: Mapping[str, str]) -> Reason:
    if then is None or dict(then) == dict(now):
        return "reading"
    return "model" if then.get("meaning") != now["meaning"] else "program"


def joined(texts: Sequence[str], lang: str) -> str:
    """Sentences as they are read."""
    return ("" if lang == "zh" else " ").join(texts)


def by_reason(found: Iterable[Difference]) -> dict[Reason, list[Difference]]:
    """The differences under their first reason, in the order reasons are shown."""
    grouped: dict[Reason, list[Difference]] = {}
    for one in found:
        grouped.setdefault(one.reasons[0], []).append(one)
    return {reason: grouped[reason] for reason in REASONS if reason in grouped}


def difference_to_json(one: Difference) -> Json:
    """The JSON form."""
    return {
        "turn_id": one.turn_id, "conversation_id": one.conversation_id, "at": one.at.isoformat(), "question": one.question,
        "lang": one.lang, "then": one.then, "now": one.now, "reasons": list(one.reasons), "times": one.times,
    }  # fmt: skip


def difference_from_json(data: Mapping[str, Any]) -> Difference:
    """The difference whose JSON form is `data`."""
    return Difference(
        turn_id=data["turn_id"], conversation_id=data["conversation_id"], at=datetime.fromisoformat(data["at"]),
        question=data["question"], lang=cast(Lang, data["lang"]), then=data["then"], now=data["now"],
        reasons=tuple(cast("list[Reason]", data["reasons"])), times=data["times"],
    )  # fmt: skip


def _worded_again(record: Json, facts: Sequence[Fact], voice: Voice) -> list[str]:
    acts = tuple(act_from_json(act) for act in record["decision"]["acts"])
    spoken = worded(acts, {fact.id: fact for fact in facts}, voice, record["text"])
    return [one.text for one in spoken if isinstance(one, Sentence)]


def _by_place(facts: Iterable[Fact]) -> dict[str, Fact]:
    """By subject and attribute, without the version."""
    return {fact.id.rpartition("@")[0]: fact for fact in facts}


def _same(left: Fact, right: Fact) -> bool:
    return value_to_json(left.value) == value_to_json(right.value) and left.valid_to == right.valid_to


def _came(fact: Fact, since: datetime) -> bool:
    return fact.recorded_at > since or (fact.valid_from is not None and fact.valid_from > since)


def _reason_of(fact: Fact) -> Reason:
    return _OF_KIND.get(fact.subject.kind) or _OF_ATTRIBUTE.get(fact.attribute, "product")
