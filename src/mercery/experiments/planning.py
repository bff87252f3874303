"""How many visitors a comparison needs before a difference could be seen. Pure."""

from __future__ import annotations

from math import ceil
from typing import Final

_SURE: Final = (1.96 + 0.84) ** 2
"""Two-sided 5 % and power 80 %: the usual (z + z)² of comparing two shares."""


def visitors_needed(rate: float, lift: float, holdout: float) -> int | None:
    """Visitors in the hold-out needed to see orders per visitor change from `rate` by the part `lift` (0.1 = a tenth).

    None where it cannot be said: no orders yet, or no hold-out. The other arm has its share of visitors meanwhile
    (variance p(1-p)(1/n₁ + 1/n₂), with n₂ = n₁(1-h)/h).
    """
    if not 0 < rate < 1 or not 0 < holdout < 1 or lift <= 0:
        return None
    return ceil(_SURE * (1 - rate) / (rate * lift**2) * (1 + holdout / (1 - holdout)))
