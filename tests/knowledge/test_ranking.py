"""Weights learnt from many shops: chances that add up, and that say what the signs say."""

from __future__ import annotations

import itertools
from importlib.resources import files

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mercery.knowledge.ranking import ORDER, SIGNS, learnt_ranking

NUMBERS = st.floats(-2, 2)


@given(arrays(np.float64, (5, len(SIGNS)), elements=NUMBERS), NUMBERS, NUMBERS)
def test_chances_and_the_chance_of_none_are_one_together(signs: np.ndarray, worded: float, meant: float) -> None:
    ranking = learnt_ranking()
    chances = ranking.chances(signs, (worded, meant))
    assert (chances >= 0).all() and chances.sum() <= 1 + 1e-9


@given(arrays(np.float64, (1, len(SIGNS)), elements=NUMBERS))
def test_with_more_answers_alike_each_is_less_sure(signs: np.ndarray) -> None:
    rows = [learnt_ranking().chances(np.repeat(signs, count, axis=0), (0.2, 0.3))[0] for count in (1, 2, 4, 8)]
    # Where nothing is left of a chance, rounding may turn the last figure either way.
    assert all(later <= sooner + 1e-9 for sooner, later in itertools.pairwise(rows))


@given(arrays(np.float64, (4, len(SIGNS)), elements=NUMBERS), st.sampled_from(sorted(ORDER)))
def test_the_order_follows_each_sign_in_its_direction(signs: np.ndarray, sign: str) -> None:
    more = signs.copy()
    more[2, SIGNS.index(sign)] += 0.5 * np.sign(ORDER[sign])
    before, after = learnt_ranking().scores(signs), learnt_ranking().scores(more)
    assert after[2] > before[2] and np.array_equal(np.delete(after, 2), np.delete(before, 2))


def test_what_ships_is_small() -> None:
    package = files("mercery.knowledge")
    assert len(package.joinpath("sameness.npz").read_bytes()) < 1_500_000
    assert len(package.joinpath("ranking.json").read_bytes()) < 10_000
    assert 0.5 < learnt_ranking().threshold < 1
