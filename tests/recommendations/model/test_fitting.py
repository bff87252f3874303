"""Weights learnt from what people bought next."""

from __future__ import annotations

import numpy as np
import pytest

from mercery.recommendations.model.blend import Blend, unlearnt
from mercery.recommendations.model.exact import Lines, gather
from mercery.recommendations.model.features import FEATURES
from mercery.recommendations.model.fitting import Case, examples, learnt, smallest, together
from mercery.recommendations.model.history import History
from mercery.recommendations.model.lists import Lists

Orders = list[tuple[float, list[int]]]


def people(loyal: bool, many: int = 150) -> list[tuple[Orders, list[int]]]:
    """People with four orders of two pieces, who then buy what they bought, or what they never bought."""
    random = np.random.default_rng(3)
    found = []
    for _ in range(many):
        own = random.permutation(40)
        orders = [(float(day), own[:3][random.permutation(3)[:2]].tolist()) for day in range(4)]
        found.append((orders, own[:2].tolist() if loyal else own[3:5].tolist()))
    return found


def learnt_from(shop: list[tuple[Orders, list[int]]]) -> tuple[Lists, list[Case]]:
    rows = [(who, day, piece) for who, (orders, _) in enumerate(shop) for day, pieces in orders for piece in pieces]
    who, days, pieces = (np.asarray([row[place] for row in rows]) for place in range(3))
    lists = gather(Lines.sorted(who.astype(np.int64), days.astype(np.float64), pieces.astype(np.int64)), 40, 4.0)
    cases = [Case(history=History.of(orders), day=4.0, bought=bought) for orders, bought in shop]
    return lists, cases


def hits(blend: Blend, lists: Lists, cases: list[Case]) -> float:
    """The share of what was bought among the first three."""
    return float(
        np.mean([np.isin(case.bought, blend.score(case.history, lists, case.day).best(3)).mean() for case in cases])
    )


@pytest.mark.parametrize("loyal", [True, False])
def test_a_shop_whose_people_buy_again_is_told_from_one_where_they_never_do(loyal: bool) -> None:
    lists, cases = learnt_from(people(loyal))
    weights = learnt(examples(cases[:100], lists))
    first = [int(Blend(visit=weights).score(case.history, lists, 4.0).best(1)[0]) for case in cases[100:]]
    own = [piece in case.history.items for piece, case in zip(first, cases[100:], strict=True)]
    assert np.mean(own) > 0.95 if loyal else np.mean(own) < 0.05


def test_learning_twice_gives_the_same_weights() -> None:
    lists, cases = learnt_from(people(loyal=True, many=40))
    assert learnt(examples(cases, lists)).tolist() == learnt(examples(cases, lists)).tolist()


def test_with_nothing_to_learn_from_the_weights_chosen_by_hand_stay() -> None:
    lists, _ = learnt_from(people(loyal=True, many=5))
    assert learnt(examples([], lists)).tolist() == unlearnt().tolist()


def test_few_cases_move_the_weights_less_than_many() -> None:
    lists, cases = learnt_from(people(loyal=False))
    few, many = (examples(cases[:some], lists) for some in (2, 100))
    home = few.matrix @ unlearnt()
    moved = [np.abs(few.matrix @ learnt(told) - home).mean() for told in (few, many)]
    assert moved[0] < moved[1]


def test_examples_of_several_lists_are_learnt_from_together() -> None:
    lists, cases = learnt_from(people(loyal=True, many=30))
    both = together([examples(cases[:10], lists), examples(cases[10:], lists)])
    whole = examples(cases, lists)
    assert both.starts.tolist() == whole.starts.tolist()
    assert both.matrix.shape[1] == len(FEATURES)
    assert both.shares.sum() == pytest.approx(whole.shares.sum())


def test_the_smallest_place_of_a_bowl_is_found() -> None:
    curve = np.asarray([1.0, 10.0, 100.0])
    home = np.asarray([3.0, -2.0, 0.5])
    found, value = smallest(lambda at: (float((curve * (at - home) ** 2).sum()), 2 * curve * (at - home)), np.zeros(3))
    assert found == pytest.approx(home, abs=1e-3)
    assert value < 1e-5
