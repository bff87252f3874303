"""Completing a bag: which piece is hidden, and what is known."""

from __future__ import annotations

import hashlib

import numpy as np

from mercery.evals.basket_completion import from_orders, hidden, scores
from mercery.evals.purchase_files import Order
from mercery.recommendations.model.fitting import Case
from mercery.recommendations.model.history import History


def order(person: str, number: str, day: float, *codes: str) -> Order:
    return Order(person=person, number=number, day=day, codes=codes)


def test_the_hidden_piece_has_the_smallest_digest() -> None:
    codes = ["11111", "22222", "33333"]
    digests = {hashlib.sha256(f"uci:536365:{code}".encode()).hexdigest(): code for code in codes}
    assert hidden("536365", codes) == digests[min(digests)]


def test_bags_of_one_piece_are_not_asked_and_of_the_customer_only_the_time_before_is_known() -> None:
    known = [order("a", "1", 0, "x", "y"), order("b", "2", 30, "z", "x")]
    told, trials = from_orders(
        known, [order("a", "3", 31, "x"), order("a", "4", 32, "y", "z"), order("a", "5", 33, "x", "z")]
    )
    assert [len(one.about) for one in trials] == [1, 1]
    assert all(len(one.history.items) == 2 for one in trials)
    assert told.by_order
    assert told.lines.days.max() == 30


def test_a_hit_is_the_hidden_piece_among_ten() -> None:
    unknown = History.of([])
    bags = [
        Case(history=unknown, day=0.0, bought=[5], about=[1]),
        Case(history=History.of([(0.0, [6])]), day=0.0, bought=[6], about=[1]),
    ]
    figures = scores(bags, [np.asarray([4, 5]), np.asarray([*range(10, 20), 6])])
    assert figures["hit10"] == 0.5
    assert (figures["hit10_unknown"], figures["hit10_known"]) == (1.0, 0.0)
    assert (figures["hit10_new"], figures["hit10_repeat"]) == (1.0, 0.0)
