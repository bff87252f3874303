"""MiniLM beside the same network taught which questions of shops are the same: one vector with two halves.

The model as it is puts texts on one subject near each other; taught (`sameness.npz`, decision 22), it puts those near each
other that ask the same thing. Each knows something the other does not, so both are kept: the halves have equal length,
and the cosine of two whole vectors is the mean of both cosines.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np

from mercery.ai.embedder import Vectors
from mercery.ai.minilm.change import Change, read
from mercery.ai.minilm.graph import DIMENSIONS
from mercery.ai.minilm.model import MiniLm

HALF: Final = np.float32(0.5**0.5)


class Paired:
    """Both models as one embedder. Safe for many threads."""

    def __init__(self, plain: MiniLm, change: Change | None = None) -> None:
        """`change`: another than the one that ships."""
        self._plain = plain
        self._taught = plain.changed(change or learnt_change())

    @property
    def name(self) -> str:
        """The taught model's name says both."""
        return f"{self._taught.name}-paired"

    @property
    def dimensions(self) -> int:
        """768."""
        return 2 * DIMENSIONS

    def embed(self, texts: Sequence[str]) -> Vectors:
        """A row for each text, in order."""
        rows = np.concatenate([self._plain.embed(texts), self._taught.embed(texts)], axis=1) * HALF
        made: Vectors = rows.astype(np.float32)
        return made


def plain_half(vectors: Vectors) -> Vectors:
    """What the model says as it is, of length one."""
    made: Vectors = (vectors[..., :DIMENSIONS] / HALF).astype(np.float32)
    return made


def taught_half(vectors: Vectors) -> Vectors:
    """What the taught model says, of length one."""
    made: Vectors = (vectors[..., DIMENSIONS:] / HALF).astype(np.float32)
    return made


@cache
def learnt_change() -> Change:
    """The change that ships."""
    return read(files("mercery.knowledge").joinpath("sameness.npz").read_bytes())


@cache
def intents_change() -> Change:
    """The change of decision 22, for sets of intents: learnt from fewer shops, it tells them apart better (decision 50)."""
    return read(files("mercery.knowledge").joinpath("classification", "intents.npz").read_bytes())
