"""The shop's sentences of a transcript, and what the learnt signs say of one that is asked about."""

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

    @property
    def scores(self) -> Mapping[Label, float]:
        """What the signs say of it. Asking costs some milliseconds, once for each sentence: whoever can tell by the words
        that it is not the fault in question does not ask. Nothing where no model is set."""
        return _scores(self.quote[:LONGEST], model_in_use())


def hear(transcript: Transcript) -> Sequence[Heard]:
    """All sentences that say more than a courtesy, in order; none where there is no model of meaning."""
    if not model_in_use():
        return ()
    said = [(turn, one.text) for turn, one in enumerate(transcript.turns) if one.role == "agent"]
    return [
        Heard(turn=turn, sentence=one, quote=one.of(text))
        for turn, text in said
        for one in sentences(text)
        if without_courtesy(one.plain)
    ][:MOST]


@lru_cache(maxsize=4096)
def _scores(quote: str, model: str) -> Mapping[Label, float]:
    """`model`: with another one the same words are heard anew."""
    scores = signs([quote]) if model else None
    return dict(zip(LABELS, scores[0].tolist(), strict=True)) if scores is not None else {}
