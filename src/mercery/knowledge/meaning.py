"""What vectors tell about a message and the answers of a shop. Pure: vectors are handed in.

Two measures for each answer: the mean cosine to its nearest phrasings, and the score of a ridge regression on meaning and
spelling (`classification.classifier`), whose own leave-one-out has a closed form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]
NEIGHBOURS: Final = 3
WIDTH: Final = 2.0
SPELLING: Final = 0.3
RIDGE: Final = 0.1
"""The kernel of the regression: kept, not chosen anew for each shop, because few phrasings cannot tell kernels apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """A message against each answer, in the order of the answers."""

    nearest: Vector
    """Cosine to the nearest phrasing."""
    near: Vector
    """Mean cosine to the three nearest."""
    learnt: Vector
    """Score of the regression."""


class Meaning:
    """The phrasings of a shop's answers as vectors."""

    def __init__(self, texts: Sequence[str], owners: Sequence[int], vectors: Mapping[str, Vector]) -> None:
        # Scikit-learn takes a second or two to import: only who has vectors shall wait for it.
        from mercery.knowledge.classification.classifier import Kernel, solved
        from mercery.knowledge.classification.spelling import Spelling

        self._kernel = Kernel(width=WIDTH, spelling=SPELLING, ridge=RIDGE)
        self.vectors: Vector = np.stack([vectors[text] for text in texts]).astype(np.float32)
        count = max(owners) + 1
        self._members = [np.flatnonzero(np.asarray(owners) == owner) for owner in range(count)]
        self._spelling = Spelling(texts)
        self.among: Vector = self.vectors @ self.vectors.T
        targets = np.full((len(texts), count), -1.0, dtype=np.float32)
        targets[np.arange(len(texts)), np.asarray(owners)] = 1.0
        kernel = self._kernel.of(self.among.copy(), self._spelling.among())
        self._coefficients, self._left_out = solved(kernel, RIDGE, targets)

    def of(self, text: str, vector: Vector) -> Meant:
        """A message against each answer."""
        cosines = self.vectors @ vector.astype(np.float32)
        learnt = (self._kernel.of(cosines[None].copy(), self._spelling.to([text])) @ self._coefficients)[0]
        return self._meant(cosines, learnt, None)

    def left_out(self, index: int) -> Meant:
        """The phrasing `index` against each answer, itself left out."""
        return self._meant(self.among[index], self._left_out[index], index)

    def _meant(self, cosines: Vector, learnt: Vector, without: int | None) -> Meant:
        nearest, near = [], []
        for members in self._members:
            own = np.sort(cosines[members[members != without]] if without is not None else cosines[members])[::-1]
            nearest.append(float(own[0]) if len(own) else 0.0)
            near.append(float(own[:NEIGHBOURS].mean()) if len(own) else 0.0)
        return Meant(nearest=np.array(nearest, np.float32), near=np.array(near, np.float32), learnt=learnt)
