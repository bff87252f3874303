"""A small change of a network's weights: what is added, what stays, and that it comes back from its file."""

from __future__ import annotations

import numpy as np

from mercery.ai.encoder_change import read, written

UP, DOWN = np.array([[1.0], [2.0]]), np.array([[3.0, 0.5, 1.0]])


def test_the_product_is_added_to_its_matrix_and_the_rest_stays() -> None:
    change = read(written({"dense": (UP, DOWN)}))
    weights = {"dense": np.ones((2, 3), dtype=np.float32), "other": np.ones(2, dtype=np.float32)}
    made = change.applied(weights)
    assert np.allclose(made["dense"], [[4.0, 1.5, 2.0], [7.0, 2.0, 3.0]])
    assert np.array_equal(made["other"], weights["other"]) and np.array_equal(weights["dense"], np.ones((2, 3)))


def test_another_change_has_another_name() -> None:
    assert read(written({"dense": (UP, DOWN)})).name != read(written({"dense": (2 * UP, DOWN)})).name
