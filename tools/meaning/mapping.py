"""Learns a linear map of sentence vectors under which the ways to ask one thing lie near each other.

Supervised contrastive learning (Khosla et al. 2020): texts of one subject are drawn together, and apart from the other
subjects of the same shop, which are the hardest to tell from it. The map starts as the identity and is held near it, so
that it forgets little of what the model knows. Adam (Kingma, Ba 2015) on slopes worked out by hand.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from tools.meaning.material import Material

Vectors = NDArray[np.float32]
STEPS: Final = 900
RATE: Final = 1.5e-3
SUBJECTS: Final = 48
TEXTS: Final = 4
"""Subjects in a batch, and texts of each."""
SHOP_SHARE: Final = 0.8
"""How often a batch comes from a shop and not from a set of intents."""
ANSWER_SHARE: Final = 0.5
"""How often the answer stands beside the texts."""
TEMPERATURE: Final = 0.05
HELD: Final = 0.01
"""How strongly the map is held to the identity."""


def learn_map(shops: Material, sets: Material, vectors: Mapping[str, Vectors], seed: int = 1) -> Vectors:
    """The map: a row vector times it is the mapped vector, not yet of length one."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    size = len(next(iter(vectors.values())))
    identity = np.eye(size, dtype=np.float32)
    learnt, first, second = identity.copy(), np.zeros_like(identity), np.zeros_like(identity)
    for step in range(1, STEPS + 1):
        texts, owners = _batch(chance, sets if sets and chance.random() >= SHOP_SHARE else shops)
        slope = slope_of(np.stack([vectors[text] for text in texts]), np.array(owners), learnt)
        slope += 2 * HELD * (learnt - identity)
        first += 0.1 * (slope - first)
        second += 0.001 * (slope * slope - second)
        rate = RATE * (1 - (step - 1) / STEPS)
        learnt -= rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return learnt


def _batch(chance: random.Random, source: Material) -> tuple[list[str], list[int]]:
    name = chance.choices(list(source), weights=[len(one) ** 0.7 for one in source.values()])[0]
    texts: list[str] = []
    owners: list[int] = []
    for owner, subject in enumerate(chance.sample(source[name], min(SUBJECTS, len(source[name])))):
        some = chance.sample(subject.texts, min(TEXTS, len(subject.texts)))
        if subject.answer and chance.random() < ANSWER_SHARE:
            some.append(subject.answer)
        texts += some
        owners += [owner] * len(some)
    return texts, owners


def slope_of(rows: NDArray[Any], owners: NDArray[np.int64], learnt: NDArray[Any]) -> Vectors:
    """The slope of the loss by the map: each pair of one subject against all texts of other subjects."""
    moved = rows @ learnt
    length = np.linalg.norm(moved, axis=1, keepdims=True)
    units = moved / length
    logits = units @ units.T / TEMPERATURE
    same = owners[:, None] == owners[None]
    pairs = same & ~np.eye(len(owners), dtype=np.bool_)
    others = np.where(same, -np.inf, logits)
    most = others.max(axis=1, keepdims=True)
    powers = np.exp(others - most)
    total = powers.sum(axis=1, keepdims=True)
    short = np.where(pairs, 1 / (1 + np.exp(np.clip(logits - most - np.log(total), -30, 30))), 0.0) / pairs.sum()
    by_logit = short.sum(axis=1, keepdims=True) * powers / total - short
    by_unit = (by_logit + by_logit.T) @ units / TEMPERATURE
    by_moved = (by_unit - units * (by_unit * units).sum(axis=1, keepdims=True)) / length
    made: Vectors = (rows.T @ by_moved).astype(np.float32)
    return made


def texts_in(*materials: Material) -> Sequence[str]:
    """Every text once."""
    subjects = [one for material in materials for own in material.values() for one in own]
    return list(dict.fromkeys(text for one in subjects for text in (*one.texts, one.answer) if text))
