"""The likely range of a share."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.core.intervals import wilson


@given(st.integers(1, 10_000).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
def test_the_range_holds_the_share_and_stays_within_nought_and_one(counted: tuple[int, int]) -> None:
    right, total = counted
    low, high = wilson(right, total)
    assert 0 <= low <= right / total + 1e-9 and right / total - 1e-9 <= high <= 1
    assert low < high


def test_a_published_value() -> None:
    # 81 of 263: 0.2553 to 0.3662 (Newcombe 1998, Statistics in Medicine 17, table I).
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)


def test_nothing_counted_says_nothing() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
