"""An order counted alone leaves every number as counting it with arrays does, in the counters and in the lists requests read."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from mercery.recommendations.model.counters import Counters
from mercery.recommendations.model.exact import Settings
from mercery.recommendations.model.history import History
from mercery.recommendations.model.lists import Lists, empty
from mercery.recommendations.model.lone import MOST, Lone

ITEMS = 30
ITEM = st.integers(0, ITEMS - 1)
TAIL = st.lists(st.tuples(st.floats(0, 39), ITEM), max_size=45).map(sorted)
ORDERS = st.lists(
    st.tuples(st.lists(ITEM, min_size=1, max_size=MOST), TAIL, st.floats(40, 400)), min_size=1, max_size=25
)


def before(tail: list[tuple[float, int]]) -> History:
    return History(
        items=np.array([item for _, item in tail], dtype=np.int32),
        days=np.array([day for day, _ in tail], dtype=np.float64),
    )


def assert_same(one: tuple[Counters, Lists], other: tuple[Counters, Lists]) -> None:
    for mine, theirs in zip(one, other, strict=True):
        names = (
            [field.name for field in fields(Lists)[1:]]
            if isinstance(mine, Lists)
            else ["popularity", "recent", "seen", "again"]
        )
        for name in names:
            np.testing.assert_array_equal(getattr(mine, name), getattr(theirs, name), name)
    np.testing.assert_array_equal(one[0].bought.block, other[0].bought.block)
    np.testing.assert_array_equal(one[0].bought.least, other[0].bought.least)


@settings(max_examples=150, deadline=None)
@given(ORDERS, st.integers(1, 12), st.sampled_from([0.0, 0.3, 1.0]), st.data())
def test_it_leaves_every_number_as_counting_with_arrays_does(
    orders: list[tuple[list[int], list[tuple[float, int]], float]],
    slots: int,
    before_counts: float,
    data: st.DataObject,
) -> None:
    k = data.draw(st.integers(1, slots))
    how = Settings(k=k, half_life=20.0, short_half_life=5.0, before=before_counts)
    arrays, single = (Counters(ITEMS, slots=slots, start=30.0, settings=how) for _ in range(2))
    theirs, mine = arrays.lists(k), single.lists(k)
    lone = Lone(single, mine)
    for basket, tail, day in orders:
        arrays.refresh(theirs, arrays.add(basket, before(tail), day))
        assert lone.takes(basket)
        lone.count(basket, before(tail), day)
        assert_same((single, mine), (arrays, theirs))


def test_it_goes_on_from_many_orders_with_full_slots_and_a_long_history() -> None:
    random = np.random.default_rng(8)
    arrays, single = Counters(400, start=300.0), Counters(400, start=300.0)
    theirs, mine = arrays.lists(32), single.lists(32)
    lone = Lone(single, mine)
    for at in range(600):
        lines = int(random.choice([0, 3, 20, 500]))
        tail = History(
            items=(400 ** random.random(lines) - 1).astype(np.int32), days=np.sort(random.random(lines) * 300)
        )
        basket = (400 ** random.random(int(random.integers(1, 5))) - 1).astype(int).tolist()
        arrays.refresh(theirs, arrays.add(basket, tail, 300.0 + at / 50))
        lone.count(basket, tail, 300.0 + at / 50)
    assert int((single.bought.counts(np.arange(400))[0] >= 0).all(axis=1).sum()) > 50
    assert_same((single, mine), (arrays, theirs))


def test_a_long_order_and_lists_longer_than_the_slots_are_left_to_the_arrays() -> None:
    few = Counters(10, slots=4)
    assert not Lone(few, few.lists(8)).takes([1])
    many = Counters(10)
    assert not Lone(many, many.lists(8)).takes(range(MOST + 1))


def test_lists_whose_neighbours_do_not_lie_beside_their_weights_are_left_to_the_arrays() -> None:
    counters = Counters(10)
    apart = empty(10, 8)
    assert not Lone(counters, apart).takes([1])
    assert Lone(counters, counters.lists(8)).takes([1])
