"""Worlds in which the truth is known, for `mercery eval experiments --simulate`.

Visitors come by `step` between two looks; all looks of all runs of a batch are arrays of runs × looks, worked out at once with
the elementwise parts of `experiments/statistics` (`boundary`, `even_split`). What is done here with arrays and there with
single moments is held against each other in the tests.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import log
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mercery.experiments.statistics.evidence import SPREAD, concentration
from mercery.experiments.statistics.sequences import CONVERSIONS, FloatArray, boundary, even_split, steadied

STEP: Final = 100
BATCH: Final = 200
"""Runs at once: about three megabytes an array."""
_CHANCE: Final = 1.96


@dataclass(frozen=True, slots=True)
class Arm:
    """Moments of one arm at every look, runs × looks."""

    n: FloatArray
    mean: FloatArray
    variance: FloatArray
    conversions: FloatArray


@dataclass(frozen=True, slots=True)
class Looks:
    """What there is to see at every look."""

    estimate: FloatArray
    error: FloatArray
    """Standard error of the estimate."""
    half: FloatArray
    """Half the width of the sequence; infinite while an arm has too few conversions."""

    def misses(self, truth: float = 0.0) -> NDArray[np.bool_]:
        """Runs whose range ever leaves the truth."""
        return _ever(np.abs(self.estimate - truth) > self.half)

    def crossed_by(self, look: int) -> NDArray[np.bool_]:
        """Runs whose range leaves zero at the look or before."""
        return _ever((np.abs(self.estimate) > self.half)[:, :look])

    def first(self) -> FloatArray:
        """The look (from 1) at which the range first leaves zero; infinite where it never does."""
        crossed = np.abs(self.estimate) > self.half
        return np.where(crossed.any(axis=1), crossed.argmax(axis=1) + 1.0, np.inf)

    def fooled(self) -> NDArray[np.bool_]:
        """Runs in which a plain 95 % interval ever leaves zero, looked at no earlier than the sequence."""
        return _ever((np.abs(self.estimate) > _CHANCE * self.error) & np.isfinite(self.half))


def looks(treated: Arm, held: Arm, *, tuned_at: float | None = None) -> Looks:
    """The sequence of `sequences.difference` at every look."""
    estimate = treated.mean - held.mean
    return sequence(
        estimate, of_difference(treated, held), even_split(treated.n, held.n), _ready(treated, held), tuned_at=tuned_at
    )


def of_difference(treated: Arm, held: Arm) -> FloatArray:
    """The variance of the difference of the means."""
    here, there = ((one.n, one.variance, one.conversions) for one in (treated, held))
    return steadied(*here, *there) / np.maximum(treated.n, 1) + steadied(*there, *here) / np.maximum(held.n, 1)


def leaning_on_itself(treated: Arm, held: Arm) -> Looks:
    """What the sequence would be if each arm were believed its own spread."""
    variance = treated.variance / np.maximum(treated.n, 1) + held.variance / np.maximum(held.n, 1)
    return sequence(treated.mean - held.mean, variance, even_split(treated.n, held.n), _ready(treated, held))


def sequence(
    estimate: FloatArray,
    variance: FloatArray,
    even: FloatArray,
    ready: NDArray[np.bool_],
    *,
    tuned_at: float | None = None,
) -> Looks:
    """Ranges around estimates whose variance is known."""
    error = np.sqrt(variance)
    half = np.where(ready & (variance > 0), boundary(even, tuned_at=tuned_at) * error, np.inf)
    return Looks(estimate, error, half)


def share_arm(n: FloatArray, conversions: FloatArray) -> Arm:
    """Moments of shares, as `Moments.of_share`."""
    mean = conversions / np.maximum(n, 1)
    return Arm(n, mean, mean * (1 - mean) * n / np.maximum(n - 1, 1), conversions)


@dataclass(frozen=True, slots=True)
class Counted:
    """Visitors and buyers of both arms until every look."""

    treated: FloatArray
    treated_buyers: FloatArray
    held: FloatArray
    held_buyers: FloatArray

    @property
    def arms(self) -> tuple[Arm, Arm]:
        """Moments of both arms."""
        return share_arm(self.treated, self.treated_buyers), share_arm(self.held, self.held_buyers)


def counted(
    rng: np.random.Generator, runs: int, visitors: int, *, holdout: float, rate: float, lift: float = 0.0
) -> Counted:
    """Visitors drawn into the arms one by one by chance, of whom `rate` buy, `lift` more of the treated."""
    size = (runs, visitors // STEP)
    held = rng.binomial(STEP, holdout, size)
    treated = STEP - held
    bought = rng.binomial(treated, rate * (1 + lift)), rng.binomial(held, rate)
    return Counted(_sum(treated), _sum(bought[0]), _sum(held), _sum(bought[1]))


def in_batches(seed: int, runs: int) -> Iterator[tuple[np.random.Generator, int]]:
    """Generators with a seed each and the number of runs each is for."""
    for start in range(0, runs, BATCH):
        yield np.random.default_rng([seed, start]), min(BATCH, runs - start)


def evidence(counts: Counted, holdout: float, *, spread: float = SPREAD) -> FloatArray:
    """`evidence.log_evidence` at every look, with tables of Σ ln(a + i) in place of ln Γ."""
    k = concentration(1 - holdout, spread)
    treated, held = counts.treated_buyers, counts.held_buyers
    return dirichlet(np.stack([treated, held]), np.array([1 - holdout, holdout]), k)


def dirichlet(counts: FloatArray, shares: FloatArray, k: float) -> FloatArray:
    """Log evidence against shares of counts (arms first): Dirichlet-multinomial over multinomial."""
    whole = counts.sum(axis=0)
    found = -_rising(k, whole)
    for count, share in zip(counts, shares, strict=True):
        found += _rising(k * share, count) - count * log(share)
    return found


def _rising(start: float, counts: FloatArray) -> FloatArray:
    """ln Γ(start + n) - ln Γ(start) for whole numbers n."""
    most = int(counts.max())
    table = np.concatenate(([0.0], np.cumsum(np.log(start + np.arange(most)))))
    found: FloatArray = table[counts.astype(np.int64)]
    return found


def _ever(looked: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return np.asarray(looked.any(axis=1))


def _ready(treated: Arm, held: Arm) -> NDArray[np.bool_]:
    return np.minimum(treated.conversions, held.conversions) >= CONVERSIONS


def _sum(counts: NDArray[np.int64]) -> FloatArray:
    return np.cumsum(counts, axis=1).astype(np.float64)


@dataclass(frozen=True, slots=True)
class Kinds:
    """Kinds of visitors: how likely each is, in which arm, and what it does (columns by name)."""

    chance: FloatArray
    treated: NDArray[np.bool_]
    columns: Mapping[str, FloatArray]

    def mean(self, name: str, *, treated: bool) -> float:
        """The true mean of a column in an arm."""
        here = self.treated == treated
        return float((self.chance * self.columns[name])[here].sum() / self.chance[here].sum())


@dataclass(frozen=True, slots=True)
class Pairs:
    """Moments of pairs of one arm at every look."""

    first: Arm
    second: Arm
    covariance: FloatArray

    def ratio(self) -> Arm:
        """As `PairMoments.ratio`."""
        bottom = np.maximum(self.second.mean, 1e-12)
        ratio = self.first.mean / bottom
        variance = self.first.variance - 2 * ratio * self.covariance + ratio**2 * self.second.variance
        return Arm(self.first.n, ratio, np.maximum(variance, 0) / bottom**2, self.first.conversions)


def drawn(
    rng: np.random.Generator, kinds: Kinds, runs: int, count: int, step: int, names: tuple[str, str]
) -> tuple[Pairs, Pairs]:
    """Visitors drawn kind by kind; the moments of two columns in both arms (treated, held) at every look."""
    order = np.argsort(-kinds.chance)
    # The most likely kinds first: the generator stops as soon as nobody is left.
    seen = rng.multinomial(step, kinds.chance[order] / kinds.chance.sum(), (runs, count))
    found = []
    for arm in (True, False):
        here = kinds.treated[order] == arm
        one, other = (kinds.columns[name][order][here] for name in names)
        bought = kinds.columns["bought"][order][here]
        powers = np.stack([np.ones_like(one), one, one**2, other, other**2, one * other, bought], axis=1)
        found.append(_pairs(np.cumsum(seen[:, :, here] @ powers, axis=1)))
    return found[0], found[1]


def _pairs(sums: FloatArray) -> Pairs:
    n, one, ones, other, others, products, bought = (sums[:, :, column] for column in range(7))
    safe, free = np.maximum(n, 1), np.maximum(n - 1, 1)
    first = Arm(n, one / safe, np.maximum(ones - one**2 / safe, 0) / free, bought)
    second = Arm(n, other / safe, np.maximum(others - other**2 / safe, 0) / free, bought)
    return Pairs(first, second, (products - one * other / safe) / free)


def adjusted(treated: Pairs, held: Pairs) -> tuple[Arm, Arm]:
    """As `covariate.adjusted`, at every look."""
    weights = [np.maximum(one.first.n - 1, 0) for one in (treated, held)]
    spread = weights[0] * treated.second.variance + weights[1] * held.second.variance
    together = weights[0] * treated.covariance + weights[1] * held.covariance
    theta = np.where(spread > 0, together / np.where(spread > 0, spread, 1), 0.0)

    def without(one: Pairs) -> Arm:
        variance = one.first.variance - 2 * theta * one.covariance + theta**2 * one.second.variance
        mean = one.first.mean - theta * one.second.mean
        return Arm(one.first.n, mean, np.maximum(variance, 0), one.first.conversions)

    return without(treated), without(held)


def sessions(holdout: float) -> Kinds:
    """Visitors with sessions and orders: who comes often is another sort of visitor than who comes once."""
    rows = []
    for weight, rate, comes in (
        (0.85, 0.008, {1: 0.7, 2: 0.2, 3: 0.1}),
        (0.15, 0.09, {1: 0.2, 3: 0.4, 8: 0.3, 20: 0.1}),
    ):
        for times, chance in comes.items():
            none, once = (1 - rate) ** times, times * rate * (1 - rate) ** (times - 1)
            for orders, part in ((0, none), (1, once), (2, max(0.0, 1 - none - once))):
                rows.append((weight * chance * part, times, orders))
    return _both_arms(rows, ("sessions", "orders"), holdout)


def earnings(holdout: float, *, lift: float = 0.0, cost: float = 0.0, sigma: float = 0.8) -> Kinds:
    """Visitors with orders before (`before`) and what each leaves now (`value`, minor units): margin, refunds, cost of use.

    Orders have values near a lognormal distribution (median 180; `sigma` of the logarithm), 45 % margin; 15 % come back and
    cost 8. A quarter of the treated use the feature, at four times `cost` each.
    """
    values = 18_000 * np.exp(sigma * np.array(_PLACES)) * 0.45
    rows = []
    for treated, part in ((True, 1 - holdout), (False, holdout)):
        use = ((0.75, 0.0), (0.25, 4 * cost)) if treated and cost else ((1.0, 0.0),)
        for before, weight, rate in ((0, 0.7, 0.015), (1, 0.2, 0.04), (2, 0.07, 0.08), (4, 0.03, 0.15)):
            buys = rate * (1 + lift) if treated else rate
            outcomes = [(1 - buys, 0.0, 0), (buys * 0.15, -800.0, 1)]
            outcomes += [(buys * 0.85 * w, v, 1) for w, v in zip(_WEIGHTS, values, strict=True)]
            rows += [
                (part * weight * chance * often, value - spent, before, bought, treated)
                for chance, value, bought in outcomes
                for often, spent in use
            ]
    table = np.array([[float(cell) for cell in row] for row in rows])
    columns = {"value": table[:, 1], "before": table[:, 2], "bought": table[:, 3]}
    return Kinds(table[:, 0], table[:, 4] > 0, columns)


_PLACES: Final = (-1.65, -0.9, -0.3, 0.3, 0.9, 1.55, 2.2, 2.9)
_WEIGHTS: Final = (0.1, 0.16, 0.24, 0.24, 0.16, 0.076, 0.02, 0.004)
"""A normal distribution in eight places, with the tail that makes money hard."""


def _both_arms(rows: list[tuple[float, int, int]], names: tuple[str, str], holdout: float) -> Kinds:
    table = np.array(rows, dtype=np.float64)
    chance = np.concatenate([table[:, 0] * (1 - holdout), table[:, 0] * holdout])
    one, other = np.tile(table[:, 1], 2), np.tile(table[:, 2], 2)
    treated = np.repeat([True, False], len(rows))
    return Kinds(chance, treated, {names[0]: one, names[1]: other, "bought": (other > 0).astype(np.float64)})


def going_on(rng: np.random.Generator, runs: int, *, holdout: float) -> tuple[Pairs, Pairs]:
    """6,000 visitors who come within 20 looks and go on ordering for 100, some often, most never; drawn into arms by chance.

    Their orders now, and those of as long a time before. What they order is settled once for the batch and the drawing anew
    for each run: nothing but the drawing makes a difference.
    """
    visitors, count = 6_000, 100
    comes = rng.integers(0, 20, visitors)
    often = rng.gamma(0.25, 0.012, visitors)
    there = (np.arange(count) >= comes[:, None]).astype(np.float64)
    now = np.cumsum(rng.poisson(often[:, None] * there), axis=1).astype(np.float64)
    before = rng.poisson(often * count)[:, None] * there
    held = (rng.random((runs, visitors)) < holdout).astype(np.float64)
    powers = (there, now, now**2, before, before**2, now * before, np.minimum(now, 1))
    arms = [_pairs(np.stack([drawn_in @ one for one in powers], axis=2)) for drawn_in in (1 - held, held)]
    return arms[0], arms[1]
