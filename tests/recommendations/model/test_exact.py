"""Lists worked out of all lines, held against counting by hand."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.recommendations.model.exact import Lines, Settings, gather, repeats
from mercery.recommendations.model.lists import NOBODY

PLAIN = Settings(k=4, half_life=1e12, short_half_life=1e12, before=0.0, smoothed=0.0)
Bought = list[tuple[int, int, int]]


def lines(rows: Bought) -> Lines:
    """Rows are person, day, piece."""
    people, days, items = (np.asarray([row[place] for row in rows], dtype=np.int64) for place in range(3))
    return Lines.sorted(people, days.astype(np.float64), items)


ROWS: Bought = [(1, 1, 0), (1, 1, 1), (1, 5, 0), (1, 5, 2), (2, 1, 1), (2, 1, 0), (2, 1, 0)]


def test_neighbours_are_those_of_the_same_order_by_cosine() -> None:
    lists = gather(lines(ROWS), 4, 5.0, PLAIN)
    assert lists.popularity.tolist() == [3, 2, 1, 0]
    assert lists.bought_with[0].tolist() == [1, 2, NOBODY, NOBODY]
    assert lists.bought_with_weights[0, :2] == pytest.approx([2 / 6**0.5, 1 / 3**0.5])
    assert lists.bought_with[3].tolist() == [NOBODY] * 4


def test_a_piece_of_an_earlier_order_is_a_neighbour_that_counts_less() -> None:
    lists = gather(lines(ROWS), 4, 5.0, Settings(k=4, half_life=1e12, short_half_life=1e12, before=0.5, smoothed=0.0))
    assert lists.bought_with[1].tolist()[:2] == [0, 2]
    assert lists.bought_with_weights[1, 1] == pytest.approx(0.5 / 2**0.5)


def test_what_was_bought_long_ago_counts_less() -> None:
    lists = gather(lines([(1, 0, 0), (1, 0, 1), (2, 10, 2), (2, 10, 3)]), 4, 10.0, Settings(half_life=10.0, smoothed=0))
    assert lists.popularity == pytest.approx([0.5, 0.5, 1, 1])
    assert lists.recent_popularity[0] == pytest.approx(0.5 ** (10 / 30))
    assert lists.bought_with_weights[0, 0] == pytest.approx(1.0), "a pair decays as its pieces do"


def test_each_order_asks_once_for_every_piece_bought_before() -> None:
    seen, again = repeats(lines([(1, 0, 0), (1, 0, 1), (1, 10, 0), (1, 12, 1)]), 2)
    assert seen[0].tolist() == [0, 1, 0, 1, 0, 0, 0, 0], "after ten days, then two after the last"
    assert again[0].tolist() == [0, 0, 0, 1, 0, 0, 0, 0]
    assert seen[1].tolist() == [0, 0, 0, 2, 0, 0, 0, 0]
    assert again[1].tolist() == [0, 0, 0, 1, 0, 0, 0, 0]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4), st.integers(0, 6)), min_size=1, max_size=40))
def test_pairs_are_what_counting_by_hand_gives(rows: Bought) -> None:
    baskets: dict[tuple[int, int], set[int]] = {}
    for person, day, item in rows:
        baskets.setdefault((person, day), set()).add(item)
    counts = Counter(item for basket in baskets.values() for item in basket)
    pairs = Counter(pair for basket in baskets.values() for pair in combinations(sorted(basket), 2))
    lists = gather(lines(rows), 7, 5.0, Settings(k=7, half_life=1e12, short_half_life=1e12, before=0, smoothed=0))
    found = {
        (item, int(other)): float(weight)
        for item in range(7)
        for other, weight in zip(lists.bought_with[item], lists.bought_with_weights[item], strict=True)
        if other != NOBODY
    }
    expected = {
        (a, b): pairs[min(a, b), max(a, b)] / (counts[a] * counts[b]) ** 0.5
        for a, b in product(range(7), repeat=2)
        if pairs[min(a, b), max(a, b)] and a != b
    }
    assert found == pytest.approx(expected, rel=1e-5)
    assert all(np.all(np.diff(row) <= 1e-9) for row in lists.bought_with_weights), "best first"


def test_where_orders_hold_several_pieces_earlier_orders_are_not_paired() -> None:
    one_each = lines([(1, day, day) for day in range(4)])
    several = lines([(1, day, piece) for day in range(2) for piece in range(4)])
    assert Settings().for_orders(one_each).before == 0.5
    assert Settings().for_orders(several).before == 0.0
