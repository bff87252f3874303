"""A narrower range by what was known before (CUPED): who bought often before tends to buy often after.

The part of an outcome that a value from before the first exposure explains is taken away from both arms. What the feature
did cannot be in that value, so that the difference stays what it is and only its spread shrinks (Deng, Xu, Kohavi, Walker,
"Improving the sensitivity of online controlled experiments by utilizing pre-experiment data", WSDM 2013).
"""

from __future__ import annotations

from dataclasses import dataclass

from mercery.experiments.statistics.moments import Moments, PairMoments
from mercery.experiments.statistics.sequences import Arms


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjusted:
    """Both arms without the part that was known before."""

    arms: Arms
    theta: float
    """How much of the outcome goes with one unit of the value from before."""
    removed: float
    """The share of the difference's variance that went away, from 0 to 1."""


def adjusted(treated: PairMoments, held: PairMoments) -> Adjusted:
    """Outcome (`numerator`) adjusted for the value from before (`denominator`), with one θ over both arms.

    θ = Σ cov / Σ var within the arms, so that an effect of the feature cannot move it. Where the value does not vary, nothing
    changes.
    """
    spread = sum(_within(one) * one.denominator.variance for one in (treated, held))
    together = sum(_within(one) * one.covariance for one in (treated, held))
    theta = together / spread if spread else 0.0
    n = treated.n + held.n
    before = (treated.denominator.total + held.denominator.total) / n if n else 0.0
    arms = Arms(_without(treated, theta, before), _without(held, theta, before))
    raw, left = (_variance(treated.numerator, held.numerator), _variance(arms.treated, arms.held))
    return Adjusted(arms=arms, theta=theta, removed=max(0.0, 1 - left / raw) if raw else 0.0)


def _within(pairs: PairMoments) -> int:
    return max(0, pairs.n - 1)


def _without(pairs: PairMoments, theta: float, before: float) -> Moments:
    outcome, known = pairs.numerator, pairs.denominator
    variance = outcome.variance - 2 * theta * pairs.covariance + theta**2 * known.variance
    # The number of conversions is that of the outcome: what was taken away made no new ones.
    telling = outcome.conversions if outcome.conversions is not None else min(outcome.n, int(outcome.telling))
    return Moments(outcome.n, outcome.mean - theta * (known.mean - before), max(0.0, variance), telling)


def _variance(treated: Moments, held: Moments) -> float:
    if not treated.n or not held.n:
        return 0.0
    return treated.variance / treated.n + held.variance / held.n
