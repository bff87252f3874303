"""When a piece is bought again, from counts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mercery.recommendations.model.hazard import Hazards, bins
from mercery.recommendations.model.lists import Lists, empty


def counted(seen: dict[tuple[int, int], float], again: dict[tuple[int, int], float], items: int = 3) -> Lists:
    lists = empty(items, k=2)
    for table, told in ((lists.seen, seen), (lists.again, again)):
        for place, count in told.items():
            table[place] = count
    return lists


def test_a_gap_on_an_edge_belongs_to_the_later_bin() -> None:
    assert bins(np.asarray([0.0, 1.4, 1.5, 7.0, 119.0, 500.0])).tolist() == [0, 0, 1, 3, 6, 7]


def test_a_piece_counted_often_is_believed_and_one_never_counted_goes_by_the_shop() -> None:
    lists = counted({(0, 3): 1000, (1, 3): 1000}, {(0, 3): 400, (1, 3): 10})
    rates = Hazards.of(lists).rates(lists, np.asarray([0, 1, 2]), np.asarray([8.0, 8.0, 8.0]))
    assert 0.38 < rates[0] < 0.42
    assert rates[1] < 0.03
    assert 0.15 < rates[2] < 0.25, "half of both"


def test_a_piece_bought_seldom_leans_on_its_category() -> None:
    lists = counted({(0, 4): 500, (1, 4): 500}, {(0, 4): 200, (1, 4): 5}, items=4)
    lists = replace(lists, category=np.asarray([0, 1, 0, 1], dtype=np.int32))
    rates = Hazards.of(lists).rates(lists, np.asarray([2, 3]), np.asarray([20.0, 20.0]))
    assert rates[0] > 10 * rates[1]


def test_a_piece_used_up_after_a_month_comes_into_question_then() -> None:
    lists = counted({(0, 2): 200, (0, 5): 200}, {(0, 2): 2, (0, 5): 120})
    curve = Hazards.of(lists).curve(lists, 0)
    assert curve[5] > 5 * curve[2]
    assert int(np.argmax(curve)) == 5


@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 7), st.floats(0, 50), st.floats(0, 1)), max_size=12),
    st.floats(0, 1000),
)
def test_a_rate_is_a_share_whatever_was_counted(rows: list[tuple[int, int, float, float]], gap: float) -> None:
    lists = counted({(i, b): n for i, b, n, _ in rows}, {(i, b): n * share for i, b, n, share in rows})
    rates = Hazards.of(lists).rates(lists, np.arange(3), np.full(3, gap))
    assert np.all((rates > 0) & (rates < 1))
