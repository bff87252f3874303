"""The likely range of a share."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.core.intervals import apart, wilson


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


def test_two_shares_apart_as_published() -> None:
    # 56 of 70 and 48 of 80: 0.0524 to 0.3339; 9 of 10 and 3 of 10: 0.1705 to 0.8090 (Newcombe 1998, 17, 873-890, table II).
    assert apart(56, 70, 48, 80) == pytest.approx(0.0524, abs=5e-5)
    assert apart(9, 10, 3, 10) == pytest.approx(0.1705, abs=5e-5)
    assert apart(1, 22, 3, 45) == 0.0, "chance may be all"
    assert apart(1, 2, 0, 0) == 0.0, "nothing to compare with"


@given(*[st.integers(0, 50)] * 2, *[st.integers(50, 90)] * 2)
def test_what_one_is_above_the_other_is_below(right: int, other: int, total: int, other_total: int) -> None:
    assert apart(right, total, other, other_total) == pytest.approx(-apart(other, other_total, right, total))
