"""A classifier for few and many examples alike, with an exact estimate of its own errors. Pure.

Kernel ridge regression on one target per label (Rifkin, Klautau 2004, "In Defense of One-Vs-All Classification"): the
kernel is an RBF on embeddings plus the likeness of spelling, so meaning leads and names and numbers still count. To the
scores the mean likeness of the three nearest examples of each label is added: it is what keeps questions far from every
example from looking sure.

Leaving one example out has a closed form (`coefficient / diagonal of the inverse`; Pahikkala et al. 2006), so every
example is judged by a model that has not seen it, at no further cost. Weights of the kernel are chosen by that, and so
are thresholds (`threshold.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import linalg

from mercery.knowledge.classification.spelling import Spelling

Matrix = NDArray[np.float32]
NEIGHBOURS: Final = 3
NEAREST: Final = 2.0
"""How much the nearest examples weigh in how sure a judgement is, beside the score of its label."""
_WIDTHS: Final = (2.0, 4.0)
_SPELLINGS: Final = (0.0, 0.3, 1.0)
_RIDGES: Final = (0.1, 0.3)
_TRIED_BELOW: Final = 2_500
"""Examples up to which all kernels are tried; above, only those that served best on large sets."""
_LARGE: Final = ((2.0, 1.0, 0.3), (2.0, 0.3, 0.1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a text is, the surest label first."""

    labels: tuple[str, ...]
    """The three likeliest."""
    score: float
    """How sure the first one is, on a scale that only this classifier knows; thresholds are on the same scale."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One example judged without itself."""

    judged: Judged
    right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Kernel:
    """How alike two texts are: meaning by an RBF of the given width, and a share of spelling; and the ridge."""

    width: float
    spelling: float
    ridge: float

    def of(self, cosines: Matrix, spelt: Matrix) -> Matrix:
        """Likeness from cosines and from spelling."""
        made: Matrix = np.exp(self.width * (cosines - 1.0)) + self.spelling * spelt
        return made


class Classifier:
    """Learnt once from texts with labels and their vectors; `judge` may be called from any thread."""

    def __init__(self, texts: Sequence[str], labels: Sequence[str], vectors: Matrix) -> None:
        self.labels = sorted(set(labels))
        self._vectors = np.asarray(vectors, dtype=np.float32)
        places = {label: place for place, label in enumerate(self.labels)}
        self._classes = np.array([places[label] for label in labels])
        self._members = [np.flatnonzero(self._classes == place) for place in range(len(self.labels))]
        self._spelling = Spelling(texts)
        cosines, spelt = self._vectors @ self._vectors.T, self._spelling.among()
        own = cosines.diagonal().copy()
        np.fill_diagonal(cosines, -1.0)
        near = self._near(cosines)
        np.fill_diagonal(cosines, own)
        self._kernel, self._coefficients, left_out = self._best(cosines, spelt, near)
        self._left_out = left_out + near, near

    def judge(self, texts: Sequence[str], vectors: Matrix) -> list[Judged]:
        """What each text is."""
        cosines = np.asarray(vectors, dtype=np.float32) @ self._vectors.T
        kernel = self._kernel.of(cosines, self._spelling.to(texts))
        near = self._near(cosines)
        return self._judged(kernel @ self._coefficients + near, near)

    def trials(self) -> list[Trial]:
        """Every example judged by what the others teach."""
        judged = self._judged(*self._left_out)
        return [
            Trial(judged=one, right=one.labels[0] == self.labels[place])
            for one, place in zip(judged, self._classes, strict=True)
        ]

    def _best(self, cosines: Matrix, spelt: Matrix, near: Matrix) -> tuple[Kernel, Matrix, Matrix]:
        """The kernel that judges oftenest as it should, its coefficients, and each example's scores without itself."""
        targets = np.full((len(self._classes), len(self.labels)), -1.0, dtype=np.float32)
        targets[np.arange(len(self._classes)), self._classes] = 1.0
        choices = (
            [
                Kernel(width=width, spelling=share, ridge=ridge)
                for width in _WIDTHS
                for share in _SPELLINGS
                for ridge in _RIDGES
            ]
            if len(self._classes) <= _TRIED_BELOW
            else [Kernel(width=width, spelling=share, ridge=ridge) for width, share, ridge in _LARGE]
        )
        tried = [(kernel, *solved(kernel.of(cosines, spelt), kernel.ridge, targets)) for kernel in choices]
        return max(tried, key=lambda one: float(np.mean((one[2] + near).argmax(axis=1) == self._classes)))

    def _near(self, cosines: Matrix) -> Matrix:
        """Mean cosine of the nearest examples of each label."""
        found = np.empty((len(cosines), len(self.labels)), dtype=np.float32)
        for place, members in enumerate(self._members):
            own = cosines[:, members]
            count = min(NEIGHBOURS, own.shape[1])
            nearest = np.partition(own, own.shape[1] - count, axis=1)[:, -count:]
            found[:, place] = nearest.mean(axis=1)
        return found

    def _judged(self, scores: Matrix, near: Matrix) -> list[Judged]:
        order = np.argsort(-scores, axis=1, kind="stable")[:, :3]
        top = scores[np.arange(len(scores)), order[:, 0]]
        sure = top + (NEAREST - 1.0) * near.max(axis=1)
        return [
            Judged(labels=tuple(self.labels[place] for place in row), score=float(score))
            for row, score in zip(order, sure, strict=True)
        ]


def solved(kernel: Matrix, ridge: float, targets: Matrix) -> tuple[Matrix, Matrix]:
    """The coefficients, and each example's scores without itself."""
    kernel = kernel + np.float32(ridge) * np.eye(len(kernel), dtype=np.float32)
    factor = linalg.cho_factor(kernel, lower=True, overwrite_a=True, check_finite=False)
    coefficients: Matrix = linalg.cho_solve(factor, targets, check_finite=False).astype(np.float32)
    lower = linalg.lapack.strtri(factor[0], lower=1)[0]
    diagonal = np.square(np.tril(lower)).sum(axis=0)
    return coefficients, targets - coefficients / diagonal[:, None]
