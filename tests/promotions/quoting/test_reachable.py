"""Sums that the prices of some lines can make are exactly those that trying all of them finds."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from mercery.promotions.quoting.reachable import MOST, Sums

_LINES = st.lists(st.lists(st.integers(0, 400), min_size=0, max_size=3).map(lambda some: [0, *some]), max_size=5)


@settings(max_examples=80, deadline=None)
@given(_LINES, st.integers(0, 1500))
def test_the_next_sum_is_the_lowest_that_is_not_below(lines: list[list[int]], least: int) -> None:
    above = [total for one in product(*lines) if (total := sum(one)) >= least]
    assert Sums(lines).next(least) == min(above, default=None)


@settings(max_examples=80, deadline=None)
@given(_LINES, st.integers(0, 1500))
def test_it_says_which_price_of_each_line_makes_the_sum(lines: list[list[int]], least: int) -> None:
    sums = Sums(lines)
    total = sums.next(least)
    if total is not None:
        ways = sums.ways(total)
        assert sum(line[number] for line, number in zip(lines, ways, strict=True)) == total


def test_too_many_sums_are_not_worked_out_and_common_parts_do_not_count() -> None:
    assert not Sums.few([[0, MOST], [0, 1]])
    assert Sums.few([[0, MOST * 100], [0]])
