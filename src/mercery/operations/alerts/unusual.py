"""Whether what was counted just now is unusual for this shop at this hour. Pure.

A share (answers found, sentences held back) is compared with the same hours of earlier weeks by the predictive tail of a
beta-binomial: how likely it would be to see so few, or so many, if nothing had changed. It knows that the past is itself
only a sample, and, since weeks differ by more than chance, how much they differ (method of moments for the correlation
within a week; Kleinman, JASA 1973). A count (questions asked) is treated alike by a negative binomial. A share that is held
against a fixed limit is over it only where the lower end of Wilson's interval is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, lgamma, log, sqrt
from typing import Final

_NEGLIGIBLE: Final = 1e-14
"""A term that adds less than this share of the sum ends it."""
_CAUTION: Final = -0.8416
"""The normal quantile of 20 %."""
_MOST_ALIKE: Final = 0.5
"""Greatest correlation within a week that is believed of a handful of weeks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many of how many, in one stretch of time."""

    hits: int
    trials: int

    @property
    def share(self) -> float:
        """Hits of trials; 0 where there were none."""
        return self.hits / self.trials if self.trials else 0.0

    def __add__(self, other: Counted) -> Counted:
        return Counted(hits=self.hits + other.hits, trials=self.trials + other.trials)


NOTHING: Final = Counted(hits=0, trials=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """What the past leads to expect of a share: a beta distribution."""

    share: float
    strength: float
    """How many observations the expectation is worth."""
    trials: int
    """How many it was learnt from."""

    @property
    def alpha(self) -> float:
        """Of the beta distribution; Jeffreys' half an observation keeps it off the ends."""
        return self.share * self.strength + 0.5

    @property
    def beta(self) -> float:
        """Of the beta distribution."""
        return (1 - self.share) * self.strength + 0.5


def total(counts: Sequence[Counted]) -> Counted:
    """All of them together."""
    return sum(counts, NOTHING)


def usual_share(weeks: Sequence[Counted]) -> Usual | None:
    """What is usual, by the same stretch of earlier weeks; None where nothing was counted in any."""
    seen = [week for week in weeks if week.trials]
    whole = total(seen)
    if not whole.trials:
        return None
    share, size = whole.share, whole.trials
    alike = _alike(seen, share, size)
    mean = size / len(seen)
    worth = size / (1 + (mean - 1) * alike)
    strength = 1 / (alike + 1 / (worth + 1)) - 1
    return Usual(share=share, strength=max(strength, 0.0), trials=size)


def _alike(weeks: Sequence[Counted], share: float, size: int) -> float:
    """The correlation within a week: 0 where weeks differ no more than chance makes them."""
    spread = share * (1 - share)
    if len(weeks) < 2 or spread <= 0:
        return 0.0
    free = len(weeks) - 1
    between = sum(week.trials * (week.share - share) ** 2 for week in weeks) / spread * cautious(free)
    room = size - sum(week.trials**2 for week in weeks) / size - free
    return min(max((between - free) / room, 0.0), _MOST_ALIKE) if room > 0 else 0.0


def cautious(free: int) -> float:
    """By how much a spread seen in a handful of weeks is taken for larger: it is likelier too small than too large, and
    alarms stand in the tail. The upper end of what the spread may be at 80 %, by the quantile of chi-square for `free` degrees
    of freedom (Wilson and Hilferty, 1931)."""
    part = 2 / (9 * free)
    return 1 / (1 - part + _CAUTION * sqrt(part)) ** 3


def chance_of_so_few(seen: Counted, usual: Usual) -> float:
    """How likely so few hits of so many trials are, or fewer, if all is as usual."""
    return _beta_binomial_tail(seen.hits, seen.trials, usual.alpha, usual.beta)


def chance_of_so_many(seen: Counted, usual: Usual) -> float:
    """How likely so many hits are, or more, if all is as usual."""
    return _beta_binomial_tail(seen.trials - seen.hits, seen.trials, usual.beta, usual.alpha)


def _beta_binomial_tail(most: int, trials: int, alpha: float, beta: float) -> float:
    """P(X <= most) of X ~ BetaBinomial(trials, alpha, beta), summed from the greatest term down."""
    if most >= trials:
        return 1.0
    term = exp(
        lgamma(trials + 1) - lgamma(most + 1) - lgamma(trials - most + 1)
        + _log_beta(most + alpha, trials - most + beta) - _log_beta(alpha, beta)
    )  # fmt: skip
    whole = term
    for hits in range(most, 0, -1):
        ratio = hits / (trials - hits + 1) * (trials - hits + beta) / (hits - 1 + alpha)
        term *= ratio
        whole += term
        if ratio < 1 and term * hits < _NEGLIGIBLE * whole:
            break
    return min(1.0, whole)


def _log_beta(one: float, other: float) -> float:
    return lgamma(one) + lgamma(other) - lgamma(one + other)


@dataclass(frozen=True, slots=True, kw_only=True)
class UsualCount:
    """What the past leads to expect of a count: a gamma distribution of its rate."""

    mean: float
    shape: float
    weeks: int


def usual_count(weeks: Sequence[int]) -> UsualCount | None:
    """What is usual, by the counts of the same stretch of earlier weeks, quiet ones with their zero; None without any."""
    if not weeks:
        return None
    number = len(weeks)
    mean = sum(weeks) / number
    # Shape of what is known of the mean; weeks that differ by more than chance make it less.
    learnt = sum(weeks) + 0.5
    if number < 2 or mean <= 0:
        return UsualCount(mean=mean, shape=learnt, weeks=number)
    spread = sum((week - mean) ** 2 for week in weeks) / (number - 1) * cautious(number - 1)
    # Squared coefficient of variation between weeks, beyond what Poisson brings.
    beyond = max(spread / mean - 1, 0.0) / mean
    shape = 1 / (beyond + (1 + beyond * mean) / learnt)
    return UsualCount(mean=mean, shape=shape, weeks=number)


def chance_of_a_count_so_low(seen: int, usual: UsualCount) -> float:
    """How likely a count so low, or lower, is if all is as usual: the lower tail of a negative binomial."""
    if usual.mean <= 0:
        return 1.0
    odds = usual.mean / (usual.mean + usual.shape)
    term = exp(
        lgamma(seen + usual.shape) - lgamma(usual.shape) - lgamma(seen + 1)
        + usual.shape * _log(1 - odds) + seen * _log(odds)
    )  # fmt: skip
    whole = term
    for count in range(seen, 0, -1):
        ratio = count / ((count - 1 + usual.shape) * odds)
        term *= ratio
        whole += term
        if ratio < 1 and term * count < _NEGLIGIBLE * whole:
            break
    return min(1.0, whole)


def _log(value: float) -> float:
    return log(max(value, 1e-300))


def lowest_likely(seen: Counted, quantile: float = 2.575829) -> float:
    """The lower end of Wilson's interval (1927) for a share, by default of 99 %."""
    if not seen.trials:
        return 0.0
    share, spread = seen.share, quantile**2 / seen.trials
    centre = (share + spread / 2) / (1 + spread)
    half = quantile / (1 + spread) * sqrt(share * (1 - share) / seen.trials + spread / (4 * seen.trials))
    return max(0.0, centre - half)
