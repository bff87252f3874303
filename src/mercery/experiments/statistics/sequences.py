"""How far two groups are apart, with a range that stays valid however often one looks and whenever one stops.

An ordinary 95 % interval is made for one look. Who looks daily and stops at the first range that leaves zero finds a difference
where there is none about every second time. The ranges here hold at all looks together: the chance that the true difference
is *ever* outside is at most `alpha`. They are asymptotic confidence sequences (Waudby-Smith, Arbour, Sinha, Kennedy, Ramdas:
"Time-uniform central limit theory and asymptotic confidence sequences", arXiv 2103.06476, eq. 9):

    estimate ± σ·sqrt( 2(tρ²+1)/(t²ρ²) · ln( sqrt(tρ²+1)/α ) )

Asymptotic means: from some number of conversions on. At an even split few are enough, but a small hold-out that has not yet had
its large orders shows too low a mean and too narrow a spread at once. Two rules keep the promise there, both measured
(docs/decisions/0038): until each arm has 30 conversions the range is everything, and `missing` says what is needed; and how
far buyers differ from one another is learnt from both arms together (`steadied`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isfinite, log, sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mercery.experiments.statistics.moments import Moments, PairMoments
from mercery.experiments.statistics.needs import Need

ALPHA: Final = 0.05
CONVERSIONS: Final = 30
"""What each arm needs before the range says anything."""
TUNED_AT: Final = 50_000
"""At how many visitors (of an even split) the range is as narrow as it can be, where nobody planned otherwise.

A tenth or ten times of that costs a quarter or a twelfth of the width.
"""
FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate with the range in which the truth lies at every look, but for a chance of alpha."""

    estimate: float
    low: float
    high: float

    @classmethod
    def everything(cls, estimate: float = 0.0) -> Interval:
        """Nothing is known yet: a range without ends. The estimate is not to be shown alone."""
        return cls(estimate, -inf, inf)

    @property
    def bounded(self) -> bool:
        """Whether the range says anything."""
        return isfinite(self.low) and isfinite(self.high)

    def above(self, value: float) -> bool:
        """Whether all of it lies above `value`."""
        return self.low > value

    def below(self, value: float) -> bool:
        """Whether all of it lies below `value`."""
        return self.high < value

    def holds(self, value: float) -> bool:
        """Whether `value` lies in it."""
        return self.low <= value <= self.high

    def scaled(self, by: float) -> Interval:
        """In other units: extra orders for every 1,000 visitors instead of one. `by` is positive."""
        return Interval(self.estimate * by, self.low * by, self.high * by)

    @property
    def without_low(self) -> Interval:
        """With its low end open: of a gain from which something unknown is still to be taken off."""
        return Interval(self.estimate, -inf, self.high)

    def shifted(self, by: float) -> Interval:
        """All of it moved by `by`: minus a cost that is known."""
        return Interval(self.estimate + by, self.low + by, self.high + by)


@dataclass(frozen=True, slots=True)
class Arms:
    """Both groups during a time in which the hold-out share was the same."""

    treated: Moments
    held: Moments


def even_split(treated: FloatArray, held: FloatArray) -> FloatArray:
    """How many visitors of an even split tell as much as these: n at 50/50, 0.36 n at 90/10. Elementwise.

    This is the clock of a sequence: the sum of differences is a Brownian motion in it, also when the share changes on the way.
    """
    both = treated + held
    return 4 * treated * held / np.where(both > 0, both, 1)


def boundary(even: FloatArray, *, alpha: float = ALPHA, tuned_at: float | None = None) -> FloatArray:
    """How many standard errors the range reaches to each side after `even` visitors. Elementwise; 1.96 would be one look.

    `tuned_at` is where it is narrowest. It has to be settled before the first look: chosen by what was seen, it breaks the
    promise. ρ² = (-2 ln α + ln(-2 ln α + 1)) / tuned_at (eq. 161 there).
    """
    x = np.maximum(even, 1e-12) * mixing(alpha, tuned_at)
    return np.sqrt(2 * (x + 1) / x * (0.5 * np.log1p(x) - log(alpha)))


def steadied(
    n: FloatArray,
    variance: FloatArray,
    telling: FloatArray,
    other_n: FloatArray,
    other_variance: FloatArray,
    other_telling: FloatArray,
) -> FloatArray:
    """The variance to reckon with for an arm: for each buyer never less than that of both arms together. Elementwise.

    How often they buy is the arm's own affair; how much one buyer's value differs from another's is learnt from both. For values
    of 0 and 1 this changes next to nothing. With skewed order values (σ of their logarithm 1.2) a hold-out of a tenth that
    is believed its own spread leaves zero in 7 % of cases without any effect, with this in fewer than 1 %.
    """
    together = (n * variance + other_n * other_variance) / np.maximum(telling + other_telling, 1)
    return np.maximum(variance, together * telling / np.maximum(n, 1))


def mixing(alpha: float = ALPHA, tuned_at: float | None = None) -> float:
    """ρ² for the point where the range is to be narrowest."""
    point = TUNED_AT if tuned_at is None else tuned_at
    if not 0 < alpha < 1 or point <= 0:
        raise ValueError(f"alpha {alpha} lies between 0 and 1, tuned_at {point} above 0")
    once = -2 * log(alpha)
    return (once + log(once + 1)) / point


def missing(treated: Moments, held: Moments) -> Need | None:
    """What has to come before the range says anything; None: it does."""
    return missing_over((Arms(treated, held),))


def missing_over(periods: Sequence[Arms]) -> Need | None:
    """The same over times with different shares: conversions are counted over all that have both arms."""
    compared = [one for one in periods if one.treated.n > 1 and one.held.n > 1]
    if not any(one.held.n for one in periods):
        return Need(kind="holdout", have=0, want=1)
    fewest = min(
        sum(one.treated.telling for one in compared),
        sum(one.held.telling for one in compared),
    )
    return Need(kind="orders", have=fewest, want=CONVERSIONS) if fewest < CONVERSIONS else None


def difference(treated: Moments, held: Moments, *, alpha: float = ALPHA, tuned_at: float | None = None) -> Interval:
    """Mean of the treated minus mean of the held out, for each visitor. `Interval.everything` while something is `missing`."""
    return difference_over((Arms(treated, held),), alpha=alpha, tuned_at=tuned_at)


def difference_over(periods: Sequence[Arms], *, alpha: float = ALPHA, tuned_at: float | None = None) -> Interval:
    """The difference where the hold-out share was changed on the way: compared within each share, then averaged.

    Added up over all shares, a season that sells better would look like an effect as soon as the share changed with it
    (Simpson's paradox). Each period weighs by what it tells (`even_split`).
    """
    compared = [one for one in periods if one.treated.n > 1 and one.held.n > 1]
    weights = [_even(one) for one in compared]
    whole = sum(weights)
    if not whole:
        return Interval.everything()
    estimate = sum(w * (one.treated.mean - one.held.mean) for w, one in zip(weights, compared, strict=True)) / whole
    variance = sum(w**2 * sum(_of_means(one)) for w, one in zip(weights, compared, strict=True))
    if missing_over(periods) is not None or not variance:
        return Interval.everything(estimate)
    half = _errors(whole, alpha, tuned_at) * sqrt(variance) / whole
    return Interval(estimate, estimate - half, estimate + half)


def ratio_difference(
    treated: PairMoments, held: PairMoments, *, alpha: float = ALPHA, tuned_at: float | None = None
) -> Interval:
    """The difference of two ratios (orders for each session) where visitors are what was drawn, by the delta method."""
    return difference(treated.ratio(), held.ratio(), alpha=alpha, tuned_at=tuned_at)


def lift(treated: Moments, held: Moments, *, alpha: float = ALPHA, tuned_at: float | None = None) -> Interval:
    """By which part the treated are above the held out: 0.1 = a tenth more. For means that are positive.

    All c for which the sequence of (mean of treated) - c·(mean of held) still holds zero (Fieller 1954), minus one; so it
    leaves zero together with `difference`. Where the held mean itself may be zero, the range is everything.
    """
    if treated.n < 2 or held.n < 2 or held.mean <= 0:
        return Interval.everything()
    estimate = treated.mean / held.mean - 1
    if missing(treated, held) is not None:
        return Interval.everything(estimate)
    arms = Arms(treated, held)
    z2 = _errors(_even(arms), alpha, tuned_at) ** 2
    one, other = (z2 * variance for variance in _of_means(arms))
    a = held.mean**2 - other
    if a <= 0:
        return Interval.everything(estimate)
    b = treated.mean * held.mean
    root = sqrt(max(0.0, b**2 - a * (treated.mean**2 - one)))
    return Interval(estimate, (b - root) / a - 1, (b + root) / a - 1)


def _of_means(arms: Arms) -> tuple[float, float]:
    """The variances of both means, treated and held."""
    treated, held = (
        np.asarray([one.n, one.variance, one.telling], dtype=np.float64) for one in (arms.treated, arms.held)
    )
    return (
        float(steadied(*treated, *held)) / arms.treated.n,
        float(steadied(*held, *treated)) / arms.held.n,
    )


def _even(arms: Arms) -> float:
    return 4 * arms.treated.n * arms.held.n / (arms.treated.n + arms.held.n)


def _errors(even: float, alpha: float, tuned_at: float | None) -> float:
    return float(boundary(np.asarray(even, dtype=np.float64), alpha=alpha, tuned_at=tuned_at))
