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


def apart(right: int, total: int, other_right: int, other_total: int) -> float:
    """How far the likely range (95 %) of the difference of two shares lies from none: above zero where the first is
    larger than chance explains, below where it is smaller, 0 where chance may be all (Newcombe's score interval, 1998).
    """
    if total <= 0 or other_total <= 0:
        return 0.0
    share, other = right / total, other_right / other_total
    (low, high), (other_low, other_high) = wilson(right, total), wilson(other_right, other_total)
    least = share - other - sqrt((share - low) ** 2 + (other_high - other) ** 2)
    most = share - other + sqrt((high - share) ** 2 + (other - other_low) ** 2)
    return max(least, 0.0) + min(most, 0.0)
