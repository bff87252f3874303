"""The shop's sentences of a transcript with what the learnt signs say of each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from mercery.core.i18n import Lang
from mercery.inspection.learnt.signs import LABELS, Label, model_in_use, signs
from mercery.inspection.talk.answering import without_courtesy
from mercery.inspection.talk.sentences import Sentence, sentences
from mercery.inspection.transcript import Transcript

MOST: Final = 60
"""Sentences of one conversation that are heard; with more of them the first turns count."""
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One sentence of the shop's side."""

    turn: int
    sentence: Sentence
    quote: str
    scores: Mapping[Label, float]

    def does(self, label: Label) -> bool:
        """Whether the sign is sure."""
        return self.scores[label] > 0


def hear(transcript: Transcript) -> Sequence[Heard]:
    """All sentences that say more than a courtesy, in order."""
    return _hear(
        tuple((turn, one.text) for turn, one in enumerate(transcript.turns) if one.role == "agent"), model_in_use()
    )


@lru_cache(maxsize=64)
def _hear(messages: tuple[tuple[int, str], ...], model: str) -> Sequence[Heard]:
    """`model`: with another one the same words are heard anew."""
    texts = dict(messages)
    said = [(turn, one) for turn, text in messages for one in sentences(text) if without_courtesy(one.plain)][:MOST]
    found: dict[int, Heard] = {}
    for lang in ("zh", "en"):
        own = [place for place, (_, one) in enumerate(said) if (_HAN.search(one.plain) is not None) == (lang == "zh")]
        rows = _scores([said[place][1].plain for place in own], lang)
        for place, row in zip(own, rows, strict=True):
            turn, one = said[place]
            quote = one.of(texts[turn])
            found[place] = Heard(turn=turn, sentence=one, quote=quote, scores=dict(zip(LABELS, row, strict=True)))
    return [found[place] for place in sorted(found)]


def _scores(plain: Sequence[str], lang: Lang) -> list[list[float]]:
    found: list[list[float]] = signs(plain, lang).tolist() if plain else []
    return found
