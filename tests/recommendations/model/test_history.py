"""What is read off a person's lines."""

from __future__ import annotations

import numpy as np
import pytest

from mercery.recommendations.model.history import History

BOUGHT = History.of([(1.0, [5, 7]), (11.0, [5]), (21.0, [9, 5, 9])])


def test_pieces_are_counted_by_orders_and_once_in_each() -> None:
    habits = BOUGHT.recent()
    assert habits.own.tolist() == [5, 7, 9]
    assert habits.counts.tolist() == [3, 1, 1]
    assert habits.orders == 3


def test_age_counts_the_orders_after_it() -> None:
    habits = BOUGHT.recent()
    assert habits.ages[habits.last].tolist() == [0, 2, 0]
    assert habits.ages[habits.first].tolist() == [2, 2, 0]


def test_the_interval_is_the_mean_time_between_purchases() -> None:
    assert BOUGHT.recent().intervals.tolist() == [10.0, 0.0, 0.0]


def test_what_is_in_every_order_has_frequency_one_whatever_the_decay() -> None:
    habits = BOUGHT.recent()
    for decay in (0.5, 0.9, 1.0):
        assert habits.frequency(decay)[0] == pytest.approx(1.0)
    assert habits.frequency(0.5)[2] > habits.frequency(0.5)[1], "later counts more"


def test_only_the_last_lines_are_read() -> None:
    habits = BOUGHT.recent(2)
    assert habits.own.tolist() == [5, 9]
    assert habits.orders == 1


def test_who_buys_the_same_again_has_a_higher_share_of_repeats() -> None:
    same = History.of([(float(day), [1, 2]) for day in range(5)]).recent().repeat_share
    other = History.of([(float(day), [2 * day, 2 * day + 1]) for day in range(5)]).recent().repeat_share
    assert same == pytest.approx(0.9)
    assert other == pytest.approx(0.1)


def test_before_a_day_only_what_was_bought_before_is_known() -> None:
    assert BOUGHT.before(11.0).items.tolist() == [5, 7]


def test_the_tail_begins_with_what_was_bought_last() -> None:
    habits = BOUGHT.recent()
    assert set(habits.own[habits.tail(2)].tolist()) == {5, 9}


def test_nobody_has_no_habits() -> None:
    habits = History(items=np.zeros(0, dtype=np.int32), days=np.zeros(0)).recent()
    assert habits.orders == 0
    assert habits.own.tolist() == habits.tail(5).tolist() == habits.frequency(0.9).tolist() == []


def test_a_piece_that_takes_more_of_the_money_stands_above_the_others_of_this_person() -> None:
    lines = [(1.0, 5, 40.0), (2.0, 5, 40.0), (2.0, 7, 10.0)]
    days, items, spent = (np.asarray([line[place] for line in lines]) for place in range(3))
    bought = History(items=items.astype(np.int32), days=days, spent=spent)
    assert bought.recent().money == pytest.approx([np.log(2), -np.log(2)], abs=1e-3), "by order, not in all"
    assert bought.before(2.0).recent().money.tolist() == [0.0]
    assert BOUGHT.recent().money.tolist() == [0.0, 0.0, 0.0], "where prices are not known nothing is said"


def test_what_was_bought_at_this_time_last_year_is_known() -> None:
    habits = History.of([(10.0, [5, 7]), (200.0, [5, 9])]).recent()
    assert habits.a_year_before(380.0).tolist() == [True, True, False]
    assert habits.a_year_before(500.0).tolist() == [False, False, False]
