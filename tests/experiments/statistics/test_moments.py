"""Moments: the same whether taken at once, in parts, or from sums."""

from __future__ import annotations

import statistics

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mercery.experiments.statistics.moments import Moments, PairMoments

QUICK = settings(max_examples=40, deadline=None)
WHOLE = st.integers(-(10**7), 10**7)
VALUES = st.lists(WHOLE, min_size=2, max_size=40)
PAIRS = st.lists(st.tuples(st.integers(0, 50), st.integers(1, 50)), min_size=2, max_size=40)


@QUICK
@given(VALUES)
def test_they_are_what_the_textbook_says(values: list[int]) -> None:
    found = Moments.of(values)
    assert found.n == len(values)
    assert found.mean == pytest.approx(statistics.fmean(values))
    assert found.variance == pytest.approx(statistics.variance(values), rel=1e-9)


@QUICK
@given(VALUES)
def test_sums_of_minor_units_lose_nothing(values: list[int]) -> None:
    far = [value + 10**12 for value in values]
    found = Moments.from_sums(len(far), sum(far), sum(value**2 for value in far))
    assert found.variance == pytest.approx(statistics.variance(values), rel=1e-9)


@QUICK
@given(VALUES, VALUES)
def test_parts_add_up_to_the_whole(one: list[int], other: list[int]) -> None:
    both = Moments.of(one) + Moments.of(other)
    whole = Moments.of([*one, *other])
    assert both.n == whole.n
    assert both.mean == pytest.approx(whole.mean, abs=1e-6)
    assert both.variance == pytest.approx(whole.variance, rel=1e-9)


@QUICK
@given(PAIRS, PAIRS)
def test_pairs_add_up_too(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    both = PairMoments.of(one) + PairMoments.of(other)
    whole = PairMoments.of([*one, *other])
    assert both.covariance == pytest.approx(whole.covariance, rel=1e-9, abs=1e-9)
    again = PairMoments.from_sums(whole.numerator, whole.denominator, sum(a * b for a, b in [*one, *other]))
    assert again.covariance == pytest.approx(whole.covariance, rel=1e-9, abs=1e-9)


def test_a_share_tells_as_much_as_it_has_ones_and_a_few_large_orders_as_much_as_a_few() -> None:
    assert Moments.of_share(1000, 31).telling == 31
    assert Moments.of([1.0] * 31 + [0.0] * 969).telling == pytest.approx(31)
    # One order of 100 among ten of 1: (110)² / (10,000 + 10) = 1.2 conversions' worth.
    assert Moments.of([100.0] + [1.0] * 10 + [0.0] * 500).telling == pytest.approx(110**2 / 10_010)


def test_a_ratio_by_hand() -> None:
    # Orders (0, 1, 2) in sessions (1, 2, 3): R = 1/2, variances 1 and 1, covariance 1,
    # so that a unit's variance is (1 - 2·½·1 + ¼·1) / 2² = 1/16.
    found = PairMoments.of([(0, 1), (1, 2), (2, 3)]).ratio()
    assert [found.n, found.mean, found.variance] == pytest.approx([3, 0.5, 1 / 16])


def test_one_session_each_is_a_share() -> None:
    pairs = PairMoments.of([(1.0, 1.0)] * 30 + [(0.0, 1.0)] * 70)
    assert pairs.ratio().variance == pytest.approx(Moments.of_share(100, 30).variance)


def test_what_is_no_sample_is_refused() -> None:
    with pytest.raises(ValueError):
        Moments(3, 0.5, -1.0)
    with pytest.raises(ValueError):
        Moments.of_share(3, 4)
