"""Weights that learn step by step, each at a rate of its own (Duchi, Hazan, Singer 2011, "AdaGrad")."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


class Grown:
    """An array of weights with the squares of what moved them."""

    def __init__(self, *shape: int, values: Floats | None = None) -> None:
        self.values: Floats = np.zeros(shape, np.float32) if values is None else values.astype(np.float32)
        self._squares: Floats | None = np.full(self.values.shape, 1e-2, np.float32)

    def step(self, where: Any, gradient: Floats, rate: float, shrink: float = 0.0) -> None:
        """Move the weights at `where` along `gradient`."""
        assert self._squares is not None
        values, squares = self.values[where], self._squares[where]
        if shrink:
            gradient = gradient - np.float32(shrink) * values
        squares += gradient * gradient
        values += np.float32(rate) * gradient / np.sqrt(squares)
        if not isinstance(where, slice):  # copied out, not looked at in place
            self.values[where], self._squares[where] = values, squares

    def settle(self) -> None:
        """Nothing more is learnt."""
        self._squares = None
