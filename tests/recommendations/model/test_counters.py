"""Counters that stream against the exact lists of all lines, and what eviction may and may not do."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mercery.recommendations.model.counters import BASKET, Counters, bytes_for
from mercery.recommendations.model.exact import Lines, Settings, gather
from mercery.recommendations.model.history import History
from mercery.recommendations.model.lists import Lists, empty, open_lists, save

Order = tuple[int, float, list[int]]
"""Person, day, items in their order."""
ITEMS = 12
SETTINGS = Settings(k=ITEMS, half_life=20.0, short_half_life=5.0)


def orders_of(rows: list[tuple[int, int, int]]) -> list[Order]:
    """Rows of person, day, item as orders, customer by customer and each by day."""
    unique = sorted(set(rows))
    return [(*key, [item for *_, item in run]) for key, run in groupby(unique, key=lambda row: (row[0], float(row[1])))]


def counted(counters: Counters, orders: list[Order]) -> Counters:
    """Feed orders, each with the same person's orders before it."""
    before: dict[int, list[tuple[float, list[int]]]] = {}
    for person, day, items in orders:
        counters.add(items, History.of(before.setdefault(person, [])), day)
        before[person].append((day, items))
    return counters


def exact(orders: list[Order], items: int, day: float, settings: Settings) -> Lists:
    rows = [(person, at, item) for person, at, bought in orders for item in bought]
    people, days, pieces = zip(*rows, strict=True)
    lines = Lines.sorted(np.array(people), np.array(days, dtype=np.float64), np.array(pieces))
    return gather(lines, items, day, settings)


def by_name(ids: np.ndarray, weights: np.ndarray) -> list[dict[int, float]]:
    return [
        {int(one): float(weight) for one, weight in zip(*row, strict=True) if one >= 0}
        for row in zip(ids, weights, strict=True)
    ]


def same(one: Lists, other: Lists) -> None:
    for mine, theirs in zip(
        by_name(one.bought_with, one.bought_with_weights),
        by_name(other.bought_with, other.bought_with_weights),
        strict=True,
    ):
        assert mine == pytest.approx(theirs, rel=1e-4)
    for name in ("popularity", "recent_popularity", "seen", "again"):
        np.testing.assert_allclose(getattr(one, name), getattr(other, name), rtol=1e-4)


ROWS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 40), st.integers(0, ITEMS - 1)), min_size=1, max_size=60)


@settings(max_examples=40, deadline=None)
@given(ROWS)
def test_with_a_slot_for_everybody_they_count_what_is_exact(rows: list[tuple[int, int, int]]) -> None:
    orders = orders_of(rows)
    counters = counted(Counters(ITEMS, slots=ITEMS, start=30.0, settings=SETTINGS), orders)
    same(counters.lists(ITEMS), exact(orders, ITEMS, 30.0, SETTINGS))


@settings(max_examples=40, deadline=None)
@given(ROWS, st.randoms(use_true_random=False))
def test_it_does_not_matter_in_which_order_customers_come(rows: list[tuple[int, int, int]], random: object) -> None:
    orders = orders_of(rows)
    by_day = sorted(orders, key=lambda one: (one[1], -one[0]))
    start = Counters(ITEMS, slots=ITEMS, start=30.0, settings=SETTINGS)
    other = Counters(ITEMS, slots=ITEMS, start=30.0, settings=SETTINGS)
    same(counted(start, orders).lists(ITEMS), counted(other, by_day).lists(ITEMS))


def at_once(counters: Counters, orders: list[Order], most: int) -> Counters:
    """Feed orders some at a time, by their days."""
    before: dict[int, list[tuple[float, list[int]]]] = {}
    known = []
    for person, day, items in sorted(orders, key=lambda one: one[1]):
        known.append((items, History.of(before.setdefault(person, [])), day))
        before[person].append((day, items))
    for start in range(0, len(known), most):
        counters.add_all(known[start : start + most])
    return counters


@settings(max_examples=40, deadline=None)
@given(ROWS, st.integers(2, 30))
def test_orders_counted_together_count_what_is_exact(rows: list[tuple[int, int, int]], most: int) -> None:
    orders = orders_of(rows)
    counters = at_once(Counters(ITEMS, slots=ITEMS, start=30.0, settings=SETTINGS), orders, most)
    same(counters.lists(ITEMS), exact(orders, ITEMS, 30.0, SETTINGS))


@settings(max_examples=40, deadline=None)
@given(ROWS, st.integers(2, 30))
def test_together_too_no_count_is_too_high_and_no_slot_stays_free(rows: list[tuple[int, int, int]], most: int) -> None:
    orders, every = orders_of(rows), np.arange(ITEMS)
    few = at_once(Counters(ITEMS, slots=3, start=30.0, settings=SETTINGS), orders, most).bought
    whole = counted(Counters(ITEMS, slots=ITEMS, start=30.0, settings=SETTINGS), orders).bought
    for held, truth in zip(by_name(*few.counts(every)), by_name(*whole.counts(every)), strict=True):
        assert len(held) == min(3, len(truth))
        assert all(count <= truth[one] * 1.0001 for one, count in held.items())


@settings(max_examples=40, deadline=None)
@given(ROWS)
def test_with_few_slots_no_count_is_too_high_and_no_slot_stays_free(rows: list[tuple[int, int, int]]) -> None:
    orders, every = orders_of(rows), np.arange(ITEMS)
    few = counted(Counters(ITEMS, slots=3, start=30.0, settings=SETTINGS), orders).bought
    whole = counted(Counters(ITEMS, slots=ITEMS, start=30.0, settings=SETTINGS), orders).bought
    for held, truth in zip(by_name(*few.counts(every)), by_name(*whole.counts(every)), strict=True):
        assert len(held) == min(3, len(truth))
        assert all(count <= truth[one] * 1.0001 for one, count in held.items())


def made_up(items: int, customers: int, seed: int = 3) -> list[Order]:
    """Orders of Zipf's law in which items of one family of eight go together half of the time."""
    random = np.random.default_rng(seed)
    orders: list[Order] = []
    for person in range(customers):
        day = 0.0
        for _ in range(random.integers(1, 6)):
            day += float(random.integers(1, 60))
            first = int(items ** random.random()) - 1
            basket = {first}
            while len(basket) < 3:
                family = first // 8 * 8 + int(random.integers(8))
                basket.add(min(family if random.random() < 0.5 else int(items ** random.random()) - 1, items - 1))
            orders.append((person, day, sorted(basket)))
    return orders


@pytest.mark.parametrize("together", [1, 64])
def test_what_is_evicted_is_hardly_ever_among_the_best_ten(together: int) -> None:
    items, counted_by = 500, Settings(k=10)
    orders = made_up(items, 1500)
    empty_ones = Counters(items, start=300.0, settings=counted_by)
    counters = counted(empty_ones, orders) if together == 1 else at_once(empty_ones, orders, together)
    truth, found = exact(orders, items, 300.0, counted_by), counters.lists(10)
    assert int((counters.bought.counts(np.arange(items))[0] >= 0).all(axis=1).sum()) > 200
    shares, errors = [], []
    for mine, theirs in zip(
        by_name(found.bought_with, found.bought_with_weights),
        by_name(truth.bought_with, truth.bought_with_weights),
        strict=True,
    ):
        if len(theirs) == 10:
            common = mine.keys() & theirs.keys()
            shares.append(len(common) / 10)
            errors += [abs(mine[one] - theirs[one]) / theirs[one] for one in common]
    assert np.mean(shares) >= 0.95
    assert np.mean(errors) <= 0.05


def test_counting_goes_on_in_a_file_that_was_closed(tmp_path: Path) -> None:
    orders = orders_of([(person, day, (day * 7 + person) % ITEMS) for person in range(3) for day in range(20)])
    whole = counted(Counters(ITEMS, start=30.0, settings=SETTINGS), orders)
    first = Counters.create(tmp_path / "counters", ITEMS, 30.0, SETTINGS)
    save(first.lists(8), tmp_path / "lists")
    kept = open_lists(tmp_path / "lists", writable=True)
    first.count_in(kept)
    before: dict[int, list[tuple[float, list[int]]]] = {}
    for at, (person, day, bought) in enumerate(orders):
        if at % 10 == 5:
            kept = open_lists(tmp_path / "lists", writable=True)
            first = Counters.open(tmp_path / "counters", kept)
        first.add(bought, History.of(before.setdefault(person, [])), day)
        before[person].append((day, bought))
    assert first.settings == SETTINGS
    same(Counters.open(tmp_path / "counters", open_lists(tmp_path / "lists")).lists(8), whole.lists(8))
    assert bytes_for(ITEMS) <= (tmp_path / "counters").stat().st_size < bytes_for(ITEMS) + 5 * 64


def test_a_file_that_is_cut_off_is_not_counted_on(tmp_path: Path) -> None:
    Counters.create(tmp_path / "counters", ITEMS, 30.0)
    with (tmp_path / "counters").open("r+b") as file:
        file.truncate(5000)
    with pytest.raises(ValueError, match="cut off"):
        Counters.open(tmp_path / "counters", empty(ITEMS))


def test_lists_of_other_items_are_not_counted_into() -> None:
    with pytest.raises(ValueError, match="do not belong"):
        Counters(5).count_in(empty(6))


def test_of_a_very_long_order_the_first_sixty_are_paired_and_all_are_counted() -> None:
    counters = Counters(300, start=0.0)
    changed = counters.add(list(range(200)), History.of([(0.0, [250, 7])]), 1.0)
    lists = counters.lists(64)
    assert len(changed.bought) == 200
    assert {*changed.pairs.items.tolist(), *changed.beyond.tolist()} == {*range(200), 250}
    assert (lists.popularity[:200] > 0).all()
    assert {len(one) for one in by_name(lists.bought_with[:BASKET], lists.bought_with_weights[:BASKET])} == {60}
    assert (lists.bought_with[BASKET:200] < 0).all()
    assert lists.again[7].sum() == 1
    assert lists.seen[250].sum() == 1


def test_more_neighbours_at_once_than_there_are_slots_leave_as_many_as_there_are() -> None:
    counters = Counters(100, slots=8, start=0.0)
    counters.add(list(range(40)), History.of([]), 0.0)
    ids, counts = counters.bought.counts(np.arange(40))
    assert (ids >= 0).all()
    assert (np.sort(ids, axis=1)[:, 1:] != np.sort(ids, axis=1)[:, :-1]).all()
    np.testing.assert_allclose(counts, 1.0)


def test_rows_written_anew_are_those_lists_would_have() -> None:
    orders = made_up(200, 150)
    counters = counted(Counters(200, start=300.0), orders)
    lists = counters.lists(16)
    before = History.of([(250.0, [3, 4]), (260.0, [5])])
    changed = counters.add([4, 90, 91], before, 301.0)
    counters.refresh(lists, changed)
    fresh = counters.lists(16)
    for name in ("popularity", "recent_popularity", "seen", "again"):
        np.testing.assert_array_equal(getattr(lists, name), getattr(fresh, name))
    for name in ("bought_with", "bought_with_weights"):
        np.testing.assert_array_equal(
            getattr(lists, name)[changed.pairs.items], getattr(fresh, name)[changed.pairs.items]
        )


def test_they_go_on_from_exact_lists() -> None:
    orders = made_up(200, 150)
    truth = exact(orders, 200, 300.0, Settings(k=64))
    counters = Counters(200, start=300.0)
    counters.fill(truth)
    lists = counters.lists(64)
    np.testing.assert_array_equal(lists.bought_with, truth.bought_with)
    np.testing.assert_allclose(lists.bought_with_weights, truth.bought_with_weights, rtol=1e-5)
    last = (151, 300.0, [4, 5, 6])
    counters.add(last[2], History.of([]), 300.0)
    np.testing.assert_allclose(
        counters.lists(32).bought_with_weights[4:7],
        exact([*orders, last], 200, 300.0, Settings(k=32)).bought_with_weights[4:7],
        rtol=1e-4,
    )


def test_lists_of_nothing_are_empty() -> None:
    lists, nothing = Counters(5).lists(4), empty(5, 4)
    np.testing.assert_array_equal(lists.bought_with, nothing.bought_with)
    assert Counters(0).lists(4).items == 0
