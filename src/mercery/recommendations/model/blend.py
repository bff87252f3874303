"""What comes into question for a person, in the order of what speaks for it. Pure.

A score is a sum of features times weights, so that every place can be told why (`parts`), and a request costs as much as its
candidates: O(recent lines × K), whatever the catalogue. There are two sets of weights: for a visit, and for a request that is
about pieces (of the page, of the bag). They are learnt by `fitting` from the shop's own orders; until there are enough,
the ones here hold, chosen by hand and learnt from no shop.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np

from mercery.recommendations.model.features import FEATURES, Part, Ready, candidates
from mercery.recommendations.model.hazard import Floats
from mercery.recommendations.model.history import History
from mercery.recommendations.model.lists import Ids, Lists, Weights

UNLEARNT: Final[Mapping[str, float]] = {
    "near": 0.6, "far": 0.4, "twice": 0.3, "own_habit": 0.3, "own_loved": 0.1, "hazard": 0.7, "due": 0.1,
    "with_cosine": 0.3, "with_peak": 0.2, "about_cosine": 0.8, "about_lift": 0.3, "about_peak": 0.4,
    "viewed": 0.2, "viewed_about": 0.3, "loved": 0.6, "trend": 0.4,
}  # fmt: skip
"""Weights before anything is learnt; features that are not named have none."""


@dataclass(frozen=True, kw_only=True)
class Scored:
    """Candidates with their scores; ids ascend. Differences between scores of one request mean something, heights do not."""

    ids: Ids
    scores: Floats
    matrix: Weights
    weights: Floats

    @cached_property
    def parts(self) -> Mapping[Part, Floats]:
        """What each part adds to the scores; together they are the scores."""
        names = np.asarray(list(FEATURES.values()))
        return {
            part: np.asarray(self.matrix[:, names == part] @ self.weights[names == part])
            for part in dict.fromkeys(FEATURES.values())
        }

    def best(self, many: int) -> Ids:
        """The ids of the highest scores, best first; of equal ones the smaller id."""
        many = min(many, len(self.ids))
        if not many:
            return self.ids[:0]
        edge = np.partition(-self.scores, many - 1)[many - 1]
        among = np.flatnonzero(-self.scores <= edge)
        return np.asarray(self.ids[among[np.argsort(-self.scores[among], kind="stable")[:many]]])


def unlearnt() -> Floats:
    """The weights chosen by hand, in the order of the features."""
    return np.asarray([UNLEARNT.get(name, 0.0) for name in FEATURES])


@dataclass(slots=True, kw_only=True)
class Blend:
    """Scores by weights. Keeps what it worked out of the lists it was given last."""

    visit: Floats = field(default_factory=unlearnt)
    """For a request about nothing in particular."""
    beside: Floats = field(default_factory=unlearnt)
    """For a request about pieces."""
    _ready: Ready | None = None

    def score(self, history: History, lists: Lists, day: float, about: Sequence[int] = ()) -> Scored:
        """Every candidate for this person on this day; the pieces the request is about are none."""
        weights = self.beside if len(about) else self.visit
        found = candidates(history, self.ready(lists), day, about)
        return Scored(ids=found.ids, scores=found.matrix @ weights, matrix=found.matrix, weights=weights)

    def ready(self, lists: Lists) -> Ready:
        """What is worked out once for each version of the lists."""
        if self._ready is None or self._ready.lists is not lists:
            self._ready = Ready(lists=lists)
        return self._ready

    def dumped(self) -> str:
        """As JSON, by the features' names."""
        sets = {"visit": self.visit, "beside": self.beside}
        return json.dumps(
            {name: dict(zip(FEATURES, np.round(one, 6).tolist(), strict=True)) for name, one in sets.items()}
        )

    @classmethod
    def load(cls, text: str) -> Blend:
        """From JSON of `dumped`; features this version does not know are left out, new ones weigh nothing."""
        told = json.loads(text)
        visit, beside = (
            np.asarray([float(told[name].get(feature, 0.0)) for feature in FEATURES]) for name in ("visit", "beside")
        )
        return cls(visit=visit, beside=beside)
