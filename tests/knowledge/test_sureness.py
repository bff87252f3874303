"""Thresholds learnt from trials: never more daring than the trials allow."""

import random

from hypothesis import given
from hypothesis import strategies as st

from mercery.knowledge.sureness import FLOOR, NEVER, WANTED, Trial, learn, lower_bound, threshold


def trials(count: int, wrong_share: float, *, seed: int = 1, overlap: float = 0.2) -> list[Trial]:
    """Trials whose first sign tells right from wrong, with some overlap; the second is noise."""
    chance = random.Random(seed)
    made = []
    for _ in range(count):
        right = chance.random() >= wrong_share
        signs = (chance.gauss(1.0 if right else 0.0, overlap), chance.random())
        made.append(Trial(signs=signs, weight=1.0, right=right))
    return made


def test_what_was_right_in_the_trials_is_surer_than_what_was_wrong() -> None:
    model = learn(trials(300, 0.4))
    assert model is not None and model.of((1.0, 0.5)) > 0.9 > 0.1 > model.of((0.0, 0.5))


def test_above_the_threshold_enough_trials_were_right() -> None:
    rows = trials(400, 0.4)
    model = learn(rows)
    assert model is not None
    least = threshold(model, rows)
    above = [row for row in rows if model.of(row.signs) >= least]
    assert lower_bound(sum(row.right for row in above), len(above)) >= WANTED - 0.006


def test_where_trials_do_not_tell_right_from_wrong_nothing_is_ever_sure() -> None:
    rows = trials(400, 0.5, overlap=50)
    model = learn(rows)
    assert model is not None and threshold(model, rows) == NEVER


def test_too_few_trials_or_only_one_outcome_teach_nothing() -> None:
    assert learn(trials(40, 0.3)) is None
    assert learn(trials(200, 0.0)) is None


@given(st.integers(1, 2000), st.floats(0, 1))
def test_the_lower_bound_stays_below_the_share_and_grows_with_the_number(total: int, share: float) -> None:
    right = share * total
    assert 0 <= lower_bound(right, total) <= share + 1e-9
    assert lower_bound(right * 2, total * 2) >= lower_bound(right, total) - 1e-9


def test_the_floor_is_below_what_is_wanted() -> None:
    assert 0.5 < FLOOR < WANTED < 1 < NEVER
