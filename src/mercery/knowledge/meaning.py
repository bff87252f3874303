"""What vectors tell about a message and the answers of a shop. Pure: vectors are handed in.

Measures for each answer: cosines to its phrasings (the nearest, the nearest three, all) and to its own text, and the score
of a ridge regression on meaning and spelling (`classification.classifier`), whose own leave-one-out has a closed form.
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
    mean: Vector
    """Mean cosine to all phrasings."""
    learnt: Vector
    """Score of the regression."""
    answer: Vector
    """Cosine to the text of the answer itself."""


class Nearness:
    """Cosines of a message to the phrasings and to the texts of the answers."""

    def __init__(self, vectors: Vector, members: Sequence[NDArray[np.int64]], answers: Vector) -> None:
        self._vectors, self._answers = vectors, answers
        self._members = Members(members)

    def of(self, vector: Vector) -> tuple[Vector, Vector]:
        """Mean cosine to the nearest phrasings of each answer, and cosine to its text."""
        return self._members.nearest(self._vectors @ vector)[1], self._answers @ vector


class Members:
    """The places of the phrasings of each answer. Those with as many phrasings are worked out together."""

    def __init__(self, members: Sequence[NDArray[np.int64]]) -> None:
        self._members = members
        sizes = np.array([len(own) for own in members], dtype=np.int64)
        self._groups = [
            (np.flatnonzero(sizes == size), np.stack([own for own in members if len(own) == size]))
            for size in sorted({int(size) for size in sizes if size})
        ]

    def nearest(self, cosines: Vector) -> Vector:
        """Rows: the nearest phrasing, the nearest three, all; a column for each answer."""
        rows = np.zeros((3, len(self._members)), dtype=np.float32)
        for answers, own in self._groups:
            near = np.sort(cosines[own], axis=1)[:, ::-1]
            rows[0, answers] = near[:, 0]
            rows[1, answers] = near[:, :NEIGHBOURS].mean(axis=1)
            rows[2, answers] = near.mean(axis=1)
        return rows

    def nearest_without(self, cosines: Vector, phrasing: int) -> Vector:
        """The same with one phrasing left out."""
        rows = self.nearest(cosines)
        for place, own in enumerate(self._members):
            if phrasing in own:
                near = np.sort(cosines[own[own != phrasing]])[::-1]
                rows[:, place] = (near[0], near[:NEIGHBOURS].mean(), near.mean()) if len(near) else 0
        return rows


class Meaning:
    """The phrasings of a shop's answers as vectors."""

    def __init__(
        self, texts: Sequence[str], owners: Sequence[int], answers: Sequence[str], vectors: Mapping[str, Vector]
    ) -> None:
        # Scikit-learn takes a second or two to import: only who has vectors shall wait for it.
        from mercery.knowledge.classification.classifier import Kernel, solved
        from mercery.knowledge.classification.spelling import Spelling

        self._kernel = Kernel(width=WIDTH, spelling=SPELLING, ridge=RIDGE)
        self.vectors: Vector = np.stack([vectors[text] for text in texts]).astype(np.float32)
        count = len(answers)
        self._answers: Vector = np.stack([vectors[text] for text in answers]).astype(np.float32)
        self.members = [np.flatnonzero(np.asarray(owners) == owner) for owner in range(count)]
        self._nearest = Members(self.members)
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
        return self._meant(cosines, learnt, self._answers @ vector.astype(np.float32), None)

    def left_out(self, index: int) -> Meant:
        """The phrasing `index` against each answer, itself left out."""
        answer = self._answers @ self.vectors[index]
        return self._meant(self.among[index], self._left_out[index], answer, index)

    def _meant(self, cosines: Vector, learnt: Vector, answer: Vector, without: int | None) -> Meant:
        nearest = self._nearest
        rows = nearest.nearest(cosines) if without is None else nearest.nearest_without(cosines, without)
        return Meant(nearest=rows[0], near=rows[1], mean=rows[2], learnt=learnt, answer=answer)
