"""Which answer a message asks for, and how likely, from several signs at once. Pure.

Vectors come from a model taught to draw the ways to ask one thing together (`sameness.py`), beside its untaught twin. A fixed
blend of signs puts the answers in order. How likely the first one is comes from a conditional logit with an outside option
(McFadden 1974): every answer has a worth, the sum of its weighted signs, and so has "none of these"; the chance of an
answer is its share of the exponentials. Two judges of different make: an answer is sure where the second shares the first
one's choice. Model and weights were learnt once from invented shops (`tools/meaning`,
decisions 22 and 50) and are the same for every shop: a shop's own few hundred phrasings, written by one person, overrate likeness
to themselves.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
SIGNS: Final = (
    "worded",
    "word_nearest",
    "learnt",
    "near",
    "nearest",
    "mean",
    "answer",
    "plain_near",
    "plain_answer",
    "ideas_shared",
    "missing",
    "misfit",
    "answer_words",
    "first_by_words",
    "first_by_learning",
    "first_by_answer",
)
"""What is known of each answer beside a message, in the order of the columns."""
ORDER: Final = {
    "worded": 1.0,
    "learnt": 0.5,
    "near": 0.5,
    "answer": 0.4,
    "plain_answer": 0.3,
    "answer_words": 0.1,
    "missing": -0.2,
    "misfit": -0.1,
}
"""How answers are put in order: words and meaning alike (decision 16), and the text of the answer beside its phrasings.
Fixed, in units of how far each sign spreads over the answers to one message."""
OUTSIDE: Final = ("common_worded", "common_meant")
"""What speaks for none of the answers: likeness to a common question that none of them covers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Learnt weights; signs are centred and scaled first."""

    scatter: Matrix
    """How far each sign spreads over the answers to one message."""
    centre: Matrix
    spread: Matrix
    weights: Matrix
    outside_centre: Matrix
    outside_spread: Matrix
    outside_weights: Matrix
    offset: float
    threshold: float
    """The chance from which on an answer is given at once."""
    scale: float
    shift: float
    """Put the blend on the scale of scores by words, which the floors for choices are meant for."""

    def scores(self, signs: Matrix) -> Matrix:
        """Each answer's score, by which they are put in order: a row of signs for each."""
        weights = np.array([ORDER.get(name, 0.0) for name in SIGNS]) / self.scatter
        made: Matrix = self.scale * (signs @ weights) + self.shift
        return made

    def chances(self, signs: Matrix, outside: Sequence[float]) -> Matrix:
        """The chance of each answer; what they lack of one is the chance of none."""
        worth = ((signs - self.centre) / self.spread) @ self.weights
        put = (np.asarray(outside) - self.outside_centre) / self.outside_spread
        none = self.offset + float(put @ self.outside_weights)
        most = max(float(worth.max()), none)
        powers = np.exp(worth - most)
        made: Matrix = powers / (powers.sum() + np.exp(none - most))
        return made


@cache
def learnt_ranking() -> Ranking:
    """The weights that ship."""
    return from_json(json.loads(files("mercery.knowledge").joinpath("ranking.json").read_text("utf-8")))


def from_json(found: Mapping[str, object]) -> Ranking:
    """Weights as `tools/meaning` writes them: for each sign its centre, spread, weight and scatter."""

    def column(group: str, names: Sequence[str], place: int) -> Matrix:
        rows = found[group]
        if not isinstance(rows, Mapping):
            raise TypeError(f"'{group}' holds no weights.")
        return np.array([rows[name][place] for name in names], dtype=np.float64)

    def number(name: str) -> float:
        return float(str(found[name]))

    return Ranking(
        scatter=column("signs", SIGNS, 3),
        centre=column("signs", SIGNS, 0),
        spread=column("signs", SIGNS, 1),
        weights=column("signs", SIGNS, 2),
        outside_centre=column("outside", OUTSIDE, 0),
        outside_spread=column("outside", OUTSIDE, 1),
        outside_weights=column("outside", OUTSIDE, 2),
        offset=number("offset"),
        threshold=number("threshold"),
        scale=number("scale"),
        shift=number("shift"),
    )
