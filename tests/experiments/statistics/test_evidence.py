"""Exact evidence of two shares: against direct summation, and that its expectation under no effect is one."""

from __future__ import annotations

from math import comb, exp, inf, log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mercery.experiments.statistics.evidence import (
    Buyers,
    concentration,
    log_beta,
    log_evidence,
    p_value,
    rate_ratio,
)

QUICK = settings(max_examples=40, deadline=None)
COUNTS = st.integers(0, 400)
SHARES = st.floats(0.02, 0.98)


@pytest.mark.parametrize("holdout", [0.5, 0.1, 0.05])
@pytest.mark.parametrize("ratio", [1.0, 1.3])
def test_its_expectation_under_what_it_tests_is_one(holdout: float, ratio: float) -> None:
    # All ways 40 buyers can be divided, with their probability where the treated order `ratio` times as often.
    share = (1 - holdout) * ratio / ((1 - holdout) * ratio + holdout)
    whole = sum(
        comb(40, one) * share**one * (1 - share) ** (40 - one)
        * exp(log_evidence([Buyers(treated=one, held=40 - one, holdout=holdout)], ratio=ratio))
        for one in range(41)
    )  # fmt: skip
    assert whole == pytest.approx(1, abs=1e-9)


def test_by_hand() -> None:
    # A spread of 1 at an even split is a Beta(1.5, 1.5); one treated buyer alone is as likely in both worlds, two are not:
    # (1.5·2.5)/(3·4) = 0.3125 over 0.25.
    assert concentration(0.5, 1.0) == pytest.approx(3)
    one, two = (Buyers(treated=count, held=0, holdout=0.5) for count in (1, 2))
    assert log_evidence([one], spread=1.0) == pytest.approx(0)
    assert log_evidence([two], spread=1.0) == pytest.approx(log(1.25))
    assert log_beta(1.5, 1.5) == pytest.approx(log(3.141592653589793 / 8))


@QUICK
@given(COUNTS, COUNTS, SHARES)
def test_arms_the_other_way_round_are_the_same_evidence(one: int, other: int, holdout: float) -> None:
    here = log_evidence([Buyers(treated=one, held=other, holdout=holdout)])
    assert here == pytest.approx(log_evidence([Buyers(treated=other, held=one, holdout=1 - holdout)]), abs=1e-6)


@QUICK
@given(st.integers(0, 200), st.integers(0, 200), st.floats(0.05, 0.5))
def test_the_range_is_what_is_not_refuted(one: int, other: int, holdout: float) -> None:
    periods = [Buyers(treated=one, held=other, holdout=holdout)]
    found = rate_ratio(periods)
    assert found.low <= 1.000001 * found.estimate and found.estimate <= 1.000001 * found.high
    for end, inwards in ((found.low, 1.001), (found.high, 0.999)):
        if 0 < end < inf:
            assert log_evidence(periods, ratio=end * inwards) <= log(20) + 1e-6
            assert log_evidence(periods, ratio=end / inwards) >= log(20) - 1e-6


def test_nothing_is_known_of_nobody_and_one_side_of_few() -> None:
    nobody = rate_ratio([Buyers(treated=0, held=0, holdout=0.1)])
    assert (nobody.low, nobody.high) == (0.0, inf)
    only_treated = rate_ratio([Buyers(treated=60, held=0, holdout=0.1)])
    assert only_treated.low > 0 and only_treated.high == inf


def test_a_clear_difference_refutes_and_periods_multiply() -> None:
    first = Buyers(treated=700, held=500, holdout=0.5)
    then = Buyers(treated=2_050, held=150, holdout=0.1)
    assert p_value(log_evidence([first])) < 0.001
    assert log_evidence([first, then]) == pytest.approx(log_evidence([first]) + log_evidence([then]))
    assert rate_ratio([first]).low > 1
    assert rate_ratio([first]).estimate == pytest.approx(1.4)


def test_a_p_value_is_never_above_one() -> None:
    assert p_value(-3.0) == 1.0
    assert p_value(log(20)) == pytest.approx(0.05)
