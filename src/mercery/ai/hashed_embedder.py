"""An embedder without a model: character n-grams hashed into a fixed number of places.

It knows no meaning, only spelling, but it is exact, instant and the same everywhere. Tests use it, and an installation
whose model cannot be loaded still works with it.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np

from mercery.ai.embedder import Vectors

_GRAMS = (1, 2, 3, 4)


class HashedEmbedder:
    """Spelling as a vector."""

    def __init__(self, dimensions: int = 512) -> None:
        self._dimensions = dimensions

    @property
    def name(self) -> str:
        """The method and its size."""
        return f"hashed-{self._dimensions}"

    @property
    def dimensions(self) -> int:
        """The length of a row."""
        return self._dimensions

    def embed(self, texts: Sequence[str]) -> Vectors:
        """A row for each text; an empty text points at the first place."""
        rows = np.zeros((len(texts), self._dimensions), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            plain = f" {' '.join(text.casefold().split())} "
            for size in _GRAMS:
                for start in range(len(plain) - size + 1):
                    row[zlib.crc32(plain[start : start + size].encode()) % self._dimensions] += 1
            np.sqrt(row, out=row)
            length = float(np.linalg.norm(row))
            row /= length or 1.0
            row[0] += 0.0 if length else 1.0
        return rows
