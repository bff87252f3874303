"""The shop's sentences of a transcript with what the learnt signs say of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from mercery.inspection.learnt.signs import LABELS, Label, model_in_use, signs
from mercery.inspection.talk.answering import without_courtesy
from mercery.inspection.talk.sentences import Sentence, sentences
from mercery.inspection.transcript import Transcript

MOST: Final = 60
"""Sentences of one conversation that are heard; with more of them the first turns count."""
LONGEST: Final = 300
"""Characters of a sentence that are heard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One sentence of the shop's side."""

    turn: int
    sentence: Sentence
    quote: str
    scores: Mapping[Label, float]


def hear(transcript: Transcript) -> Sequence[Heard]:
    """All sentences that say more than a courtesy, in order; none where there is no model of meaning."""
    model = model_in_use()
    if not model:
        return ()
    said = tuple((turn, one.text) for turn, one in enumerate(transcript.turns) if one.role == "agent")
    return _hear(said, model)


@lru_cache(maxsize=64)
def _hear(messages: tuple[tuple[int, str], ...], model: str) -> Sequence[Heard]:
    """`model`: with another one the same words are heard anew."""
    said = [
        (turn, one, one.of(text)) for turn, text in messages for one in sentences(text) if without_courtesy(one.plain)
    ][:MOST]
    scores = signs([quote[:LONGEST] for _, _, quote in said])
    if scores is None:
        return ()
    return [
        Heard(turn=turn, sentence=one, quote=quote, scores=dict(zip(LABELS, row.tolist(), strict=True)))
        for (turn, one, quote), row in zip(said, scores, strict=True)
    ]
