"""Ranges of estimates."""

from __future__ import annotations

from math import sqrt
from typing import Final

Z95: Final = 1.959964
"""Normal quantile for 95 %."""


def wilson(right: int, total: int) -> tuple[float, float]:
    """The likely range (95 %) of a share of which `right` of `total` were seen (Wilson's score interval, 1927)."""
    if total <= 0:
        return 0.0, 1.0
    share, spread = right / total, Z95**2 / total
    centre = (share + spread / 2) / (1 + spread)
    half = Z95 / (1 + spread) * sqrt(share * (1 - share) / total + spread / (4 * total))
    return max(0.0, centre - half), min(1.0, centre + half)
