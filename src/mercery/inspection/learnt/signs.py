"""How sure it is that a sentence does something: the learnt weights, and what they say of a sentence.

A score is the logit of a regression over the sentence's pieces and, in English, its meaning as MiniLM gives it; above zero
the sign is sure enough to count by itself, since each sign's threshold is taken off. Without the model of meaning English
has weights of its own, learnt without it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from mercery.ai.embedder import Embedder
from mercery.core.i18n import Lang
from mercery.inspection.learnt.grams import pieces

Label = Literal["promise", "rude", "claim", "privacy", "offplatform", "shows_order"]
LABELS: Final[tuple[Label, ...]] = ("promise", "rude", "claim", "privacy", "offplatform", "shows_order")
MODEL: Final = "all-MiniLM-L6-v2"
"""The only model of meaning that the weights were learnt with."""
FILE: Final = "weights.npz"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What was learnt of one language: a row for each of `LABELS`."""

    pieces: NDArray[np.float32]
    meaning: NDArray[np.float32] | None
    """By the directions of a vector; None where meaning takes no part."""
    offset: NDArray[np.float32]
    """Added to the score; the threshold of each sign is taken off in it."""

    def scores(self, plain: Sequence[str], lang: Lang, embedder: Embedder | None) -> NDArray[np.float32]:
        """A row for each sentence, a column for each label."""
        found = np.zeros((len(plain), len(LABELS)), dtype=np.float32)
        for row, text in enumerate(plain):
            places, weights = pieces(text, lang)
            found[row] = self.pieces[:, places] @ weights + self.offset
        if self.meaning is not None and embedder is not None and plain:
            found += embedder.embed(plain) @ self.meaning.T
        return found


@cache
def learnt() -> Mapping[str, Weights]:
    """The weights that ship: "zh", "en" with meaning, "en-words" without."""
    return read(files("mercery.inspection.learnt").joinpath(FILE).read_bytes())


def read(raw: bytes) -> Mapping[str, Weights]:
    """Weights as the tool writes them: whole numbers of eight bits with a scale for each row."""
    with np.load(BytesIO(raw)) as kept:
        names = sorted({one.rpartition(".")[0] for one in kept.files})
        return {
            name: Weights(
                pieces=kept[f"{name}.pieces"].astype(np.float32) * kept[f"{name}.scale"][:, None],
                meaning=kept[f"{name}.meaning"].astype(np.float32) if f"{name}.meaning" in kept.files else None,
                offset=kept[f"{name}.offset"].astype(np.float32),
            )
            for name in names
        }


_meaning: Embedder | None = None


def use_meaning(embedder: Embedder | None) -> None:
    """Set the model of meaning for this process; any but MiniLM is left aside, since nothing was learnt with it."""
    global _meaning  # noqa: PLW0603 - one model for the process
    _meaning = embedder if embedder is not None and embedder.name.startswith(MODEL) else None


def model_in_use() -> str:
    """The name of the model of meaning, empty where none is set."""
    return _meaning.name if _meaning is not None else ""


def signs(plain: Sequence[str], lang: Lang) -> NDArray[np.float32]:
    """The scores of `plain` sentences, a column for each label."""
    if lang == "zh":
        return learnt()["zh"].scores(plain, "zh", None)
    name = "en" if _meaning is not None else "en-words"
    return learnt()[name].scores(plain, "en", _meaning)
