"""Two models of different make as one embedder: what one takes for the same the other often tells apart (decision 60)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mercery.ai.e5.model import MultilingualE5, centred
from mercery.ai.embedder import Embedder, Vectors
from mercery.knowledge.sameness import HALF


class Beside:
    """A model and multilingual-e5-small: the cosine of two vectors is the mean of both models' cosines."""

    def __init__(self, first: Embedder, second: MultilingualE5, known: Sequence[str]) -> None:
        """`known`: the texts that will be learnt from, whose mean is taken away from the second's vectors."""
        self._first, self._second = first, second
        self._centre: Vectors = second.embed(known).mean(axis=0)

    @property
    def name(self) -> str:
        """Both."""
        return f"{self._first.name} {self._second.name}"

    @property
    def dimensions(self) -> int:
        """Those of both."""
        return self._first.dimensions + self._second.dimensions

    def embed(self, texts: Sequence[str]) -> Vectors:
        """A row for each text, in order."""
        second = centred(self._second.embed(texts), self._centre)
        made: Vectors = (np.concatenate([self._first.embed(texts), second], axis=1) * HALF).astype(np.float32)
        return made
