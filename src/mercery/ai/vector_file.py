"""Vectors kept in a file of the home folder, so that a restart need not work them out again."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]


class VectorFile:
    """The vectors of one model, found by content. A file of another model, or a damaged one, counts as empty."""

    def __init__(self, folder: Path, model: str) -> None:
        self._model = model
        self.path = folder / f"{hashlib.sha256(model.encode()).hexdigest()[:16]}.npz"

    def read(self) -> dict[str, Vector]:
        """Content (its hash) to vector."""
        try:
            with np.load(self.path, allow_pickle=False) as kept:
                if str(kept["model"]) != self._model:
                    return {}
                rows = kept["rows"].astype(np.float32)
                return dict(zip((str(key) for key in kept["keys"]), rows, strict=True))
        except (OSError, ValueError, KeyError, zipfile.BadZipFile):
            return {}

    def write(self, vectors: Mapping[str, Vector]) -> None:
        """Keep these, and only these. A folder that cannot be written to costs the next start some seconds, no more."""
        beside = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with beside.open("wb") as file:
                np.savez(file, model=self._model, keys=list(vectors), rows=np.stack(list(vectors.values())))
            beside.replace(self.path)
        except OSError:
            beside.unlink(missing_ok=True)


def content_key(text: str) -> str:
    """What a text is found by."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def ordered(texts: Sequence[str], vectors: Mapping[str, Vector]) -> dict[str, Vector]:
    """Text to vector, from vectors by content."""
    return {text: vectors[content_key(text)] for text in texts}
