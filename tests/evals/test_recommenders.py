"""The recommenders the blend is compared with."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from mercery.evals.next_basket import Bought, lines_of
from mercery.evals.recommenders import Cosine, Ease, Personal, Popularity, Recommender, Told, all_recommenders, ask
from mercery.recommendations.model.fitting import Case
from mercery.recommendations.model.history import History

CUP, SAUCER, POT, BOOK = range(4)


def told(by_order: bool = True) -> Told:
    orders = [Bought(n, 0.0, [CUP, SAUCER]) for n in range(8)]
    orders += [Bought(n, 1.0, [BOOK]) for n in range(10)]
    orders += [Bought(20, 0.0, [POT, CUP])]
    return Told(lines=lines_of(orders), items=4, day=2.0, lessons=[], by_order=by_order)


def answer(recommender: Recommender, history: list[int], about: Sequence[int] = (), by_order: bool = True) -> list[int]:
    recommender.learn(told(by_order), lambda _: None)
    case = Case(history=History.of([(0.0, history)]), day=2.0, bought=[0], about=about)
    return [int(one) for one in recommender.best(case, 3)]


def test_the_most_bought_come_first_but_for_the_bag() -> None:
    assert answer(Popularity(), []) == [BOOK, CUP, SAUCER]
    assert answer(Popularity(), [], about=[BOOK]) == [CUP, SAUCER, POT]


def test_own_pieces_come_first_and_popular_ones_fill() -> None:
    assert answer(Personal(), [POT]) == [POT, BOOK, CUP]


@pytest.mark.parametrize("kind", [Cosine, Ease])
def test_a_cup_in_the_bag_calls_for_its_saucer(kind: type[Cosine] | type[Ease]) -> None:
    assert answer(kind(), [], about=[CUP])[0] == SAUCER


def test_what_one_person_bought_at_different_times_belongs_together_where_people_are_asked_about() -> None:
    assert BOOK not in answer(Cosine(), [], about=[SAUCER])
    assert BOOK in answer(Cosine(), [SAUCER], by_order=False)


@pytest.mark.parametrize("recommender", all_recommenders(), ids=lambda one: one.name)
def test_nobody_is_offered_what_is_in_the_bag_or_the_same_twice(recommender: Recommender) -> None:
    case = Case(history=History.of([(0.0, [CUP])]), day=2.0, bought=[SAUCER], about=[CUP])
    answers = ask(recommender, told(), [case], 10, lambda _: None)
    if answers is None:
        pytest.skip("not installed")
    (found,) = answers.lists
    assert CUP not in found.tolist()
    assert len(np.unique(found)) == len(found)
