"""The blend: what comes into question, in which order, and why."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.recommendations.model.blend import Blend, unlearnt
from mercery.recommendations.model.exact import Lines, Settings, gather
from mercery.recommendations.model.features import ABOUT, FEATURES, POPULAR, TAIL
from mercery.recommendations.model.history import LINES, History
from mercery.recommendations.model.lists import Lists, empty

TEA, MILK, LAMP, BULB, VASE = range(5)
NOBODY = History.of([])


@cache
def shop() -> Lists:
    """Twenty people who buy tea every week, and a lamp with its bulb once."""
    rows = [(person, week * 7, TEA) for person in range(20) for week in range(8)]
    rows += [(person, 7, piece) for person in range(20) for piece in (LAMP, BULB)]
    rows += [(person, 14, MILK) for person in range(9)]
    rows += [(30, 3, VASE)]
    people, days, items = (np.asarray([row[place] for row in rows], dtype=np.int64) for place in range(3))
    return gather(Lines.sorted(people, days.astype(np.float64), items), 5, 60.0, Settings(before=0.0))


def test_what_is_bought_again_comes_before_what_is_bought_once() -> None:
    scored = Blend().score(History.of([(50.0, [TEA, LAMP])]), shop(), 57.0)
    best = scored.best(5).tolist()
    assert best.index(TEA) < best.index(LAMP)


def test_a_bag_with_a_lamp_is_completed_by_its_bulb_and_never_by_the_lamp() -> None:
    scored = Blend().score(NOBODY, shop(), 57.0, about=[LAMP])
    assert LAMP not in scored.ids.tolist()
    assert scored.parts["about"][scored.ids.tolist().index(BULB)] == max(scored.parts["about"])


def test_who_bought_nothing_sees_what_many_buy() -> None:
    assert Blend().score(NOBODY, shop(), 57.0).best(2).tolist() == [TEA, LAMP], (
        "of two bought equally often, the smaller number"
    )


def test_parts_together_are_the_score() -> None:
    scored = Blend().score(History.of([(50.0, [TEA, LAMP]), (55.0, [TEA])]), shop(), 57.0, about=[MILK])
    assert sum(scored.parts.values()) == pytest.approx(scored.scores, rel=1e-4)


def test_in_a_shop_without_orders_there_is_nothing_to_show() -> None:
    assert Blend().score(NOBODY, empty(5), 0.0).best(5).tolist() == []
    assert Blend().score(NOBODY, empty(0), 0.0).best(5).tolist() == []


def test_what_is_looked_at_together_comes_into_question() -> None:
    lists = empty(3, k=2)
    lists.viewed_with[0, 0], lists.viewed_with_weights[0, 0] = 2, 0.5
    scored = Blend().score(NOBODY, lists, 0.0, about=[0])
    assert scored.ids.tolist() == [2]
    assert scored.parts["viewed"][0] > 0


def test_candidates_are_bounded_however_long_the_history() -> None:
    random = np.random.default_rng(1)
    items, k = 20_000, 32
    lists = replace(
        empty(items, k),
        bought_with=random.integers(0, items, (items, k), dtype=np.int32),
        bought_with_weights=np.full((items, k), 0.1, dtype=np.float32),
        popularity=random.random(items, dtype=np.float32),
    )
    history = History.of((float(day), random.integers(0, items, 10).tolist()) for day in range(1000))
    found = Blend().score(history, lists, 1001.0, about=list(range(200)))
    assert len(found.ids) <= LINES + (TAIL + ABOUT) * k + POPULAR


@given(
    st.lists(st.tuples(st.integers(0, 60), st.lists(st.integers(0, 4), min_size=1, max_size=4)), max_size=6),
    st.lists(st.integers(0, 4), max_size=3),
    st.integers(0, 8),
)
def test_whatever_was_bought_scores_are_numbers_and_the_best_are_in_order(
    bought: list[tuple[int, list[int]]], about: list[int], many: int
) -> None:
    once = dict(bought)
    history = History.of((float(day), pieces) for day, pieces in sorted(once.items()))
    scored = Blend().score(history, shop(), 61.0, about)
    best = scored.best(many)
    assert np.all(np.isfinite(scored.matrix))
    assert len(set(best.tolist())) == len(best) == min(many, len(scored.ids))
    assert not set(best.tolist()) & set(about)
    places = np.searchsorted(scored.ids, best)
    assert np.all(np.diff(scored.scores[places]) <= 0)


def test_weights_are_kept_by_name() -> None:
    blend = Blend(visit=np.arange(len(FEATURES), dtype=np.float64), beside=unlearnt())
    again = Blend.load(blend.dumped())
    assert again.visit.tolist() == blend.visit.tolist()
    assert again.beside == pytest.approx(blend.beside)
    assert Blend.load('{"visit": {"gone": 3, "near": 2}, "beside": {}}').visit.sum() == 2


def test_what_a_person_bought_last_christmas_is_not_held_against_by_a_summer_without_it() -> None:
    star, towel = 0, 1
    rows = [(person, 10, star) for person in range(30)] + [(person, 330 + person % 20, towel) for person in range(30)]
    people, days, items = (np.asarray([row[place] for row in rows], dtype=np.int64) for place in range(3))
    lists = gather(Lines.sorted(people, days.astype(np.float64), items), 2, 350.0)
    history = History.of([(10.0, [star])])

    def trend(day: float) -> float:
        scored = Blend().score(history, lists, day)
        return float(scored.matrix[scored.ids == star, list(FEATURES).index("trend")][0])

    assert trend(250.0) < 0
    assert trend(370.0) == 0.0
