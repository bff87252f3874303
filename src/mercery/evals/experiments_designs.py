"""The designs `mercery eval experiments --simulate` runs: what is true in each, and what the statistics say of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from math import expm1, log, log1p, sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mercery.evals.experiments_simulated import (
    STEP,
    Counted,
    Looks,
    adjusted,
    counted,
    dirichlet,
    drawn,
    earnings,
    evidence,
    going_on,
    in_batches,
    leaning_on_itself,
    looks,
    of_difference,
    sequence,
    sessions,
    share_arm,
)
from mercery.experiments.statistics.evidence import concentration
from mercery.experiments.statistics.horizon import horizon
from mercery.experiments.statistics.mismatch import ALARM, REST, SPREAD, STEPS
from mercery.experiments.statistics.sequences import ALPHA, CONVERSIONS, FloatArray, even_split

UNITS: Final = 200_000
FIXED: Final = 106_424
"""What one look needs for 3.0 → 3.3 % at 80 % (both arms): (1.96 + 0.84)² · (p(1-p) + q(1-q)) / (q-p)², twice."""
Figures = Mapping[str, float]
Design = Callable[[int, int], Figures]
"""From a seed and a number of runs to figures. Keys that begin with `fpr_`, `miss_`, `power_` or `srm_` have goals."""


def false_positives(seed: int, runs: int, *, name: str, holdout: float, rate: float) -> Figures:
    """Nothing is different; a look every 100 visitors until 200,000."""
    ever = {"sequence": 0, "evidence": 0, "z": 0}
    for rng, some in in_batches(seed, runs):
        counts = counted(rng, some, UNITS, holdout=holdout, rate=rate)
        seen = looks(*counts.arms)
        ever["sequence"] += int(seen.misses().sum())
        ever["z"] += int(leaning_on_itself(*counts.arms).fooled().sum())
        ever["evidence"] += int((evidence(counts, holdout).max(axis=1) >= -log(ALPHA)).sum())
    return {
        f"fpr_{name}": ever["sequence"] / runs,
        f"fpr_evidence_{name}": ever["evidence"] / runs,
        f"peeking_z_{name}": ever["z"] / runs,
    }


def power(seed: int, runs: int) -> Figures:
    """3.0 → 3.3 % at 50/50: found by 1, 1.5, 2 and 3 times the visitors one look would need."""
    parts = {"1x": 1.0, "1_5x": 1.5, "2x": 2.0, "3x": 3.0}
    ends = {name: int(FIXED * part) // STEP for name, part in parts.items()}
    found = dict.fromkeys([*ends, "default", "evidence"], 0)
    stops = []
    for rng, some in in_batches(seed, runs):
        counts = counted(rng, some, 3 * FIXED, holdout=0.5, rate=0.03, lift=0.1)
        seen = looks(*counts.arms, tuned_at=FIXED)
        for name, end in ends.items():
            found[name] += int(seen.crossed_by(end).sum())
        found["default"] += int(looks(*counts.arms).crossed_by(ends["1_5x"]).sum())
        strong = evidence(counts, 0.5)[:, : ends["1_5x"]].max(axis=1) >= -log(ALPHA)
        found["evidence"] += int(strong.sum())
        stops.append(np.minimum(seen.first() * STEP, ends["2x"] * STEP))
    shares = {name: number / runs for name, number in found.items()}
    return {
        "power_asymptotic_50_50": shares["1_5x"],
        "found_at_1x": shares["1x"],
        "found_at_2x": shares["2x"],
        "found_at_3x": shares["3x"],
        "found_at_1_5x_tuned_elsewhere": shares["default"],
        "found_at_1_5x_evidence": shares["evidence"],
        "mean_stop_of_2x": float(np.concatenate(stops).mean() / FIXED),
    }


def horizons(seed: int, runs: int, *, name: str, rate: float, lift: float, holdout: float) -> Figures:
    """Which share of experiments has its verdict by the day that was named before."""
    planned = horizon(rate, holdout, lift=lift)
    if planned is None:
        raise ValueError(f"nothing can be planned at {rate} and {holdout}")
    end = -(-planned.visitors // STEP)
    kept = 0
    for rng, some in in_batches(seed, runs):
        counts = counted(rng, some, end * STEP, holdout=holdout, rate=rate, lift=lift)
        kept += int(looks(*counts.arms, tuned_at=planned.tuned_at).crossed_by(end).sum())
    return {f"horizon_kept_{name}": kept / runs, f"horizon_visitors_{name}": planned.visitors}


def ratios(seed: int, runs: int, *, name: str, holdout: float) -> Figures:
    """Orders for each session where sessions of one visitor belong together; 60,000 visitors, a look every 200."""
    kinds = sessions(holdout)
    delta, naive = 0, 0
    for rng, some in in_batches(seed, runs):
        treated, held = drawn(rng, kinds, some, 300, 200, ("orders", "sessions"))
        seen = looks(treated.ratio(), held.ratio())
        delta += int(seen.misses().sum())
        shares, counts = [], []
        for pairs in (treated, held):
            counts.append(pairs.second.mean * pairs.second.n)
            shares.append(pairs.first.mean / np.maximum(pairs.second.mean, 1e-12))
        error = np.sqrt(sum(p * (1 - p) / np.maximum(n, 1) for p, n in zip(shares, counts, strict=True)))
        fooled = Looks(shares[0] - shares[1], np.asarray(error), seen.half).fooled()
        naive += int(fooled.sum())
    return {f"fpr_ratio_{name}": delta / runs, f"naive_session_z_{name}": naive / runs}


def values(seed: int, runs: int, *, name: str, holdout: float, lift: float = 0.0, cost: float = 0.0) -> Figures:
    """Net value of each visitor, plain and with what was known before; 60,000 visitors, a look every 200."""
    kinds = earnings(holdout, lift=lift, cost=cost)
    truth = kinds.mean("value", treated=True) - kinds.mean("value", treated=False)
    missed, missed_cuped, left = 0, 0, 0.0
    for rng, some in in_batches(seed, runs):
        treated, held = drawn(rng, kinds, some, 300, 200, ("value", "before"))
        plain = looks(treated.first, held.first)
        narrower = looks(*adjusted(treated, held))
        missed += int(plain.misses(truth).sum())
        missed_cuped += int(narrower.misses(truth).sum())
        left += float((narrower.error[:, -1] ** 2 / plain.error[:, -1] ** 2).sum())
    kind = "miss" if lift or cost else "fpr"
    return {
        f"{kind}_net_value_{name}": missed / runs,
        f"{kind}_cuped_{name}": missed_cuped / runs,
        f"cuped_variance_left_{name}": left / runs,
        f"true_net_minor_{name}": truth,
    }


def returning(seed: int, runs: int, *, name: str, holdout: float) -> Figures:
    """Visitors who come again and buy again: what they did before goes on, which no formula for separate visits foresees."""
    missed, missed_cuped, left = 0, 0, 0.0
    for rng, some in in_batches(seed, runs):
        treated, held = going_on(rng, some, holdout=holdout)
        plain = looks(treated.first, held.first, tuned_at=2_000)
        narrower = looks(*adjusted(treated, held), tuned_at=2_000)
        missed += int(plain.misses().sum())
        missed_cuped += int(narrower.misses().sum())
        left += float((narrower.error[:, -1] ** 2 / plain.error[:, -1] ** 2).sum())
    return {
        f"fpr_returning_{name}": missed / runs,
        f"fpr_cuped_returning_{name}": missed_cuped / runs,
        f"cuped_variance_left_returning_{name}": left / runs,
    }


def skewed(seed: int, runs: int) -> Figures:
    """Values with a long tail (σ 1.2) and a hold-out of a tenth; what a range from the arm's own spread would do beside it."""
    kinds = earnings(0.1, sigma=1.2)
    missed, alone = 0, 0
    for rng, some in in_batches(seed, runs):
        treated, held = drawn(rng, kinds, some, 500, 400, ("value", "before"))
        missed += int(looks(treated.first, held.first).misses().sum())
        alone += int(leaning_on_itself(treated.first, held.first).misses().sum())
    return {"fpr_net_value_90_10_skewed": missed / runs, "own_spread_net_value_90_10_skewed": alone / runs}


def at_a_loss(seed: int, runs: int) -> Figures:
    """8 % more orders that cost more than they leave, until 2 million visitors: what keeps it, and what stops it."""
    kinds = earnings(0.5, lift=0.08, cost=50)
    kept_by_orders, kept_by_net, stopped = 0, 0, 0
    for rng, some in in_batches(seed, runs):
        treated, held = drawn(rng, kinds, some, 400, 5_000, ("value", "before"))
        orders = looks(*(share_arm(one.first.n, one.first.conversions) for one in (treated, held)))
        net = looks(treated.first, held.first)
        more, gains, loses = (
            _first(one) for one in (orders.estimate > orders.half, net.estimate > net.half, -net.estimate > net.half)
        )
        kept_by_orders += int((more < loses).sum())
        kept_by_net += int((gains < loses).sum())
        stopped += int(((loses < np.inf) & (loses < gains)).sum())
    return {
        "more_orders_kept_at_a_loss": kept_by_orders / runs,
        "miss_net_value_kept_at_a_loss": kept_by_net / runs,
        "net_value_stopped_at_a_loss": stopped / runs,
        "true_net_minor_at_a_loss": kinds.mean("value", treated=True) - kinds.mean("value", treated=False),
    }


def _first(looked: NDArray[np.bool_]) -> FloatArray:
    """The first look at which it holds; infinite where it never does."""
    return np.where(looked.any(axis=1), looked.argmax(axis=1) + 1.0, np.inf)


def changed_shares(seed: int, runs: int) -> Figures:
    """A hold-out of 5 % until 60,000 visitors, then 50 %, while a season begins (3 % → 4.5 %): no effect at all."""
    within, pooled, alarms, pooled_alarms = 0, 0, 0, 0
    for rng, some in in_batches(seed, runs):
        first = counted(rng, some, 60_000, holdout=0.05, rate=0.03)
        then = counted(rng, some, 60_000, holdout=0.5, rate=0.045)
        within += int((looks(*first.arms).misses() | _after(first, then).misses()).sum())
        both = [_last(one) + other for one, other in zip(_columns(first), _columns(then), strict=True)]
        pooled += int(looks(*Counted(*both).arms).misses().sum())
        before = _drawing(first.treated, first.held, 0.05)
        after = before[:, -1:] + _drawing(then.treated, then.held, 0.5)
        alarms += int((np.maximum(before.max(axis=1), after.max(axis=1)) >= -log(ALARM)).sum())
        mixed = _drawing(both[0], both[2], 0.05)
        pooled_alarms += int((mixed.max(axis=1) >= -log(ALARM)).sum())
    return {
        "fpr_changed_shares": within / runs,
        "pooled_over_changed_shares": pooled / runs,
        "srm_false_changed_shares": alarms / runs,
        "srm_pooled_over_changed_shares": pooled_alarms / runs,
    }


def drawn_as_meant(seed: int, runs: int, *, name: str, holdout: float) -> Figures:
    """How often the alarm about group sizes is false, ever; a chi-squared test at the same 1 % looked at as often beside it."""
    false, peeked = 0, 0
    for rng, some in in_batches(seed, runs):
        counts = counted(rng, some, UNITS, holdout=holdout, rate=0)
        found = _drawing(counts.treated, counts.held, holdout)
        false += int((found.max(axis=1) >= -log(ALARM)).sum())
        n = counts.treated + counts.held
        squared = (counts.held - n * holdout) ** 2 / (n * holdout * (1 - holdout))
        peeked += int((squared.max(axis=1) > 6.635).sum())
    return {f"srm_false_{name}": false / runs, f"peeking_chi2_{name}": peeked / runs}


def drawn_otherwise(seed: int, runs: int, *, name: str, meant: float, really: float) -> Figures:
    """Visitors until the alarm when another share was drawn than was meant; looked for until 200,000."""
    stops = []
    for rng, some in in_batches(seed, runs):
        counts = counted(rng, some, UNITS, holdout=really, rate=0)
        alarmed = _drawing(counts.treated, counts.held, meant) >= -log(ALARM)
        stops.append(np.where(alarmed.any(axis=1), (alarmed.argmax(axis=1) + 1.0) * STEP, np.inf))
    units = np.concatenate(stops)
    return {
        f"srm_{name}_median_units": float(np.median(units)),
        f"srm_{name}_within_10k": float((units <= 10_000).mean()),
    }


def _drawing(treated: FloatArray, held: FloatArray, holdout: float) -> FloatArray:
    """`mismatch.log_evidence` at every look."""
    wide = dirichlet(np.stack([treated, held]), np.array([1 - holdout, holdout]), concentration(holdout, SPREAD))
    found = wide + log(REST)
    for weight, step in STEPS:
        for count, share in ((treated, 1 - holdout), (held, holdout)):
            for by in (step, -step):
                tilted = by * count - (treated + held) * log1p(share * expm1(by))
                found = np.logaddexp(found, tilted + log(weight / 4))
    return found


def _after(first: Counted, then: Counted) -> Looks:
    """`sequences.difference_over` of a first period that has ended and a second that goes on."""
    parts = []
    for counts in (Counted(*(_last(one) for one in _columns(first))), then):
        treated, held = counts.arms
        even = even_split(treated.n, held.n)
        variance = of_difference(treated, held)
        usable = (treated.n > 1) & (held.n > 1)
        parts.append((np.where(usable, even, 0), treated.mean - held.mean, variance))
    whole = parts[0][0] + parts[1][0]
    estimate = sum(even * apart for even, apart, _ in parts) / whole
    variance = sum(even**2 * one for even, _, one in parts) / whole**2
    fewest = np.minimum(_last(first.treated_buyers) + then.treated_buyers, _last(first.held_buyers) + then.held_buyers)
    return sequence(np.asarray(estimate), np.asarray(variance), whole, fewest >= CONVERSIONS)


def _columns(counts: Counted) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    return counts.treated, counts.treated_buyers, counts.held, counts.held_buyers


def _last(column: FloatArray) -> FloatArray:
    return column[:, -1:]


def mc_error(runs: int) -> float:
    """Standard error of a share of 5 % over so many runs."""
    return sqrt(0.05 * 0.95 / runs)


DESIGNS: Final[Mapping[str, Design]] = {
    **{
        name: partial(false_positives, name=name, holdout=holdout, rate=rate)
        for name, holdout, rate in (
            ("50_50_3pct", 0.5, 0.03),
            ("50_50_1pct", 0.5, 0.01),
            ("90_10_3pct", 0.1, 0.03),
            ("90_10_1pct", 0.1, 0.01),
            ("95_5_3pct", 0.05, 0.03),
            ("95_5_1pct", 0.05, 0.01),
        )
    },
    "power": power,
    "horizon 50/50": partial(horizons, name="50_50", rate=0.03, lift=0.1, holdout=0.5),
    "horizon 90/10": partial(horizons, name="90_10", rate=0.02, lift=0.25, holdout=0.1),
    "ratio 50/50": partial(ratios, name="50_50", holdout=0.5),
    "ratio 90/10": partial(ratios, name="90_10", holdout=0.1),
    "net value 50/50": partial(values, name="50_50", holdout=0.5),
    "net value 90/10": partial(values, name="90_10", holdout=0.1),
    "net value +8 % at a loss": partial(values, name="8pct_at_a_loss", holdout=0.5, lift=0.08, cost=30.0),
    "returning 50/50": partial(returning, name="50_50", holdout=0.5),
    "returning 90/10": partial(returning, name="90_10", holdout=0.1),
    "net value 90/10 skewed": skewed,
    "more orders at a loss": at_a_loss,
    "changed shares": changed_shares,
    "drawn 50/50": partial(drawn_as_meant, name="50_50", holdout=0.5),
    "drawn 95/5": partial(drawn_as_meant, name="95_5", holdout=0.05),
    "52/48 for 50/50": partial(drawn_otherwise, name="52_48", meant=0.5, really=0.48),
    "55/45 for 50/50": partial(drawn_otherwise, name="55_45", meant=0.5, really=0.45),
    "94/6 for 95/5": partial(drawn_otherwise, name="94_6_for_95_5", meant=0.05, really=0.06),
}
"""Every design by its name, in the order in which they are run."""
