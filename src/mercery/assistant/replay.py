"""Says a recorded turn again: the same facts at the same moment must give the same words."""

from __future__ import annotations

from dataclasses import dataclass

from mercery.assistant.pipeline import worded
from mercery.assistant.record import act_from_json, fact_from_json, voice_from_json
from mercery.claims.sentence import Sentence
from mercery.core.database import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """What the turn says today, and whether that is what it said then."""

    sentences: tuple[str, ...]
    before: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether nothing changed."""
        return self.sentences == self.before


def replay(record: Json) -> Replayed:
    """Word and verify the recorded plan with the recorded facts."""
    if record["decision"]["path"][:1] == ["desk"]:
        return _at_desk(record)
    facts = {fact.id: fact for fact in map(fact_from_json, record["facts"])}
    acts = tuple(act_from_json(act) for act in record["decision"]["acts"])
    spoken = worded(acts, facts, voice_from_json(record["voice"]), record["text"])
    return Replayed(
        sentences=tuple(one.text for one in spoken if isinstance(one, Sentence)),
        before=tuple(sentence["text"] for sentence in record["sentences"]),
    )


def _at_desk(record: Json) -> Replayed:
    """The desk words the record itself: what it said stands as long as every fact it named is kept."""
    kept = {fact_from_json(one).id for one in record["facts"]}
    before = tuple(sentence["text"] for sentence in record["sentences"])
    standing = tuple(
        sentence["text"]
        for sentence in record["sentences"]
        if all(span["fact_id"] in kept for span in sentence["spans"] if span["fact_id"])
    )
    return Replayed(sentences=standing, before=before)
