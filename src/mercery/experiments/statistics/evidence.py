"""Exact evidence that one group orders more often, from the first order on: an e-process of two shares.

Each buyer counts once. If the feature changes nothing, a buyer belongs to the treated with the probability with which
visitors are treated, whatever the season, the weekday or how rare orders are. Held against that is a mixture of worlds
in which buyers come more, or less, often from the treated (a Beta around that share). The ratio of both likelihoods is an
e-process: with no effect it reaches 1/α at any time with a chance of at most α (Ville's inequality), without a normal
approximation and without a least number of orders. After Lindon and Malek, "Anytime-valid inference for multinomial count
data" (arXiv 2011.03567), and Turner, Ly, Grünwald, "Generic E-variables for exact sequential k-sample tests" (2106.02693).

It knows only whether somebody ordered. Money and costs are compared by `sequences`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, inf, lgamma, log, log1p
from typing import Final

from mercery.experiments.statistics.sequences import ALPHA, Interval

SPREAD: Final = 0.1
"""Which effects the mixture looks for: rates apart by about a tenth, as the standard deviation of the log of their ratio."""
_FURTHEST: Final = 20.0
"""Ends of the search for a ratio, as its logarithm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyers:
    """Visitors who ordered at least once, by arm, among those who came under the same hold-out share."""

    treated: int
    held: int
    holdout: float
    """The share of visitors kept without the feature then."""

    def __post_init__(self) -> None:
        if self.treated < 0 or self.held < 0 or not 0 < self.holdout < 1:
            raise ValueError(f"no buyers: {self.treated} and {self.held} at a hold-out of {self.holdout}")


def log_evidence(periods: Sequence[Buyers], *, ratio: float = 1.0, spread: float = SPREAD) -> float:
    """The logarithm of the evidence against the treated ordering exactly `ratio` times as often as the held out.

    Periods of different shares multiply. 0 or less is no evidence; ln 20 = 3.0 refutes at 5 %.
    """
    return sum(_mixture(one, spread) - _likelihood(one, log(ratio)) for one in periods)


def p_value(evidence: float) -> float:
    """A p-value that holds at every look, from a logarithm of evidence (the highest so far may be taken)."""
    return min(1.0, exp(-max(0.0, evidence)))


def rate_ratio(periods: Sequence[Buyers], *, alpha: float = ALPHA, spread: float = SPREAD) -> Interval:
    """How many times as often the treated order, with all ratios the evidence does not refute; valid at every look.

    The ratio is of the chances to order at all: exact, however small the numbers. Without a bound on a side where
    there are too few buyers to say one.
    """
    refuted = -log(alpha)
    best = _best(periods)

    def excess(at: float) -> float:
        return sum(_mixture(one, spread) - _likelihood(one, at) for one in periods) - refuted

    low = _root(excess, best, -_FURTHEST)
    high = _root(excess, best, _FURTHEST)
    return Interval(exp(best), 0.0 if low is None else exp(low), inf if high is None else exp(high))


def concentration(share: float, spread: float) -> float:
    """How many visitors' worth of certainty the Beta around `share` has, so that log odds deviate by `spread`.

    The standard deviation of a Beta with a + b = k is sqrt(s(1-s)/(k+1)), and log odds move 1/(s(1-s)) times as far.
    """
    return max(1.0, 1 / (spread**2 * share * (1 - share)) - 1)


def log_beta(a: float, b: float) -> float:
    """ln B(a, b)."""
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def _mixture(buyers: Buyers, spread: float) -> float:
    share = 1 - buyers.holdout
    k = concentration(share, spread)
    a, b = k * share, k * buyers.holdout
    return log_beta(a + buyers.treated, b + buyers.held) - log_beta(a, b)


def _likelihood(buyers: Buyers, log_ratio: float) -> float:
    """Log likelihood of the arms of these buyers where the treated order exp(log_ratio) times as often."""
    odds = log((1 - buyers.holdout) / buyers.holdout) + log_ratio
    return -buyers.treated * _softplus(-odds) - buyers.held * _softplus(odds)


def _softplus(x: float) -> float:
    """ln(1 + eˣ) without overflow."""
    return max(x, 0.0) + log1p(exp(-abs(x)))


def _best(periods: Sequence[Buyers]) -> float:
    """The log ratio of greatest likelihood: where the expected number of treated buyers is the one there is."""
    low, high = -_FURTHEST, _FURTHEST
    treated = sum(one.treated for one in periods)
    for _ in range(80):
        middle = (low + high) / 2
        expected = sum((one.treated + one.held) * _share(one, middle) for one in periods)
        low, high = (middle, high) if expected < treated else (low, middle)
    return (low + high) / 2


def _share(buyers: Buyers, log_ratio: float) -> float:
    odds = log((1 - buyers.holdout) / buyers.holdout) + log_ratio
    return exp(-_softplus(-odds))


def _root(excess: Callable[[float], float], inside: float, outside: float) -> float | None:
    """Where `excess` crosses zero between a point below it and one that may be above; None where it does not."""
    if excess(outside) <= 0:
        return None
    for _ in range(80):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if excess(middle) <= 0 else (inside, middle)
    return (inside + outside) / 2
