"""All that is kept of many values: how many, their mean, how far they spread. Enough for every interval here.

Moments of parts add up to the moments of the whole, so that they can be taken day by day, or by a database.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Moments:
    """`n` units of one arm with the mean and the variance (divided by n-1; 0 below two units) of what was measured."""

    n: int
    mean: float
    variance: float
    conversions: int | None = None
    """Units that ordered. None: not told; then `telling` is what the values themselves show."""

    def __post_init__(self) -> None:
        if self.n < 0 or self.variance < 0 or (self.conversions is not None and not 0 <= self.conversions <= self.n):
            raise ValueError(f"no moments: {self.n} units, variance {self.variance}, conversions {self.conversions}")

    @classmethod
    def of(cls, values: Iterable[float], *, conversions: int | None = None) -> Moments:
        """The moments of single values, one for each unit (0 for a unit that did nothing)."""
        array = np.asarray(list(values), dtype=np.float64)
        if not array.size:
            return cls(0, 0.0, 0.0, conversions)
        variance = float(array.var(ddof=1)) if array.size > 1 else 0.0
        return cls(int(array.size), float(array.mean()), variance, conversions)

    @classmethod
    def from_sums(cls, n: int, total: float, squares: float, *, conversions: int | None = None) -> Moments:
        """Of the sum and the sum of squares. With whole numbers (minor units) nothing is lost by subtracting."""
        if not n:
            return cls(0, 0.0, 0.0, conversions)
        variance = (n * squares - total * total) / (n * (n - 1)) if n > 1 else 0.0
        return cls(n, total / n, max(0.0, variance), conversions)

    @classmethod
    def of_share(cls, n: int, conversions: int) -> Moments:
        """Of units that did something or did not: the mean is the share."""
        return cls.from_sums(n, conversions, conversions, conversions=conversions)

    @property
    def total(self) -> float:
        """The sum of the values."""
        return self.n * self.mean

    @property
    def squares(self) -> float:
        """The sum of their squares."""
        return max(0, self.n - 1) * self.variance + self.n * self.mean**2

    @property
    def telling(self) -> float:
        """On how many units the mean rests: the conversions, where told, else (Σx)²/Σx².

        For values of 0 and 1 that is the number of ones; a few large orders among many small ones count as few.
        """
        if self.conversions is not None:
            return self.conversions
        return self.total**2 / self.squares if self.squares else 0.0

    def __add__(self, other: Moments) -> Moments:
        """The moments of both together (Chan, Golub, LeVeque 1979), exact also where the means are far apart."""
        n = self.n + other.n
        if not n:
            return self
        apart = other.mean - self.mean
        spread = max(0, self.n - 1) * self.variance + max(0, other.n - 1) * other.variance
        spread += apart**2 * self.n * other.n / n
        return Moments(
            n,
            self.mean + apart * other.n / n,
            spread / (n - 1) if n > 1 else 0.0,
            _both(self.conversions, other.conversions),
        )


@dataclass(frozen=True, slots=True)
class PairMoments:
    """Two values of each unit and how they go together: orders and sessions, or an outcome and what was known before."""

    numerator: Moments
    denominator: Moments
    covariance: float
    """Divided by n-1, as the variances."""

    def __post_init__(self) -> None:
        if self.numerator.n != self.denominator.n:
            raise ValueError(f"{self.numerator.n} and {self.denominator.n} units are no pairs")

    @classmethod
    def of(cls, pairs: Iterable[tuple[float, float]], *, conversions: int | None = None) -> PairMoments:
        """Of single pairs, one for each unit."""
        array = np.asarray(list(pairs), dtype=np.float64).reshape(-1, 2)
        covariance = float(np.cov(array.T)[0, 1]) if len(array) > 1 else 0.0
        numerator = Moments.of(array[:, 0], conversions=conversions)
        return cls(numerator, Moments.of(array[:, 1]), covariance)

    @classmethod
    def from_sums(cls, numerator: Moments, denominator: Moments, products: float) -> PairMoments:
        """Of the moments of both and the sum of their products."""
        n = numerator.n
        return cls(
            numerator,
            denominator,
            (products - n * numerator.mean * denominator.mean) / (n - 1) if n > 1 else 0.0,
        )

    @property
    def n(self) -> int:
        """Units."""
        return self.numerator.n

    @property
    def products(self) -> float:
        """The sum of the products."""
        return max(0, self.n - 1) * self.covariance + self.n * self.numerator.mean * self.denominator.mean

    def __add__(self, other: PairMoments) -> PairMoments:
        """The moments of both together."""
        n = self.n + other.n
        if n < 2:
            return other if other.n else self
        apart = (other.numerator.mean - self.numerator.mean) * (other.denominator.mean - self.denominator.mean)
        together = max(0, self.n - 1) * self.covariance + max(0, other.n - 1) * other.covariance
        return PairMoments(
            self.numerator + other.numerator,
            self.denominator + other.denominator,
            (together + apart * self.n * other.n / n) / (n - 1),
        )

    def ratio(self) -> Moments:
        """The ratio of the means as if it were the mean of one value for each unit, by the delta method.

        Orders for each session vary with visitors, not with sessions: counting sessions as independent, as a plain test of
        shares does, makes the interval far too narrow (Deng, Knoblich, Lu 2018, arXiv 1803.06336). The variance of a
        unit is (σₙ² - 2Rσₙd + R²σd²)/μd².
        """
        top, bottom = self.numerator, self.denominator
        if not bottom.mean:
            return Moments(0, 0.0, 0.0, 0)
        ratio = top.mean / bottom.mean
        variance = top.variance - 2 * ratio * self.covariance + ratio**2 * bottom.variance
        telling = top.conversions if top.conversions is not None else min(self.n, int(top.telling))
        return Moments(self.n, ratio, max(0.0, variance) / bottom.mean**2, telling)


def _both(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other
