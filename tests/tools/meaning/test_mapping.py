"""The map of vectors: its slope is the slope of its loss, and learning draws the ways to ask one thing together."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from tools.meaning.mapping import TEMPERATURE, Vectors, learn_map, slope_of
from tools.meaning.material import Material, Subject, invented_shops


def loss(rows: NDArray[Any], owners: list[int], learnt: NDArray[Any]) -> float:
    """What the map is learnt to lower, written down as in the paper."""
    units = rows @ learnt
    units = units / np.linalg.norm(units, axis=1, keepdims=True)
    logits = units @ units.T / TEMPERATURE
    parts = []
    for one, owner in enumerate(owners):
        others = sum(np.exp(logits[one, other]) for other, its in enumerate(owners) if its != owner)
        for other, its in enumerate(owners):
            if other != one and its == owner:
                parts.append(-np.log(np.exp(logits[one, other]) / (np.exp(logits[one, other]) + others)))
    return float(np.mean(parts))


def test_theslope_of_is_that_of_the_loss() -> None:
    chance = np.random.default_rng(1)
    owners = [0, 0, 1, 1, 1, 2, 2]
    rows, learnt = chance.normal(size=(7, 4)), np.eye(4) + 0.1 * chance.normal(size=(4, 4))
    slope = slope_of(rows, np.array(owners), learnt)
    for place in np.ndindex(4, 4):
        step = np.zeros((4, 4))
        step[place] = 1e-5
        measured = (loss(rows, owners, learnt + step) - loss(rows, owners, learnt - step)) / 2e-5
        assert abs(slope[place] - measured) < 1e-4


def test_what_tells_subjects_apart_counts_more_than_what_does_not() -> None:
    chance = np.random.default_rng(2)
    vectors: dict[str, Vectors] = {}
    subjects = []
    for place in range(6):
        texts = tuple(f"{place}.{number}" for number in range(5))
        subjects.append(Subject(texts))
        for text in texts:
            told = np.eye(6)[place] + chance.normal(size=6) * 0.2
            vectors[text] = np.r_[told, chance.normal(size=6)].astype(np.float32)
    shop: Material = {"shop": subjects}
    learnt = learn_map(shop, {}, vectors, seed=3)
    assert np.abs(np.diag(learnt))[:6].mean() > 1.5 * np.abs(np.diag(learnt))[6:].mean()


def test_the_invented_shops_ask_many_things_in_many_ways() -> None:
    shops = invented_shops()
    subjects = [one for own in shops.values() for one in own]
    assert len(shops) >= 10 and len(subjects) >= 320
    assert all(one.answer and len(one.texts) >= 6 for one in subjects)
    for name, own in shops.items():
        texts = [text.lower() for one in own for text in one.texts]
        assert sorted({text for text in texts if texts.count(text) > 1}) == [], name
