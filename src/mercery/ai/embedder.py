"""What an embedder is: texts in, vectors of length one out, close where the texts mean the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mercery.core.errors import MerceryError

Vectors: TypeAlias = NDArray[np.float32]
"""One row for each text; every row has length one, so a dot product is a cosine."""


class EmbedderFailed(MerceryError):
    """The model is not there, or did not answer as it should."""

    code = "embedder_failed"
    status = 502


class Embedder(Protocol):
    """A model that turns texts into vectors. Vectors of two embedders with different names are never compared."""

    @property
    def name(self) -> str:
        """The model and everything that changes its vectors."""
        ...

    @property
    def dimensions(self) -> int:
        """The length of a row."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """A row for each text, in order. EmbedderFailed."""
        ...
