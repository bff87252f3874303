"""What is unusual: tails that agree with sums over all outcomes, and how seldom a steady shop alarms anybody."""

from __future__ import annotations

import random
from math import comb, exp, isclose, lgamma

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mercery.operations.alerts.unusual import (
    Counted,
    Usual,
    chance_of_a_count_so_low,
    chance_of_so_few,
    chance_of_so_many,
    lowest_likely,
    usual_count,
    usual_share,
)

counts = st.integers(0, 60).flatmap(lambda trials: st.tuples(st.integers(0, trials), st.just(trials)))


def beta(one: float, other: float) -> float:
    return exp(lgamma(one) + lgamma(other) - lgamma(one + other))


def exact(hits: int, trials: int, usual: Usual) -> float:
    """P(X <= hits) by adding every outcome."""
    return sum(
        comb(trials, k) * beta(k + usual.alpha, trials - k + usual.beta) / beta(usual.alpha, usual.beta)
        for k in range(hits + 1)
    )


@settings(max_examples=80, deadline=None)
@given(counts, st.floats(0.01, 0.99), st.floats(1, 400))
def test_the_tail_is_the_sum_of_its_outcomes(seen: tuple[int, int], share: float, strength: float) -> None:
    usual = Usual(share=share, strength=strength, trials=int(strength))
    counted = Counted(hits=seen[0], trials=seen[1])
    assert isclose(chance_of_so_few(counted, usual), exact(*seen, usual), rel_tol=1e-6, abs_tol=1e-12)
    both = chance_of_so_few(counted, usual) + chance_of_so_many(counted, usual)
    assert both >= 1 - 1e-9, "what was seen stands in both tails"


@settings(max_examples=60, deadline=None)
@given(st.lists(counts, min_size=1, max_size=8))
def test_weeks_that_differ_more_than_chance_are_trusted_less(weeks: list[tuple[int, int]]) -> None:
    usual = usual_share([Counted(hits=hits, trials=trials) for hits, trials in weeks])
    if sum(trials for _, trials in weeks) == 0:
        assert usual is None
        return
    assert usual is not None
    assert 0 <= usual.share <= 1 and 0 <= usual.strength <= usual.trials + 1e-6


def test_a_fall_that_chance_explains_is_likely_and_one_it_does_not_is_not() -> None:
    usual = usual_share([Counted(hits=46, trials=50)] * 8)
    assert usual is not None and isclose(usual.share, 0.92)
    assert chance_of_so_few(Counted(hits=36, trials=40), usual) > 0.2
    assert chance_of_so_few(Counted(hits=22, trials=40), usual) < 1e-6


def test_a_restless_past_makes_the_same_fall_likelier() -> None:
    steady = usual_share([Counted(hits=40, trials=50)] * 8)
    restless = usual_share([Counted(hits=hits, trials=50) for hits in (28, 50, 33, 47, 30, 49, 36, 47)])
    assert steady is not None and restless is not None and isclose(steady.share, restless.share, abs_tol=0.01)
    seen = Counted(hits=22, trials=40)
    assert chance_of_so_few(seen, restless) > 30 * chance_of_so_few(seen, steady)


def test_a_large_past_costs_no_time() -> None:
    usual = usual_share([Counted(hits=900_000, trials=1_000_000)] * 8)
    assert usual is not None
    assert chance_of_so_few(Counted(hits=89_000, trials=100_000), usual) < 1e-20
    assert chance_of_so_few(Counted(hits=89_990, trials=100_000), usual) > 0.3


def test_a_count_that_ceases_is_unlikely_where_much_is_usual() -> None:
    many, few = usual_count([40, 38, 44, 41]), usual_count([2, 0, 3, 1])
    assert many is not None and few is not None
    assert chance_of_a_count_so_low(3, many) < 1e-6
    assert chance_of_a_count_so_low(0, few) > 0.1
    assert chance_of_a_count_so_low(41, many) > 0.3


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 200), min_size=1, max_size=8), st.integers(0, 200))
def test_a_lower_count_is_never_likelier(weeks: list[int], seen: int) -> None:
    usual = usual_count(weeks)
    assert usual is not None
    assert chance_of_a_count_so_low(seen, usual) <= chance_of_a_count_so_low(seen + 1, usual) + 1e-9 <= 1 + 1e-6


def test_the_lower_end_of_a_share_leaves_room_for_chance() -> None:
    assert lowest_likely(Counted(hits=3, trials=6)) < 0.15 < lowest_likely(Counted(hits=30, trials=60)) < 0.5
    assert lowest_likely(Counted(hits=0, trials=0)) == 0


@pytest.mark.parametrize("spread", [None, 60])
def test_a_steady_shop_alarms_nobody(spread: int | None) -> None:
    """2,000 hours of a shop in which nothing changes, with and without weeks that differ: fewer than two alarms."""
    chance, alarms = random.Random(7), 0

    def hour(trials: int) -> Counted:
        share = 0.9 if spread is None else chance.betavariate(0.9 * spread, 0.1 * spread)
        return Counted(hits=sum(chance.random() < share for _ in range(trials)), trials=trials)

    for _ in range(2_000):
        usual, seen = usual_share([hour(40) for _ in range(8)]), hour(40)
        assert usual is not None
        fallen = usual.share - seen.share >= 0.15
        alarms += fallen and chance_of_so_few(seen, usual) < 0.0001
    assert alarms < 2
