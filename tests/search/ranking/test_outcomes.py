"""What shoppers' choices say: drawn to the average where few have looked."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.search.ranking.outcomes import PRIOR_LOOKERS, average_of, chosen, liked, smoothed, worth


@dataclass(frozen=True)
class Came:
    examined: float
    clicked: int = 0
    carted: int = 0
    bought: int = 0


@dataclass(frozen=True)
class Liking:
    viewed: float
    carted: float = 0
    bought: float = 0


def test_a_buyer_is_worth_more_than_five_clicks_and_less_than_six() -> None:
    assert worth(Came(9, clicked=4)) < worth(Came(1, clicked=1, carted=1, bought=1)) <= worth(Came(9, clicked=5))


def test_few_lookers_hardly_move_a_product_and_many_do() -> None:
    average = 0.1
    few, many = smoothed(Came(1, clicked=1), average), smoothed(Came(200, clicked=200), average)
    assert average < few < 0.12 and many > 0.19


def test_the_average_counts_as_much_as_so_many_lookers() -> None:
    assert smoothed(Came(PRIOR_LOOKERS), 0.1) == pytest.approx(0.05)


def test_what_is_chosen_more_than_the_rest_rises_and_what_is_passed_over_sinks() -> None:
    outcomes = {"good": Came(100, clicked=60, carted=20, bought=10), "dull": Came(100, clicked=2), "new": Came(0)}
    good, dull, new, unseen = chosen(["good", "dull", "new", "unseen"], outcomes).tolist()
    assert good > 0 > dull and new == unseen == 0


def test_who_was_shown_low_is_judged_by_those_who_looked() -> None:
    """Ten clicks of twenty who looked are more than ten of two hundred."""
    outcomes = {"low": Came(20, clicked=10), "top": Came(200, clicked=10)}
    low, top = chosen(["low", "top"], outcomes)
    assert low > 0 > top


def test_a_query_nobody_chose_anything_for_says_nothing() -> None:
    assert chosen(["one"], {"one": Came(50)}).tolist() == [0]


def test_the_most_liked_counts_fully_and_the_unknown_nothing() -> None:
    found = liked(["top", "some", "none"], {"top": Liking(900, 40, 12), "some": Liking(30)})
    assert found[0] == 1 and 0 < found[1] < 1 and found[2] == 0


COUNT = st.integers(0, 500)


@given(st.lists(st.tuples(COUNT, COUNT, COUNT, COUNT), min_size=1, max_size=6))
def test_a_record_never_leaves_its_bounds(rows: list[tuple[int, int, int, int]]) -> None:
    outcomes = {
        str(at): Came(float(max(looked, clicked)), clicked, min(carted, clicked), min(bought, carted, clicked))
        for at, (looked, clicked, carted, bought) in enumerate(rows)
    }
    assert average_of(outcomes.values()) <= 1
    assert all(-1 <= one <= 1 for one in chosen(list(outcomes), outcomes))
