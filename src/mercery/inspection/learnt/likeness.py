"""How alike two short texts are in what they are about, by the model of meaning; nothing where there is none."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mercery.ai.e5.model import centred
from mercery.inspection.learnt import signs

LONGEST: Final = 200
"""Characters of a text that are read."""


def likeness(one: str, other: str) -> float:
    """The cosine of both with the mean of many sentences taken away; zero without the model. A text not read before costs
    some milliseconds: whoever can tell by the words does not ask."""
    model = signs.model_in_use()
    if not model:
        return 0.0
    return float(_vector(one[:LONGEST], model) @ _vector(other[:LONGEST], model))


@lru_cache(maxsize=4096)
def _vector(text: str, model: str) -> NDArray[np.float32]:
    """`model`: with another one the same words are read anew."""
    vector = centred(signs.vectors([text]), signs.learnt().centre)[0]
    made: NDArray[np.float32] = vector
    return made
