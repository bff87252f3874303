"""Closeness in meaning, told in deviations from the shop's usual one."""

import numpy as np

from mercery.search.ranking.meaning import FULL, LEAST, SMALL, Matrix, closeness, standing


def unit(*values: float) -> Matrix:
    row = np.array(values, dtype=np.float32)
    return row / np.linalg.norm(row)


def test_what_is_no_closer_than_usual_counts_nothing_and_what_stands_out_counts_fully() -> None:
    usual = np.tile(np.array([0.0, 0.1, 0.2, 0.1], dtype=np.float32), SMALL)
    spread, mean = float(usual.std()), float(usual.mean())
    asked = np.array([mean, mean + LEAST * spread, mean + (LEAST + FULL) / 2 * spread, mean + 9 * spread])
    assert np.allclose(standing(asked.astype(np.float32), usual), [0, 0, 0.5, 1], atol=1e-5)


def test_the_same_cosine_says_more_in_a_shop_where_everything_is_far() -> None:
    far, near = np.full(50, 0.05, dtype=np.float32), np.full(50, 0.45, dtype=np.float32)
    far[::2], near[::2] = 0.15, 0.55
    one = np.array([0.5], dtype=np.float32)
    assert standing(one, far)[0] > standing(one, near)[0]


def test_the_best_hits_say_what_kind_of_thing_is_meant() -> None:
    """Two cameras and a case agree in words; the query lies between; what is like the best hits is meant."""
    rows = np.stack([unit(1, 0.1, 0), unit(1, 0.2, 0), unit(0.3, 1, 0), unit(0, 0, 1)])
    background = np.stack([unit(*np.random.default_rng(seed).normal(size=3)) for seed in range(200)])
    found = closeness(unit(1, 0.4, 0), rows, background, np.array([0.9, 0.8, 0.3, 0.0]))
    assert found.kind[0] > found.kind[2] >= found.kind[3] == 0


def test_rows_without_a_vector_are_not_close_and_are_no_examples() -> None:
    rows = np.stack([np.zeros(3, dtype=np.float32), unit(1, 0, 0)])
    background = np.stack([unit(0, 1, 0), unit(0, 0, 1), unit(0.1, 1, 1)])
    found = closeness(unit(1, 0, 0), rows, background, np.array([1.0, 0.1]))
    assert found.query[0] == found.kind[0] == 0 and found.kind[1] > 0


def test_without_any_vector_meaning_says_nothing() -> None:
    found = closeness(unit(1, 0, 0), np.zeros((2, 3), dtype=np.float32), np.zeros((0, 3), dtype=np.float32), np.ones(2))
    assert found.query.tolist() == found.kind.tolist() == [0, 0]


def test_a_kind_that_is_a_quarter_of_a_small_shop_still_stands_out() -> None:
    bags, others = np.full(10, 0.45, dtype=np.float32), np.linspace(0.1, 0.2, 30, dtype=np.float32)
    assert standing(bags[:1], np.concatenate([bags, others]))[0] > 0.5
    assert standing(others[-1:], np.concatenate([bags, others]))[0] == 0
