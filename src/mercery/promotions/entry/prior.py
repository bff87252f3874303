"""How usual a depth is: a hand-set prior over depths by kind of rule, and what the shop itself did before.

The numbers say how often a careful shop grants such a depth, relative to the usual ones (1.0). They were set from what
retailers commonly grant, not from any shop's rules; `Habits` moves them to the shop's own past as soon as there is one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from math import exp, log, log10, pi, sqrt
from typing import Final

from mercery.promotions.entry.depths import Depth, Family

Knots = tuple[tuple[float, float], ...]
_RATE: Final[Knots] = (
    (0.001, 0.0005), (0.005, 0.002), (0.01, 0.02), (0.02, 0.15), (0.03, 0.25), (0.05, 0.6), (0.1, 1.0), (0.2, 1.0), (0.3, 0.8),
    (0.4, 0.5), (0.5, 0.45), (0.6, 0.2), (0.7, 0.1), (0.75, 0.02), (0.8, 0.006), (0.9, 0.002), (0.95, 0.001), (1.0, 0.0002),
)  # fmt: skip
_RATE_NEED: Final[Knots] = (
    (0.001, 0.0005), (0.005, 0.002), (0.01, 0.02), (0.02, 0.1), (0.05, 0.6), (0.1, 1.0), (0.2, 1.0), (0.3, 0.6), (0.4, 0.25),
    (0.5, 0.15), (0.6, 0.04), (0.7, 0.015), (0.8, 0.003), (0.9, 0.001), (1.0, 0.0002),
)  # fmt: skip
_RATE_MORE: Final[Knots] = (
    (0.001, 0.001), (0.005, 0.01), (0.01, 0.2), (0.02, 0.8), (0.05, 1.0), (0.1, 0.9), (0.15, 0.5), (0.2, 0.3), (0.3, 0.05),
    (0.5, 0.01), (0.7, 0.002), (0.9, 0.0005), (1.0, 0.0001),
)  # fmt: skip
_AMOUNT: Final[Knots] = (
    (0.0005, 0.0002), (0.003, 0.002), (0.01, 0.02), (0.02, 0.15), (0.03, 0.4), (0.05, 0.9), (0.1, 1.0), (0.2, 0.9), (0.3, 0.45),
    (0.4, 0.15), (0.5, 0.1), (0.6, 0.03), (0.7, 0.012), (0.8, 0.005), (0.95, 0.002), (1.0, 0.00005), (100.0, 0.00001),
)  # fmt: skip
_OPEN: Final[Knots] = (
    (0.0005, 0.001), (0.003, 0.02), (0.01, 0.3), (0.05, 1.0), (0.1, 1.0), (0.2, 0.6), (0.3, 0.25), (0.5, 0.08), (0.8, 0.01),
    (1.0, 0.003), (2.0, 0.0003), (100.0, 0.00001),
)  # fmt: skip
_PRICE: Final[Knots] = (
    (0.0, 0.02), (0.02, 0.2), (0.05, 0.5), (0.1, 0.9), (0.2, 1.0), (0.35, 1.0), (0.5, 0.6), (0.6, 0.3), (0.7, 0.12), (0.8, 0.03),
    (0.9, 0.005), (0.95, 0.0015), (0.98, 0.0004), (1.0, 0.0001),
)  # fmt: skip
_SECOND: Final[Knots] = (
    (0.01, 0.005), (0.05, 0.05), (0.1, 0.25), (0.2, 0.4), (0.3, 0.5), (0.4, 0.5), (0.5, 1.0), (0.6, 0.2), (0.7, 0.06), (0.8, 0.02),
    (0.9, 0.008), (0.99, 0.02), (1.0, 1.2),
)  # fmt: skip
_DEPOSIT: Final[Knots] = (
    (0.001, 0.01), (0.01, 0.4), (0.03, 0.9), (0.1, 1.0), (0.2, 0.5), (0.3, 0.15), (0.5, 0.02), (0.8, 0.004), (1.0, 0.0005),
    (100.0, 0.00001),
)  # fmt: skip
_WORTH: Final[Knots] = (
    (0.01, 0.00002), (0.9, 0.0002), (1.0, 0.05), (1.2, 0.5), (1.5, 1.0), (2.0, 1.0), (3.0, 0.5), (4.0, 0.25), (5.0, 0.12),
    (8.0, 0.02), (10.0, 0.008), (20.0, 0.001), (1000.0, 0.00001),
)  # fmt: skip
_GIFT: Final[Knots] = (
    (0.0005, 0.02), (0.005, 0.3), (0.02, 0.9), (0.05, 1.0), (0.1, 1.0), (0.2, 0.5), (0.3, 0.2), (0.5, 0.04), (0.8, 0.008),
    (1.0, 0.004), (2.0, 0.0005), (100.0, 0.00001),
)  # fmt: skip
_POINTS: Final[Knots] = (
    (1.0, 1.0),
    (2.0, 0.5),
    (5.0, 0.4),
    (10.0, 0.4),
    (20.0, 0.05),
    (100.0, 0.01),
    (10_000.0, 0.00001),
)
DEPTHS: Final[Mapping[Family, Knots]] = {
    "pct": _RATE, "pct_need": _RATE_NEED, "pct_more": _RATE_MORE, "off_need": _AMOUNT, "off_open": _OPEN, "off_unit": _OPEN,
    "every": _AMOUNT, "fix": _PRICE, "bundle": _PRICE, "buyget": _SECOND, "deposit": _DEPOSIT, "deposit_worth": _WORTH,
    "gift": _GIFT, "points": _POINTS,
}  # fmt: skip
_LEVELS: Final[Mapping[Family, tuple[float, float]]] = {
    "deposit": (-0.9, 0.4), "ship": (0.1, 0.6), "gift": (0.4, 0.5),
}  # fmt: skip
_LEVEL: Final = (0.3, 0.5)
"""Thresholds lie at about twice the usual price: mean and spread in powers of ten."""
_ROUND: Final = ((500, 1.0), (100, 0.2), (50, 0.05), (1, 0.01))
"""Rates people type: fives, whole ones, halves, others."""
_OWN: Final = 6.0
"""From how many rules of a kind on a shop's own habits weigh more than the prior."""
_WIDE_DEPTH: Final = 0.12
_WIDE_LEVEL: Final = 0.15
"""How far one rule speaks for others, in powers of ten."""


@lru_cache(maxsize=65536)
def usual(family: Family, depth: float) -> float:
    """How usual a depth is without knowing the shop, relative to the most usual."""
    knots = DEPTHS.get(family)
    if knots is None:
        return 1.0
    if depth <= knots[0][0]:
        return knots[0][1] if depth > 0 or (family in ("fix", "bundle") and depth == 0) else knots[0][1] / 20
    place = bisect_right([one[0] for one in knots], depth)
    if place == len(knots):
        return knots[-1][1]
    (low, left), (high, right) = knots[place - 1], knots[place]
    share = (depth - low) / (high - low)
    return exp(log(left) + share * (log(right) - log(left)))


def roundness(bps: int | None) -> float:
    """How likely people are to type this rate among its neighbours."""
    if bps is None:
        return 1.0
    return next(weight for step, weight in _ROUND if bps % step == 0)


@dataclass(frozen=True, kw_only=True)
class Habits:
    """What a shop did before."""

    seen: Sequence[Depth] = ()
    _by_family: dict[Family, tuple[list[float], list[float]]] = field(default_factory=dict)

    @classmethod
    def of(cls, seen: Iterable[Depth]) -> Habits:
        """The habits seen in past rules."""
        return cls(seen=tuple(seen))

    @cached_property
    def _counts(self) -> Counter[Family]:
        return Counter(depth.family for depth in self.seen)

    def weight(self, depth: Depth) -> float:
        """How plausible one typed value is in this shop. Only comparable with other values of the same rule."""
        return self._kind(depth.family) * self._depth(depth) * self._level(depth) * self._rounded(depth)

    def _kind(self, family: Family) -> float:
        return (self._counts[family] + 1.0) / (len(self.seen) + 8.0)

    def _rounded(self, depth: Depth) -> float:
        if depth.exact is None:
            return 1.0
        same = sum(1 for one in self.seen if one.exact == depth.exact and one.family == depth.family)
        return min(1.0, roundness(depth.exact) + 0.25 * same)

    def _depth(self, depth: Depth) -> float:
        if depth.depth is None:
            return 1.0
        base = usual(depth.family, depth.depth)
        depths, _ = self._of(depth.family)
        if not depths:
            return base
        return (_OWN * base + len(depths) * _near(_scale(depth.depth), depths, _WIDE_DEPTH)) / (_OWN + len(depths))

    def _level(self, depth: Depth) -> float:
        if depth.level is None or depth.level <= 0:
            return 1.0
        mean, spread = _LEVELS.get(depth.family, _LEVEL)
        place = log10(depth.level)
        base = exp(-(((place - mean) / spread) ** 2) / 2)
        _, levels = self._of(depth.family)
        if not levels:
            return base
        return (_OWN * base + len(levels) * _near(place, levels, _WIDE_LEVEL)) / (_OWN + len(levels))

    def _of(self, family: Family) -> tuple[list[float], list[float]]:
        if family not in self._by_family:
            own = [one for one in self.seen if one.family == family]
            self._by_family[family] = (
                [_scale(one.depth) for one in own if one.depth is not None],
                [log10(one.level) for one in own if one.level],
            )
        return self._by_family[family]


def _scale(depth: float) -> float:
    """Depths on a scale on which equal steps mean equal care: powers of ten, of what is left above a half."""
    low = max(depth, 1e-5)
    if low <= 0.5:
        return log10(low)
    if low < 1:
        return log10(0.5) + log10(0.5 / max(1 - low, 1e-4)) / 2
    return log10(0.5) + log10(0.5 / 1e-4) / 2 + log10(low)


def _near(place: float, others: Sequence[float], width: float) -> float:
    """Density of past values around `place`, on the scale of the prior (whose usual value is about 1)."""
    total = sum(exp(-(((place - other) / width) ** 2) / 2) for other in others)
    return total / len(others) * min(1.0 / (width * sqrt(2 * pi)), 2.0)
