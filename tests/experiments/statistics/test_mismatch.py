"""Group sizes against what was drawn."""

from __future__ import annotations

from math import comb, exp, inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mercery.experiments.statistics.mismatch import Seen, log_evidence, mismatch

QUICK = settings(max_examples=40, deadline=None)


@pytest.mark.parametrize("holdout", [0.5, 0.05])
def test_its_expectation_when_drawn_as_meant_is_one(holdout: float) -> None:
    whole = sum(
        comb(30, held) * holdout**held * (1 - holdout) ** (30 - held)
        * exp(log_evidence(Seen.arms(30 - held, held, holdout=holdout), spread=0.5))
        for held in range(31)
    )  # fmt: skip
    assert whole == pytest.approx(1, abs=1e-9)


def test_of_three_arms_too_its_expectation_is_one() -> None:
    shares = (0.2, 0.3, 0.5)
    whole = 0.0
    for first in range(13):
        for second in range(13 - first):
            counts = (first, second, 12 - first - second)
            ways = comb(12, first) * comb(12 - first, second)
            chance = ways * shares[0] ** counts[0] * shares[1] ** counts[1] * shares[2] ** counts[2]
            whole += chance * exp(log_evidence(Seen(counts=counts, shares=shares)))
    assert whole == pytest.approx(1, abs=1e-9)


def test_four_in_a_hundred_off_is_found_within_ten_thousand() -> None:
    assert mismatch([Seen.arms(5_200, 4_800, holdout=0.5)]).alarm
    assert not mismatch([Seen.arms(5_050, 4_950, holdout=0.5)]).alarm


def test_a_small_hold_out_that_loses_a_fifth_is_found() -> None:
    assert mismatch([Seen.arms(19_240, 760, holdout=0.05)]).alarm
    assert not mismatch([Seen.arms(19_040, 960, holdout=0.05)]).alarm


def test_shares_that_changed_are_no_mismatch_period_by_period() -> None:
    periods = [Seen.arms(19_000, 1_000, holdout=0.05), Seen.arms(5_000, 5_000, holdout=0.5)]
    found = mismatch(periods)
    assert not found.alarm
    assert found.counts == (24_000, 6_000) and found.expected == pytest.approx((24_000, 6_000))
    assert mismatch([Seen.arms(24_000, 6_000, holdout=0.05)]).alarm


def test_three_arms_and_one_nobody_is_drawn_into() -> None:
    assert not mismatch([Seen(counts=(1_010, 990, 2_000), shares=(0.25, 0.25, 0.5))]).alarm
    assert mismatch([Seen(counts=(1_300, 700, 2_000), shares=(0.25, 0.25, 0.5))]).alarm
    stray = Seen(counts=(500, 500, 1), shares=(0.5, 0.5, 0.0))
    assert log_evidence(stray) == inf and mismatch([stray]).alarm


def test_an_alarm_stays() -> None:
    first = mismatch([Seen.arms(5_300, 4_700, holdout=0.5)])
    assert first.alarm
    later = mismatch([Seen.arms(50_300, 49_700, holdout=0.5)], highest=first.evidence)
    assert later.alarm and later.evidence == first.evidence


def test_nobody_yet_is_no_alarm() -> None:
    assert not mismatch([]).alarm
    assert not mismatch([Seen.arms(0, 0, holdout=0.1)]).alarm


@QUICK
@given(st.integers(0, 5_000), st.integers(0, 5_000), st.floats(0.02, 0.98))
def test_arms_the_other_way_round_are_the_same(one: int, other: int, holdout: float) -> None:
    here, there = Seen.arms(one, other, holdout=holdout), Seen.arms(other, one, holdout=1 - holdout)
    assert log_evidence(here) == pytest.approx(log_evidence(there), abs=1e-6)


def test_it_is_rarely_false_however_often_one_looks() -> None:
    rng = np.random.default_rng(8)
    false = 0
    for _ in range(60):
        held = np.cumsum(rng.binomial(100, 0.05, 150))
        seen = 100 * np.arange(1, 151)
        false += any(
            mismatch([Seen.arms(int(n - h), int(h), holdout=0.05)]).alarm for n, h in zip(seen, held, strict=True)
        )
    # With a chance of 1 % for each of 60, more than three have a chance below 0.4 %.
    assert false <= 3


def test_shares_that_are_not_the_whole_are_refused() -> None:
    with pytest.raises(ValueError):
        Seen(counts=(1, 2), shares=(0.5, 0.4))
