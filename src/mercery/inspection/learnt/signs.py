"""How sure it is that a sentence does something: the learnt weights, and what they say of a sentence.

A score is the distance from the border of a support vector machine with a radial kernel (Cortes, Vapnik 1995) over the
sentence's vector by multilingual-e5-small, with the mean of many sentences taken away; above zero the sign is sure. Another model has another space, so with any other there are no signs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from mercery.ai.e5.model import centred
from mercery.ai.embedder import Embedder

Label = Literal["promise", "rude", "claim", "privacy", "offplatform", "shows_order"]
LABELS: Final[tuple[Label, ...]] = ("promise", "rude", "claim", "privacy", "offplatform", "shows_order")
MODEL: Final = "multilingual-e5-small"
"""The only model of meaning that the weights were learnt with."""
FILE: Final = "weights.npz"
NEARNESS: Final = 1.0
"""How fast a sentence's say falls with its distance."""
SCALE: Final = 400.0
"""By which the numbers of a sentence are multiplied to be kept as whole ones; beyond .32 there are none."""
Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What was learnt: sentences to be near to, and what nearness to each says of each of `LABELS`."""

    centre: Vectors
    """The mean of the sentences learnt from."""
    kept: Vectors
    weights: Vectors
    offset: Vectors
    """Added to the score; the threshold of each sign is taken off in it."""

    def scores(self, vectors: Vectors) -> Vectors:
        """A row for each vector, a column for each label."""
        # Not as a product of matrices, for which the library wakes other threads: they wait for one another ten times as
        # long as this takes where the machine has something else to do.
        near = np.exp(2 * NEARNESS * (np.einsum("ij,kj->ik", centred(vectors, self.centre), self.kept) - 1))
        made: Vectors = np.einsum("ik,kl->il", near, self.weights) + self.offset
        return made


@cache
def learnt() -> Weights:
    """The weights that ship."""
    with np.load(BytesIO(files("mercery.inspection.learnt").joinpath(FILE).read_bytes())) as kept:
        return Weights(
            centre=kept["centre"].astype(np.float32), kept=kept["kept"].astype(np.float32) / SCALE,
            weights=kept["weights"].astype(np.float32), offset=kept["offset"],
        )  # fmt: skip


_meaning: Embedder | None = None
_name: str = ""


def use_meaning(embedder: Embedder | None) -> None:
    """Set the model of meaning for this process; any but the one learnt with is left aside."""
    global _meaning, _name
    # Asked for once: a model may look up its version for it.
    name = embedder.name if embedder is not None else ""
    _meaning, _name = (embedder, name) if name.startswith(MODEL) else (None, "")


def model_in_use() -> str:
    """The name of the model of meaning, empty where none is set."""
    return _name


def vectors(texts: Sequence[str]) -> Vectors:
    """What the model reads in texts; a model must be set."""
    assert _meaning is not None
    read: Vectors = _meaning.embed(texts)
    return read


def signs(texts: Sequence[str]) -> Vectors | None:
    """The scores of sentences as written, a column for each label; None where no model is set."""
    return learnt().scores(_meaning.embed(texts)) if _meaning is not None and texts else None
