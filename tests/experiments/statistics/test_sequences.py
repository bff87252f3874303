"""Sequences: the published numbers, what must not change them, and that they hold at every look."""

from __future__ import annotations

from math import inf, isinf, log, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mercery.experiments.statistics.evidence import Buyers, rate_ratio
from mercery.experiments.statistics.moments import Moments, PairMoments
from mercery.experiments.statistics.sequences import (
    ALPHA,
    Arms,
    Interval,
    boundary,
    difference,
    difference_over,
    even_split,
    lift,
    missing,
    mixing,
    ratio_difference,
)

QUICK = settings(max_examples=40, deadline=None)
SIZES = st.integers(2_000, 10**6)
RATES = st.floats(0.02, 0.5)


def _errors(even: float, **options: float) -> float:
    return float(boundary(np.asarray(float(even)), **options))


def test_as_gbstats_publishes_it() -> None:
    # GrowthBook's own test (packages/stats, TestSequentialTTest.test_sequential_test_runs): n = 3,000 + 3,461, tuned at 1,000,
    # standard error 0.33341 and a range of 0.50336 ± 1.0618.
    assert 0.33341 * _errors(6461, tuned_at=1000) == pytest.approx(1.0618, abs=5e-5)


def test_equation_9_by_hand() -> None:
    # t = tuned_at = 10,000: tρ² = 5.99146 + ln 6.99146 = 7.93615, so sqrt(2·8.93615/7.93615 · (½·ln 8.93615 + ln 20)) = 3.0353.
    assert mixing(0.05, 10_000) * 10_000 == pytest.approx(7.93615, abs=1e-5)
    assert _errors(10_000, tuned_at=10_000) == pytest.approx(sqrt(2.252011 * (1.095029 + 2.995732)), abs=1e-4)


def test_a_balanced_difference_is_the_formula_of_the_paper() -> None:
    treated, held = Moments.of_share(5_000, 180), Moments.of_share(5_000, 150)
    n, rho2 = 10_000, mixing(ALPHA, 20_000)
    sigma = sqrt(n * (treated.variance / treated.n + held.variance / held.n))
    half = sigma * sqrt(2 * (n * rho2 + 1) / (n**2 * rho2) * log(sqrt(n * rho2 + 1) / ALPHA))
    found = difference(treated, held, tuned_at=20_000)
    assert found.estimate == pytest.approx(0.006)
    # Two thousandths wider, since both arms lean on the spread for each buyer of both.
    assert [found.low, found.high] == pytest.approx([0.006 - half, 0.006 + half], abs=2e-3 * half)


@QUICK
@given(st.floats(0.001, 0.3), st.floats(10, 10**7))
def test_narrowest_where_it_was_tuned_and_always_wider_than_one_look(alpha: float, point: float) -> None:
    at = _errors(point, alpha=alpha, tuned_at=point)
    # In units of the estimate, the width at `point` is the least over all tunings nearby.
    assert all(at <= _errors(point, alpha=alpha, tuned_at=point * other) * 1.01 for other in (0.2, 0.5, 2, 5))
    assert at > sqrt(2 * log(1 / alpha))


@QUICK
@given(st.floats(1, 10**8), st.floats(1.01, 10))
def test_more_visitors_never_make_it_wider(even: float, times: float) -> None:
    assert _errors(even * times) / sqrt(even * times) < _errors(even) / sqrt(even)


@QUICK
@given(SIZES, SIZES, RATES, RATES, st.floats(0.01, 1000))
def test_other_units_and_arms_the_other_way_round(n: int, m: int, p: float, q: float, by: float) -> None:
    one, other = Moments(n, p, p * (1 - p), int(n * p)), Moments(m, q, q * (1 - q), int(m * q))
    found, turned = difference(one, other), difference(other, one)
    assert [found.low, found.high] == pytest.approx([-turned.high, -turned.low])
    larger = difference(*(Moments(a.n, a.mean * by, a.variance * by**2, a.conversions) for a in (one, other)))
    assert larger.low == pytest.approx(found.scaled(by).low, rel=1e-9, abs=1e-9)


@QUICK
@given(SIZES, SIZES, RATES, RATES)
def test_a_lift_leaves_zero_together_with_the_difference(n: int, m: int, p: float, q: float) -> None:
    one, other = Moments(n, p, p * (1 - p), int(n * p)), Moments(m, q, q * (1 - q), int(m * q))
    apart, part = difference(one, other), lift(one, other)
    assert part.estimate == pytest.approx(p / q - 1)
    if part.bounded and min(abs(apart.low), abs(apart.high)) > 1e-9:
        assert (part.low > 0, part.high < 0) == (apart.low > 0, apart.high < 0)


def test_the_example_of_the_guide() -> None:
    treated, held = Moments.of_share(317_800, 12_890), Moments.of_share(35_300, 1_287)
    found, part = difference(treated, held).scaled(1000), lift(treated, held)
    assert [round(one, 1) for one in (found.estimate, found.low, found.high)] == [4.1, 0.8, 7.4]
    assert [round(one, 2) for one in (part.estimate, part.low, part.high)] == [0.11, 0.02, 0.22]
    # The exact range of the same buyers, by another way altogether.
    exact = rate_ratio([Buyers(treated=12_890, held=1_287, holdout=0.1)])
    assert [exact.low - 1, exact.high - 1] == pytest.approx([part.low, part.high], abs=0.005)


def test_thirty_buyers_in_the_arm_with_fewer() -> None:
    treated = Moments.of_share(90_000, 2700)
    need = missing(treated, Moments.of_share(1_000, 29))
    assert need is not None and (need.kind, need.have, need.want) == ("orders", 29, 30)
    few = difference(treated, Moments.of_share(1_000, 29))
    assert few == Interval.everything(few.estimate) == Interval(few.estimate, -inf, inf)
    assert missing(treated, Moments.of_share(1_000, 30)) is None
    assert difference(treated, Moments.of_share(1_000, 30)).bounded


def test_a_small_hold_out_without_large_orders_does_not_look_sure_of_itself() -> None:
    # 90 buyers of 3,000 show a variance of 300, 810 of 27,000 one of 900: for each buyer 10,000 and 30,000, both together
    # (3,000·300 + 27,000·900) / 900 = 28,000; 90 / 3,000 of that is 840.
    treated, lucky = Moments(27_000, 3.0, 900.0, 810), Moments(3_000, 2.1, 300.0, 90)
    errors = _errors(4 * 27_000 * 3_000 / 30_000)
    found = difference(treated, lucky)
    assert found.high - 0.9 == pytest.approx(errors * sqrt(900 / 27_000 + 840 / 3_000))
    # Where its own spread is the wider one, that counts, and the treated lean on it.
    wide = Moments(3_000, 2.1, 1_800.0, 90)
    together = (27_000 * 900 + 3_000 * 1_800) / 900 * 810 / 27_000
    assert difference(treated, wide).high - 0.9 == pytest.approx(errors * sqrt(together / 27_000 + 1_800 / 3_000))


def test_shares_are_believed_their_own_spread() -> None:
    # For each buyer the variance of a share is 1 - p: next to nothing is learnt from the other arm.
    treated, held = Moments.of_share(90_000, 2_970), Moments.of_share(10_000, 300)
    own = sqrt(treated.variance / treated.n + held.variance / held.n)
    found = difference(treated, held)
    assert (found.high - found.low) / 2 == pytest.approx(_errors(36_000) * own, rel=1e-3)


def test_without_a_hold_out_nothing_is_said() -> None:
    nobody = Moments.of(())
    need = missing(Moments.of_share(5_000, 150), nobody)
    assert need is not None and need.kind == "holdout"
    assert not difference(Moments.of_share(5_000, 150), nobody).bounded
    assert isinf(lift(Moments.of_share(5_000, 150), nobody).high)


def test_nine_to_one_tells_as_much_as_a_third_of_an_even_split() -> None:
    assert float(even_split(np.asarray(90_000.0), np.asarray(10_000.0))) == pytest.approx(36_000)


def test_a_season_and_a_changed_share_are_no_effect() -> None:
    # 3 % under 95/5, then 5 % under 50/50: no effect within either, but 3.5 % against 4.8 % when added up.
    before = Arms(Moments.of_share(95_000, 2850), Moments.of_share(5_000, 150))
    after = Arms(Moments.of_share(30_000, 1500), Moments.of_share(30_000, 1500))
    assert difference_over((before, after)).estimate == pytest.approx(0)
    assert difference(before.treated + after.treated, before.held + after.held).below(0)


def test_one_period_is_the_plain_difference() -> None:
    arms = Arms(Moments.of_share(9_000, 300), Moments.of_share(1_000, 31))
    assert difference_over((arms,)) == difference(arms.treated, arms.held)


def test_an_arm_that_is_empty_in_one_period_leaves_the_others() -> None:
    arms = Arms(Moments.of_share(9_000, 300), Moments.of_share(1_000, 31))
    alone = Arms(Moments.of_share(4_000, 150), Moments.of(()))
    assert difference_over((alone, arms)) == difference(arms.treated, arms.held)


def test_orders_for_each_session_by_the_delta_method() -> None:
    treated = PairMoments.of([(1, 2), (0, 1), (0, 1), (1, 4)] * 50)
    held = PairMoments.of([(0, 2), (0, 1), (1, 1), (1, 4)] * 50)
    found = ratio_difference(treated, held)
    assert found.estimate == pytest.approx(0)
    assert found == difference(treated.ratio(), held.ratio())


def test_it_holds_at_every_look_and_a_plain_interval_does_not() -> None:
    rng = np.random.default_rng(5)
    size = (400, 400)
    held = rng.binomial(100, 0.1, size)
    counts = [held, rng.binomial(held, 0.03), 100 - held, rng.binomial(100 - held, 0.03)]
    n, x, m, y = (np.cumsum(one, axis=1).astype(np.float64) for one in counts)
    p, q = x / n.clip(1), y / m
    error = np.sqrt(p * (1 - p) / n.clip(1) + q * (1 - q) / m)
    ready = np.minimum(x, y) >= 30
    ever = np.any(ready & (np.abs(q - p) > boundary(even_split(m, n)) * error), axis=1).mean()
    fooled = np.any(ready & (np.abs(q - p) > 1.96 * error), axis=1).mean()
    assert ever <= 0.05 < 0.2 < fooled
