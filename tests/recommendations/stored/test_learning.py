"""What people bought next teaches the blend."""

from __future__ import annotations

import numpy as np

from mercery.recommendations.model.blend import Blend, unlearnt
from mercery.recommendations.model.exact import gather
from mercery.recommendations.model.features import FEATURES
from mercery.recommendations.model.history import History
from mercery.recommendations.stored.gathered import Gathered
from mercery.recommendations.stored.learning import learn

ITEMS = 60


def loyal(again: float, people: int = 60) -> Gathered:
    """A shop whose people buy one of their two own pieces again with this chance, else anything."""
    random, found = np.random.default_rng(5), Gathered()
    order = 0
    for person in range(people):
        own = random.choice(ITEMS, 2, replace=False)
        for week in range(8):
            piece = own[week % 2] if week < 2 or random.random() < again else random.integers(ITEMS)
            found.add(person, order, float(week * 7 + person % 5), [int(piece)])
            order += 1
    return found


def own_first(blend: Blend, bought: Gathered) -> float:
    """How far a person's own piece is before the best of the others: a difference of logarithms of chances."""
    lists = gather(bought.lines(), ITEMS, 60.0, bought.settings(32))
    scored = blend.score(History.of([(47.0, [3]), (54.0, [4])]), lists, 60.0)
    mine = np.isin(scored.ids, [3, 4])
    return float(scored.scores[mine].max() - scored.scores[~mine].max())


def test_a_shop_whose_people_come_back_for_the_same_learns_it() -> None:
    faithful, fickle = (loyal(again) for again in (0.95, 0.05))
    before_others = [own_first(learn(one, ITEMS, one.settings(32)), one) for one in (faithful, fickle)]
    assert before_others[0] > before_others[1] + 1


def test_a_shop_without_a_history_keeps_the_weights_chosen_by_hand() -> None:
    nothing, once = Gathered(), Gathered()
    once.add(1, 1, 5.0, [0, 1])
    for one in (nothing, once):
        learned = learn(one, ITEMS, one.settings(32))
        np.testing.assert_array_equal(learned.visit, unlearnt())
        np.testing.assert_array_equal(learned.beside, unlearnt())
    assert len(unlearnt()) == len(FEATURES)
