"""MiniLM beside the same network taught which questions of shops are the same: one vector with two halves.

The model as it is puts texts on one subject near each other; taught (`sameness.npz`, decision 22), it puts those near each
other that ask the same thing. Each knows something the other does not, so both are kept: the halves have equal length,
and the cosine of two whole vectors is the mean of both cosines.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Final

import numpy as np

from mercery.ai.e5.model import MultilingualE5, centred
from mercery.ai.embedder import Vectors
from mercery.ai.encoder import DIMENSIONS
from mercery.ai.encoder_change import Change, read
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


class TaughtE5:
    """multilingual-e5-small taught which questions are the same (decision 60), for Chinese. Safe for many threads."""

    def __init__(self, plain: MultilingualE5) -> None:
        self._model = plain.changed(chinese_change())

    @property
    def name(self) -> str:
        """The model's, which says what was added."""
        return f"{self._model.name}-centred"

    @property
    def dimensions(self) -> int:
        """384."""
        return DIMENSIONS

    def embed(self, texts: Sequence[str]) -> Vectors:
        """A row for each text, in order, the mean of many questions taken away."""
        return centred(self._model.embed(texts), _centre())


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
def chinese_change() -> Change:
    """The change of multilingual-e5-small that ships."""
    return read(_chinese())


@cache
def _centre() -> Vectors:
    with np.load(BytesIO(_chinese()), allow_pickle=False) as kept:
        made: Vectors = kept["centre"].astype(np.float32)
    return made


def _chinese() -> bytes:
    return files("mercery.knowledge").joinpath("sameness_zh.npz").read_bytes()


@cache
def intents_change() -> Change:
    """The change of decision 22, for sets of intents: learnt from fewer shops, it tells them apart better (decision 50)."""
    return read(files("mercery.knowledge").joinpath("classification", "intents.npz").read_bytes())
