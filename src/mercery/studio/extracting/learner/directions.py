"""Vectors of tokens, turned to the directions in which those of the learnt texts differ most."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from mercery.studio.extracting.learner.grown import Floats
from mercery.studio.extracting.learner.tokens import Token, tokens

Vectors = Callable[[str, Sequence[Token]], Floats]
"""A row for each token of a text, in its context."""


class Directions:
    """The first `many` principal components, each as wide as the others."""

    def __init__(self, vectors: Vectors, texts: Iterable[str], many: int) -> None:
        self._vectors = vectors
        rows = np.concatenate([vectors(text, parts) for text in texts if (parts := tokens(text))])
        self._middle = rows.mean(axis=0)
        self._spread = rows.std(axis=0) + 1e-6
        rows = (rows - self._middle) / self._spread
        values, directions = np.linalg.eigh(rows.T @ rows / len(rows))
        values, directions = values[::-1][:many], directions[:, ::-1][:, :many]
        self._turn: Floats = (directions / np.sqrt(values + 1e-3 * values[0]) * 0.5).astype(np.float32)

    def of(self, text: str, parts: Sequence[Token]) -> Floats:
        """A row for each token, the widest direction first."""
        return np.asarray(((self._vectors(text, parts) - self._middle) / self._spread) @ self._turn, np.float32)
