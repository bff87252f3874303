"""One amount over several lines, exact."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.promotions.quoting.allocation import allocate, unit_prices
from mercery.promotions.quoting.rounding import ROUNDINGS, half_up
from mercery.promotions.rules.policy import Allocation

METHODS: tuple[Allocation, ...] = get_args(Allocation)
lines = st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 10_000)), min_size=1, max_size=8)


@pytest.mark.parametrize("method", METHODS)
@given(amount=st.integers(0, 30_000), both=lines)
def test_everything_finds_a_place_while_there_is_room(
    method: Allocation, amount: int, both: list[tuple[int, int]]
) -> None:
    weights, room = [one for one, _ in both], [other for _, other in both]
    shares = allocate(amount, weights, room, method, half_up)
    assert sum(shares) == min(amount, sum(free for weight, free in both if weight))
    assert all(0 <= share <= free for share, free in zip(shares, room, strict=True))
    assert all(weight or not share for weight, share in zip(weights, shares, strict=True))


@pytest.mark.parametrize(
    ("method", "shares"),
    [
        ("largest_remainder", [923, 1769, 2308]),
        ("first_lines", [924, 1769, 2307]),
        ("last_line", [923, 1769, 2308]),
        ("even", [1667, 1667, 1666]),
        ("carried", [923, 1769, 2308]),
    ],
)
def test_each_way_has_its_place_for_the_odd_cent(method: Allocation, shares: list[int]) -> None:
    assert allocate(5000, (12_000, 23_000, 30_000), (12_000, 23_000, 30_000), method, half_up) == shares


@pytest.mark.parametrize(
    ("mode", "rounded"), [("half_up", 3), ("half_down", 2), ("half_even", 2), ("up", 3), ("down", 2)]
)
def test_a_half_goes_as_the_mode_says(mode: str, rounded: int) -> None:
    assert {name: rounding(5, 2) for name, rounding in ROUNDINGS.items()}[mode] == rounded  # type: ignore[index]


@given(st.integers(0, 10**7), st.integers(1, 50))
def test_units_add_up_the_last_ones_dearer(total: int, units: int) -> None:
    prices = unit_prices(total, units)
    assert sum(prices) == total
    assert list(prices) == sorted(prices)
    assert prices[-1] - prices[0] <= 1
