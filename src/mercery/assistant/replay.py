"""Decides and says a recorded turn again: what was known at that moment must give the same words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mercery.assistant.desk.service import turn_again
from mercery.assistant.desk.tape import TakesAnotherWay, basis_from_json
from mercery.assistant.desk.upset import with_a_person
from mercery.assistant.pipeline import worded
from mercery.assistant.record import act_from_json, fact_from_json, voice_from_json
from mercery.assistant.wording.kept import reworded, worded_from_json
from mercery.claims.facts import Fact
from mercery.claims.sentence import Sentence
from mercery.core.database import Json

_ANY_CODE = "000000"
"""Stands for a code that was said and is kept nowhere; whether it was right is on the tape."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A turn's record with what stands beside it."""

    record: Json
    message: str = ""
    """The customer's words as the message store has them; the record alone has them masked."""
    parts: Mapping[str, Any] | None = None
    """What the desk saw, by digest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """What the turn says today, and whether that is what it said then."""

    sentences: tuple[str, ...]
    before: tuple[str, ...]
    decided: bool = True
    """Whether the turn was decided anew. False for a desk's turn recorded before its basis was kept: its words are known
    to stand on kept facts, and no more."""
    astray: str = ""
    """Where a desk's turn would now take another way than the recorded one."""

    @property
    def same(self) -> bool:
        """Whether nothing changed."""
        return self.sentences == self.before


def replay(recorded: Recorded | Json) -> Replayed:
    """Decide, word and verify again from the record alone."""
    whole = recorded if isinstance(recorded, Recorded) else Recorded(record=recorded)
    record = whole.record
    before = tuple(sentence["text"] for sentence in record["sentences"])
    facts = {fact.id: fact for fact in map(fact_from_json, record["facts"])}
    if record["decision"]["path"][:1] == ["desk"]:
        return _at_desk(whole, before, facts)
    said = _worded_again(record, facts)
    return Replayed(sentences=_texts(_with_the_models_words(record, said, list(facts.values()))), before=before)


def _worded_again(record: Json, facts: Mapping[str, Fact]) -> list[Sentence]:
    """What was decided in the assistant's own words; of a desk's turn, what was told beside it."""
    acts = tuple(act_from_json(act) for act in record["decision"]["acts"])
    spoken = worded(acts, facts, voice_from_json(record["voice"]), record["text"])
    return [one for one in spoken if isinstance(one, Sentence)]


def _at_desk(whole: Recorded, before: tuple[str, ...], facts: Mapping[str, Fact]) -> Replayed:
    record, basis = whole.record, whole.record.get("desk")
    if basis is None or whole.parts is None:
        return _standing(record, before, facts)
    try:
        made = turn_again(whole.message.replace("[code]", _ANY_CODE), basis_from_json(basis, whole.parts))
    except (TakesAnotherWay, KeyError, ValueError) as error:
        reason = error.message if isinstance(error, TakesAnotherWay) else f"{type(error).__name__}: {error}"
        return Replayed(sentences=(), before=before, astray=reason)
    if record["decision"]["hand_over"] == "upset":
        made = with_a_person(made)
    said = _with_the_models_words(record, made.sentences, list(made.facts.values()))
    return Replayed(sentences=(*_texts(_worded_again(record, facts)), *_texts(said)), before=before)


def _standing(record: Json, before: tuple[str, ...], facts: Mapping[str, Fact]) -> Replayed:
    """What was said as far as every fact it named is kept."""
    standing = tuple(
        sentence["text"]
        for sentence in record["sentences"]
        if all(span["fact_id"] in facts for span in sentence["spans"] if span["fact_id"])
    )
    return Replayed(sentences=standing, before=before, decided=False)


def _with_the_models_words(record: Json, said: Sequence[Sentence], facts: Sequence[Fact]) -> Sequence[Sentence]:
    """The code's sentences as a model's kept draft had put them; the model is not asked again."""
    if not record.get("wording"):
        return said
    return reworded(worded_from_json(record["wording"]), said, facts, voice_from_json(record["voice"]))


def _texts(said: Sequence[Sentence]) -> tuple[str, ...]:
    return tuple(one.text for one in said)
