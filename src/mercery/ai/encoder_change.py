"""A small change of the network's weights: to each matrix the product of two narrow ones is added.

Low-rank adaptation (Hu et al. 2021, "LoRA"): what is learnt for one purpose is a hundredth of the model's size and can be
shipped without it. It is added before the model is built, so that running it takes no longer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

Weights = Mapping[str, NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Change:
    """Narrow matrices by the name of the matrix they are added to."""

    name: str
    """Told from other changes by it."""
    parts: Mapping[str, tuple[NDArray[Any], NDArray[Any]]]
    """`up` and `down`; `up @ down` is added."""

    def applied(self, weights: Weights) -> dict[str, NDArray[np.float32]]:
        """The weights with what is added."""
        made = dict(weights)
        for name, (up, down) in self.parts.items():
            made[name] = (made[name] + up.astype(np.float32) @ down.astype(np.float32)).astype(np.float32)
        return made


def read(content: bytes) -> Change:
    """A change from the file `written` makes."""
    with np.load(BytesIO(content), allow_pickle=False) as kept:
        names = [name.removesuffix(":up") for name in kept.files if name.endswith(":up")]
        parts = {name: (kept[f"{name}:up"], kept[f"{name}:down"]) for name in names}
    return Change(name=hashlib.sha256(content).hexdigest()[:10], parts=parts)


def written(parts: Mapping[str, tuple[NDArray[Any], NDArray[Any]]]) -> bytes:
    """The file of a change, in half the precision."""
    out = BytesIO()
    arrays: dict[str, Any] = {}
    for name, (up, down) in parts.items():
        arrays |= {f"{name}:up": up.astype(np.float16), f"{name}:down": down.astype(np.float16)}
    np.savez_compressed(out, **arrays)
    return out.getvalue()
